<?php
/**
 * Links identities to accounts, and takes them off.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Accounts;

use CoopCredentials\Kernel\Database;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Sign_In\Identity;
use CoopCredentials\Sign_In\Identity_Repository;
use CoopCredentials\Sign_In\Logout\WordPress_Sessions;
use CoopCredentials\Sign_In\Visitor_Session_Repository;

/**
 * An identity belongs to one account at most; who comes second is told so. Taking it off ends what it opened.
 */
final class Links {

	/**
	 * Builds the service.
	 *
	 * @param Link_Repository            $links      Who belongs to whom.
	 * @param Identity_Repository        $identities Identities.
	 * @param Visitor_Session_Repository $sessions   Visitor sessions.
	 * @param Account_Session_Repository $accounts   WordPress sessions they opened.
	 * @param WordPress_Sessions         $logins     Ends those.
	 * @param Database                   $database   Unit of work.
	 * @param News                       $news       Actions.
	 */
	public function __construct(
		private readonly Link_Repository $links,
		private readonly Identity_Repository $identities,
		private readonly Visitor_Session_Repository $sessions,
		private readonly Account_Session_Repository $accounts,
		private readonly WordPress_Sessions $logins,
		private readonly Database $database,
		private readonly News $news,
	) {
	}

	/**
	 * Gives an identity to an account.
	 *
	 * @param Identity  $identity Identity.
	 * @param int       $user_id  Account.
	 * @param string    $provider Slug.
	 * @param Linked_By $by       How it was proved.
	 * @throws Problem `identity_conflict` (409), `identity_blocked` (403).
	 */
	public function link( Identity $identity, int $user_id, string $provider, Linked_By $by ): void {
		if ( $this->links->link( $identity->id, $user_id, $by ) ) {
			$this->database->after_commit( fn() => $this->news->linked( $identity, $user_id, $provider, $by ) );
			return;
		}
		$now = $this->identities->find( $identity->id );
		if ( null === $now || 'active' !== $now->status ) {
			throw new Problem( 'identity_blocked', 403 );
		}
		if ( $now->user_id !== $user_id ) {
			throw new Problem( 'identity_conflict', 409 );
		}
	}

	/**
	 * Takes an identity from its account and ends every session it opened; the session in which its owner presses the
	 * button goes on until they log out.
	 *
	 * @param Identity    $identity Identity.
	 * @param string      $why      See {@see News::unlinked()}.
	 * @param string|null $spared   Hash of the WordPress session that goes on.
	 * @param bool        $not_last Whether it is refused when the account has no other identity: asked where nothing can come between.
	 * @return bool Whether it belonged to an account until now.
	 * @throws Problem `password_first` (409).
	 */
	public function unlink( Identity $identity, string $why, ?string $spared = null, bool $not_last = false ): bool {
		$user_id = $identity->user_id;
		if ( null === $user_id ) {
			return false;
		}
		$opened = array();
		$mine   = (bool) $this->database->transaction(
			function () use ( $identity, $user_id, $not_last, &$opened ): bool {
				if ( $not_last && ! $this->links->has_another( $identity->id, $user_id ) ) {
					throw self::last_one();
				}
				if ( ! $this->links->unlink( $identity->id, $user_id ) ) {
					return false;
				}
				$opened = $this->accounts->opened_by( $identity->id );
				$this->sessions->delete_of_identity( $identity->id );

				return true;
			}
		);
		if ( $mine ) {
			$this->database->after_commit(
				function () use ( $opened, $spared, $identity, $user_id, $why ): void {
					try {
						$this->end_logins( $opened, $spared );
					} finally {
						$this->news->unlinked( $identity, $user_id, $why );
					}
				}
			);
		}

		return $mine;
	}

	/**
	 * The last way into an account is taken off on its profile page, where a password is asked for first.
	 */
	public static function last_one(): Problem {
		return new Problem( 'password_first', 409, __( 'This credential is the way into an account. Disconnect it on the profile page of the account, with its password.', 'coop-credentials' ), 'profile' );
	}

	/**
	 * Blocks an identity: it signs nobody in any more, and what it opened ends at once, for good. The account it belongs to
	 * stays, with its password.
	 *
	 * @param Identity $identity Identity.
	 * @param bool     $blocked  Whether it is refused from now on.
	 * @param string   $why      `admin` or `command`.
	 * @return bool Whether that is a change.
	 */
	public function block( Identity $identity, bool $blocked, string $why = 'admin' ): bool {
		$opened  = array();
		$changed = (bool) $this->database->transaction(
			function () use ( $identity, $blocked, &$opened ): bool {
				if ( ! $this->links->set_blocked( $identity->id, $blocked ) ) {
					return false;
				}
				$opened = $this->accounts->opened_by( $identity->id );
				$this->sessions->end_of_identity( $identity->id ); // Also after the block: nothing from before comes back.

				return true;
			}
		);
		if ( $changed ) {
			$this->database->after_commit(
				function () use ( $opened, $identity, $blocked, $why ): void {
					try {
						$this->end_logins( $opened, null );
					} finally {
						$this->news->blocked( $identity, $blocked, $why );
					}
				}
			);
		}

		return $changed;
	}

	/**
	 * Ends the sessions of an account, visitor and WordPress ones that an identity opened. Its links stay: whoever was
	 * removed from a site must not come back with a new account.
	 *
	 * @param int $user_id Account.
	 */
	public function end_sessions( int $user_id ): void {
		foreach ( $this->links->of_user( $user_id ) as $identity ) {
			$this->end_logins( $this->accounts->opened_by( $identity->id ), null );
		}
		$this->accounts->delete_of_user( $user_id );
	}

	/**
	 * An account is gone: its identities belong to nobody.
	 *
	 * @param int $user_id Account.
	 */
	public function forget_account( int $user_id ): void {
		foreach ( $this->links->of_user( $user_id ) as $identity ) {
			$this->unlink( $identity, 'account_deleted' );
		}
		$this->accounts->delete_of_user( $user_id );
	}

	/**
	 * Ends WordPress sessions.
	 *
	 * @param array<string,int> $opened Hash → account.
	 * @param string|null       $spared Hash that goes on.
	 */
	private function end_logins( array $opened, ?string $spared ): void {
		$logins = array();
		foreach ( $opened as $hash => $user_id ) {
			if ( (string) $hash !== $spared ) {
				$logins[] = array( $user_id, (string) $hash );
			}
		}
		$this->logins->end_each( $logins );
	}
}
