<?php
/**
 * What everybody may know of an organisation in a list.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Kernel\Clock;

/**
 * Makes items of GET directory. A snapshot test forbids fields beyond these.
 */
final class Public_Item {

	/**
	 * @param Words $words
	 * @param Clock $clock
	 * @param Trust_Policy_Repository $policies
	 * @param \Closure(string): string $url Slug => address of the profile.
	 */
	public function __construct( private readonly Words $words, private readonly Clock $clock, private readonly Trust_Policy_Repository $policies, private readonly \Closure $url ) {}

	/**
	 * @return array<string, mixed>
	 */
	public function of( Organisation $organisation ): array {
		$badge = $organisation->state->has_badge();
		$state = $badge ? $organisation->state_under( $this->policies->current(), $this->clock->now() ) : $organisation->state;
		$level = $badge || null !== $organisation->next_change_at ? $organisation->level_at( $this->clock->now() ) : $organisation->level;
		return array(
			'uid'       => $organisation->uid,
			'slug'      => $organisation->slug,
			'url'       => ( $this->url )( $organisation->slug ),
			'name'      => $organisation->name,
			'summary'   => $organisation->summary,
			'locality'  => $organisation->locality,
			'region'    => $organisation->region,
			'country'   => $organisation->country,
			'category'  => $organisation->category->value,
			'type'      => $organisation->type,
			'sector'    => $organisation->sector,
			'level'     => $level,
			'state'     => $state->public_state()->value,
			'badge'     => $this->badge( $organisation, $state ),
			'latitude'  => $organisation->latitude,
			'longitude' => $organisation->longitude,
			'precision' => $organisation->precision,
			'website'   => $organisation->website,
			'logo'      => $this->logo( $organisation ),
		);
	}

	/**
	 * @return array{words: string, issuer: string, checked_at: string|null, valid_until: string|null}|null
	 */
	private function badge( Organisation $organisation, State $state ): ?array {
		if ( ! $state->has_badge() ) {
			return null;
		}
		return array(
			'words'       => $this->words->state( $state, $organisation->category, $organisation->verified_until ),
			'issuer'      => $organisation->badge_facts['issuer'] ?? '',
			'checked_at'  => $organisation->badge_facts['checked_at'] ?? null,
			'valid_until' => $organisation->verified_until?->format( 'Y-m-d\TH:i:s\Z' ),
		);
	}

	private function logo( Organisation $organisation ): ?string {
		$id  = $organisation->data['logo'] ?? null;
		$url = is_int( $id ) ? wp_get_attachment_image_url( $id, 'medium' ) : false;
		return false === $url ? null : $url;
	}
}
