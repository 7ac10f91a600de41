<?php
/**
 * People a rule can be tried on.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Rules;

use CoopCredentials\Sign_In\Roles\Role_Repository;

/**
 * Accounts with a linked identity, found by name. Identities without an account have no name to find them by.
 */
final class People {

	private const ACCOUNTS = 200;
	private const MOST     = 20;

	/**
	 * Builds the search.
	 *
	 * @param Role_Repository $identities Identities of accounts.
	 */
	public function __construct( private readonly Role_Repository $identities ) {
	}

	/**
	 * Identities whose account's name fits.
	 *
	 * @param string $search Part of a name; '' for any.
	 * @return list<array{uid:string,name:string,provider:string,memberships_at:string}>
	 */
	public function find( string $search ): array {
		$query = array(
			'number'  => self::ACCOUNTS,
			'orderby' => 'display_name',
			'fields'  => array( 'ID', 'display_name' ),
		);
		if ( '' !== $search ) {
			$query['search']         = '*' . $search . '*';
			$query['search_columns'] = array( 'display_name', 'user_login' );
		}
		$names = array();
		foreach ( get_users( $query ) as $user ) {
			$names[ (int) $user->ID ] = (string) $user->display_name;
		}
		$found = array();
		foreach ( array() === $names ? array() : $this->identities->identities_of_accounts( array_keys( $names ), self::MOST ) as $identity ) {
			$found[] = array(
				'uid'            => $identity->uid,
				'name'           => $names[ (int) $identity->user_id ] ?? '',
				'provider'       => $identity->provider,
				'memberships_at' => $identity->memberships_at->format( 'Y-m-d\TH:i:s\Z' ),
			);
		}

		return $found;
	}
}
