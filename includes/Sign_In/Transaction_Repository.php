<?php
/**
 * Stores open sign-ins.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Kernel\Database;
use CoopCredentials\Kernel\Storage_Failed;

/**
 * Rows of open sign-ins. Each is used once: the DELETE decides, a read before it only informs.
 */
final class Transaction_Repository {

	private const TABLE    = 'sign_in_transactions';
	private const MOST     = 10000;
	private const PURGE    = 100;
	private const VALID    = 600;
	private const OVERFLOW = 400;

	/** Rows that starts under way at the same moment may add before one of them has made room. */
	private const MARGIN = 200;

	/** Networks that lose more than one row at a time: each costs a query. */
	private const DEEP = 8;

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
		$now  = $transaction->created_at;
		$rows = $this->database->row( 'SELECT COUNT(*) AS kept, MIN(expires_at) AS first_end FROM %i', $this->database->table( self::TABLE ) );
		if ( isset( $rows['first_end'] ) && $rows['first_end'] < Database::datetime( $now ) ) {
			$this->purge( $now );
		}
		$id = $this->database->insert( self::TABLE, $transaction->to_row() );
		// Every start looks: ids may skip any number, and one that dies on its way must not leave the table without a keeper.
		if ( (int) ( $rows['kept'] ?? 0 ) >= self::MOST - self::MARGIN ) {
			try {
				$this->make_room( $now );
			} catch ( Storage_Failed ) {
				return $id; // Another one makes room just now, or the next will.
			}
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
	 * Keeps the table small: first rows that can no longer be answered, then the oldest of the networks with the most.
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
		$need = self::OVERFLOW - $this->remove( $this->database->column( 'SELECT id FROM %i WHERE created_at < %s ORDER BY id LIMIT %d', $table, $late, self::OVERFLOW ) );
		if ( $need > 0 ) {
			$this->remove( $this->surplus( $need ) );
		}
	}

	/**
	 * The oldest rows of the networks with the most, taken so that these come down to one level. Somebody with a single row
	 * loses it only when nobody has two.
	 *
	 * @param int $need Rows that have to go.
	 * @return list<string> Ids; fewer than asked for when very many networks share the surplus.
	 */
	private function surplus( int $need ): array {
		$table = $this->database->table( self::TABLE );
		$all   = $this->database->rows( 'SELECT address_hash, COUNT(*) AS kept, MIN(id) AS oldest FROM %i GROUP BY address_hash ORDER BY kept DESC, oldest LIMIT %d', $table, self::OVERFLOW );
		$level = (int) ( $all[0]['kept'] ?? 0 );
		$wide  = 0;
		for ( $free = 0; $level > 0 && $free < $need; $free += $wide ) {
			while ( isset( $all[ $wide ] ) && (int) $all[ $wide ]['kept'] >= $level ) {
				++$wide;
			}
			--$level;
		}

		$ids = array();
		foreach ( array_slice( $all, 0, $wide ) as $place => $network ) {
			$more = (int) $network['kept'] - $level;
			array_push(
				$ids,
				...( 1 === $more || $place >= self::DEEP
					? array( (string) $network['oldest'] )
					: $this->database->column( 'SELECT id FROM %i WHERE address_hash = %s ORDER BY created_at, id LIMIT %d', $table, (string) $network['address_hash'], $more ) )
			);
		}

		return $ids;
	}

	/**
	 * The network with the most rows, as a keyed hash; null when there is none.
	 */
	public function busiest(): ?string {
		return $this->database->value( 'SELECT address_hash FROM %i GROUP BY address_hash ORDER BY COUNT(*) DESC LIMIT 1', $this->database->table( self::TABLE ) );
	}

	/**
	 * How many of the starts since a time a network made.
	 *
	 * @param string             $address_hash Keyed hash of the network.
	 * @param \DateTimeImmutable $since        From when on.
	 * @return array{int,int} Starts of the network, all starts.
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
