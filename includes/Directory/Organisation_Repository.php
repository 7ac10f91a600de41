<?php
/**
 * SQL of organisations and their terms.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Kernel\Database;

/**
 * Reads and writes single organisations and batches. Public search is in Search_Repository.
 */
final class Organisation_Repository {

	private const ORDER = array(
		'name'        => 'sort_key',
		'updated_at'  => 'updated_at',
		'level'       => 'level',
		'valid_until' => 'verified_until',
	);

	public function __construct( private readonly Database $db ) {}

	public function find_by_uid( string $uid ): ?Organisation {
		return $this->one( 'SELECT * FROM %i WHERE uid = %s', $uid );
	}

	public function find_by_id( int $id ): ?Organisation {
		return $this->one( 'SELECT * FROM %i WHERE id = %d', $id );
	}

	public function find_by_slug( string $slug ): ?Organisation {
		return $this->one( 'SELECT * FROM %i WHERE slug = %s', $slug );
	}

	/**
	 * @param list<string> $uids At most 100.
	 * @return array<string, Organisation> By uid; unknown ones are missing.
	 */
	public function find_many( array $uids ): array {
		return $this->many( 'uid', array_slice( $uids, 0, 100 ) );
	}

	/**
	 * @param list<int> $ids Rows.
	 * @return array<int, Organisation> By row.
	 */
	public function by_ids( array $ids ): array {
		$found = array();
		foreach ( $this->many( 'id', array_map( 'strval', $ids ) ) as $organisation ) {
			$found[ $organisation->id ] = $organisation;
		}
		return $found;
	}

	/**
	 * Page of the admin list.
	 *
	 * @param array{state?: string, category?: string, country?: string, level?: int, expiring_before?: \DateTimeImmutable, source?: string} $filters Exact values.
	 * @param Search_Terms|null $terms   Text.
	 * @param string            $orderby name, updated_at, level or valid_until.
	 * @param bool $descending
	 * @param int $page
	 * @param int $per_page
	 * @return array{items: list<Organisation>, total: int}
	 */
	public function page( array $filters, ?Search_Terms $terms, string $orderby, bool $descending, int $page, int $per_page ): array {
		$where = '1 = 1';
		$args  = array();
		foreach ( array( 'state', 'category', 'country' ) as $column ) {
			if ( isset( $filters[ $column ] ) ) {
				$where .= ' AND %i = %s';
				array_push( $args, $column, $filters[ $column ] );
			}
		}
		if ( isset( $filters['level'] ) ) {
			$where .= ' AND level >= %d';
			$args[] = $filters['level'];
		}
		if ( isset( $filters['expiring_before'] ) ) {
			$where .= " AND verified_until < %s AND state IN ( 'verified', 'grace', 'provisional' )";
			$args[] = Database::datetime( $filters['expiring_before'] );
		}
		if ( isset( $filters['source'] ) ) {
			$where .= " AND id IN ( SELECT organisation_id FROM %i WHERE scheme = 'source' AND issuer = %s )";
			array_push( $args, $this->db->table( 'organisation_identifiers' ), $filters['source'] );
		}
		foreach ( null === $terms ? array() : $terms->needles() as $needle ) {
			$where .= ' AND INSTR( search_tokens, %s ) > 0';
			$args[] = $needle;
		}
		$total = (int) $this->db->value( "SELECT COUNT(*) FROM %i WHERE $where", $this->table(), ...$args );
		$order = $descending ? 'DESC' : 'ASC';
		$rows  = $this->db->rows( "SELECT * FROM %i WHERE $where ORDER BY %i $order, id $order LIMIT %d OFFSET %d", $this->table(), ...array_merge( $args, array( self::ORDER[ $orderby ] ?? 'sort_key', $per_page, ( $page - 1 ) * $per_page ) ) );
		return array(
			'items' => array_map( array( Organisation::class, 'from_row' ), $rows ),
			'total' => $total,
		);
	}

