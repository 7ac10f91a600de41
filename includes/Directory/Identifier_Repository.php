<?php
/**
 * SQL of identifiers.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Kernel\Database;

/**
 * Identifiers of organisations, former slugs and source ids.
 */
final class Identifier_Repository {

	public function __construct( private readonly Database $db ) {}

	/**
	 * Row of the organisation that holds an identifier.
	 *
	 * @param Identifier $identifier
	 * @param bool $proven Only if it is proven.
	 */
	public function holder( Identifier $identifier, bool $proven = false ): ?int {
		$row = $this->db->row( 'SELECT organisation_id, proven FROM %i WHERE value_key = %s', $this->table(), $identifier->value_key() );
		return null === $row || ( $proven && '1' !== (string) $row['proven'] ) ? null : (int) $row['organisation_id'];
	}

	/**
	 * @param list<string> $keys value_key values.
	 * @return array<string, array<string, string|null>> By value_key.
	 */
	public function by_keys( array $keys ): array {
		$found = array();
		foreach ( array_chunk( array_values( array_unique( $keys ) ), 500 ) as $chunk ) {
			$marks = implode( ',', array_fill( 0, count( $chunk ), '%s' ) );
			foreach ( $this->db->rows( "SELECT * FROM %i WHERE value_key IN ( $marks )", $this->table(), ...$chunk ) as $row ) {
				$found[ (string) $row['value_key'] ] = $row;
			}
		}
		return $found;
	}

	/**
	 * @return list<Identifier>
	 */
	public function of( int $organisation_id ): array {
		return $this->of_many( array( $organisation_id ) )[ $organisation_id ] ?? array();
	}

	/**
	 * @param list<int> $ids Organisations.
	 * @return array<int, list<Identifier>> By organisation.
	 */
	public function of_many( array $ids ): array {
		$found = array();
		if ( array() === $ids ) {
			return $found;
		}
		$marks = implode( ',', array_fill( 0, count( $ids ), '%d' ) );
		foreach ( $this->db->rows( "SELECT * FROM %i WHERE organisation_id IN ( $marks ) ORDER BY id", $this->table(), ...$ids ) as $row ) {
			$found[ (int) $row['organisation_id'] ][] = Identifier::from_row( $row );
		}
		return $found;
	}

	public function add( int $organisation_id, Identifier $identifier ): void {
		$this->db->insert( 'organisation_identifiers', self::row( $organisation_id, $identifier ) );
	}

	/**
	 * @param list<array<string, mixed>> $rows Of row().
	 */
	public function add_many( array $rows ): void {
		Bulk_Repository::insert( $this->db, 'organisation_identifiers', $rows );
	}

	/**
	 * @return array<string, mixed> Columns of one row.
	 */
	public static function row( int $organisation_id, Identifier $identifier, ?string $row_hash = null, ?int $run = null ): array {
		return array(
			'organisation_id' => $organisation_id,
			'scheme'          => $identifier->scheme,
			'issuer'          => $identifier->issuer,
			'value'           => $identifier->value,
			'proven'          => $identifier->proven ? 1 : 0,
			'value_key'       => $identifier->value_key(),
			'row_hash'        => $row_hash,
			'seen_run_id'     => $run,
		);
	}

	public function remove( int $organisation_id, Identifier $identifier ): void {
		$this->db->execute( 'DELETE FROM %i WHERE organisation_id = %d AND value_key = %s', $this->table(), $organisation_id, $identifier->value_key() );
	}

	public function set_proven( int $organisation_id, string $scheme, string $value, bool $proven ): int {
		return $this->db->execute( 'UPDATE %i SET proven = %d WHERE organisation_id = %d AND scheme = %s AND value = %s', $this->table(), $proven ? 1 : 0, $organisation_id, $scheme, $value );
	}

	/**
	 * Marks rows of a source as seen by a run.
	 *
	 * @param list<int> $ids Identifier rows.
	 * @param int $run
	 */
	public function seen( array $ids, int $run ): void {
		if ( array() === $ids ) {
			return;
		}
		$marks = implode( ',', array_fill( 0, count( $ids ), '%d' ) );
		$this->db->execute( "UPDATE %i SET seen_run_id = %d, missing_since = NULL WHERE id IN ( $marks )", $this->table(), $run, ...$ids );
	}

	public function set_row_hash( int $id, string $hash ): void {
		$this->db->update( 'organisation_identifiers', array( 'row_hash' => $hash ), array( 'id' => $id ) );
	}

	/**
	 * @param list<string> $slugs Wanted.
	 * @return array<string, true> Those that were somebody's once.
	 */
	public function former_slugs( array $slugs ): array {
		$found = array();
		foreach ( $this->by_keys( array_map( static fn( string $slug ): string => Identifier::key( Identifier::FORMER_SLUG, '', $slug ), $slugs ) ) as $row ) {
			$found[ (string) $row['value'] ] = true;
		}
		return $found;
	}

	private function table(): string {
		return $this->db->table( 'organisation_identifiers' );
	}
}
