<?php
/**
 * Looks for accounts that share what each must have for itself.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Accounts;

use CoopCredentials\Kernel\Database;

/**
 * WordPress looks whether a name or an address is taken and stores the account afterwards; its table has no UNIQUE key for
 * either. Two requests at once can both find them free.
 */
final class Twin_Repository {

	/**
	 * Builds the repository.
	 *
	 * @param Database $database Database.
	 */
	public function __construct( private readonly Database $database ) {
	}

	/**
	 * What an account shares with another one. Read past every cache: the other may have been stored a moment ago.
	 *
	 * @param int $user_id Account, stored.
	 * @return string|null WordPress's own code for it: `existing_user_login`, `existing_user_email`; null for nothing.
	 */
	public function shared( int $user_id ): ?string {
		$users = $this->database->wpdb->users;
		foreach ( array( 'user_login', 'user_email' ) as $field ) {
			if ( null !== $this->database->value( "SELECT b.ID FROM %i a JOIN %i b ON b.%i = a.%i WHERE a.ID = %d AND b.ID <> a.ID AND a.%i <> '' LIMIT 1", $users, $users, $field, $field, $user_id, $field ) ) {
				return 'existing_' . $field;
			}
		}

		return null;
	}
}
