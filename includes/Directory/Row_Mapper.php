<?php
/**
 * Reads rows of the 30-column standard.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

/**
 * Row → fields, identifiers, warnings or one error (directory reference 9). No column ever sets a state or a level.
 */
final class Row_Mapper {

	/** Column of the standard (lower case) => what it is. */
	private const STANDARD = array(
		'identifier'               => 'id',
		'id'                       => 'id',
		'name'                     => 'name',
		'description'              => 'description',
		'organisational structure' => 'structure',
		'primary activity'         => 'sector',
		'activities'               => 'sectors',
		'street address'           => 'street',
		'locality'                 => 'locality',
		'region'                   => 'region',
		'postcode'                 => 'postcode',
		'country id'               => 'country',
		'territory id'             => 'territory',
		'website'                  => 'website',
		'phone'                    => 'phone',
		'email'                    => 'email',
		'twitter'                  => 'link',
		'facebook'                 => 'link',
		'companies house number'   => 'registration',
		'qualifiers'               => 'qualifiers',
		'membership type'          => 'type',
		'latitude'                 => 'latitude',
		'longitude'                => 'longitude',
		'geo container'            => 'container',
		'geo container latitude'   => 'container_latitude',
		'geo container longitude'  => 'container_longitude',
		'sector'                   => 'words',
		'sic section'              => 'words',
		'sic code'                 => 'words',
		'ownership classification' => 'words',
		'legal form'               => 'legal_form',
	);

	/** Columns that would like to decide what only evidence may decide. */
	private const FORBIDDEN = array( 'status', 'state', 'level', 'trust_level', 'trust level', 'verified', 'badge', 'listed' );

	/** Limits of texts, in characters. */
	private const LIMITS = array(
		'id'          => 191,
		'name'        => 200,
		'description' => 5000,
		'street'      => 300,
		'locality'    => 120,
		'region'      => 120,
		'postcode'    => 20,
		'legal_form'  => 120,
		'phone'       => 60,
		'email'       => 254,
	);

	/** Countries whose postcodes have five digits. */
	private const FIVE_DIGITS = array( 'DE', 'ES', 'FI', 'FR', 'IT', 'US' );

	/** @var array<int, string> Column number => what it is. */
	private readonly array $columns;

	/** @var list<array{code: string, field: string, excerpt: string}> */
	private array $warnings = array();

	/** @var array{code: string, field: string, excerpt: string}|null */
	private ?array $error = null;

	/**
	 * @param list<string>         $header    Names of the columns.
	 * @param array<string, mixed> $mapping   Of the source: category, coops_uk, registration_issuer, columns.
	 * @param string               $delimiter Of the file: a comma may be decimal only where it does not divide cells.
	 */
	public function __construct( private readonly array $header, private readonly array $mapping, private readonly string $delimiter ) {
		$own     = is_array( $mapping['columns'] ?? null ) ? array_change_key_case( $mapping['columns'] ) : array();
		$columns = array();
		foreach ( $header as $i => $name ) {
			$key           = strtolower( $name );
			$columns[ $i ] = is_string( $own[ $key ] ?? null ) ? $own[ $key ] : ( self::STANDARD[ $key ] ?? ( in_array( $key, self::FORBIDDEN, true ) ? 'forbidden' : '' ) );
		}
		$this->columns = $columns;
	}

	/**
	 * Columns that decide nothing, for the report.
	 *
	 * @return list<string> Names.
	 */
	public function forbidden(): array {
		return array_values( array_intersect_key( $this->header, array_filter( $this->columns, static fn( string $what ): bool => 'forbidden' === $what ) ) );
	}

	public function map( Csv_Record $record ): Mapped_Row {
		$this->warnings = array();
		$this->error    = null;
		if ( $record->too_long ) {
			return $this->refused( 'too_long', '', '' );
		}
		if ( count( $record->cells ) !== count( $this->header ) ) {
			return $this->refused( 'cell_count', '', count( $record->cells ) . ' / ' . count( $this->header ) );
		}
		foreach ( $record->cells as $i => $cell ) {
			if ( ! mb_check_encoding( $cell, 'UTF-8' ) ) {
				return $this->refused( 'encoding_mixed', $this->header[ $i ], $cell );
			}
		}
		$hash   = hash( 'sha256', (string) wp_json_encode( $record->cells ) );
		$cells  = $this->cells( $record );
		$fields = $this->fields( $cells );
		$ids    = null === $this->error ? $this->identifiers( $cells, $fields ) : array();
		if ( null === $this->error && '' === ( $cells['id'] ?? '' ) ) {
			$this->fail( 'identifier_missing', 'Identifier', '' );
		}
		if ( null !== $this->error ) {
			return new Mapped_Row( '', array(), array(), $this->warnings, $this->error, $hash );
		}
		return new Mapped_Row( (string) ( $cells['id'] ?? '' ), $fields, $ids, $this->warnings, null, $hash ); // @phpstan-ignore cast.string (a text)
	}

