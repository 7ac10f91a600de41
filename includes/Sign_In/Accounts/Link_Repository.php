<?php
/**
 * Stores which identity belongs to which account.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Accounts;

use CoopCredentials\Kernel\Database;
use CoopCredentials\Sign_In\Identity;

/**
 * Every change is one guarded UPDATE: of any number of callers at most one gets true.
 */
final class Link_Repository {

	private const TABLE = 'identities';

	/** Begins `linked_by` while an account is being made; the time follows, and what tells two turns of one second apart: both in hex. */
	private const LEASE = 'making ';

	/**
	 * Builds the repository.
	 *
	 * @param Database $database Database.
	 */
	public function __construct( private readonly Database $database ) {
	}

	/**
	 * Identities of an account, oldest first.
	 *
	 * @param int $user_id Account.
	 * @return list<Identity>
	 */
	public function of_user( int $user_id ): array {
		return array_map( Identity::from_row( ... ), $this->database->rows( 'SELECT * FROM %i WHERE user_id = %d ORDER BY id', $this->database->table( self::TABLE ), $user_id ) );
	}

	/**
	 * The providers by which accounts sign in, and whether a credential of them is blocked; one query for a whole list.
	 *
	 * @param list<int> $user_ids Accounts.
	 * @return array<int,array<string,bool>> Account → slug → whether one is blocked.
	 */
	public function providers_of( array $user_ids ): array {
		if ( array() === $user_ids ) {
			return array();
		}
		$marks = implode( ', ', array_fill( 0, count( $user_ids ), '%d' ) );
		$found = array();
		foreach ( $this->database->rows( "SELECT user_id, provider, MAX( CASE WHEN status = 'active' THEN 0 ELSE 1 END ) AS blocked FROM %i WHERE user_id IN ( $marks ) GROUP BY user_id, provider ORDER BY provider", $this->database->table( self::TABLE ), ...$user_ids ) as $row ) {
			$found[ (int) $row['user_id'] ][ (string) $row['provider'] ] = 1 === (int) $row['blocked'];
		}

		return $found;
	}

	/**
	 * A condition for WordPress's user query: accounts that sign in by a provider.
	 *
	 * @param string $provider Slug; '' for any.
	 * @return string SQL, to follow `AND`.
	 */
	public function condition( string $provider ): string {
		$wpdb  = $this->database->wpdb;
		$table = $this->database->table( self::TABLE );

		return '' === $provider
			? (string) $wpdb->prepare( '%i.ID IN ( SELECT user_id FROM %i WHERE user_id IS NOT NULL )', $wpdb->users, $table )
			: (string) $wpdb->prepare( '%i.ID IN ( SELECT user_id FROM %i WHERE provider = %s AND user_id IS NOT NULL )', $wpdb->users, $table, $provider );
	}

	/**
	 * An identity by its public number.
	 *
	 * @param string $uid ULID.
	 */
	public function find_by_uid( string $uid ): ?Identity {
		$row = $this->database->row( 'SELECT * FROM %i WHERE uid = %s', $this->database->table( self::TABLE ), $uid );

		return null !== $row ? Identity::from_row( $row ) : null;
	}

	/**
	 * Identities, newest first, for a list.
	 *
	 * @param string   $provider Slug; '' for all.
	 * @param int|null $user_id  Account; null for all.
	 * @param int      $limit    Most rows.
	 * @param int      $offset   First row.
	 * @param string   $status   `active` or `blocked`; '' for all.
	 * @return list<Identity>
	 */
	public function all( string $provider, ?int $user_id, int $limit, int $offset, string $status = '' ): array {
		$where = array( '1 = 1' );
		$args  = array();
		if ( '' !== $provider ) {
			$where[] = 'provider = %s';
			$args[]  = $provider;
		}
		if ( null !== $user_id ) {
			$where[] = 'user_id = %d';
			$args[]  = $user_id;
		}
		if ( '' !== $status ) {
			$where[] = 'status = %s';
			$args[]  = $status;
		}
		$condition = implode( ' AND ', $where );

		return array_map(
			Identity::from_row( ... ),
			$this->database->rows( "SELECT * FROM %i WHERE $condition ORDER BY id DESC LIMIT %d OFFSET %d", $this->database->table( self::TABLE ), ...array( ...$args, $limit, $offset ) )
		);
	}

