<?php
/**
 * Where somebody arrives who came from the log-in page.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Accounts;

/**
 * Whoever began on the log-in page without a target arrives where a password would have brought them: WordPress and other
 * plugins decide that by the account, which is only known now. Any other target was chosen and stays.
 */
final class Landing {

	/**
	 * The address after a sign-in.
	 *
	 * @param string $url Target, absolute.
	 * @return string An address of this site, or of a host that WordPress redirects to.
	 */
	public static function of( string $url ): string {
		$user = wp_get_current_user();
		if ( ! $user->exists() || admin_url() !== $url ) {
			return $url;
		}
		/** This filter is documented in wp-login.php */
		$other = apply_filters( 'login_redirect', $url, '', $user ); // phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals.NonPrefixedHooknameFound -- a filter of WordPress.
		if ( is_string( $other ) && '' !== $other && $other !== $url ) {
			return wp_validate_redirect( wp_sanitize_redirect( $other ), $url );
		}
		if ( $user->has_cap( 'edit_posts' ) ) {
			return $url;
		}

		return $user->has_cap( 'read' ) ? admin_url( 'profile.php' ) : home_url( '/' );
	}
}
