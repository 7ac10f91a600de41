<?php
/**
 * What is known about a person, by whom, until when.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Own_Data;

use CoopCredentials\Claims\Context;
use CoopCredentials\Claims\Membership;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Sign_In\Current_Visitor;
use CoopCredentials\Sign_In\Decider;
use CoopCredentials\Sign_In\Identity;
use CoopCredentials\Sign_In\Provider_Repository;
use CoopCredentials\Sign_In\Rule_Repository;
use CoopCredentials\Sign_In\Visitor;

/**
 * The credentials of an owner as they may see them: who vouched, what for, why it counts or not, how old it is.
 */
final class Credentials {

	/**
	 * Builds the view.
	 *
	 * @param Current_Visitor     $visitors    Reads a snapshot as it counts today.
	 * @param Provider_Repository $providers   Names.
	 * @param Decider             $decider     Reasons in words.
	 * @param Rule_Repository     $rules       Rules of the site.
	 * @param Clock               $clock       Time.
	 * @param (\Closure( string ): (string|null)) $profile_url Address of an organisation's page here, by its id.
	 */
	public function __construct(
		private readonly Current_Visitor $visitors,
		private readonly Provider_Repository $providers,
		private readonly Decider $decider,
		private readonly Rule_Repository $rules,
		private readonly Clock $clock,
		private readonly \Closure $profile_url,
	) {
	}

	/**
	 * All credentials; the one this visitor signed in with comes first.
	 *
	 * @param Owner $owner Owner.
	 * @return list<array<string,mixed>>
	 */
	public function of( Owner $owner ): array {
		$current = $owner->visitor;
		$list    = array();
		if ( null !== $current && null === $current->identity_id ) {
			$list[] = $this->item( null, $current, true ) + array( 'last_way_in' => false );
		}
		foreach ( $owner->identities as $identity ) {
			$is     = null !== $current && $current->identity_id === $identity->id;
			$list[] = $this->item( $identity, $is ? $current : $this->visitors->of_identity( $identity ), $is ) + array( 'last_way_in' => self::is_last( $owner, $identity ) );
		}

		return $list;
	}

	/**
	 * Whether an identity is the only one of its account that is known to be the owner's: that is for the profile page.
	 *
	 * @param Owner    $owner    Owner.
	 * @param Identity $identity Identity.
	 */
	private static function is_last( Owner $owner, Identity $identity ): bool {
		return null !== $identity->user_id && ( $owner->user_id !== $identity->user_id || 1 === count( array_filter( $owner->identities, static fn( Identity $other ): bool => $other->user_id === $identity->user_id ) ) );
	}

	/**
	 * Titles of the site's own rules that this visitor meets.
	 *
	 * @param Visitor|null $visitor Visitor.
	 * @return list<string>
	 */
	public function labels( ?Visitor $visitor ): array {
		$labels = array();
		foreach ( null === $visitor ? array() : $this->rules->all() as $stored ) {
			if ( ! $stored->template && null !== $stored->rule && $this->decider->decide_rule( $visitor, $stored->rule, '' )->is_allowed() ) {
				$labels[] = $stored->title;
			}
		}

		return $labels;
	}

	/**
	 * One credential.
	 *
	 * @param Identity|null $identity Stored identity; null for a subject that is new each time.
	 * @param Visitor|null  $visitor  The identity with its memberships of today; null when its provider is gone.
	 * @param bool          $current  Whether the visitor signed in with it.
	 * @return array<string,mixed>
	 */
	private function item( ?Identity $identity, ?Visitor $visitor, bool $current ): array {
		$now      = $this->clock->now()->getTimestamp();
		$slug     = $identity->provider ?? $visitor->provider ?? '';
		$at       = $visitor->memberships_at ?? $identity?->memberships_at->getTimestamp() ?? $now;
		$enabled  = $this->is_enabled( $slug );
		$decision = null !== $visitor ? $this->decider->decide( $visitor, 'any_listed_member', '' ) : null;

		return array(
			'uid'            => $identity?->uid,
			'current'        => $current,
			'provider'       => array(
				'slug'    => $slug,
				'label'   => $this->label( $slug ),
				'enabled' => $enabled,
			),
			'issuer'         => $identity->issuer ?? $visitor->issuer ?? '',
			'linked'         => null !== $identity?->user_id,
			'status'         => $identity->status ?? 'active',
			'since'          => self::iso( $identity?->created_at->getTimestamp() ),
			'last_used'      => self::iso( $identity?->last_seen_at->getTimestamp() ),
			'memberships'    => array_map( fn( Membership $membership ): array => $this->membership( $membership, $now ), $visitor->memberships ?? array() ),
			'memberships_at' => self::iso( $at ),
			'stale'          => $now - $at > Context::CLAIMING,
			'reason'         => null === $decision || $decision->is_allowed() ? null : $decision->reason,
			'message'        => null === $decision ? '' : $this->decider->sentence( $decision ),
		);
	}

	/**
	 * One membership with why it counts or not.
	 *
	 * @param Membership $membership Membership.
	 * @param int        $now        UTC seconds.
	 * @return array<string,mixed>
	 */
	private function membership( Membership $membership, int $now ): array {
		return array(
			'organisation_id'   => $membership->organisation_id,
			'organisation_name' => $membership->organisation_name ?? $membership->organisation_id,
			'organisation_url'  => ( $this->profile_url )( $membership->organisation_id ),
			'class'             => $membership->class,
			'roles'             => $membership->roles ?? array(),
			'status'            => $membership->status,
			'since'             => $membership->since,
			'valid_until'       => $membership->valid_until,
			'assurance'         => $membership->assurance,
			'member'            => $membership->member_at( $now ),
			'listed'            => in_array( 'listed', $membership->policy ?? array(), true ),
		);
	}

	/**
	 * A provider's name, or its slug when it is gone.
	 *
	 * @param string $slug Slug.
	 */
	private function label( string $slug ): string {
		try {
			return $this->providers->find( $slug )->label ?? $slug;
		} catch ( Problem ) {
			return $slug;
		}
	}

	/**
	 * Whether the provider can be asked again.
	 *
	 * @param string $slug Slug.
	 */
	private function is_enabled( string $slug ): bool {
		return in_array( $slug, array_column( $this->providers->digest(), 'slug' ), true );
	}

	/**
	 * ISO 8601 in UTC.
	 *
	 * @param int|null $at UTC seconds.
	 */
	private static function iso( ?int $at ): ?string {
		return null === $at ? null : gmdate( 'Y-m-d\TH:i:s\Z', $at );
	}
}
