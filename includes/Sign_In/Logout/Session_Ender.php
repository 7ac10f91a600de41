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
 * The one place where visitors' sessions end together with the WordPress sessions that were made for them.
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
	 * Ends sessions because their visitor asked for it here: the WordPress sessions made for them end too, no other does.
	 *
	 * @param list<Visitor_Session> $sessions Sessions.
	 * @param (\Closure( string|null ): mixed)|null $note Called when all is over, before anybody else hears of it, with the uid of the first one's identity.
	 */
	public function end( array $sessions, ?\Closure $note = null ): void {
		$this->remove( $sessions, static fn( Visitor_Session $session ): bool => null !== $session->wp_session_hash, $note );
	}

	/**
	 * Ends sessions because somebody with the right to do so says that they have to be over: where the WordPress session made
	 * for one is not known, all of the account end.
	 *
	 * @param list<Visitor_Session> $sessions Sessions.
	 * @return int How many were still there.
	 */
	public function revoke( array $sessions ): int {
		return $this->remove( $sessions, static fn( Visitor_Session $session ): bool => null !== $session->wp_session_hash || 'active' === $session->status );
	}

	/**
	 * Removes the rows, or marks those that wait; what happens outside our tables comes after the commit.
	 *
	 * @param list<Visitor_Session>             $sessions   Sessions.
	 * @param \Closure( Visitor_Session ): bool $ends_login Whether sessions of WordPress end too, where there is an account.
	 * @param (\Closure( string|null ): mixed)|null $note See {@see end()}.
	 * @return int How many were still there.
	 */
	private function remove( array $sessions, \Closure $ends_login, ?\Closure $note = null ): int {
		return (int) $this->database->transaction(
			function () use ( $sessions, $ends_login, $note ): int {
				$logins = array();
				$gone   = array();
				$uids   = array();
				foreach ( $sessions as $session ) {
					$login    = $ends_login( $session );
					$verifier = $session->wp_session_hash;
					$uid      = null !== $session->identity_id ? $this->identities->find( $session->identity_id )?->uid : null;
					$uids[]   = $uid;
					if ( 'pending' !== $session->status || ! $this->sessions->call_back( $session->id ) ) {
						if ( ! $this->sessions->delete( $session->id ) ) {
							continue;
						}
						if ( 'pending' === $session->status ) {
							$login    = true;
							$verifier = null; // Its login came a moment ago; which one is not known here.
						}
					}
					$gone[] = array( $uid, $session->provider );
					if ( $login && null !== $session->user_id ) {
						$logins[] = array( $session->user_id, $verifier );
					}
				}
				$this->database->after_commit( fn() => $this->finish( $logins, $gone, null !== $note ? fn() => $note( $uids[0] ?? null ) : null ) );

				return count( $gone );
			}
		);
	}

	/**
	 * What is left to do when the rows are gone. Logins end first, all of them: of the others that hear of it any may end the
	 * request.
	 *
	 * @param list<array{int,string|null}>    $logins Account and verifier, null for all of the account.
	 * @param list<array{string|null,string}> $gone   Uid of the identity and provider of each session.
	 * @param (\Closure(): mixed)|null        $note   Called when no login is left.
	 */
	private function finish( array $logins, array $gone, ?\Closure $note ): void {
		$here = false;
		foreach ( $logins as list( $user_id, $verifier ) ) {
			// When it is over already, it is WordPress that is logging out.
			$here = $here || ( null !== $verifier && $this->wordpress->is_current( $user_id, $verifier ) && $this->wordpress->is_alive( $user_id, $verifier ) );
		}
		try {
			$this->wordpress->end_each( $logins );
		} finally {
			if ( null !== $note ) {
				$note();
			}
		}
		if ( $here ) {
			wp_logout(); // Other plugins wait for its hook.
		}
		foreach ( $gone as list( $uid, $provider ) ) {
			/**
			 * Fires after a visitor's session has ended: by signing out here, by logging out of WordPress, or because
			 * the provider said so.
			 *
			 * @since 0.1.0
			 *
			 * @param string|null $identity_uid Uid of the identity.
			 * @param string      $provider     Slug of the provider.
			 */
			do_action( 'coop_credentials_signed_out', $uid, $provider );
		}
	}
}
