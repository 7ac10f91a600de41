<?php
/**
 * Code lists.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

/**
 * ESSGlobal codes of types, structures, sectors and qualifiers. Codes are stored; labels are in Words.
 */
final class Taxonomy {

	public const TYPES = array( 'BMT10', 'BMT20', 'BMT30', 'BMT40', 'BMT50', 'BMT60' );

	public const STRUCTURES = array( 'OS10', 'OS20', 'OS30', 'OS40', 'OS50', 'OS60', 'OS70', 'OS80', 'OS90', 'OS100', 'OS110', 'OS115', 'OS120', 'OS130', 'OS140', 'OS150', 'OS160', 'OS170', 'OS180', 'OS190', 'OS200', 'OS210', 'OS220', 'OS230', 'OS240' );

	public const SECTORS = array( 'ICA10', 'ICA20', 'ICA30', 'ICA40', 'ICA50', 'ICA60', 'ICA70', 'ICA80', 'ICA90', 'ICA100', 'ICA110', 'ICA120', 'ICA130', 'ICA140', 'ICA150', 'ICA160', 'ICA170', 'ICA180', 'ICA190', 'ICA200', 'ICA210', 'ICA220', 'ICA230', 'ICA240', 'ICA250', 'ICA260', 'ICA270', 'ICA280', 'ICA290' );

	public const BASE = 'https://w3id.solidarityeconomy.coop/essglobal/V2a/standard/';

	public static function type( string $value ): ?string {
		return self::code( $value, self::TYPES );
	}

	public static function structure( string $value ): ?string {
		return self::code( $value, self::STRUCTURES );
	}

	public static function sector( string $value ): ?string {
		return self::code( $value, self::SECTORS );
	}

	/**
	 * Qualifiers are lower case: q01–q09, with two-digit children.
	 */
	public static function qualifier( string $value ): ?string {
		$code = strtolower( self::bare( $value ) );
		return 1 === preg_match( '/^q0[1-9](?:[0-9]{2})?$/D', $code ) ? $code : null;
	}

	/**
	 * @param string $value
	 * @param list<string> $known Codes.
	 * @return string|null Null: unknown, keep the source's words.
	 */
	private static function code( string $value, array $known ): ?string {
		$code = strtoupper( self::bare( $value ) );
		return in_array( $code, $known, true ) ? $code : null;
	}

	/**
	 * Without any base address and final dot.
	 */
	private static function bare( string $value ): string {
		$value = rtrim( trim( $value ), '.' );
		if ( 1 === preg_match( '#[/\#]([^/\#]+)$#D', $value, $match ) ) {
			$value = $match[1];
		}
		return $value;
	}
}
