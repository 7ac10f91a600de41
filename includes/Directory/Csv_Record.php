<?php
/**
 * One record of a CSV file.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

/**
 * Cells as bytes, with the place in the file.
 */
final class Csv_Record {

	/**
	 * @param int          $line      Line it begins on, from 1.
	 * @param int          $next_line Line the next one begins on.
	 * @param int          $end       Byte after it.
	 * @param list<string> $cells     Bytes; of an oversized record only the beginning.
	 * @param bool         $too_long  Larger than a record may be.
	 */
	public function __construct( public readonly int $line, public readonly int $next_line, public readonly int $end, public readonly array $cells, public readonly bool $too_long ) {}
}
