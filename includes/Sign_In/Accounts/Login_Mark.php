<?php
/**
 * The login beside a visitor's session.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Accounts;

use CoopCredentials\Sign_In\Logout\WordPress_Sessions;

/**
 * A session that speaks for an account lasts no longer than the login of WordPress it stands beside: when its owner logs out
 * everywhere else, or gets a new password, both are over. The mark names that login and the password of its time: the
 * verifier of WordPress's session token, then 16 hex of a hash over what WordPress keeps of the password.
 */
final class Login_Mark {

	private const VERIFIER = 64;

	/**
	 * The mark of a login.
	 *
	 * @param int    $user_id Account.
	 * @param string $token   WordPress's session token; '' for a login without one.
	 * @return string|null 80 lower hex; null when there is nothing to mark.
	 */
	public static function of( int $user_id, #[\SensitiveParameter] string $token ): ?string {
		$user = get_userdata( $user_id );

		return '' === $token || false === $user ? null : WordPress_Sessions::verifier( $token ) . self::password( $user );
	}

	/**
	 * Whether that login is still there. No query is made: WordPress reads sessions with the account.
	 *
	 * @param string   $mark Mark.
	 * @param \WP_User $user Account.
	 */
	public static function holds( string $mark, \WP_User $user ): bool {
		return hash_equals( self::password( $user ), substr( $mark, self::VERIFIER ) ) && ( new WordPress_Sessions() )->is_alive( $user->ID, substr( $mark, 0, self::VERIFIER ) );
	}

	/**
	 * What tells this password from the next.
	 *
	 * @param \WP_User $user Account.
	 */
	private static function password( \WP_User $user ): string {
		return substr( hash( 'sha256', 'coop-credentials-login-mark|' . $user->user_pass ), 0, 16 );
	}
}
