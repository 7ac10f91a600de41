<?php
/**
 * Base64url.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\OpenID;

/**
 * Base64url without padding (RFC 4648 §5, RFC 7515 §2).
 */
final class Base64_Url {

	/**
	 * Encodes bytes.
	 *
	 * @param string $bytes Bytes.
	 */
	public static function encode( string $bytes ): string {
		return rtrim( strtr( base64_encode( $bytes ), '+/', '-_' ), '=' ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions.obfuscation_base64_encode -- wire format
	}

	/**
	 * Decodes text; null for anything outside the alphabet, padding and white space included.
	 *
	 * @param string $text Text.
	 */
	public static function decode( string $text ): ?string {
		if ( 1 !== preg_match( '/\A[A-Za-z0-9_-]+\z/', $text ) || 1 === strlen( $text ) % 4 ) {
			return null;
		}
		$bytes = base64_decode( strtr( $text, '-_', '+/' ), true ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions.obfuscation_base64_decode -- wire format

		return false === $bytes ? null : $bytes;
	}
}
