<?php
/**
 * What the directory tells about the organisations of claims.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Claims\Facts;
use CoopCredentials\Claims\Organisation_Facts;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Settings;
use CoopCredentials\Kernel\Ulid;

/**
 * Follows proven identifiers only: an imported number never makes two ids equal.
 */
final class Organisation_Facts_Source implements Organisation_Facts {

	/** Schemes an organisation's one id is taken from, in this order. */
	private const PRIMARY = array( Identifier::URL, Identifier::COOP_DOMAIN, Identifier::LEI, Identifier::REGISTRATION );

	/** @var array<string, array{organisation: Organisation, primary: string}|null> */
	private array $known = array();

	private int $seen_version = -1;

	public function __construct(
		private readonly Organisation_Repository $organisations,
		private readonly Identifier_Repository $identifiers,
		private readonly Trust_Policy_Repository $policies,
		private readonly Standing_Service $standings,
		private readonly Directory_Version $version,
		private readonly Settings $settings,
		private readonly Clock $clock
	) {}

	public function primary_id( string $organisation_id ): ?string {
		return $this->find( $organisation_id )['primary'] ?? null;
	}

	public function facts( string $organisation_id ): ?Facts {
		$found = $this->find( $organisation_id );
		if ( null === $found ) {
			return null;
		}
		$organisation = $found['organisation'];
		$now          = $this->clock->now();
		$policy       = $organisation->switches( $this->policies->current(), $now );
		if ( $this->settings->get( 'own_organisation' ) === $organisation->uid ) {
			// On its own site it always lets its members in and honours its offers; a badge it earns like anyone.
			$policy = array_values( array_unique( array_merge( $policy, array( 'sign_in', 'offer', 'redeem' ) ) ) );
		}
		return new Facts( $found['primary'], $organisation->name, $organisation->category->value, $organisation->country, $organisation->level_at( $now ), $policy );
	}

	/**
	 * The organisation an id of a claim belongs to; for rooms above.
	 */
	public function organisation( string $organisation_id ): ?Organisation {
		return $this->find( $organisation_id )['organisation'] ?? null;
	}

	/**
	 * The one id of an organisation.
	 */
	public function id_of( Organisation $organisation ): string {
		$best = array();
		foreach ( $this->identifiers->of( $organisation->id ) as $identifier ) {
			$rank = array_search( $identifier->scheme, self::PRIMARY, true );
			if ( false !== $rank && $identifier->proven && null !== $identifier->claim_id() ) {
				$best[ $rank ] ??= $identifier->claim_id();
			}
		}
		ksort( $best );
		return array_values( $best )[0] ?? 'local:' . strtolower( $organisation->uid );
	}

	/**
	 * @return array{organisation: Organisation, primary: string}|null
	 */
	private function find( string $id ): ?array {
		$this->standings->refresh_due();
		$version = $this->version->current();
		if ( $version !== $this->seen_version ) {
			$this->known        = array();
			$this->seen_version = $version;
		}
		if ( ! array_key_exists( $id, $this->known ) ) {
			$organisation       = $this->lookup( $id );
			$this->known[ $id ] = null === $organisation || State::Withdrawn === $organisation->state ? null : array(
				'organisation' => $organisation,
				'primary'      => $this->id_of( $organisation ),
			);
		}
		return $this->known[ $id ];
	}

	private function lookup( string $id ): ?Organisation {
		if ( str_starts_with( $id, 'local:' ) ) {
			$uid = strtoupper( substr( $id, 6 ) ); // Slugs change, so local ids name the uid.
			return Ulid::is_valid( $uid ) ? $this->organisations->find_by_uid( $uid ) : null;
		}
		$identifier = Identifier::from_claim_id( $id );
		$holder     = null === $identifier ? null : $this->identifiers->holder( $identifier, true );
		return null === $holder ? null : $this->organisations->find_by_id( $holder );
	}
}
