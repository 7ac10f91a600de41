<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Directory\Organisation;
use CoopCredentials\Directory\Organisation_Facts_Source;
use CoopCredentials\Directory\Organisation_Repository;
use CoopCredentials\Directory\Trust_Policy_Repository;
use CoopCredentials\Directory\Words;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Front\Router;
use CoopCredentials\Kernel\Settings;

/**
 * Organisations as an offer shows them: name, page and badge in words. The only class of the room that asks Directory.
 */
final class Organisation_Cards {
	/** @var array<int, Organisation|null> */
	private array $known = array();

	public function __construct(
		private readonly Clock $clock,
		private readonly Settings $settings,
		private readonly Organisation_Repository $organisations,
		private readonly Organisation_Facts_Source $facts,
		private readonly Trust_Policy_Repository $policies,
		private readonly Words $words,
		private readonly Router $router
	) {}

	/**
	 * Reads several in advance, one query.
	 *
	 * @param list<int> $ids Row ids.
	 */
	public function load( array $ids ): void {
		$missing = array_values( array_filter( array_unique( $ids ), fn ( int $id ): bool => $id > 0 && ! array_key_exists( $id, $this->known ) ) );
		if ( array() === $missing ) {
			return;
		}
		$this->known += $this->organisations->by_ids( $missing ) + array_fill_keys( $missing, null );
	}

	/**
	 * @param int $id Row id.
	 * @return array<string, mixed>|null uid, slug, name, url, badge (words and state), or null when it is gone.
	 */
	public function card( int $id ): ?array {
		$organisation = $this->get( $id );
		if ( null === $organisation ) {
			return null;
		}
		$state = $organisation->state_at( $this->clock->now() );
		return array(
			'uid'   => $organisation->uid,
			'slug'  => $organisation->slug,
			'name'  => $organisation->name,
			'url'   => $this->page( $organisation->slug ),
			'state' => $state->public_state()->value,
			'badge' => $state->has_badge() ? array( 'words' => $this->words->state( $state, $organisation->category, $organisation->verified_until ) ) : null,
		);
	}

	/** Address of the organisation's page; '' while the directory has none. */
	private function page( string $slug ): string {
		try {
			return $this->router->url( 'organisation', array( 'slug' => $slug ) );
		} catch ( \LogicException ) {
			return '';
		}
	}

	/**
	 * @param string $uid Uid or slug.
	 */
	public function id_of_uid( string $uid ): ?int {
		return 1 === preg_match( '/^[0-9A-Z]{26}$/D', $uid ) ? $this->organisations->find_by_uid( $uid )?->id : $this->organisations->find_by_slug( $uid )?->id;
	}

	/**
	 * Row of a membership's organisation.
	 *
	 * @param string $identifier Primary id, e.g. "https://weavers.example/".
	 */
	public function id_of_identifier( string $identifier ): ?int {
		return $this->facts->organisation( $identifier )?->id;
	}

	/**
	 * Whether the trust policy lets this organisation make offers.
	 *
	 * @param int $id Row id.
	 */
	public function may_offer( int $id ): bool {
		$organisation = $this->get( $id );
		if ( null === $organisation ) {
			return false;
		}
		// The site's own co-op always honours its own offers.
		return $this->settings->get( 'own_organisation' ) === $organisation->uid
			|| in_array( 'offer', $organisation->switches( $this->policies->current(), $this->clock->now() ), true );
	}

	private function get( int $id ): ?Organisation {
		if ( ! array_key_exists( $id, $this->known ) ) {
			$this->known[ $id ] = $id > 0 ? $this->organisations->find_by_id( $id ) : null;
		}
		return $this->known[ $id ];
	}
}
