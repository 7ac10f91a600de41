<?php
/**
 * Unicode normal form C, with and without the intl extension.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * Brings strings to NFC before they are compared byte by byte.
 *
 * Without PHP's Normalizer a string that holds a combining mark U+0300–U+036F cannot be compared: it is unusable, which
 * is not the same as "different".
 */
final class Normal_Form {

	/**
	 * Remembers which way is used.
	 */
	private function __construct( private readonly bool $normalizer ) {
	}

	/**
	 * Uses the Normalizer where PHP has it.
	 */
	public static function detect(): self {
		return new self( class_exists( \Normalizer::class ) );
	}

	/**
	 * Never uses the Normalizer.
	 */
	public static function without_normalizer(): self {
		return new self( false );
	}

	/**
	 * The string in NFC, or null when it is unusable.
	 */
	public function nfc( string $text ): ?string {
		if ( 1 !== preg_match( '/[^\x00-\x7F]/', $text ) ) {
			return $text;
		}
		if ( 1 !== preg_match( '//u', $text ) ) {
			return null;
		}
		if ( $this->normalizer ) {
			$normal = \Normalizer::normalize( $text, \Normalizer::FORM_C );
			return is_string( $normal ) ? $normal : null;
		}
		return 1 === preg_match( '/[\x{0300}-\x{036F}]/u', $text ) ? null : $text;
	}

	/**
	 * A wire string made fit to keep: trimmed, NFC, 1–1,024 bytes, no control characters; else null.
	 */
	public function clean( string $text ): ?string {
		$text = $this->nfc( trim( $text, " \t\n\r" ) );
		if ( null === $text || '' === $text || strlen( $text ) > 1024 ) {
			return null;
		}
		return 1 === preg_match( '/\p{Cc}/u', $text ) ? null : $text;
	}
}