	/**
	 * Texts by meaning, cleaned and checked for length.
	 *
	 * @phpstan-impure
	 * @return array<string, mixed>
	 */
	private function cells( Csv_Record $record ): array {
		$cells = array();
		$links = array();
		$words = array();
		foreach ( $this->columns as $i => $what ) {
			$raw = $record->cells[ $i ];
			if ( '' === $what || 'forbidden' === $what || '' === $raw ) {
				continue;
			}
			$cell = Cell::read( $raw, self::LIMITS[ $what ] ?? 2000, in_array( $what, array( 'street', 'description' ), true ) );
			if ( $cell->too_long ) {
				$this->fail( 'too_long', $this->header[ $i ], $raw );
				continue;
			}
			foreach ( $cell->notes as $note ) {
				$this->warn( $note, $this->header[ $i ], $raw );
			}
			if ( 'words' === $what ) {
				$words[ $this->header[ $i ] ] = $cell->text;
			} elseif ( 'link' === $what ) {
				$links[] = $this->link( $this->header[ $i ], $cell->text );
			} else {
				$cells[ $what ] = $cell->text;
			}
		}
		$cells['links']        = $links;
		$cells['source_words'] = $words;
		return $cells;
	}

	/**
	 * @phpstan-impure
	 * @param array<string, mixed> $cells Texts by meaning.
	 * @return array<string, mixed>
	 */
	private function fields( array $cells ): array {
		$text   = static fn( string $what ): string => is_string( $cells[ $what ] ?? null ) ? $cells[ $what ] : '';
		$fields = array(
			'name'     => $text( 'name' ),
			'summary'  => '',
			'category' => is_string( $this->mapping['category'] ?? null ) ? $this->mapping['category'] : 'coop',
		);
		if ( '' === $fields['name'] ) {
			$this->fail( 'name_missing', 'Name', '' );
			return $fields;
		}
		if ( 1 === preg_match( '/^\s*[<\[]/', $fields['name'] ) ) {
			$this->warn( 'markup_in_name', 'Name', $fields['name'] ); // Stays text wherever it is shown.
		}
		foreach ( array( 'description', 'street', 'locality', 'region', 'postcode', 'legal_form', 'phone', 'email' ) as $what ) {
			if ( '' !== $text( $what ) ) {
				$fields[ $what ] = $text( $what );
			}
		}
		$this->codes( $cells, $fields );
		$this->country( $text( 'country' ), $fields );
		$this->point( $cells, $fields );
		$site = Website::read( $text( 'website' ) );
		if ( null !== $site->error ) {
			$this->fail( $site->error, 'Website', $text( 'website' ) );
		}
		if ( null !== $site->note ) {
			$this->warn( $site->note, 'Website', $text( 'website' ) );
		}
		$fields['website'] = $site->url;
		$links             = array_merge( array_map( static fn( string $url ): array => array( 'url' => $url ), $site->more ), array_filter( (array) ( $cells['links'] ?? array() ) ) );
		if ( array() !== $links ) {
			$fields['links'] = array_slice( array_values( $links ), 0, 20 );
		}
		if ( array() !== (array) ( $cells['source_words'] ?? array() ) ) {
			$fields['source_words'] = (array) $cells['source_words'] + (array) ( $fields['source_words'] ?? array() );
		}
		return $fields;
	}

	/**
	 * Codes; an unknown one stays as the source's words and is never invented.
	 *
	 * @param array<string, mixed> $cells  Texts by meaning.
	 * @param array<string, mixed> $fields Result.
	 */
	private function codes( array $cells, array &$fields ): void {
		foreach ( array( 'type', 'structure', 'sector' ) as $what ) {
			$given = $cells[ $what ] ?? '';
			if ( ! is_string( $given ) || '' === $given ) {
				continue;
			}
			$code = Taxonomy::$what( $given );
			if ( null === $code ) {
				$fields['source_words'][ $what ] = $given;
				$this->warn( 'unknown_code', $what, $given );
			} else {
				$fields[ $what ] = $code;
			}
		}
		foreach ( array( 'sectors' => 'sector', 'qualifiers' => 'qualifier' ) as $what => $kind ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
			$codes = array();
			foreach ( array_filter( array_map( 'trim', explode( ';', is_string( $cells[ $what ] ?? null ) ? $cells[ $what ] : '' ) ) ) as $given ) {
				$code = Taxonomy::$kind( $given );
				if ( null === $code ) {
					$fields['source_words'][ $what ] = trim( ( $fields['source_words'][ $what ] ?? '' ) . '; ' . $given, '; ' );
				} else {
					$codes[] = $code;
				}
			}
			if ( array() !== $codes ) {
				$fields[ $what ] = array_slice( array_values( array_unique( $codes ) ), 0, 20 );
			}
		}
	}

