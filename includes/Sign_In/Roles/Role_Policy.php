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
 * A role that can do more than {@see Privilege} lists as harmless is never given by what a provider says. Asked when a
 * provider is saved and again when the role is given: a role may have grown since.
 */
final class Role_Policy {

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

		return Privilege::is_in( $found->capabilities, array( $role ) ) ? 'role_privileged' : null;
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