	/**
	 * Gives an identity to an account, if it has none.
	 *
	 * @param int       $id      Identity.
	 * @param int       $user_id Account.
	 * @param Linked_By $by      How.
	 */
	public function link( int $id, int $user_id, Linked_By $by ): bool {
		return 1 === $this->database->execute(
			'UPDATE %i SET user_id = %d, linked_by = %s WHERE id = %d AND user_id IS NULL AND status = %s',
			$this->database->table( self::TABLE ),
			$user_id,
			$by->value,
			$id,
			'active'
		);
	}

	/**
	 * Whether an account has another identity. All rows of the account are taken first and stay taken until the transaction
	 * ends: of two callers that each want to be the one before the last, the second sees what the first has left.
	 *
	 * @param int $id      Identity.
	 * @param int $user_id Account.
	 */
	public function has_another( int $id, int $user_id ): bool {
		$table = $this->database->table( self::TABLE );
		$this->database->execute( 'UPDATE %i SET user_id = user_id WHERE user_id = %d', $table, $user_id );

		return null !== $this->database->value( 'SELECT id FROM %i WHERE user_id = %d AND id <> %d LIMIT 1', $table, $user_id, $id );
	}

	/**
	 * Takes an identity from an account.
	 *
	 * @param int $id      Identity.
	 * @param int $user_id Account it must belong to.
	 */
	public function unlink( int $id, int $user_id ): bool {
		return 1 === $this->database->execute(
			'UPDATE %i SET user_id = NULL, linked_by = %s WHERE id = %d AND user_id = %d',
			$this->database->table( self::TABLE ),
			'',
			$id,
			$user_id
		);
	}

	/**
	 * Blocks an identity, or lets it in again.
	 *
	 * @param int  $id      Identity.
	 * @param bool $blocked Whether it is refused from now on.
	 */
	public function set_blocked( int $id, bool $blocked ): bool {
		return 1 === $this->database->execute(
			'UPDATE %i SET status = %s WHERE id = %d AND status = %s',
			$this->database->table( self::TABLE ),
			$blocked ? 'blocked' : 'active',
			$id,
			$blocked ? 'active' : 'blocked'
		);
	}

	/**
	 * Takes the turn to make an account for an identity. Of many parallel first sign-ins one gets it.
	 *
	 * @param Identity           $identity Identity without account.
	 * @param \DateTimeImmutable $now      Now.
	 * @param int                $seconds  After how long another may take over from somebody who died.
	 * @return string|null The lease, or null when it is somebody else's turn.
	 */
	public function begin_account( Identity $identity, \DateTimeImmutable $now, int $seconds ): ?string {
		$before = $identity->linked_by;
		if ( self::is_lease( $before ) && $now->getTimestamp() - hexdec( substr( $before, strlen( self::LEASE ), 8 ) ) < $seconds ) {
			return null;
		}
		$lease = self::LEASE . dechex( $now->getTimestamp() ) . '-' . bin2hex( random_bytes( 2 ) );
		$mine  = $lease !== $before && 1 === $this->database->execute(
			'UPDATE %i SET linked_by = %s WHERE id = %d AND user_id IS NULL AND linked_by = %s',
			$this->database->table( self::TABLE ),
			$lease,
			$identity->id,
			$before
		);

		return $mine ? $lease : null;
	}

	/**
	 * Gives the turn back: no account could be made.
	 *
	 * @param int    $id    Identity.
	 * @param string $lease Lease.
	 */
	public function give_up_account( int $id, string $lease ): void {
		$this->database->execute( 'UPDATE %i SET linked_by = %s WHERE id = %d AND user_id IS NULL AND linked_by = %s', $this->database->table( self::TABLE ), '', $id, $lease );
	}

	/**
	 * Gives the identity the account that was made for it.
	 *
	 * @param int    $id      Identity.
	 * @param int    $user_id Account.
	 * @param string $lease   Lease.
	 */
	public function finish_account( int $id, int $user_id, string $lease ): bool {
		return 1 === $this->database->execute(
			'UPDATE %i SET user_id = %d, linked_by = %s WHERE id = %d AND user_id IS NULL AND linked_by = %s',
			$this->database->table( self::TABLE ),
			$user_id,
			Linked_By::Created->value,
			$id,
			$lease
		);
	}

	/**
	 * Whether a value of `linked_by` is a lease.
	 *
	 * @param string $linked_by Value.
	 */
	public static function is_lease( string $linked_by ): bool {
		return str_starts_with( $linked_by, self::LEASE );
	}
}
