<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Problem;

/**
 * A coupon code: twelve characters of Crockford's alphabet, the last one a check character over GF(32).
 *
 * Pure: no WordPress, no database. Reading what a person typed is `normalise()`; the same steps exist in TypeScript
 * (src/lib/codes) and both are held to the fixtures in tests/fixtures/codes.
 */
final class Code {
	public const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
	public const LENGTH   = 12;

	/** Longest input that is looked at, in bytes. */
	private const MAX_INPUT = 256;

	/** The field's polynomial x^5 + x^2 + 1. */
	private const POLYNOMIAL = 0b100101;

	/** White space, zero-width and direction characters, hyphens and dashes, dots, underscores. */
	private const IGNORED = '/[\t\n\x{0B}\f\r\p{Z}\x{00AD}\x{061C}\x{180E}\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2060}-\x{206F}\x{FEFF}\x{2010}-\x{2015}\x{2212}\-._]/u';

	/**
	 * @param string $plain Twelve valid characters without separators.
	 */
	private function __construct( public readonly string $plain ) {}

	/**
	 * Reads a code from whatever a person, a scanner or a link gave.
	 *
	 * @param mixed               $input     Untrusted.
	 * @param Code_Addresses|null $addresses Coupon addresses of this site and of partners; null: links are refused.
	 * @throws Problem `code_format`, `code_checksum` or `foreign_code`, all 422; `data.hint` names a likely slip.
	 */
	public static function normalise( mixed $input, ?Code_Addresses $addresses = null ): self {
		if ( ! is_string( $input ) || strlen( $input ) > self::MAX_INPUT || 1 !== preg_match( '//u', $input ) ) {
			throw self::refused( 'code_format' );
		}
		$text = $input;
		if ( Code_Addresses::looks_like_address( $text ) ) {
			$text = null === $addresses ? null : $addresses->code_part( $text );
			if ( null === $text ) {
				throw self::refused( 'code_format' );
			}
		}
		$text = (string) preg_replace( self::IGNORED, '', self::compatibility_form( $text ) );
		$text = strtr( $text, 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' );
		$text = strtr(
			$text,
			array(
				'O' => '0',
				'I' => '1',
				'L' => '1',
			)
		);
		if ( self::LENGTH !== strlen( $text ) || self::LENGTH !== strspn( $text, self::ALPHABET ) ) {
			throw self::refused( 'code_format', str_contains( $text, 'U' ) ? 'u_for_v' : null );
		}
		if ( 0 !== self::syndrome( $text ) ) {
			throw self::refused( 'code_checksum' );
		}
		return new self( $text );
	}

	/**
	 * Makes a code from a keyed digest: its first 55 bits and the check character.
	 *
	 * @param string $digest At least seven raw bytes.
	 */
	public static function from_digest( string $digest ): self {
		if ( strlen( $digest ) < 7 ) {
			throw new \InvalidArgumentException( 'A code needs 55 bits.' );
		}
		$body   = '';
		$buffer = 0;
		$bits   = 0;
		$used   = 0;
		for ( $i = 0; $i < 7; $i++ ) {
			$buffer = ( ( $buffer << 8 ) | ord( $digest[ $i ] ) ) & 0xFFFF;
			$bits  += 8;
			while ( $bits >= 5 && 55 !== $used ) {
				$used += 5;
				$bits -= 5;
				$body .= self::ALPHABET[ ( $buffer >> $bits ) & 31 ];
			}
		}
		return new self( $body . self::check_character( $body ) );
	}

	/**
	 * The character that makes the weighted sum of all twelve zero.
	 *
	 * @param string $body Eleven characters of the alphabet.
	 */
	public static function check_character( string $body ): string {
		$sum = self::syndrome( $body );
		// Weight of the last place is 2^11; dividing is multiplying with 2^(31-11), because 2^31 = 1 in this field.
		for ( $i = 0; $i < 31 - ( self::LENGTH - 1 ); $i++ ) {
			$sum = self::double( $sum );
		}
		return self::ALPHABET[ $sum ];
	}

	/** In groups of four, as it is shown: 7KQ2-9FXM-P4TS. */
	public function grouped(): string {
		return implode( '-', str_split( $this->plain, 4 ) );
	}

	/** The last four characters: all that staff and lists may see. */
	public function tail(): string {
		return substr( $this->plain, -4 );
	}

	/**
	 * Sum of 2^i times the i-th value.
	 *
	 * @param string $text Characters of the alphabet only.
	 */
	private static function syndrome( string $text ): int {
		$sum = 0;
		for ( $i = strlen( $text ) - 1; $i >= 0; $i-- ) {
			$sum = self::double( $sum ) ^ (int) strpos( self::ALPHABET, $text[ $i ] );
		}
		return $sum;
	}

	private static function double( int $value ): int {
		$value <<= 1;
		return $value > 31 ? $value ^ self::POLYNOMIAL : $value;
	}

	/**
	 * Unicode compatibility composition; without PHP's intl at least the full-width forms.
	 *
	 * @param string $text Valid UTF-8.
	 */
	private static function compatibility_form( string $text ): string {
		if ( 1 !== preg_match( '/[^\x00-\x7F]/', $text ) ) {
			return $text;
		}
		if ( class_exists( \Normalizer::class ) ) {
			$normal = \Normalizer::normalize( $text, \Normalizer::FORM_KC );
			return false === $normal ? $text : $normal;
		}
		return self::narrow( $text );
	}

	/**
	 * Full-width forms to ASCII (U+FF01 to U+FF5E lie 0xFEE0 above it).
	 *
	 * @param string $text Valid UTF-8.
	 */
	public static function narrow( string $text ): string {
		return (string) preg_replace_callback(
			'/[\x{FF01}-\x{FF5E}]/u',
			static function ( array $hit ): string {
				$point = ( ( ord( $hit[0][1] ) & 0x3F ) << 6 ) | ( ord( $hit[0][2] ) & 0x3F ) | 0xF000;
				return chr( $point - 0xFEE0 );
			},
			$text
		);
	}

	private static function refused( string $reason, ?string $hint = null ): Problem {
		return new Problem( $reason, 422, '', null, null === $hint ? array() : array( 'hint' => $hint ) );
	}
}