	/**
	 * @param array<string, mixed>                     $row   All columns.
	 * @param list<array{facet: string, code: string}> $terms Of it.
	 */
	public function create( array $row, array $terms ): int {
		$id = $this->db->insert( 'organisations', $row );
		$this->insert_terms( array( $id => $terms ), array( $id => $row ) );
		return $id;
	}

	/**
	 * One INSERT for a batch.
	 *
	 * @param list<array<string, mixed>>                       $rows  All with the same columns.
	 * @param list<list<array{facet: string, code: string}>> $terms In the same order.
	 * @return list<int> Ids in the same order.
	 */
	public function create_many( array $rows, array $terms ): array {
		if ( array() === $rows ) {
			return array();
		}
		$this->insert_rows( 'organisations', $rows );
		$ids   = array();
		$marks = implode( ',', array_fill( 0, count( $rows ), '%s' ) );
		foreach ( $this->db->rows( "SELECT id, uid FROM %i WHERE uid IN ( $marks )", $this->table(), ...array_column( $rows, 'uid' ) ) as $row ) {
			$ids[ (string) $row['uid'] ] = (int) $row['id'];
		}
		$ordered = array();
		$by_id   = array();
		$rows_by = array();
		foreach ( $rows as $i => $row ) {
			$id             = $ids[ $row['uid'] ];
			$ordered[]      = $id;
			$by_id[ $id ]   = $terms[ $i ];
			$rows_by[ $id ] = $row;
		}
		$this->insert_terms( $by_id, $rows_by );
		return $ordered;
	}

