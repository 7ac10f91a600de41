<?php
/**
 * Fields of an organisation.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Claims\Category;
use CoopCredentials\Kernel\Problem;

/**
 * What may be written, with types and limits (directory reference 2). One schema feeds REST, forms and checks.
 */
final class Organisation_Fields {

	/** Field => column, where a field has its own. */
	public const COLUMNS = array(
		'name'       => 'name',
		'legal_name' => 'legal_name',
		'summary'    => 'summary',
		'website'    => 'website',
		'locality'   => 'locality',
		'region'     => 'region',
		'postcode'   => 'postcode',
		'country'    => 'country',
		'latitude'   => 'latitude',
		'longitude'  => 'longitude',
		'precision'  => 'point_precision',
		'category'   => 'category',
		'type'       => 'type',
		'structure'  => 'structure',
		'sector'     => 'sector',
	);

	/** Kept out of everything public unless public_contact names them. */
	public const HIDDEN = array( 'email', 'phone' );

	/**
	 * @return array<string, array<string, mixed>> JSON schema of each field a person may write.
	 */
	public static function schema(): array {
		$text  = static fn( int $max ): array => array( 'type' => array( 'string', 'null' ), 'maxLength' => $max ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
		$texts = static fn( int $items, int $max ): array => array( 'type' => 'array', 'maxItems' => $items, 'items' => array( 'type' => 'string', 'maxLength' => $max ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
		$enum  = static fn( array $codes, bool $none = true ): array => array( 'type' => $none ? array( 'string', 'null' ) : 'string', 'enum' => $none ? array_merge( $codes, array( null ) ) : $codes ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
		return array(
			'name'           => array( 'type' => 'string', 'minLength' => 1, 'maxLength' => 200 ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			'legal_name'     => $text( 200 ),
			'other_names'    => $texts( 20, 200 ),
			'summary'        => array( 'type' => 'string', 'maxLength' => 300 ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			'description'    => $text( 5000 ),
			'mission'        => $text( 1000 ),
			'website'        => $text( 2000 ),
			'links'          => array(
				'type'     => 'array',
				'maxItems' => 20,
				'items'    => array(
					'type'                 => 'object',
					'properties'           => array(
						'label' => $text( 100 ),
						'url'   => array( 'type' => 'string', 'maxLength' => 2000, 'pattern' => '^https?://' ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
					),
					'required'             => array( 'url' ),
					'additionalProperties' => false,
				),
			),
			'logo'           => array( 'type' => array( 'integer', 'null' ), 'minimum' => 1 ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			'street'         => $text( 300 ),
			'locality'       => $text( 120 ),
			'region'         => $text( 120 ),
			'postcode'       => $text( 20 ),
			'country'        => array( 'type' => array( 'string', 'null' ), 'pattern' => '^[A-Z]{2}$' ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			'latitude'       => array( 'type' => array( 'number', 'null' ), 'minimum' => -90, 'maximum' => 90 ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			'longitude'      => array( 'type' => array( 'number', 'null' ), 'minimum' => -180, 'maximum' => 180 ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			'precision'      => $enum( Organisation::PRECISIONS, false ),
			'scope'          => $enum( array( 'local', 'regional', 'national', 'international' ) ),
			'territory'      => $texts( 50, 2 ),
			'category'       => $enum( array_column( Category::cases(), 'value' ), false ),
			'type'           => $enum( Taxonomy::TYPES ),
			'structure'      => $enum( Taxonomy::STRUCTURES ),
			'legal_form'     => $text( 120 ),
			'sector'         => $enum( Taxonomy::SECTORS ),
			'sectors'        => $texts( 20, 16 ),
			'qualifiers'     => $texts( 20, 8 ),
			'life_status'    => $enum( array( 'active', 'planned', 'on_hold', 'closed' ) ),
			'founded'        => array( 'type' => array( 'string', 'null' ), 'pattern' => '^\d{4}(-\d{2}(-\d{2})?)?$' ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			'closed'         => array( 'type' => array( 'string', 'null' ), 'pattern' => '^\d{4}(-\d{2}(-\d{2})?)?$' ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			'members'        => array( 'type' => array( 'integer', 'null' ), 'minimum' => 0, 'maximum' => 2000000000 ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			'member_of'      => $texts( 20, 200 ),
			'parent'         => $text( 200 ),
			'languages'      => $texts( 20, 35 ),
			'email'          => $text( 254 ),
			'phone'          => $text( 60 ),
			'public_contact' => array( 'type' => 'array', 'maxItems' => 2, 'items' => array( 'type' => 'string', 'enum' => self::HIDDEN ) ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
		);
	}

	/**
	 * Cleans what a person wrote.
	 *
	 * @param array<string, mixed> $input Field => value, of schema().
	 * @return array<string, mixed> Field => clean value; null empties a field.
	 * @throws Problem With reason invalid_request (400) with the fields in data.params.
	 */
	public static function clean( array $input ): array {
		$wrong = array();
		$clean = array();
		foreach ( $input as $field => $value ) {
			$schema = self::schema()[ $field ] ?? null;
			if ( null === $schema ) {
				$wrong[ $field ] = __( 'Unknown field.', 'coop-credentials' );
				continue;
			}
			$valid = rest_validate_value_from_schema( $value, $schema, $field );
			if ( is_wp_error( $valid ) ) {
				$wrong[ $field ] = $valid->get_error_message();
				continue;
			}
			$clean[ $field ] = self::value( $field, $value, (array) $schema['type'] );
		}
		if ( isset( $clean['website'] ) && is_string( $clean['website'] ) ) {
			$site = Website::read( $clean['website'] );
			if ( null === $site->url ) {
				$wrong['website'] = __( 'This is not a web address.', 'coop-credentials' );
			}
			$clean['website'] = $site->url;
		}
		if ( isset( $clean['country'] ) && ! Countries::is_code( (string) $clean['country'] ) ) { // @phpstan-ignore cast.string (checked against the schema)
			$wrong['country'] = __( 'This is not a country code.', 'coop-credentials' );
		}
		if ( array_key_exists( 'name', $clean ) && '' === $clean['name'] ) {
			$wrong['name'] = __( 'A name is needed.', 'coop-credentials' );
		}
		if ( array() !== $wrong ) {
			throw new Problem( 'invalid_request', 400, __( 'Something in the request is not valid.', 'coop-credentials' ), null, array( 'params' => $wrong ) );
		}
		return $clean;
	}

	/**
	 * Private addresses are dropped at write: nothing finer than the town is kept.
	 *
	 * @param array<string, mixed> $fields Complete set.
	 * @return array<string, mixed>
	 */
	public static function protect( array $fields ): array {
		if ( 'hidden' === ( $fields['precision'] ?? '' ) ) {
			$fields['street']    = null;
			$fields['postcode']  = null;
			$fields['latitude']  = null;
			$fields['longitude'] = null;
		}
		if ( null === ( $fields['latitude'] ?? null ) || null === ( $fields['longitude'] ?? null ) ) {
			$fields['latitude']  = null;
			$fields['longitude'] = null;
		}
		return $fields;
	}

	/**
	 * @param string $field
	 * @param mixed $value
	 * @param array<array-key, mixed> $types Of the schema.
	 */
	private static function value( string $field, mixed $value, array $types ): mixed {
		if ( null === $value ) {
			return in_array( 'string', $types, true ) && 'summary' === $field ? '' : null;
		}
		if ( 'description' === $field ) {
			$html = wp_kses( (string) $value, array( 'p' => array(), 'br' => array(), 'strong' => array(), 'em' => array(), 'ul' => array(), 'ol' => array(), 'li' => array(), 'a' => array( 'href' => true ) ), array( 'https', 'http' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			return '' === trim( $html ) ? null : str_replace( '<a ', '<a rel="nofollow ugc" ', $html );
		}
		if ( in_array( 'string', $types, true ) && is_string( $value ) ) {
			$text = Cell::read( $value, 5000, 'street' === $field )->text;
			return '' === $text && ! in_array( $field, array( 'name', 'summary' ), true ) ? null : $text;
		}
		if ( in_array( 'number', $types, true ) ) {
			return (float) $value;
		}
		if ( is_array( $value ) && array_is_list( $value ) && 'links' !== $field ) {
			return array_values( array_unique( array_filter( array_map( static fn( mixed $item ): string => is_scalar( $item ) ? Cell::read( (string) $item, 2000 )->text : '', $value ), static fn( string $item ): bool => '' !== $item ) ) );
		}
		return $value;
	}
}
