<?php
/**
 * A CSV file before it is imported.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Kernel\Problem;

/**
 * Looks at a file as a whole: is it CSV at all, in which encoding, with which delimiter and header? Brings it into UTF-8;
 * another encoding than UTF-8 is never assumed silently.
 */
final class Csv_File {

	private const CHUNK = 65536;

	/**
	 * Copies a file into UTF-8 and describes it.
	 *
	 * @param string      $from     Path of what was given.
	 * @param string      $to       Path to write.
	 * @param string|null $encoding utf-8 or windows-1252 when a person has said so.
	 * @return array{delimiter: string, header: list<string>, warnings: list<string>, offset: int, line: int}
	 * @throws Problem With reason unsupported_file (415), encoding_unconfirmed (422), duplicate_header (422).
	 */
	public static function prepare( string $from, string $to, ?string $encoding ): array {
		$head = self::head( $from );
		if ( 1 === preg_match( '/^(?:PK\x03\x04|\x1F\x8B|%PDF|\xD0\xCF\x11\xE0)/', $head ) || 1 === preg_match( '/^(?:\xEF\xBB\xBF)?\s*<(?:!doctype|html|\?xml)/i', $head ) || '' === trim( $head, "\xEF\xBB\xBF \t\r\n\0" ) ) {
			throw self::unsupported();
		}
		$marked = match ( true ) {
			str_starts_with( $head, "\xFF\xFE" ) => 'UTF-16LE',
			str_starts_with( $head, "\xFE\xFF" ) => 'UTF-16BE',
			default                              => null,
		};
		if ( null !== $marked ) {
			self::convert( $from, $to, $marked );
		} elseif ( 'windows-1252' === $encoding ) {
			self::convert( $from, $to, 'Windows-1252' );
		} else {
			if ( substr_count( $head, "\0" ) * 10 > strlen( $head ) ) { // Two-byte text without a mark, or no text at all.
				throw self::unsupported();
			}
			self::demand_utf8( $from );
			copy( $from, $to );
		}
		return self::layout( $to );
	}

	/**
	 * More than one record in a hundred with broken UTF-8 means another encoding: a person confirms it after a look.
	 */
	private static function demand_utf8( string $path ): void {
		$bad     = 0;
		$lines   = 0;
		$preview = array();
		$file    = fopen( $path, 'rb' ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- a stream is needed.
		while ( false !== $file && ! feof( $file ) ) {
			$line = fgets( $file, self::CHUNK );
			if ( false === $line ) {
				break;
			}
			++$lines;
			if ( ! mb_check_encoding( $line, 'UTF-8' ) && ( strlen( $line ) < self::CHUNK - 1 || ! mb_check_encoding( substr( $line, 3, -3 ), 'UTF-8' ) ) ) {
				++$bad;
				if ( count( $preview ) < 5 ) {
					$preview[] = Cell::excerpt( (string) mb_convert_encoding( $line, 'UTF-8', 'Windows-1252' ) );
				}
			}
		}
		if ( false !== $file ) {
			fclose( $file ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- the stream above.
		}
		if ( $bad > 0 && $bad * 100 > $lines ) {
			throw new Problem( 'encoding_unconfirmed', 422, __( 'This file is not UTF-8. Look at the preview and confirm the encoding.', 'coop-credentials' ), 'confirm_encoding', array( 'proposed' => 'windows-1252', 'preview' => $preview ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		}
	}

	private static function convert( string $from, string $to, string $encoding ): void {
		$in  = fopen( $from, 'rb' ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- a stream is needed.
		$out = fopen( $to, 'wb' ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- a stream is needed.
		if ( false === $in || false === $out ) {
			throw new Problem( 'storage_failed', 503, __( 'The file cannot be read.', 'coop-credentials' ) );
		}
		$rest = '';
		while ( ! feof( $in ) ) {
			$chunk = $rest . (string) fread( $in, self::CHUNK ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- the stream above.
			$rest  = '';
			if ( str_starts_with( $encoding, 'UTF-16' ) ) {
				$cut  = strlen( $chunk ) - strlen( $chunk ) % 2;
				$last = $cut >= 2 ? ord( $chunk[ 'UTF-16LE' === $encoding ? $cut - 1 : $cut - 2 ] ) : 0;
				if ( $last >= 0xD8 && $last <= 0xDB && ! feof( $in ) ) {
					$cut -= 2; // A pair of surrogates stays together.
				}
				$rest  = substr( $chunk, $cut );
				$chunk = substr( $chunk, 0, $cut );
			}
			fwrite( $out, (string) mb_convert_encoding( $chunk, 'UTF-8', $encoding ) ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- the stream above.
		}
		fclose( $in ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- the stream above.
		fclose( $out ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- the stream above.
	}

	/**
	 * @return array{delimiter: string, header: list<string>, warnings: list<string>, offset: int, line: int}
	 */
	private static function layout( string $path ): array {
		$delimiter = self::delimiter( $path );
		$reader    = new Csv_Reader( $path, $delimiter );
		$header    = $reader->next();
		$warnings  = array();
		$names     = array();
		foreach ( null === $header ? array() : $header->cells as $cell ) {
			$name = mb_check_encoding( $cell, 'UTF-8' ) ? Cell::read( $cell, 200 )->text : '';
			if ( '' === $name ) {
				$warnings[] = 'empty_header';
			} elseif ( in_array( strtolower( $name ), array_map( 'strtolower', $names ), true ) ) {
				/* translators: %s: name of a column. */
				throw new Problem( 'duplicate_header', 422, sprintf( __( 'Two columns have the name %s.', 'coop-credentials' ), $name ), null, array( 'column' => $name ) );
			}
			$names[] = $name;
		}
		if ( null === $header || count( array_filter( $names ) ) < 2 || null === self::first_row( $path, $delimiter, $header ) ) {
			throw self::unsupported();
		}
		return array(
			'delimiter' => $delimiter,
			'header'    => $names,
			'warnings'  => $warnings,
			'offset'    => $header->end,
			'line'      => $header->next_line,
		);
	}

	/**
	 * A record after the header. An open quote is the run's problem, which names the line.
	 */
	private static function first_row( string $path, string $delimiter, Csv_Record $header ): ?Csv_Record {
		try {
			return ( new Csv_Reader( $path, $delimiter, $header->end, $header->next_line ) )->next();
		} catch ( Problem ) {
			return $header;
		}
	}

	/**
	 * The one of comma, semicolon and tab that stands most often in the first record outside quotes.
	 */
	private static function delimiter( string $path ): string {
		$head  = (string) preg_replace( '/"(?:[^"]|"")*"/', '', self::head( $path ) );
		$first = (string) preg_replace( '/[\r\n].*$/s', '', ltrim( $head, "\xEF\xBB\xBF\r\n" ) );
		$best  = ',';
		foreach ( array( ';', "\t" ) as $candidate ) {
			if ( substr_count( $first, $candidate ) > substr_count( $first, $best ) ) {
				$best = $candidate;
			}
		}
		return $best;
	}

	private static function head( string $path ): string {
		$head = is_readable( $path ) ? file_get_contents( $path, false, null, 0, 8192 ) : false; // phpcs:ignore WordPress.WP.AlternativeFunctions -- a local file.
		if ( false === $head ) {
			throw new Problem( 'storage_failed', 503, __( 'The file cannot be read.', 'coop-credentials' ) );
		}
		return $head;
	}

	private static function unsupported(): Problem {
		return new Problem( 'unsupported_file', 415, __( 'This is not a CSV file with a header and at least one row.', 'coop-credentials' ) );
	}
}
