<?php
/**
 * Which roles rules may give.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Roles;

use CoopCredentials\Sign_In\Accounts\Privilege;

/**
 * A role that can manage the site, its people or what others write is never given by what a provider says. Asked when a
 * provider is saved and again when the role is given: a role may have grown since.
 */
final class Role_Policy {

	/** One of these makes a role privileged: what makes an account so, and more that a rule has no business to give. */
	public const PRIVILEGED = array(
		...Privilege::CAPABILITIES,
		'create_users',
		'delete_users',
		'remove_users',
		'activate_plugins',
		'edit_plugins',
		'edit_themes',
		'edit_files',
		'update_core',
		'delete_others_posts',
		'edit_others_pages',
		'unfiltered_upload',
		'manage_network',
	);

	/**
	 * Whether a rule may give the role now.
	 *
	 * @param string $role Role.
	 */
	public function allows( string $role ): bool {
		return null === $this->problem( $role );
	}

	/**
	 * Why a role may not be given: `role_unknown`, `role_privileged` or null.
	 *
	 * @param string $role Role.
	 * @return 'role_unknown'|'role_privileged'|null
	 */
	public function problem( string $role ): ?string {
		if ( 'administrator' === $role ) {
			return 'role_privileged';
		}
		$found = get_role( $role );
		if ( null === $found ) {
			return 'role_unknown';
		}
		foreach ( self::PRIVILEGED as $capability ) {
			if ( $found->has_cap( $capability ) ) {
				return 'role_privileged';
			}
		}

		return null;
	}

	/**
	 * Name of a role for people.
	 *
	 * @param string $role Role.
	 */
	public static function name( string $role ): string {
		$names = wp_roles()->get_names();

		return isset( $names[ $role ] ) ? translate_user_role( $names[ $role ] ) : $role;
	}
}
