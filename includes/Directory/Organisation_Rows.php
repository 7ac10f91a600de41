<?php
/**
 * Rows of organisations.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Kernel\Database;

/**
 * Turns fields into columns with everything that is derived from them: sort key, tokens, website key, terms. Used by
 * editors and importers alike.
 */
final class Organisation_Rows {

	public function __construct( private readonly Search_Tokens $tokens ) {}

	/**
	 * Columns that depend on fields.
	 *
	 * @param array<string, mixed> $fields      Complete set of an organisation (Organisation_Fields).
	 * @param list<Identifier>     $identifiers All of it.
	 * @param string               $uid         ULID.
	 * @return array<string, mixed> Column => value.
	 */
	public function columns( array $fields, array $identifiers, string $uid ): array {
		$fields = Organisation_Fields::protect( $fields );
		$row    = array();
		foreach ( Organisation_Fields::COLUMNS as $field => $column ) {
			$row[ $column ] = $fields[ $field ] ?? null;
		}
		$name                   = self::text( $fields['name'] ?? '' );
		$row['name']            = $name;
		$row['summary']         = self::text( $fields['summary'] ?? '' );
		$row['point_precision'] = self::text( $fields['precision'] ?? 'exact' );
		$row['latitude']        = self::degrees( $fields['latitude'] ?? null );
		$row['longitude']       = self::degrees( $fields['longitude'] ?? null );
		$row['sort_key']        = $this->tokens->sort_key( $name, $uid );
		$row['website_key']     = is_string( $row['website'] ) ? Website::key( $row['website'] ) : null;
		$row['search_tokens']   = $this->tokens->stored( self::searchable( $fields, $identifiers ) );
		$data                   = array_diff_key( $fields, Organisation_Fields::COLUMNS, array_flip( Organisation_Fields::HIDDEN ) );
		$row['data']            = self::json( $data );
		$row['hidden_data']     = self::json( array_intersect_key( $fields, array_flip( Organisation_Fields::HIDDEN ) ) );
		return $row;
	}

	/**
	 * Columns that depend on the standing.
	 *
	 * @return array<string, mixed> Column => value.
	 */
	public static function standing( Standing $standing, Trust_Policy $policy ): array {
		return array(
			'listed'         => $standing->listed ? 1 : 0,
			'state'          => $standing->state->value,
			'state_reason'   => $standing->reason,
			'level'          => $standing->level,
			'verified_until' => null === $standing->verified_until ? null : Database::datetime( $standing->verified_until ),
			'grace_until'    => null === $standing->grace_until ? null : Database::datetime( $standing->grace_until ),
			'next_change_at' => self::next( $standing ),
			'badge_facts'    => null === $standing->badge_facts() ? null : self::json( $standing->badge_facts() ),
			'policy_version' => $policy->stamp(),
		);
	}

	/**
	 * All fields of a stored organisation, as columns() takes them.
	 *
	 * @return array<string, mixed>
	 */
	public static function fields( Organisation $organisation ): array {
		return array_merge(
			$organisation->data,
			$organisation->hidden,
			array(
				'name'       => $organisation->name,
				'legal_name' => $organisation->legal_name,
				'summary'    => $organisation->summary,
				'website'    => $organisation->website,
				'locality'   => $organisation->locality,
				'region'     => $organisation->region,
				'postcode'   => $organisation->postcode,
				'country'    => $organisation->country,
				'latitude'   => $organisation->latitude,
				'longitude'  => $organisation->longitude,
				'precision'  => $organisation->precision,
				'category'   => $organisation->category->value,
				'type'       => $organisation->type,
				'structure'  => $organisation->structure,
				'sector'     => $organisation->sector,
			)
		);
	}

	/**
	 * @param array<string, mixed> $fields Complete set.
	 * @return list<array{facet: string, code: string}>
	 */
	public static function terms( array $fields ): array {
		$codes = array(
			'sector'    => array_merge( array( $fields['sector'] ?? null ), self::items( $fields['sectors'] ?? null ) ),
			'qualifier' => self::items( $fields['qualifiers'] ?? null ),
			'language'  => self::items( $fields['languages'] ?? null ),
			'territory' => self::items( $fields['territory'] ?? null ),
		);
		$terms = array();
		foreach ( $codes as $facet => $list ) {
			foreach ( array_unique( array_filter( $list, static fn( mixed $code ): bool => is_string( $code ) && '' !== $code && strlen( $code ) <= 32 ) ) as $code ) {
				$terms[] = array( 'facet' => $facet, 'code' => $code ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
			}
		}
		return $terms;
	}

	/**
	 * ASCII from the folded name; '' when nothing is left.
	 */
	public function slug( string $name ): string {
		return substr( trim( (string) preg_replace( '/[^a-z0-9]+/', '-', $this->tokens->fold( $name ) ), '-' ), 0, 90 );
	}

	/**
	 * @param array<array-key, mixed> $value Value.
	 */
	public static function json( array $value ): string {
		$value = array_filter( $value, static fn( mixed $item ): bool => null !== $item && array() !== $item );
		ksort( $value );
		return array() === $value ? '{}' : (string) wp_json_encode( $value, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE );
	}

	/**
	 * @param array<string, mixed> $fields      Complete set.
	 * @param list<Identifier>     $identifiers All.
	 * @return list<string>
	 */
	private static function searchable( array $fields, array $identifiers ): array {
		$texts = array( self::text( $fields['name'] ?? '' ), self::text( $fields['legal_name'] ?? '' ) );
		foreach ( self::items( $fields['other_names'] ?? null ) as $name ) {
			$texts[] = self::text( $name );
		}
		array_push( $texts, self::text( $fields['locality'] ?? '' ), self::text( $fields['region'] ?? '' ), self::text( $fields['postcode'] ?? '' ) );
		foreach ( $identifiers as $identifier ) {
			if ( $identifier->is_public() ) {
				$texts[] = $identifier->value;
			}
		}
		return $texts;
	}

	private static function next( Standing $standing ): ?string {
		$next = $standing->next_change_at;
		return null === $next ? null : Database::datetime( $next );
	}

	private static function degrees( mixed $value ): ?string {
		return is_numeric( $value ) ? number_format( (float) $value, 6, '.', '' ) : null;
	}

	private static function text( mixed $value ): string {
		return is_scalar( $value ) ? (string) $value : '';
	}

	/**
	 * @return list<mixed>
	 */
	private static function items( mixed $value ): array {
		return is_array( $value ) ? array_values( $value ) : array();
	}
}
