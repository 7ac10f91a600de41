<?php
/**
 * The database said no.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * Raised by Database whenever wpdb answers false: a broken connection, a lock, a missing table or a refused duplicate.
 * The driver's own words are in the previous exception, for logs only: they may hold personal data.
 */
final class Storage_Failed extends Problem {

	/**
	 * @param string $detail The driver's words, or ours.
	 * @param int    $errno  MySQL's error number; 0 when unknown (always on SQLite).
	 */
	public static function because( string $detail, int $errno = 0 ): self {
		return new self( 'storage_failed', 503, '', null, array(), 2, new \RuntimeException( $detail, $errno ) );
	}

	/**
	 * MySQL's error number, 0 when unknown.
	 */
	public function errno(): int {
		return (int) ( $this->getPrevious()?->getCode() ?? 0 );
	}

	/**
	 * True when a repetition cannot help (no such table, no rights, bad statement). Unknown numbers count as false.
	 */
	public function is_permanent(): bool {
		// 1044/1045/1142/1143 rights, 1049/1146 missing, 1054 column, 1064 syntax, 1136 columns, 1264/1366/1406 value, 1048 null, 1290 read-only.
		return in_array( $this->errno(), array( 1044, 1045, 1048, 1049, 1054, 1064, 1136, 1142, 1143, 1146, 1264, 1290, 1364, 1366, 1406 ), true );
	}
}
