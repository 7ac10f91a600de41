<?php
/**
 * SQL of the public search.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Kernel\Database;

/**
 * Keyset pages over one unique key with index hints; facet cubes; exact hits (directory reference 7). Text matches by
 * FULLTEXT on MySQL, by INSTR on SQLite and in ordered scans.
 */
final class Search_Repository {

	public const SEARCH_LIMIT = 10000;

	private const COLUMNS = 'o.id, o.uid, o.slug, o.sort_key, o.listed, o.state, o.state_reason, o.level, o.name, o.legal_name, o.summary, o.website, o.locality, o.region, o.postcode, o.country, o.latitude, o.longitude, o.point_precision, o.category, o.type, o.structure, o.sector, o.verified_until, o.grace_until, o.next_change_at, o.badge_facts, o.data';

	private const INDEX = array(
		'category' => 'list_category',
		'type'     => 'list_type',
		'country'  => 'list_country',
		'level'    => 'list_level',
	);

	/** Names of derived tables: a filter has at most ten values. */
	private const DIGITS = array( '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' );

	public function __construct( private readonly Database $db ) {}

	/**
	 * A page by name or uid.
	 *
	 * @param Search_Query $query   Filters.
	 * @param Search_Terms $terms   Text.
	 * @param string       $driver  category, type, country, level, sector, place, match, or '' for the whole list.
	 * @param string|null  $key     Neighbour's key; null: from the start.
	 * @param bool         $back    Before the key.
	 * @param int          $limit   Rows.
	 * @return list<array{key: string, organisation: Organisation}>
	 */
	public function page( Search_Query $query, Search_Terms $terms, string $driver, ?string $key, bool $back, int $limit ): array {
		$newest               = 'newest' === $query->orderby;
		$column               = $newest ? 'uid' : 'sort_key';
		$descending           = $newest !== $back;
		$match                = 'match' === $driver;
		list( $where, $args ) = $this->where( $query, $terms, $match, $driver );

		$past = '';
		if ( null !== $key ) {
			$past = $descending ? '<' : '>';
		}
		$order  = $descending ? 'DESC' : 'ASC';
		$values = $this->driving_values( $query, $driver );
		$parts  = array();
		$all    = array();
		foreach ( $values as $value ) {
			list( $from, $from_args ) = $this->from( $driver, $newest, $value );

			$alias   = 'sector' === $driver ? 't' : 'o';
			$begin   = '' === $past ? '' : " AND $alias.$column $past %s";
			$parts[] = 'SELECT ' . self::COLUMNS . " FROM $from$where$begin ORDER BY $alias.$column $order LIMIT %d";
			$all     = array_merge( $all, $from_args, $args, null === $key ? array() : array( $key ), array( $limit ) );
		}
		if ( 1 === count( $parts ) ) {
			$rows = $this->db->rows( $parts[0], ...$all );
		} else {
			$derived = array();
			foreach ( $parts as $i => $part ) {
				$derived[] = "SELECT * FROM ( $part ) d" . self::DIGITS[ $i ];
			}
			$rows = $this->db->rows( implode( ' UNION ALL ', $derived ), ...$all ); // One derived table a value.
			usort( $rows, static fn( array $one, array $other ): int => $descending ? strcmp( (string) $other[ $column ], (string) $one[ $column ] ) : strcmp( (string) $one[ $column ], (string) $other[ $column ] ) );
		}
		$items = array();
		foreach ( $rows as $row ) {
			$items[ (string) $row['uid'] ] = array( 'key' => (string) $row[ $column ], 'organisation' => Organisation::from_row( $row ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		}
		return array_slice( array_values( $items ), 0, $limit );
	}

	/**
	 * Counts by category, type, country and level; under text, box and sector of the query when asked to.
	 *
	 * @param Search_Query|null $query Null: all listed organisations.
	 * @param Search_Terms $terms
	 * @return list<array{0: string, 1: string, 2: string, 3: int, 4: int}>
	 */
	public function cube( ?Search_Query $query, Search_Terms $terms ): array {
		if ( null === $query ) {
			$rows = $this->db->rows( 'SELECT category, type, country, level, COUNT(*) AS n FROM %i FORCE INDEX ( facets ) WHERE listed = 1 GROUP BY category, type, country, level', $this->db->table( 'organisations' ) );
		} else {
			list( $from, $args ) = $this->conditioned( $query, $terms, true );

			$rows = $this->db->rows( "SELECT category, type, country, level, COUNT(*) AS n FROM ( SELECT o.category, o.type, o.country, o.level FROM $from ) c GROUP BY category, type, country, level", ...$args );
		}
		$cube = array();
		foreach ( $rows as $row ) {
			$cube[] = array( (string) $row['category'], (string) $row['type'], (string) $row['country'], (int) $row['level'], (int) $row['n'] );
		}
		return $cube;
	}

	/**
	 * The same a sector.
	 *
	 * @return list<array{0: string, 1: string, 2: string, 3: int, 4: int, 5: string}>
	 */
	public function sector_cube( ?Search_Query $query, Search_Terms $terms ): array {
		$table = $this->db->table( 'organisation_terms' );
		if ( null === $query ) {
			$rows = $this->db->rows( "SELECT o.category, o.type, o.country, o.level, t.code, COUNT(*) AS n FROM %i t JOIN %i o ON o.id = t.organisation_id WHERE t.facet = 'sector' AND t.listed = 1 GROUP BY o.category, o.type, o.country, o.level, t.code", $table, $this->db->table( 'organisations' ) );
		} else {
			list( $from, $args ) = $this->conditioned( $query, $terms, false );

			$rows = $this->db->rows( "SELECT c.category, c.type, c.country, c.level, t.code, COUNT(*) AS n FROM ( SELECT o.id, o.category, o.type, o.country, o.level FROM $from ) c JOIN %i t ON t.organisation_id = c.id WHERE t.facet = 'sector' GROUP BY c.category, c.type, c.country, c.level, t.code", ...array_merge( $args, array( $table ) ) );
		}
		$cube = array();
		foreach ( $rows as $row ) {
			$cube[] = array( (string) $row['category'], (string) $row['type'], (string) $row['country'], (int) $row['level'], (int) $row['n'], (string) $row['code'] );
		}
		return $cube;
	}

	/**
	 * Points inside the query's box, by batches of rows.
	 *
	 * @return list<array{id: int, latitude: float, longitude: float, row: array{0: string, 1: string, 2: string, 3: int}}>
	 */
	public function points( Search_Query $query, Search_Terms $terms, int $after, int $limit ): array {
		list( $where, $args ) = $this->where( $query, $terms, false, '' );

		$rows   = $this->db->rows( "SELECT o.id, o.latitude, o.longitude, o.category, o.type, o.country, o.level FROM %i o WHERE o.listed = 1$where AND o.id > %d ORDER BY o.id LIMIT %d", $this->db->table( 'organisations' ), ...array_merge( $args, array( $after, $limit ) ) );
		$points = array();
		foreach ( $rows as $row ) {
			$points[] = array(
				'id'        => (int) $row['id'],
				'latitude'  => (float) $row['latitude'],
				'longitude' => (float) $row['longitude'],
				'row'       => array( (string) $row['category'], (string) $row['type'], (string) $row['country'], (int) $row['level'] ),
			);
		}
		return $points;
	}

	/**
	 * Up to three listed organisations that have the identifier, or the whole name, that was typed.
	 *
	 * @param list<string> $keys   value_key values.
	 * @param string       $prefix 64 characters of a sort key.
	 * @return list<Organisation>
	 */
	public function exact( array $keys, string $prefix ): array {
		$select = 'SELECT ' . self::COLUMNS . ' FROM %i o WHERE o.listed = 1 AND ';
		$marks  = implode( ',', array_fill( 0, count( $keys ), '%s' ) );
		$found  = array();
		$rows   = array() === $keys ? array() : $this->db->rows( $select . "o.id IN ( SELECT organisation_id FROM %i WHERE value_key IN ( $marks ) ) LIMIT 3", $this->db->table( 'organisations' ), $this->db->table( 'organisation_identifiers' ), ...$keys );
		if ( '' !== trim( $prefix, '0' ) ) {
			$rows = array_merge( $rows, $this->db->rows( $select . 'o.sort_key BETWEEN %s AND %s ORDER BY o.sort_key LIMIT 3', $this->db->table( 'organisations' ), $prefix, $prefix . 'ZZ' ) );
		}
		foreach ( $rows as $row ) {
			$found[ (string) $row['uid'] ] = Organisation::from_row( $row );
		}
		return array_slice( array_values( $found ), 0, 3 );
	}

	/**
	 * @param list<int> $ids Rows.
	 * @return array<int, Organisation> By row.
	 */
	public function by_ids( array $ids ): array {
		if ( array() === $ids ) {
			return array();
		}
		$marks = implode( ',', array_fill( 0, count( $ids ), '%d' ) );
		$found = array();
		foreach ( $this->db->rows( 'SELECT ' . self::COLUMNS . " FROM %i o WHERE o.listed = 1 AND o.id IN ( $marks )", $this->db->table( 'organisations' ), ...$ids ) as $row ) {
			$found[ (int) $row['id'] ] = Organisation::from_row( $row );
		}
		return $found;
	}

	public function has_fulltext(): bool {
		return ! $this->db->is_sqlite();
	}

	/**
	 * FROM and the driving condition.
	 *
	 * @return array{0: literal-string, 1: list<mixed>}
	 */
	private function from( string $driver, bool $newest, string $value ): array {
		$table = $this->db->table( 'organisations' );
		if ( 'sector' === $driver ) {
			return array( "%i t FORCE INDEX ( PRIMARY ) JOIN %i o ON o.id = t.organisation_id WHERE t.facet = 'sector' AND t.code = %s AND t.listed = 1", array( $this->db->table( 'organisation_terms' ), $table, $value ) );
		}
		if ( isset( self::INDEX[ $driver ] ) ) {
			return array( '%i o FORCE INDEX ( %i ) WHERE o.listed = 1 AND o.%i = %s', array( $table, self::INDEX[ $driver ], $driver, $value ) );
		}
		if ( 'match' === $driver ) {
			return array( '%i o WHERE o.listed = 1', array( $table ) );
		}
		return array( '%i o FORCE INDEX ( %i ) WHERE o.listed = 1', array( $table, 'place' === $driver ? 'place' : ( $newest ? 'list_newest' : 'list_name' ) ) );
	}

	/**
	 * @return list<string> Values of the driving filter, one derived table each; one empty value for other drivers.
	 */
	private function driving_values( Search_Query $query, string $driver ): array {
		if ( 'level' === $driver ) {
			return array_map( 'strval', range( $query->level ?? 0, 4 ) );
		}
		return $query->lists()[ $driver ] ?? array( '' );
	}

	/**
	 * Conditions beside the driving one.
	 *
	 * @return array{0: literal-string, 1: list<mixed>}
	 */
	private function where( Search_Query $query, Search_Terms $terms, bool $match, string $driver ): array {
		$sql  = '';
		$args = array();
		foreach ( $query->lists() as $name => $values ) {
			$marks = implode( ',', array_fill( 0, count( $values ), '%s' ) );
			if ( $name === $driver ) {
				continue;
			}
			if ( 'sector' === $name ) {
				$sql .= " AND EXISTS ( SELECT 1 FROM %i s WHERE s.facet = 'sector' AND s.code IN ( $marks ) AND s.organisation_id = o.id )";
				$args = array_merge( $args, array( $this->db->table( 'organisation_terms' ) ), $values );
			} else {
				$sql .= " AND o.%i IN ( $marks )";
				$args = array_merge( $args, array( $name ), $values );
			}
		}
		if ( null !== $query->level && 'level' !== $driver ) {
			$sql   .= ' AND o.level >= %d';
			$args[] = $query->level;
		}
		list( $more, $more_args ) = $this->text_and_box( $query, $terms, $match );
		return array( $sql . $more, array_merge( $args, $more_args ) );
	}

	/**
	 * @return array{0: literal-string, 1: list<mixed>}
	 */
	private function text_and_box( Search_Query $query, Search_Terms $terms, bool $match ): array {
		$sql  = '';
		$args = array();
		if ( $match && ! $terms->is_empty() ) {
			$sql   .= ' AND MATCH ( o.search_tokens ) AGAINST ( %s IN BOOLEAN MODE )';
			$args[] = $terms->boolean();
		} else {
			foreach ( $terms->needles() as $needle ) {
				$sql   .= ' AND INSTR( o.search_tokens, %s ) > 0';
				$args[] = $needle;
			}
		}
		$box = $query->box();
		if ( null !== $box ) {
			$sql .= ' AND o.latitude BETWEEN %f AND %f' . ( $box[0] > $box[2] ? ' AND ( o.longitude >= %f OR o.longitude <= %f )' : ' AND o.longitude BETWEEN %f AND %f' );
			$sql .= " AND o.point_precision NOT IN ( 'country', 'hidden' )";
			array_push( $args, $box[1], $box[3], $box[0], $box[2] );
		}
		return array( $sql, $args );
	}

	/**
	 * Organisations under text, box and (if asked) sector, but not under the facets themselves.
	 *
	 * @return array{0: literal-string, 1: list<mixed>}
	 */
	private function conditioned( Search_Query $query, Search_Terms $terms, bool $with_sector ): array {
		list( $sql, $args ) = $this->text_and_box( $query, $terms, $this->has_fulltext() && ! $terms->only_noise );
		if ( $with_sector && array() !== $query->sector ) {
			$marks = implode( ',', array_fill( 0, count( $query->sector ), '%s' ) );
			$sql  .= " AND EXISTS ( SELECT 1 FROM %i s WHERE s.facet = 'sector' AND s.code IN ( $marks ) AND s.organisation_id = o.id )";
			$args  = array_merge( $args, array( $this->db->table( 'organisation_terms' ) ), $query->sector );
		}
		$limit = $terms->is_empty() || $terms->only_noise ? '' : ' LIMIT %d';
		return array( "%i o WHERE o.listed = 1$sql$limit", array_merge( array( $this->db->table( 'organisations' ) ), $args, '' === $limit ? array() : array( self::SEARCH_LIMIT ) ) );
	}
}
