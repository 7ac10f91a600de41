<?php
/**
 * A question to the directory.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Claims\Category;
use CoopCredentials\Kernel\Problem;

/**
 * Parameters of GET directory, validated (directory reference 7).
 */
final class Search_Query {

	public const ORDERS = array( 'name', 'newest', 'distance' );

	private const MAX_VALUES = 10;
	private const MAX_SEARCH = 200;

	/**
	 * @param string                                             $search   Text, cut at 200 characters.
	 * @param list<string>                                       $category OR inside, AND between the lists.
	 * @param list<string>                                       $type     BMT codes.
	 * @param list<string>                                       $sector   ICA codes.
	 * @param list<string>                                       $country  ISO codes.
	 * @param int|null                                           $level    At least.
	 * @param array{0: float, 1: float, 2: float, 3: float}|null $bbox     West, south, east, north.
	 * @param array{0: float, 1: float}|null                     $near     Latitude, longitude.
	 * @param float                                              $radius   Kilometres around near.
	 * @param string|null                                        $cursor   From an answer.
	 * @param int                                                $per_page 1–100.
	 * @param string                                             $orderby  One of ORDERS.
	 */
	private function __construct(
		public readonly string $search,
		public readonly array $category,
		public readonly array $type,
		public readonly array $sector,
		public readonly array $country,
		public readonly ?int $level,
		public readonly ?array $bbox,
		public readonly ?array $near,
		public readonly float $radius,
		public readonly ?string $cursor,
		public readonly int $per_page,
		public readonly string $orderby
	) {}

	/**
	 * @param array<string, mixed> $input search, category, type, sector, country (lists or comma lists), level, bbox,
	 *                                    near, radius, cursor, per_page, orderby.
	 * @throws Problem With reason unknown_value, too_many_values, invalid_bbox, invalid_near (400).
	 */
	public static function from_array( array $input ): self {
		$near    = self::near( $input );
		$orderby = self::text( $input['orderby'] ?? 'name' );
		if ( '' === $orderby ) {
			$orderby = 'name';
		}
		if ( ! in_array( $orderby, self::ORDERS, true ) || ( 'distance' === $orderby && null === $near ) ) {
			throw self::unknown( 'orderby', $orderby );
		}
		$search = self::text( $input['search'] ?? '' );
		return new self(
			mb_check_encoding( $search, 'UTF-8' ) ? mb_substr( trim( $search ), 0, self::MAX_SEARCH, 'UTF-8' ) : '',
			self::values( $input, 'category', static fn( string $value ): ?string => Category::tryFrom( $value )?->value ),
			self::values( $input, 'type', array( Taxonomy::class, 'type' ) ),
			self::values( $input, 'sector', array( Taxonomy::class, 'sector' ) ),
			self::values( $input, 'country', static fn( string $value ): ?string => Countries::is_code( strtoupper( $value ) ) ? strtoupper( $value ) : null ),
			self::level( self::text( $input['level'] ?? '' ) ),
			self::bbox( self::text( $input['bbox'] ?? '' ) ),
			$near,
			self::radius( self::text( $input['radius'] ?? '' ), $near ),
			'' === self::text( $input['cursor'] ?? '' ) ? null : self::text( $input['cursor'] ),
			self::per_page( self::text( $input['per_page'] ?? '' ) ),
			$orderby
		);
	}

	/**
	 * The same question without page, for cursors and caches.
	 */
	public function filter_hash(): string {
		return substr( hash( 'sha256', (string) wp_json_encode( $this->filters() ) ), 0, 16 );
	}

