<?php
/**
 * Text as sources write it.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

/**
 * One text cleaned: NFC, trimmed, without control and direction characters. What was odd about it stands in notes.
 */
final class Cell {

	/**
	 * @param string       $text     Clean; never cut.
	 * @param list<string> $notes    Codes of warnings.
	 * @param bool         $too_long More characters than allowed.
	 */
	private function __construct( public readonly string $text, public readonly array $notes, public readonly bool $too_long ) {}

	/**
	 * @param string $raw   Valid UTF-8.
	 * @param int    $max   Characters.
	 * @param bool   $lines Keep line breaks.
	 */
	public static function read( string $raw, int $max, bool $lines = false ): self {
		$notes = array();
		$text  = $raw;
		if ( str_starts_with( $text, "\t" ) && 1 === preg_match( '/^\t[\s\x{FEFF}]*[=+\-@\t\r\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}]/u', $text ) ) {
			$text = substr( $text, 1 ); // Our own export put it there against formulas.
		}
		if ( str_contains( $text, '&' ) ) {
			$decoded = self::entities( $text );
			if ( $decoded !== $text ) {
				$notes[] = 'entity_decoded';
				$text    = $decoded;
			}
		}
		$text    = str_replace( array( "\r\n", "\r" ), "\n", $text );
		$cleaned = (string) preg_replace( '/(?!\n|\t)[\p{Cc}]|(?!\x{200D})[\p{Cf}]|\x{FEFF}/u', '', $text );
		if ( $cleaned !== $text ) {
			$notes[] = 'characters_removed';
		}
		$text = $lines ? (string) preg_replace( '/[ \t]*\n[ \t]*/u', "\n", $cleaned ) : (string) preg_replace( '/[\s\x{A0}]+/u', ' ', $cleaned );
		$text = (string) preg_replace( '/^[\s\x{A0}]+|[\s\x{A0}]+$/u', '', $text );
		if ( class_exists( \Normalizer::class ) ) {
			$normal = \Normalizer::normalize( $text, \Normalizer::FORM_C );
			$text   = false === $normal ? $text : $normal;
		}
		if ( str_contains( $text, "\u{FFFD}" ) ) {
			$notes[] = 'replacement_char';
		}
		if ( 1 === preg_match( '/[ÃÂ][\x{80}-\x{BF}]|â€[\x{98}-\x{9D}™œ“”]/u', $text ) ) {
			$notes[] = 'double_encoded';
		}
		return new self( $text, $notes, mb_strlen( $text, 'UTF-8' ) > $max );
	}

	/**
	 * For reports: at most 120 characters on one line.
	 */
	public static function excerpt( string $text ): string {
		$text = mb_check_encoding( $text, 'UTF-8' ) ? $text : mb_convert_encoding( $text, 'UTF-8', 'Windows-1252' );
		$text = (string) preg_replace( '/[\p{C}\s]+/u', ' ', mb_substr( (string) $text, 0, 200, 'UTF-8' ) );
		return mb_substr( trim( $text ), 0, 120, 'UTF-8' );
	}

	/**
	 * Once, also without the final semicolon after a number.
	 */
	private static function entities( string $text ): string {
		$text = (string) preg_replace( '/&#(x[0-9a-fA-F]{1,6}|[0-9]{1,7})(?![0-9;])/i', '&#$1;', $text );
		return html_entity_decode( $text, ENT_QUOTES | ENT_HTML5, 'UTF-8' );
	}
}
