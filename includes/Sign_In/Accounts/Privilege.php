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
 * An account is privileged when it can do more than write what is its own: change what others wrote, who others are, how the
 * site works or what this plugin vouches for. Whoever runs a provider could otherwise become an administrator of this site.
 * What is harmless is listed; a capability nobody has thought of, of a plugin for instance, is not.
 */
final class Privilege {

	/** All that an account without privileges may have: WordPress's subscribers, contributors and authors, tills, people of a bbPress forum. */
	private const HARMLESS = array(
		'read',
		'exist',
		'level_0',
		'level_1',
		'level_2',
		'edit_posts',
		'delete_posts',
		'publish_posts',
		'edit_published_posts',
		'delete_published_posts',
		'upload_files',
		Capabilities::REDEEM,
		Capabilities::VIEW_STATS,
		'spectate',
		'participate',
		'read_private_forums',
		'publish_topics',
		'edit_topics',
		'publish_replies',
		'edit_replies',
		'assign_topic_tags',
	);

	/** Never harmless, whatever a filter says; asked by `has_cap()` too, because plugins give rights without storing them. */
	private const HARMFUL = array(
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
	 * Whether a set of capabilities makes whoever has it privileged. A role's own name stands among an account's
	 * capabilities and is none, unless it is called like one.
	 *
	 * @param array<string,bool> $capabilities Capability to whether it is granted.
	 * @param list<string>       $roles        Names of the roles it comes from.
	 */
	public static function is_in( array $capabilities, array $roles ): bool {
		/**
		 * Filters which capabilities do no harm. A role or account with any other is privileged: no rule gives it, and no
		 * provider opens it unless its record allows that.
		 *
		 * @since 0.1.0
		 *
		 * @param list<string> $harmless Capabilities.
		 */
		$harmless = (array) apply_filters( 'coop_credentials_harmless_capabilities', self::HARMLESS );
		$harmless = array_diff( array_filter( $harmless, 'is_string' ), self::HARMFUL );
		$granted  = array_map( 'strval', array_keys( array_filter( $capabilities ) ) );
		$names    = array_diff( $roles, self::HARMFUL, array_keys( get_role( 'administrator' )->capabilities ?? array() ) );

		return in_array( 'administrator', $roles, true ) || array() !== array_diff( array_merge( $granted, $roles ), $names, $harmless );
	}

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
	 * Whether an account has a right that is not harmless, by its roles or of its own. What a site takes away by configuration
	 * (`DISALLOW_FILE_MODS`, for example) still counts: it comes back with the next configuration.
	 *
	 * @param \WP_User $user Account.
	 */
	private static function has_one( \WP_User $user ): bool {
		if ( self::is_in( $user->allcaps, array_values( $user->roles ) ) ) {
			return true;
		}
		foreach ( self::HARMFUL as $capability ) {
			if ( $user->has_cap( $capability ) ) {
				return true;
			}
		}

		return false;
	}
}
