<?php
/**
 * Stores open sign-ins.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Kernel\Database;

/**
 * Rows of open sign-ins. Each is used once: the DELETE decides, a read before it only informs.
 */
final class Transaction_Repository {

	private const TABLE    = 'sign_in_transactions';
	private const MOST     = 10000;
	private const PURGE    = 100;
	private const VALID    = 600;
	private const OVERFLOW = 400;

	/** One start of this many counts the rows. */
	private const LOOK = 50;

	/** Rows that may come between two looks: ids of failed inserts are left out now and then. */
	private const MARGIN = 200;

	/**
	 * Builds the repository.
	 *
	 * @param Database $database Database.
	 */
	public function __construct( private readonly Database $database ) {
	}

	/**
	 * Stores a transaction, takes some expired ones away, and keeps the table small. A start is never refused for room.
	 *
	 * @param Transaction $transaction Transaction.
	 * @return int Row id.
	 */
	public function add( Transaction $transaction ): int {
		$this->purge( $transaction->created_at );
		$id = $this->database->insert( self::TABLE, $transaction->to_row() );
		// Ids rise by one, so one start of this many looks, whoever it belongs to, and the others stay cheap.
		if ( 0 === $id % self::LOOK ) {
			$this->make_room( $transaction->created_at );
		}

		return $id;
	}

	/**
	 * The row of a state.
	 *
	 * @param string $state_hash SHA-256 of state.
	 */
	public function find( string $state_hash ): ?Transaction {
		$row = $this->database->row( 'SELECT * FROM %i WHERE state_hash = %s', $this->database->table( self::TABLE ), $state_hash );

		return null !== $row ? Transaction::from_row( $row ) : null;
	}

	/**
	 * Uses a row up. Of any number of callers exactly one gets true.
	 *
	 * @param Transaction $transaction Transaction.
	 */
	public function consume( Transaction $transaction ): bool {
		return 1 === $this->database->execute(
			'DELETE FROM %i WHERE id = %d AND state_hash = %s',
			$this->database->table( self::TABLE ),
			$transaction->id,
			$transaction->state_hash
		);
	}

	/**
	 * Removes the row of a state if it is past its end. A write to the table before it is read, so that the read is not
	 * answered by a copy of the database that is late.
	 *
	 * @param string             $state_hash SHA-256 of state.
	 * @param \DateTimeImmutable $now        Now.
	 */
	public function drop_expired( string $state_hash, \DateTimeImmutable $now ): void {
		$this->database->execute( 'DELETE FROM %i WHERE state_hash = %s AND expires_at < %s', $this->database->table( self::TABLE ), $state_hash, Database::datetime( $now ) );
	}

	/**
	 * Removes rows past their end, a bounded number at a time.
	 *
	 * @param \DateTimeImmutable $now Now.
	 * @return int Rows removed.
	 */
	public function purge( \DateTimeImmutable $now ): int {
		return $this->remove( $this->database->column( 'SELECT id FROM %i WHERE expires_at < %s ORDER BY expires_at LIMIT %d', $this->database->table( self::TABLE ), Database::datetime( $now ), self::PURGE ) );
	}

	/**
	 * Keeps the table small: first rows that can no longer be answered, then the oldest of the busiest address.
	 *
	 * @param \DateTimeImmutable $now Now.
	 */
	public function make_room( \DateTimeImmutable $now ): void {
		$table = $this->database->table( self::TABLE );
		// A highest-id estimate would drift; the count of at most 10,000 narrow index entries is cheap.
		if ( (int) $this->database->value( 'SELECT COUNT(*) FROM %i', $table ) <= self::MOST - self::MARGIN ) {
			return;
		}

		$late = Database::datetime( $now->modify( '-' . self::VALID . ' seconds' ) );
		if ( $this->remove( $this->database->column( 'SELECT id FROM %i WHERE created_at < %s ORDER BY id LIMIT %d', $table, $late, self::OVERFLOW ) ) > 0 ) {
			return;
		}

		$this->remove( $this->database->column( 'SELECT id FROM %i WHERE address_hash = %s ORDER BY created_at, id LIMIT %d', $table, (string) $this->busiest(), self::OVERFLOW ) );
	}

	/**
	 * The address with the most rows, as a keyed hash; null when there is none.
	 */
	public function busiest(): ?string {
		return $this->database->value( 'SELECT address_hash FROM %i GROUP BY address_hash ORDER BY COUNT(*) DESC LIMIT 1', $this->database->table( self::TABLE ) );
	}

	/**
	 * How many of the starts since a time an address made.
	 *
	 * @param string             $address_hash Keyed hash of the address.
	 * @param \DateTimeImmutable $since        From when on.
	 * @return array{int,int} Starts of the address, all starts.
	 */
	public function share( string $address_hash, \DateTimeImmutable $since ): array {
		$table = $this->database->table( self::TABLE );
		$time  = Database::datetime( $since );

		return array(
			(int) $this->database->value( 'SELECT COUNT(*) FROM %i WHERE address_hash = %s AND created_at >= %s', $table, $address_hash, $time ),
			(int) $this->database->value( 'SELECT COUNT(*) FROM %i WHERE created_at >= %s', $table, $time ),
		);
	}

	/**
	 * Removes rows by id.
	 *
	 * @param list<string> $ids Ids.
	 * @return int Rows removed.
	 */
	private function remove( array $ids ): int {
		if ( array() === $ids ) {
			return 0;
		}
		$marks = implode( ', ', array_fill( 0, count( $ids ), '%d' ) );

		return $this->database->execute( "DELETE FROM %i WHERE id IN ( $marks )", $this->database->table( self::TABLE ), ...array_map( 'intval', $ids ) );
	}
}
