<?php
/**
 * Reads CSV files.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Kernel\Problem;

/**
 * RFC 4180 as a stream: quotes double, the backslash is text, records end with CR, LF or both, cells may hold line
 * breaks. Memory stays bounded whatever the file holds.
 */
final class Csv_Reader {

	/** Bytes of one record that are kept; the rest of it is skipped. */
	private const MAX_RECORD = 1048576;

	private const CHUNK = 65536;

	/** @var resource */
	private $file;

	private string $buffer = '';

	private int $at = 0;

	private bool $ended = false;

	/** Offset in the file of the buffer's first byte. */
	private int $base;

	private int $line;

	/**
	 * @param string $path      File in UTF-8 (or to be checked by the caller).
	 * @param string $delimiter One byte.
	 * @param int    $offset    Byte to begin at, a record's beginning.
	 * @param int    $line      Line of that byte.
	 * @throws Problem With reason storage_failed (503).
	 */
	public function __construct( string $path, private readonly string $delimiter = ',', int $offset = 0, int $line = 1 ) {
		$file = is_readable( $path ) ? fopen( $path, 'rb' ) : false; // phpcs:ignore WordPress.WP.AlternativeFunctions -- a stream is needed.
		if ( false === $file || 0 !== fseek( $file, $offset ) ) {
			throw new Problem( 'storage_failed', 503, __( 'The file cannot be read.', 'coop-credentials' ) );
		}
		$this->file = $file;
		$this->base = $offset;
		$this->line = $line;
		if ( 0 === $offset ) {
			$this->fill();
			if ( str_starts_with( $this->buffer, "\xEF\xBB\xBF" ) ) {
				$this->at = 3;
			}
		}
	}

	public function __destruct() {
		fclose( $this->file ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- the stream above.
	}

	/**
	 * The next record that is not an empty line.
	 *
	 * @throws Problem With reason quote_unclosed (422) with the line the quote was opened on.
	 */
	public function next(): ?Csv_Record {
		do {
			$record = $this->read();
		} while ( null !== $record && array( '' ) === $record->cells && ! $record->too_long );
		return $record;
	}

	private function read(): ?Csv_Record {
		$start = $this->line;
		$cells = array();
		$kept  = 0;
		$long  = false;
		if ( $this->at_end() ) {
			return null;
		}
		while ( true ) {
			list( $cell, $over ) = $this->cell( $kept );
			$long                = $long || $over;
			$kept               += strlen( $cell );
			if ( count( $cells ) < 1000 ) {
				$cells[] = $cell;
			} else {
				$long = true;
			}
			if ( $this->at_end() ) {
				break;
			}
			$byte = $this->buffer[ $this->at ];
			++$this->at;
			if ( $byte === $this->delimiter ) {
				if ( $this->at_end() ) {
					$cells[] = '';
					break;
				}
				continue;
			}
			if ( "\r" === $byte && ! $this->at_end() && "\n" === $this->buffer[ $this->at ] ) {
				++$this->at;
			}
			++$this->line;
			break;
		}
		return new Csv_Record( $start, $this->line, $this->base + $this->at, $cells, $long );
	}

	/**
	 * One cell, up to but without its delimiter or line end.
	 *
	 * @return array{0: string, 1: bool} Bytes, and whether some were dropped.
	 */
	private function cell( int $kept ): array {
		$text = '';
		$over = false;
		if ( ! $this->at_end() && '"' === $this->buffer[ $this->at ] ) {
			$opened = $this->line;
			++$this->at;
			while ( true ) {
				if ( $this->at_end() ) {
					/* translators: %d: line number. */
					throw new Problem( 'quote_unclosed', 422, sprintf( __( 'A quotation mark opened on line %d is never closed.', 'coop-credentials' ), $opened ), null, array( 'line' => $opened ) );
				}
				$length = strcspn( $this->buffer, '"', $this->at );
				$piece  = substr( $this->buffer, $this->at, $length );
				if ( strpbrk( $piece, "\r\n" ) ) {
					$this->line += self::breaks( $piece );
					if ( str_ends_with( $piece, "\r" ) && $this->at + $length >= strlen( $this->buffer ) && $this->peek_is_newline( $length ) ) {
						--$this->line; // Its LF comes with the next piece.
					}
				}
				$this->keep( $text, $piece, $kept, $over );
				$this->at += $length;
				if ( $this->at >= strlen( $this->buffer ) ) {
					continue; // No quote in this piece of the file.
				}
				++$this->at;
				if ( $this->at_end() || '"' !== $this->buffer[ $this->at ] ) {
					break;
				}
				$this->keep( $text, '"', $kept, $over );
				++$this->at;
			}
		}
		while ( ! $this->at_end() ) { // Plain text, or what stands after a closing quote.
			$length = strcspn( $this->buffer, $this->delimiter . "\r\n", $this->at );
			$this->keep( $text, substr( $this->buffer, $this->at, $length ), $kept, $over );
			$this->at += $length;
			if ( $this->at < strlen( $this->buffer ) ) {
				break;
			}
		}
		return array( $text, $over );
	}

	private function keep( string &$text, string $piece, int $kept, bool &$over ): void {
		if ( $kept + strlen( $text ) + strlen( $piece ) > self::MAX_RECORD ) {
			$over = true;
			return;
		}
		$text .= $piece;
	}

	private static function breaks( string $piece ): int {
		return substr_count( $piece, "\n" ) + substr_count( $piece, "\r" ) - substr_count( $piece, "\r\n" );
	}

	private function peek_is_newline( int $length ): bool {
		$next = fread( $this->file, 1 ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- the stream above.
		if ( false === $next || '' === $next ) {
			return false;
		}
		$this->buffer .= $next;
		return "\n" === $next && $this->at + $length + 1 === strlen( $this->buffer );
	}

	/**
	 * Reads on when the buffer is used up.
	 *
	 * @phpstan-impure
	 */
	private function at_end(): bool {
		if ( $this->at < strlen( $this->buffer ) ) {
			return false;
		}
		$this->fill();
		return $this->at >= strlen( $this->buffer );
	}

	private function fill(): void {
		if ( $this->ended ) {
			return;
		}
		$this->base  += $this->at;
		$this->buffer = substr( $this->buffer, $this->at );
		$this->at     = 0;
		$chunk        = fread( $this->file, self::CHUNK ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- the stream above.
		if ( false === $chunk || '' === $chunk ) {
			$this->ended = true;
			return;
		}
		$this->buffer .= $chunk;
	}
}
