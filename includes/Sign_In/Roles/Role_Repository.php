<?php
/**
 * Stores which roles rules gave.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Roles;

use CoopCredentials\Kernel\Database;
use CoopCredentials\Kernel\Settings;
use CoopCredentials\Sign_In\Identity;

/**
 * `granted_roles` of an identity says which roles its account has because of it. The account itself keeps their union, so
 * that a role goes even when the identity was removed, with the time until which nothing need be looked at again.
 */
final class Role_Repository {

	/** User option (of one site) and key of the setting. */
	private const STATE = 'coop_credentials_roles';
	private const STAMP = 'roles';
	private const TABLE = 'identities';

	/**
	 * Builds the repository.
	 *
	 * @param Database $database Database.
	 * @param Settings $settings Holds the stamp, so that asking it costs no query.
	 */
	public function __construct(
		private readonly Database $database,
		private readonly Settings $settings,
	) {
	}

	/**
	 * Roles given to an account by rules.
	 *
	 * @param int $user_id Account.
	 * @return list<string>
	 */
	public function of_account( int $user_id ): array {
		$marks = self::roles( $this->state( $user_id )['roles'] ?? array() );
		foreach ( $this->database->column( 'SELECT granted_roles FROM %i WHERE user_id = %d', $this->database->table( self::TABLE ), $user_id ) as $json ) {
			$marks = array_merge( $marks, self::roles( json_decode( $json, true ) ) );
		}

		return array_values( array_unique( $marks ) );
	}

	/**
	 * Notes what an account has through one of its identities.
	 *
	 * @param int          $identity_id Identity.
	 * @param list<string> $roles       Roles.
	 */
	public function mark( int $identity_id, array $roles ): void {
		$this->database->execute( 'UPDATE %i SET granted_roles = %s WHERE id = %d', $this->database->table( self::TABLE ), (string) wp_json_encode( $roles ), $identity_id );
	}

	/**
	 * An account has nothing through its other identities any more: those that are blocked, or whose provider is off.
	 *
	 * @param int       $user_id Account.
	 * @param list<int> $counted Identities that count.
	 */
	public function unmark_others( int $user_id, array $counted ): void {
		$marks = implode( ', ', array_fill( 0, count( $counted ) + 1, '%d' ) );
		$this->database->execute( "UPDATE %i SET granted_roles = '[]' WHERE user_id = %d AND id NOT IN ( $marks )", $this->database->table( self::TABLE ), $user_id, 0, ...$counted );
	}

	/**
	 * Notes what an account has, and until when that need not be looked at again.
	 *
	 * @param int          $user_id Account.
	 * @param list<string> $roles   Roles given by rules.
	 * @param int          $until   UTC seconds.
	 * @param list<string> $bound   Those of them that only rules give which ask how somebody logs in.
	 */
	public function settle( int $user_id, array $roles, int $until, array $bound ): void {
		update_user_option(
			$user_id,
			self::STATE,
			array(
				'roles' => $roles,
				'stamp' => $this->stamp(),
				'until' => $until,
				'bound' => $bound,
			)
		);
	}

	/**
	 * Roles of an account that count only in sessions which meet their rule. Costs no query.
	 *
	 * @param int $user_id Account.
	 * @return list<string>
	 */
	public function bound_to_session( int $user_id ): array {
		return self::roles( $this->state( $user_id )['bound'] ?? array() );
	}

	/**
	 * Whether an account's roles are to be looked at: a rule or provider was changed since, or time has passed. Accounts
	 * that never had to do with rules answer no. Costs no query: WordPress has read the settings and the account already.
	 *
	 * @param int $user_id Account.
	 * @param int $now     UTC seconds.
	 */
	public function is_due( int $user_id, int $now ): bool {
		$state = $this->state( $user_id );

		return array() !== $state && ( ! isset( $state['bound'] ) || $this->stamp() !== ( $state['stamp'] ?? '' ) || $now >= (int) ( $state['until'] ?? 0 ) );
	}

	/**
	 * Makes every account due.
	 */
	public function renew_stamp(): void {
		$this->settings->set( self::STAMP, bin2hex( random_bytes( 4 ) ) );
	}

	/**
	 * Identities after a row, to look at all of them piece by piece.
	 *
	 * @param int $after Row id.
	 * @param int $limit Rows.
	 * @return list<Identity>
	 */
	public function identities_after( int $after, int $limit ): array {
		return array_map( Identity::from_row( ... ), $this->database->rows( 'SELECT * FROM %i WHERE id > %d ORDER BY id LIMIT %d', $this->database->table( self::TABLE ), $after, $limit ) );
	}

	/**
	 * Identities of some accounts.
	 *
	 * @param non-empty-list<int> $user_ids Accounts.
	 * @param int                 $limit    Rows.
	 * @return list<Identity>
	 */
	public function identities_of_accounts( array $user_ids, int $limit ): array {
		$marks = implode( ', ', array_fill( 0, count( $user_ids ), '%d' ) );

		return array_map( Identity::from_row( ... ), $this->database->rows( "SELECT * FROM %i WHERE user_id IN ( $marks ) ORDER BY user_id, id LIMIT %d", $this->database->table( self::TABLE ), ...array( ...$user_ids, $limit ) ) );
	}

	/**
	 * What an account keeps.
	 *
	 * @param int $user_id Account.
	 * @return array<mixed>
	 */
	private function state( int $user_id ): array {
		$state = get_user_option( self::STATE, $user_id );

		return is_array( $state ) ? $state : array();
	}

	/**
	 * The present stamp.
	 */
	private function stamp(): string {
		$stamp = $this->settings->get( self::STAMP, '' );

		return is_string( $stamp ) ? $stamp : '';
	}

	/**
	 * A list of role names.
	 *
	 * @param mixed $value Decoded.
	 * @return list<string>
	 */
	private static function roles( mixed $value ): array {
		return is_array( $value ) ? array_values( array_filter( $value, 'is_string' ) ) : array();
	}
}
