<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

/**
 * The header `Idempotency-Key`: 1 to 255 visible ASCII characters.
 */
final class Idempotency_Key {
	/**
	 * @param mixed $value Untrusted.
	 * @throws \CoopCredentials\Kernel\Problem `idempotency_key_missing` (400).
	 */
	public static function check( mixed $value ): string {
		if ( ! is_string( $value ) || 1 !== preg_match( '/^[\x21-\x7E]{1,255}$/D', $value ) ) {
			throw Refusals::problem( 'idempotency_key_missing' );
		}
		return $value;
	}
}
