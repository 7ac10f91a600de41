<?php
/**
 * Shortens values of claims.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Flow;

/**
 * Shows what a claim looks like without showing whose it is: enough to write a claim map, not enough to know a person.
 */
final class Mask {

	private const DEPTH = 6;
	private const ITEMS = 50;

	/** Claims of the protocol that say nothing about the person. */
	private const PLAIN = array( 'iss', 'aud', 'azp', 'exp', 'iat', 'nbf', 'auth_time', 'acr', 'amr', 'email_verified' );

	/**
	 * Claims with their values shortened.
	 *
	 * @param \stdClass $claims Claims.
	 * @return array<string,mixed>
	 */
	public static function claims( \stdClass $claims ): array {
		$masked = array();
		foreach ( array_slice( get_object_vars( $claims ), 0, self::ITEMS, true ) as $name => $value ) {
			$masked[ mb_substr( (string) $name, 0, 200 ) ] = in_array( $name, self::PLAIN, true ) && ( is_scalar( $value ) || is_array( $value ) ) ? $value : self::value( $value, self::DEPTH );
		}

		return $masked;
	}

	/**
	 * One value.
	 *
	 * @param mixed $value Value.
	 * @param int   $depth Levels left.
	 */
	private static function value( mixed $value, int $depth ): mixed {
		if ( is_array( $value ) || $value instanceof \stdClass ) {
			if ( $depth < 1 ) {
				return '…';
			}
			$items = array_slice( is_array( $value ) ? $value : get_object_vars( $value ), 0, self::ITEMS, true );
			$inner = array();
			foreach ( $items as $name => $item ) {
				$inner[ is_string( $name ) ? mb_substr( $name, 0, 200 ) : $name ] = self::value( $item, $depth - 1 );
			}
			return $inner;
		}
		if ( is_bool( $value ) || null === $value ) {
			return $value;
		}
		$text = is_scalar( $value ) ? (string) $value : '';

		return mb_strlen( $text ) < 4 ? $value : mb_substr( $text, 0, 2 ) . '… (' . mb_strlen( $text ) . ')';
	}
}
