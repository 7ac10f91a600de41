<?php
/**
 * The one CSV writer.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * Writes RFC 4180 lines that a spreadsheet cannot take for formulas: a text that starts like one gets a tab before it,
 * inside the quotes. The same after a semicolon, a bar or a tab, which many spreadsheets take for the separator. Numbers (by
 * type) are left alone.
 */
final class Csv {

	public static function cell( mixed $value ): string {
		if ( null === $value ) {
			return '';
		}
		if ( is_bool( $value ) ) {
			return $value ? '1' : '0';
		}
		if ( is_int( $value ) || is_float( $value ) ) {
			return (string) $value;
		}
		if ( $value instanceof \DateTimeInterface ) {
			return Database::datetime( $value );
		}
		$text = is_scalar( $value ) || $value instanceof \Stringable ? (string) $value : (string) wp_json_encode( $value );
		$text = str_replace( "\0", '', $text );
		$text = (string) ( preg_replace( '/([;|\t][\s"]*)(?=[=+\-@\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}])/u', "$1\t", $text ) ?? $text );
		// Full-width forms count too: some spreadsheets read them as operators.
		if ( 1 === preg_match( '/^[\s\x{FEFF}]*[=+\-@\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}]|^[\t\r\n]/u', $text ) || ! mb_check_encoding( $text, 'UTF-8' ) ) {
			return '"' . "\t" . str_replace( '"', '""', $text ) . '"';
		}
		if ( 1 === preg_match( '/[",;\r\n\t]|^\s|\s$/', $text ) ) {
			return '"' . str_replace( '"', '""', $text ) . '"';
		}
		return $text;
	}

	/**
	 * One line with its line end.
	 *
	 * @param array<array-key, mixed> $cells In order.
	 */
	public static function line( array $cells ): string {
		return implode( ',', array_map( array( self::class, 'cell' ), $cells ) ) . "\r\n";
	}
}
