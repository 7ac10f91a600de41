<?php
/**
 * The JSON decoder of claims and rules.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * Decodes to objects, never to associative arrays, so that `{}` and `[]` or `"0"` and `0` stay different.
 */
final class Json {

	/** Largest document, bytes. */
	public const MAX_BYTES = 65536;

	/** Deepest nesting of a document. */
	public const MAX_DEPTH = 16;

	/**
	 * Decodes a document.
	 *
	 * @param string $text   JSON text, UTF-8.
	 * @param int    $bytes  Largest size accepted.
	 * @param int    $depth  Deepest nesting accepted.
	 * @param bool   $unique Whether a key written twice in one object is refused. PHP would silently keep the last.
	 * @throws Invalid_Json With the code `too_large`, `not_json` or `duplicate_key`.
	 */
	public static function decode( string $text, int $bytes = self::MAX_BYTES, int $depth = self::MAX_DEPTH, bool $unique = false ): mixed {
		if ( strlen( $text ) > $bytes ) {
			throw new Invalid_Json( 'too_large' );
		}
		try {
			// PHP wants its limit above the nesting.
			$value = json_decode( $text, false, max( 1, $depth + 1 ), JSON_THROW_ON_ERROR );
		} catch ( \JsonException $error ) {
			throw new Invalid_Json( 'not_json', 0, $error );
		}
		if ( $unique && self::has_duplicate_key( $text ) ) {
			throw new Invalid_Json( 'duplicate_key' );
		}
		return $value;
	}

	/**
	 * Decodes claims: an object, or null for everything else ("no claims").
	 */
	public static function claims( string $text ): ?\stdClass {
		try {
			$value = self::decode( $text );
		} catch ( Invalid_Json ) {
			return null;
		}
		return $value instanceof \stdClass ? $value : null;
	}

	/**
	 * Encodes without escaping slashes and letters; invalid values give an empty object.
	 */
	public static function encode( mixed $value ): string {
		// phpcs:ignore WordPress.WP.AlternativeFunctions.json_encode_json_encode -- this room knows no WordPress.
		$text = json_encode( $value, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_PRESERVE_ZERO_FRACTION );
		return false === $text ? '{}' : $text;
	}

	/**
	 * Whether any object of a valid JSON text writes a key twice.
	 */
	private static function has_duplicate_key( string $text ): bool {
		preg_match_all( '/"(?:[^"\\\\]|\\\\.)*+"(\s*+:)?|[{}]/s', $text, $tokens, PREG_SET_ORDER );
		$open = array();
		foreach ( $tokens as $token ) {
			if ( '{' === $token[0] ) {
				$open[] = array();
			} elseif ( '}' === $token[0] ) {
				array_pop( $open );
			} elseif ( isset( $token[1] ) ) {
				$key  = 'k' . (string) json_encode( json_decode( rtrim( rtrim( $token[0], ':' ) ) ) ); // phpcs:ignore WordPress.WP.AlternativeFunctions.json_encode_json_encode -- this room knows no WordPress.
				$last = count( $open ) - 1;
				if ( isset( $open[ $last ][ $key ] ) ) {
					return true;
				}
				$open[ $last ][ $key ] = true;
			}
		}
		return false;
	}
}