	/**
	 * All that decides an answer, in one order.
	 *
	 * @return array<string, mixed>
	 */
	public function normal_form(): array {
		return $this->filters() + array( 'cursor' => $this->cursor, 'per_page' => $this->per_page ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
	}

	/**
	 * Values of the exact-match filters.
	 *
	 * @return array<string, list<string>> Only those in use.
	 */
	public function lists(): array {
		return array_filter(
			array(
				'category' => $this->category,
				'type'     => $this->type,
				'country'  => $this->country,
				'sector'   => $this->sector,
			),
			static fn( array $values ): bool => array() !== $values
		);
	}

	/**
	 * A box around near.
	 *
	 * @return array{0: float, 1: float, 2: float, 3: float}|null West, south, east, north; bbox when there is one.
	 */
	public function box(): ?array {
		return $this->bbox ?? ( null === $this->near ? null : Geometry::box( $this->near, $this->radius ) );
	}

	/**
	 * @return array<string, mixed>
	 */
	private function filters(): array {
		$sorted = static function ( array $values ): array {
			sort( $values );
			return $values;
		};
		return array(
			'search'   => $this->search,
			'category' => $sorted( $this->category ),
			'type'     => $sorted( $this->type ),
			'sector'   => $sorted( $this->sector ),
			'country'  => $sorted( $this->country ),
			'level'    => $this->level,
			'bbox'     => $this->bbox,
			'near'     => $this->near,
			'radius'   => null === $this->near ? null : $this->radius,
			'orderby'  => $this->orderby,
		);
	}

	/**
	 * @param array<string, mixed>      $input All.
	 * @param string $name
	 * @param callable(string): ?string $code  Value => code; null: unknown.
	 * @return list<string>
	 */
	private static function values( array $input, string $name, callable $code ): array {
		$given  = $input[ $name ] ?? array();
		$given  = is_array( $given ) ? $given : explode( ',', self::text( $given ) );
		$values = array();
		foreach ( $given as $value ) {
			$value = trim( self::text( $value ) );
			if ( '' !== $value ) {
				$values[] = $code( $value ) ?? throw self::unknown( $name, $value );
			}
		}
		$values = array_values( array_unique( $values ) );
		if ( count( $values ) > self::MAX_VALUES ) {
			throw new Problem( 'too_many_values', 400, __( 'Please choose at most ten values of one kind.', 'coop-credentials' ), null, array( 'field' => $name ) );
		}
		return $values;
	}

	private static function level( string $text ): ?int {
		if ( '' === $text ) {
			return null;
		}
		return 1 === preg_match( '/^[0-4]$/D', $text ) ? (int) $text : throw self::unknown( 'level', $text );
	}

	private static function per_page( string $text ): int {
		if ( '' === $text ) {
			return 24;
		}
		return 1 === preg_match( '/^(?:[1-9][0-9]?|100)$/D', $text ) ? (int) $text : throw self::unknown( 'per_page', $text );
	}

	/**
	 * @return array{0: float, 1: float, 2: float, 3: float}|null
	 */
	private static function bbox( string $text ): ?array {
		if ( '' === $text ) {
			return null;
		}
		$numbers = self::numbers( $text, 4 );
		if ( null === $numbers || abs( $numbers[0] ) > 180 || abs( $numbers[2] ) > 180 || abs( $numbers[1] ) > 90 || abs( $numbers[3] ) > 90 || $numbers[1] > $numbers[3] ) {
			throw new Problem( 'invalid_bbox', 400, __( 'A box is west,south,east,north in degrees.', 'coop-credentials' ) );
		}
		return array( $numbers[0], $numbers[1], $numbers[2], $numbers[3] );
	}

	/**
	 * @param array<string, mixed> $input All.
	 * @return array{0: float, 1: float}|null
	 */
	private static function near( array $input ): ?array {
		$text    = self::text( $input['near'] ?? '' );
		$numbers = '' === $text ? null : self::numbers( $text, 2 );
		if ( '' === $text && '' === self::text( $input['radius'] ?? '' ) ) {
			return null;
		}
		if ( null === $numbers || abs( $numbers[0] ) > 90 || abs( $numbers[1] ) > 180 ) {
			throw self::invalid_near();
		}
		return array( $numbers[0], $numbers[1] );
	}

	/**
	 * @param string $text
	 * @param array{0: float, 1: float}|null $near Centre.
	 */
	private static function radius( string $text, ?array $near ): float {
		if ( '' === $text ) {
			return 25.0;
		}
		$numbers = self::numbers( $text, 1 );
		if ( null === $near || null === $numbers || $numbers[0] < 1 || $numbers[0] > 500 ) {
			throw self::invalid_near();
		}
		return $numbers[0];
	}

	/**
	 * @return list<float>|null Finite plain decimals only.
	 */
	private static function numbers( string $text, int $count ): ?array {
		$parts = array_map( 'trim', explode( ',', $text ) );
		foreach ( $parts as $part ) {
			if ( 1 !== preg_match( '/^[+-]?\d{1,4}(?:\.\d{1,12})?$/D', $part ) ) {
				return null;
			}
		}
		return count( $parts ) === $count ? array_map( 'floatval', $parts ) : null;
	}

	private static function text( mixed $value ): string {
		return is_scalar( $value ) ? (string) $value : '';
	}

	private static function invalid_near(): Problem {
		return new Problem( 'invalid_near', 400, __( 'A place is latitude,longitude; a radius is 1 to 500 kilometres around it.', 'coop-credentials' ) );
	}

	private static function unknown( string $field, string $value ): Problem {
		return new Problem( 'unknown_value', 400, __( 'This value is not known here.', 'coop-credentials' ), null, array( 'field' => $field, 'value' => Cell::excerpt( $value ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
	}
}
