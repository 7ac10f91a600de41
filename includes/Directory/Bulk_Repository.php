<?php
/**
 * Inserts of many rows.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Kernel\Database;

/**
 * One statement for many rows of equal columns.
 */
final class Bulk_Repository {

	/** Rows a statement: keeps it well below the smallest usual packet limit. */
	private const CHUNK = 100;

	/**
	 * @param Database $db
	 * @param string                     $table Short name.
	 * @param list<array<string, mixed>> $rows  All with the same columns in the same order.
	 */
	public static function insert( Database $db, string $table, array $rows ): void {
		foreach ( array_chunk( $rows, self::CHUNK ) as $chunk ) {
			$columns = array_keys( $chunk[0] );
			$names   = implode( ', ', array_fill( 0, count( $columns ), '%i' ) );
			$args    = array_merge( array( $db->table( $table ) ), $columns );
			$values  = array();
			foreach ( $chunk as $row ) {
				$marks = array();
				foreach ( $row as $value ) {
					$marks[] = is_int( $value ) || is_bool( $value ) ? '%d' : '%s';
					$args[]  = $value;
				}
				$values[] = '( ' . implode( ', ', $marks ) . ' )';
			}
			$all = implode( ', ', $values );
			$db->execute( "INSERT INTO %i ( $names ) VALUES $all", ...$args );
		}
	}
}
