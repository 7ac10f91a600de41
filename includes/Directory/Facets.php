<?php
/**
 * Counts beside the filters.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

/**
 * Sums of two small cubes: how many listed organisations have each combination of category, type, country and level,
 * and the same a sector. Each facet is counted under all other filters. Pure.
 */
final class Facets {

	public const OPTION = 'coop_credentials_directory_facets';

	public const NAMES = array( 'category', 'type', 'sector', 'country', 'level' );

	/** Place of each facet in a row of a cube. */
	private const COLUMN = array(
		'category' => 0,
		'type'     => 1,
		'country'  => 2,
		'level'    => 3,
	);

	/**
	 * @param list<array{0: string, 1: string, 2: string, 3: int, 4: int}>            $cube    category, type, country, level, count.
	 * @param list<array{0: string, 1: string, 2: string, 3: int, 4: int, 5: string}> $sectors The same with a sector.
	 */
	public function __construct( private readonly array $cube, private readonly array $sectors ) {}

	/**
	 * Organisations under all filters the cube knows (category, type, country, level).
	 */
	public function total( Search_Query $query ): int {
		return self::sum( $this->cube, $query, '' );
	}

	/**
	 * Organisations with one value of one filter, other filters aside: tells which filter to drive a query by.
	 *
	 * @param string $facet
	 * @param list<string> $values Codes.
	 */
	public function count( string $facet, array $values ): int {
		$sum = 0;
		foreach ( 'sector' === $facet ? $this->sectors : $this->cube as $row ) {
			$code = 'sector' === $facet ? ( $row[5] ?? '' ) : (string) $row[ self::COLUMN[ $facet ] ];
			$sum += in_array( $code, $values, true ) ? $row[4] : 0;
		}
		return $sum;
	}

	/**
	 * Counts of each facet under all other filters.
	 *
	 * @param Search_Query $query
	 * @param self $all Counts without any filter: tells which values exist at all.
	 * @return array<string, array<string, int>> Facet => code => count; values at zero stay.
	 */
	public function counts( Search_Query $query, self $all ): array {
		$counts = array();
		foreach ( self::NAMES as $facet ) {
			$counts[ $facet ] = array_fill_keys( $all->codes( $facet, $query ), 0 );
			foreach ( 'sector' === $facet ? $this->sectors : $this->cube as $row ) {
				if ( ! self::fits( $row, $query, $facet ) ) {
					continue;
				}
				$code = 'sector' === $facet ? ( $row[5] ?? '' ) : (string) $row[ self::COLUMN[ $facet ] ];
				if ( '' !== $code ) {
					$counts[ $facet ][ $code ] = ( $counts[ $facet ][ $code ] ?? 0 ) + $row[4];
				}
			}
		}
		/** @var array<string, array<string, int>> $counts Numeric codes (levels) turn into integers as keys. */
		return $counts;
	}

	/**
	 * @return array{cube: array<int, mixed>, sectors: array<int, mixed>}
	 */
	public function to_array(): array {
		return array( 'cube' => $this->cube, 'sectors' => $this->sectors ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
	}

	/**
	 * @param mixed $stored As to_array() gave it.
	 */
	public static function from_array( mixed $stored ): ?self {
		if ( ! is_array( $stored ) || ! is_array( $stored['cube'] ?? null ) || ! is_array( $stored['sectors'] ?? null ) ) {
			return null;
		}
		$read = static function ( array $rows, bool $sector ): array {
			$clean = array();
			foreach ( $rows as $row ) {
				if ( is_array( $row ) && isset( $row[0], $row[1], $row[2], $row[3], $row[4] ) ) {
					$cells = array( (string) $row[0], (string) $row[1], (string) $row[2], (int) $row[3], (int) $row[4] );
					if ( $sector ) {
						$cells[] = (string) ( $row[5] ?? '' );
					}
					$clean[] = $cells;
				}
			}
			return $clean;
		};
		/** @var list<array{0: string, 1: string, 2: string, 3: int, 4: int}> $cube */
		$cube = $read( $stored['cube'], false );
		/** @var list<array{0: string, 1: string, 2: string, 3: int, 4: int, 5: string}> $sectors */
		$sectors = $read( $stored['sectors'], true );
		return new self( $cube, $sectors );
	}

	/**
	 * @return list<string> Values to show, in their own order.
	 */
	private function codes( string $facet, Search_Query $query ): array {
		if ( 'level' === $facet ) {
			return array( '4', '3', '2', '1', '0' );
		}
		$present = 'type' === $facet ? array_fill_keys( Taxonomy::TYPES, true ) : array_fill_keys( $query->lists()[ $facet ] ?? array(), true );
		foreach ( 'sector' === $facet ? $this->sectors : $this->cube as $row ) {
			$present[ 'sector' === $facet ? ( $row[5] ?? '' ) : (string) $row[ self::COLUMN[ $facet ] ] ] = true;
		}
		unset( $present[''] );
		$order = 'sector' === $facet ? Taxonomy::SECTORS : ( 'type' === $facet ? Taxonomy::TYPES : array() );
		$codes = array_map( 'strval', array_keys( $present ) );
		sort( $codes );
		return array() === $order ? $codes : array_values( array_intersect( $order, $codes ) );
	}

	/**
	 * @param list<array<int, int|string>> $rows Of a cube.
	 * @param Search_Query $query
	 * @param string $except
	 */
	private static function sum( array $rows, Search_Query $query, string $except ): int {
		$sum = 0;
		foreach ( $rows as $row ) {
			$sum += self::fits( $row, $query, $except ) ? (int) $row[4] : 0;
		}
		return $sum;
	}

	/**
	 * @param array<int, int|string> $row    Of a cube.
	 * @param Search_Query $query
	 * @param string                 $except Facet whose own filter does not count.
	 */
	private static function fits( array $row, Search_Query $query, string $except ): bool {
		foreach ( array( 'category', 'type', 'country' ) as $name ) {
			$values = $query->$name;
			if ( $name !== $except && array() !== $values && ! in_array( (string) $row[ self::COLUMN[ $name ] ], $values, true ) ) {
				return false;
			}
		}
		if ( 'level' !== $except && null !== $query->level && (int) $row[3] < $query->level ) {
			return false;
		}
		return true;
	}
}
