<?php
/**
 * Ends sessions.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Logout;

use CoopCredentials\Kernel\Database;
use CoopCredentials\Sign_In\Identity_Repository;
use CoopCredentials\Sign_In\Visitor_Session;
use CoopCredentials\Sign_In\Visitor_Session_Repository;

/**
 * The one place where a visitor's session ends together with the WordPress session that was made for it.
 */
final class Session_Ender {

	/**
	 * Builds the ender.
	 *
	 * @param Visitor_Session_Repository $sessions   Sessions.
	 * @param Identity_Repository        $identities Identities.
	 * @param WordPress_Sessions         $wordpress  Sessions of WordPress.
	 * @param Database                   $database   Unit of work.
	 */
	public function __construct(
		private readonly Visitor_Session_Repository $sessions,
		private readonly Identity_Repository $identities,
		private readonly WordPress_Sessions $wordpress,
		private readonly Database $database,
	) {
	}

	/**
	 * Ends a session because its visitor asked for it here, or because it could not be renewed: the WordPress session made for
	 * it ends too, no other does.
	 *
	 * @param Visitor_Session $session Session.
	 * @return string|null Uid of the identity.
	 */
	public function end( Visitor_Session $session ): ?string {
		return $this->remove( $session, null !== $session->user_id && null !== $session->wp_session_hash )[1];
	}

	/**
	 * Ends a session because somebody with the right to do so says that it has to be over: where the WordPress session made
	 * for it is not known, all of the account end.
	 *
	 * @param Visitor_Session $session Session.
	 * @return bool Whether it was still there.
	 */
	public function revoke( Visitor_Session $session ): bool {
		return $this->remove( $session, null !== $session->user_id && ( null !== $session->wp_session_hash || 'active' === $session->status ) )[0];
	}

	/**
	 * Removes the row, or marks one that waits; what happens outside our tables comes after the commit.
	 *
	 * @param Visitor_Session $session   Session.
	 * @param bool            $wordpress Whether sessions of WordPress end too.
	 * @return array{bool,string|null} Whether it was still there, and the uid of its identity.
	 */
	private function remove( Visitor_Session $session, bool $wordpress ): array {
		$uid = null !== $session->identity_id ? $this->identities->find( $session->identity_id )?->uid : null;
		if ( 'pending' !== $session->status || ! $this->sessions->call_back( $session->id ) ) {
			if ( ! $this->sessions->delete( $session->id ) ) {
				return array( false, $uid );
			}
			$wordpress = $wordpress || 'pending' === $session->status; // Its login came a moment ago; which one is not known here.
		}
		$this->database->after_commit(
			function () use ( $session, $wordpress, $uid ): void {
				if ( $wordpress ) {
					$this->end_wordpress( (int) $session->user_id, $session->wp_session_hash );
				}
				/**
				 * Fires after a visitor's session has ended: by signing out here, by logging out of WordPress, or because
				 * the provider said so or did not renew it.
				 *
				 * @since 0.1.0
				 *
				 * @param string|null $identity_uid Uid of the identity.
				 * @param string      $provider     Slug of the provider.
				 */
				do_action( 'coop_credentials_signed_out', $uid, $session->provider );
			}
		);

		return array( true, $uid );
	}

	/**
	 * Ends sessions of WordPress.
	 *
	 * @param int         $user_id  Account.
	 * @param string|null $verifier One session; null for all.
	 */
	private function end_wordpress( int $user_id, ?string $verifier ): void {
		if ( null === $verifier ) {
			$this->wordpress->end_all( $user_id );
		} elseif ( $this->wordpress->is_current( $user_id, $verifier ) ) {
			wp_logout(); // Other plugins wait for its hook.
		} else {
			$this->wordpress->end( $user_id, $verifier );
		}
	}
}