	/**
	 * @param string $given
	 * @param array<string, mixed> $fields Result.
	 */
	private function country( string $given, array &$fields ): void {
		if ( '' === $given ) {
			return;
		}
		$code = Countries::read( $given );
		if ( null === $code || '?' === $code ) {
			$fields['source_words']['country'] = $given;
			$this->warn( '?' === $code ? 'country_ambiguous' : 'country_unknown', 'Country ID', $given );
			return;
		}
		$fields['country'] = $code;
		$postcode          = $fields['postcode'] ?? '';
		if ( in_array( $code, self::FIVE_DIGITS, true ) && is_string( $postcode ) && 1 === preg_match( '/^\d{4}$/D', $postcode ) ) {
			$this->warn( 'leading_zero', 'Postcode', $postcode ); // A spreadsheet may have eaten it.
		}
	}

	/**
	 * @param array<string, mixed> $cells  Texts by meaning.
	 * @param array<string, mixed> $fields Result.
	 */
	private function point( array $cells, array &$fields ): void {
		$fields['precision'] = 'exact';
		$latitude            = $this->degrees( $cells['latitude'] ?? '', 90, 'Latitude' );
		$longitude           = $this->degrees( $cells['longitude'] ?? '', 180, 'Longitude' );
		if ( null === $latitude || null === $longitude ) {
			$latitude            = $this->degrees( $cells['container_latitude'] ?? '', 90, 'Geo Container Latitude' );
			$longitude           = $this->degrees( $cells['container_longitude'] ?? '', 180, 'Geo Container Longitude' );
			$fields['precision'] = 'postcode';
		}
		if ( null === $latitude || null === $longitude ) {
			return;
		}
		if ( 0.0 === $latitude && 0.0 === $longitude ) {
			$this->warn( 'zero_point', 'Latitude', '0, 0' );
		}
		$fields['latitude']  = $latitude;
		$fields['longitude'] = $longitude;
	}

	private function degrees( mixed $given, int $max, string $field ): ?float {
		$given = is_string( $given ) ? trim( $given ) : '';
		if ( '' === $given ) {
			return null;
		}
		$plain = ',' === $this->delimiter ? $given : str_replace( ',', '.', $given );
		if ( 1 !== preg_match( '/^[+-]?\d{1,3}(?:\.\d{1,15})?$/D', $plain ) || abs( (float) $plain ) > $max ) {
			$this->fail( 'degrees_invalid', $field, $given );
			return null;
		}
		return (float) $plain;
	}

	/**
	 * @param array<string, mixed> $cells  Texts by meaning.
	 * @param array<string, mixed> $fields Mapped.
	 * @return list<Identifier>
	 */
	private function identifiers( array $cells, array $fields ): array {
		$found  = array();
		$id     = is_string( $cells['id'] ?? null ) ? $cells['id'] : '';
		$number = is_string( $cells['registration'] ?? null ) ? $cells['registration'] : '';
		if ( true === ( $this->mapping['coops_uk'] ?? false ) ) {
			$found[] = Identifier::tried( Identifier::COOPS_UK, '', $id );
		}
		if ( '' !== $number && is_string( $this->mapping['registration_issuer'] ?? null ) ) {
			$register = Identifier::tried( Identifier::REGISTRATION, $this->mapping['registration_issuer'], $number );
			if ( null === $register ) {
				$this->warn( 'identifier_invalid', 'Companies House Number', $number );
			}
			$found[] = $register;
		}
		return array_values( array_filter( $found ) );
	}

	/**
	 * @return array{label: string, url: string}|null
	 */
	private function link( string $label, string $text ): ?array {
		$site = Website::read( $text );
		if ( null === $site->url && 'twitter' === strtolower( $label ) && 1 === preg_match( '/^@?(\w{1,15})$/D', $text, $match ) ) {
			$site = Website::read( 'https://twitter.com/' . $match[1] );
		}
		return null === $site->url ? null : array( 'label' => $label, 'url' => $site->url ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
	}

	private function warn( string $code, string $field, string $excerpt ): void {
		$this->warnings[] = array( 'code' => $code, 'field' => $field, 'excerpt' => Cell::excerpt( $excerpt ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
	}

	private function fail( string $code, string $field, string $excerpt ): void {
		$this->error ??= array( 'code' => $code, 'field' => $field, 'excerpt' => Cell::excerpt( $excerpt ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
	}

	private function refused( string $code, string $field, string $excerpt ): Mapped_Row {
		$this->fail( $code, $field, $excerpt );
		return new Mapped_Row( '', array(), array(), array(), $this->error, '' );
	}
}
