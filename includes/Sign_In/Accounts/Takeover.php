<?php
/**
 * Makes an account its mailbox's.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Accounts;

use CoopCredentials\Kernel\Problem;
use CoopCredentials\Sign_In\Identity;
use CoopCredentials\Sign_In\Logout\WordPress_Sessions;

/**
 * A mailed link proves who reads an address, not who has used the account so far: WordPress lets people put a stranger's
 * address on their own account. Whatever opened the account before therefore ends before a credential becomes its own.
 */
final class Takeover {

	/**
	 * Builds the service.
	 *
	 * @param Link_Repository            $links    Who belongs to whom.
	 * @param Account_Session_Repository $sessions Visitor sessions.
	 * @param WordPress_Sessions         $logins   Logins.
	 * @param News                       $news     Tells the log.
	 */
	public function __construct(
		private readonly Link_Repository $links,
		private readonly Account_Session_Repository $sessions,
		private readonly WordPress_Sessions $logins,
		private readonly News $news,
	) {
	}

	/**
	 * Ends password, logins, application passwords and visitor sessions of an account, and a change of its address that
	 * waits for its confirmation. A key to reset the password goes with the password. That stands in the log, whatever comes of
	 * the connection.
	 *
	 * @param \WP_User $user     Account whose mailbox was proved.
	 * @param Identity $identity Credential that is to be connected.
	 * @return \WP_User The account as it is now.
	 * @throws Problem `link_required` (409): meanwhile it has another address or a credential.
	 */
	public function of( \WP_User $user, Identity $identity ): \WP_User {
		wp_set_password( wp_generate_password( 64, true, true ), $user->ID );
		$this->end_all( $identity, $user->ID );

		// Only now can nobody change it any more; what was looked at before may be of yesterday.
		clean_user_cache( $user->ID );
		$now = get_userdata( $user->ID );
		if ( false === $now || strtolower( $now->user_email ) !== strtolower( $user->user_email ) || array() !== $this->links->of_user( $user->ID ) ) {
			throw new Problem( 'link_required', 409 );
		}

		return $now;
	}

	/**
	 * Ends logins, application passwords and visitor sessions of an account, and a change of its address that waits.
	 *
	 * @param Identity $identity Credential because of which that is done.
	 * @param int      $user_id  Account.
	 */
	public function end_all( Identity $identity, int $user_id ): void {
		$this->logins->end_all( $user_id );
		\WP_Application_Passwords::delete_all_application_passwords( $user_id );
		delete_user_meta( $user_id, '_new_email' );
		$this->sessions->delete_of_user( $user_id );
		$this->news->account_reset( $identity, $user_id );
	}
}
