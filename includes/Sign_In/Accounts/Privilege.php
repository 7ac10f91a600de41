<?php
/**
 * Which accounts can do harm.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Accounts;

use CoopCredentials\Kernel\Capabilities;

/**
 * An account is privileged when it can change what others wrote, who others are, or what this plugin vouches for. Whoever
 * runs a provider could otherwise become an administrator of this site.
 */
final class Privilege {

	public const CAPABILITIES = array(
		'edit_others_posts',
		'manage_options',
		'edit_users',
		'promote_users',
		'install_plugins',
		'unfiltered_html',
		Capabilities::MANAGE,
		Capabilities::REVIEW,
		Capabilities::EDIT_DIRECTORY,
		Capabilities::MANAGE_OFFERS,
		Capabilities::VOID,
	);

	/**
	 * Whether an account is privileged. In a network its rights on every site count, because one login cookie serves all.
	 *
	 * @param \WP_User $user Account.
	 */
	public static function of_user( \WP_User $user ): bool {
		if ( is_super_admin( $user->ID ) || self::has_one( $user ) ) {
			return true;
		}
		if ( is_multisite() ) {
			foreach ( array_keys( get_blogs_of_user( $user->ID ) ) as $site ) {
				if ( self::has_one( new \WP_User( $user->ID, '', $site ) ) ) {
					return true;
				}
			}
		}

		return false;
	}

	/**
	 * Whether an account belongs to more than the current site. One login cookie serves a whole network, so what a single
	 * site trusts must not open it.
	 *
	 * @param \WP_User $user Account.
	 */
	public static function reaches_other_sites( \WP_User $user ): bool {
		return is_multisite() && ( is_super_admin( $user->ID ) || array() !== array_diff( array_keys( get_blogs_of_user( $user->ID, true ) ), array( get_current_blog_id() ) ) );
	}

	/**
	 * Whether reading is all an account can do here. Only such an account may be offered to somebody by its address.
	 *
	 * @param \WP_User $user Account.
	 */
	public static function only_reads( \WP_User $user ): bool {
		if ( self::of_user( $user ) ) {
			return false;
		}
		$allowed = array_keys( array_filter( $user->allcaps ) );

		return array() === array_diff( $allowed, $user->roles, array( 'read', 'level_0', 'exist' ) );
	}

	/**
	 * Whether an account has one of the rights, by its roles or of its own. What a site takes away by configuration
	 * (`DISALLOW_FILE_MODS`, for example) still counts: it comes back with the next configuration.
	 *
	 * @param \WP_User $user Account.
	 */
	private static function has_one( \WP_User $user ): bool {
		foreach ( self::CAPABILITIES as $capability ) {
			if ( ! empty( $user->allcaps[ $capability ] ) || $user->has_cap( $capability ) ) {
				return true;
			}
		}

		return in_array( 'administrator', $user->roles, true );
	}
}
