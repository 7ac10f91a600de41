<?php
/**
 * Rights.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * The plugin's capabilities and its one role. Granted in a migration step, never on every request.
 */
final class Capabilities {

	public const MANAGE         = 'coop_credentials_manage';
	public const EDIT_DIRECTORY = 'coop_credentials_edit_directory';
	public const REVIEW         = 'coop_credentials_review';
	public const MANAGE_OFFERS  = 'coop_credentials_manage_offers';
	public const REDEEM         = 'coop_credentials_redeem';
	public const VOID           = 'coop_credentials_void';
	public const VIEW_STATS     = 'coop_credentials_view_stats';

	public const ALL = array( self::MANAGE, self::EDIT_DIRECTORY, self::REVIEW, self::MANAGE_OFFERS, self::REDEEM, self::VOID, self::VIEW_STATS );

	public const TILL_ROLE = 'coop_till';

	/**
	 * Gives administrators everything and makes the till role, which has no "read".
	 */
	public static function grant(): void {
		/**
		 * Filters which existing role gets which of the plugin's capabilities when they are granted.
		 *
		 * @since 0.1.0
		 *
		 * @param array<string, list<string>> $grants Role name to capabilities.
		 */
		$grants = (array) apply_filters( 'coop_credentials_role_capabilities', array( 'administrator' => self::ALL ) );
		foreach ( $grants as $name => $capabilities ) {
			$role = get_role( (string) $name );
			if ( null === $role ) {
				continue;
			}
			foreach ( array_intersect( self::ALL, (array) $capabilities ) as $capability ) {
				$role->add_cap( $capability );
			}
		}
		if ( null === get_role( self::TILL_ROLE ) ) {
			add_role( self::TILL_ROLE, 'Co-op till', array( self::REDEEM => true ) );
		}
	}

	/**
	 * Takes everything back, on uninstall.
	 */
	public static function revoke(): void {
		foreach ( array_keys( wp_roles()->roles ) as $name ) {
			$role = get_role( (string) $name );
			foreach ( self::ALL as $capability ) {
				if ( null !== $role && $role->has_cap( $capability ) ) {
					$role->remove_cap( $capability );
				}
			}
		}
		remove_role( self::TILL_ROLE );
	}
}
