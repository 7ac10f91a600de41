<?php
/**
 * All identities of an account.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Claims\Organisation_Facts;

/**
 * Whoever has linked two co-ops to one account is a member of both: their snapshots count together, each with its own
 * age. Blocked identities and those of a disabled or removed provider do not count, nor what another issuer said under the
 * name of one.
 */
final class Linked_Identities {

	private const MOST = 20;

	/**
	 * Read in this request, by account.
	 *
	 * @var array<int,list<Linked_Identity>>
	 */
	private array $read = array();

	/**
	 * Builds the reader.
	 *
	 * @param Identity_Repository $identities Identities.
	 * @param Provider_Repository $providers  Providers.
	 * @param Organisation_Facts  $facts      Directory.
	 */
	public function __construct(
		private readonly Identity_Repository $identities,
		private readonly Provider_Repository $providers,
		private readonly Organisation_Facts $facts,
	) {
	}

	/**
	 * Identities of an account that count.
	 *
	 * @param int $user_id Account.
	 * @return list<Linked_Identity>
	 */
	public function of_account( int $user_id ): array {
		if ( ! isset( $this->read[ $user_id ] ) ) {
			$this->read[ $user_id ] = array_values( array_filter( array_map( $this->read( ... ), $this->identities->of_person( $user_id, '', array(), 0, self::MOST ) ) ) );
		}

		return $this->read[ $user_id ];
	}

	/**
	 * One identity as it counts today; null when it does not.
	 *
	 * @param Identity $identity Identity.
	 */
	public function read( Identity $identity ): ?Linked_Identity {
		$provider = $this->providers->readable( $identity->provider );
		if ( 'active' !== $identity->status || null === $provider || ! $provider->enabled() || ! $identity->is_vouched_for_by( $provider ) ) {
			return null;
		}
		$scoped = $provider->scope()->apply( $identity->snapshot->memberships, $this->facts );

		return new Linked_Identity( $identity, $provider, $scoped->memberships, array_merge( $identity->snapshot->dropped, $scoped->dropped ) );
	}

	/**
	 * Forgets what was read, after an identity was linked, unlinked or renewed.
	 */
	public function forget(): void {
		$this->read = array();
	}
}
