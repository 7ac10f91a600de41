<?php
/**
 * Finds the owner of records.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Own_Data;

use CoopCredentials\Kernel\Problem;
use CoopCredentials\Sign_In\Current_Visitor;
use CoopCredentials\Sign_In\Identity;
use CoopCredentials\Sign_In\Identity_Repository;

/**
 * The identity of the visitor session; and all identities of an account, but only while that account is logged in: being
 * known by one credential must not show the others to whoever holds that one.
 */
final class Owners {

	private const MOST = 20;

	/**
	 * Builds the finder.
	 *
	 * @param Current_Visitor     $visitors   Visitor of the request.
	 * @param Identity_Repository $identities Identities.
	 */
	public function __construct(
		private readonly Current_Visitor $visitors,
		private readonly Identity_Repository $identities,
	) {
	}

	/**
	 * The owner, or null for a stranger.
	 */
	public function get(): ?Owner {
		$visitor = $this->visitors->get();
		$account = get_current_user_id();
		if ( null !== $visitor ) {
			$own   = null !== $visitor->identity_id ? $this->identities->find( $visitor->identity_id ) : null;
			$found = null !== $own ? array( $own ) : array();
			if ( 0 === $account || $visitor->user_id !== $account ) {
				return new Owner( null, $found, $visitor );
			}
			foreach ( $this->of_account( $account ) as $other ) {
				if ( $other->id !== $visitor->identity_id ) {
					$found[] = $other;
				}
			}

			return new Owner( $account, $found, $visitor );
		}

		return 0 === $account ? null : new Owner( $account, $this->of_account( $account ), null );
	}

	/**
	 * The owner.
	 *
	 * @throws Problem `not_signed_in` (401), or why a session has just ended.
	 */
	public function require(): Owner {
		$owner = $this->get();
		if ( null === $owner ) {
			$this->visitors->require();
			throw new Problem( 'not_signed_in', 401, __( 'Please sign in first.', 'coop-credentials' ), 'sign_in' );
		}

		return $owner;
	}

	/**
	 * Identities of an account.
	 *
	 * @param int $user_id Account.
	 * @return list<Identity>
	 */
	private function of_account( int $user_id ): array {
		return $this->identities->of_person( $user_id, '', array(), 0, self::MOST );
	}
}