	/**
	 * An edit, guarded by the version.
	 *
	 * @param Organisation $organisation
	 * @param array<string, mixed>                          $values Columns; version and updated_at are set here.
	 * @param list<array{facet: string, code: string}>|null $terms  Null: unchanged but for sort_key and listed.
	 * @param \DateTimeImmutable $now
	 * @return bool False when another edit was first.
	 */
	public function save( Organisation $organisation, array $values, ?array $terms, \DateTimeImmutable $now ): bool {
		$values['version']    = $organisation->version + 1;
		$values['updated_at'] = Database::datetime( $now );
		$where                = array( 'id' => $organisation->id, 'version' => $organisation->version ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		if ( 1 !== $this->db->update( 'organisations', $values, $where ) ) {
			return false;
		}
		if ( null !== $terms ) {
			$this->db->execute( 'DELETE FROM %i WHERE organisation_id = %d', $this->db->table( 'organisation_terms' ), $organisation->id );
			$this->insert_terms( array( $organisation->id => $terms ), array( $organisation->id => $values + array( 'listed' => $organisation->listed ? 1 : 0 ) ) );
		} elseif ( isset( $values['listed'] ) && (bool) $values['listed'] !== $organisation->listed ) {
			$this->db->update( 'organisation_terms', array( 'listed' => $values['listed'] ), array( 'organisation_id' => $organisation->id ) );
		}
		return true;
	}

	/**
	 * A derivation: no edit, so version and updated_at stay.
	 *
	 * @param Organisation $organisation
	 * @param array<string, mixed> $values Of Organisation_Rows::standing().
	 */
	public function save_standing( Organisation $organisation, array $values ): void {
		$this->db->update( 'organisations', $values, array( 'id' => $organisation->id ) );
		if ( (bool) $values['listed'] !== $organisation->listed ) {
			$this->db->update( 'organisation_terms', array( 'listed' => $values['listed'] ), array( 'organisation_id' => $organisation->id ) );
		}
	}

	/**
	 * @return list<Organisation> Rows whose standing changes by itself until now.
	 */
	public function due( \DateTimeImmutable $now, int $limit ): array {
		$rows = $this->db->rows( 'SELECT * FROM %i WHERE next_change_at <= %s ORDER BY next_change_at LIMIT %d', $this->table(), Database::datetime( $now ), $limit );
		return array_map( array( Organisation::class, 'from_row' ), $rows );
	}

	public function next_change(): ?\DateTimeImmutable {
		return Database::instant( $this->db->value( 'SELECT MIN( next_change_at ) FROM %i', $this->table() ) );
	}

	/**
	 * Batches for work over all rows.
	 *
	 * @return list<Organisation>
	 */
	public function after( int $id, int $limit ): array {
		return array_map( array( Organisation::class, 'from_row' ), $this->db->rows( 'SELECT * FROM %i WHERE id > %d ORDER BY id LIMIT %d', $this->table(), $id, $limit ) );
	}

	/**
	 * @param list<string> $slugs Wanted.
	 * @return array<string, true> Those in use.
	 */
	public function taken_slugs( array $slugs ): array {
		if ( array() === $slugs ) {
			return array();
		}
		$marks = implode( ',', array_fill( 0, count( $slugs ), '%s' ) );
		return array_fill_keys( $this->db->column( "SELECT slug FROM %i WHERE slug IN ( $marks )", $this->table(), ...$slugs ), true );
	}

	/**
	 * Listings with one of these websites, or one of these sort prefixes.
	 *
	 * @param list<string> $keys     website_key values.
	 * @param list<string> $prefixes 64-character beginnings of sort keys.
	 * @return list<array<string, string|null>> id, uid, website_key, sort_key, postcode.
	 */
	public function look_alikes( array $keys, array $prefixes ): array {
		$rows = array();
		if ( array() !== $keys ) {
			$marks = implode( ',', array_fill( 0, count( $keys ), '%s' ) );
			$rows  = $this->db->rows( "SELECT id, uid, website_key, sort_key, postcode FROM %i WHERE website_key IN ( $marks )", $this->table(), ...$keys );
		}
		if ( array() !== $prefixes ) {
			$any  = implode( ' OR ', array_fill( 0, count( $prefixes ), 'sort_key BETWEEN %s AND %s' ) );
			$args = array();
			foreach ( $prefixes as $prefix ) {
				array_push( $args, $prefix, $prefix . 'ZZ' );
			}
			$rows = array_merge( $rows, $this->db->rows( "SELECT id, uid, website_key, sort_key, postcode FROM %i WHERE $any", $this->table(), ...$args ) );
		}
		return $rows;
	}

	public function count_listed(): int {
		return (int) $this->db->value( 'SELECT COUNT(*) FROM %i WHERE listed = 1', $this->table() );
	}

	/**
	 * @param array<int, list<array{facet: string, code: string}>> $terms By organisation.
	 * @param array<int, array<string, mixed>>                     $rows  Its columns with sort_key and listed.
	 */
	private function insert_terms( array $terms, array $rows ): void {
		$all = array();
		foreach ( $terms as $id => $list ) {
			foreach ( $list as $term ) {
				$all[] = array( 'organisation_id' => $id ) + $term + array( 'sort_key' => $rows[ $id ]['sort_key'], 'listed' => $rows[ $id ]['listed'] ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
			}
		}
		$this->insert_rows( 'organisation_terms', $all );
	}

	/**
	 * @param string $table
	 * @param list<array<string, mixed>> $rows All with the same columns.
	 */
	private function insert_rows( string $table, array $rows ): void {
		Bulk_Repository::insert( $this->db, $table, $rows );
	}

	/**
	 * @param string $column
	 * @param list<string> $values Values.
	 * @return array<string, Organisation> By uid.
	 */
	private function many( string $column, array $values ): array {
		$found = array();
		if ( array() === $values ) {
			return $found;
		}
		$marks = implode( ',', array_fill( 0, count( $values ), '%s' ) );
		foreach ( $this->db->rows( "SELECT * FROM %i WHERE %i IN ( $marks )", $this->table(), $column, ...$values ) as $row ) {
			$found[ (string) $row['uid'] ] = Organisation::from_row( $row );
		}
		return $found;
	}

	/**
	 * @param literal-string $sql SQL.
	 * @param int|string $value
	 */
	private function one( string $sql, int|string $value ): ?Organisation {
		$row = $this->db->row( $sql, $this->table(), $value );
		return null === $row ? null : Organisation::from_row( $row );
	}

	private function table(): string {
		return $this->db->table( 'organisations' );
	}
}
