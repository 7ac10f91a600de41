<?php
/**
 * What is stored about people.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * The inventory of all rooms as one document.
 */
final class Personal_Data_Inventory {

	/**
	 * @param list<Personal_Data_Source> $sources Of every room.
	 * @return array<string, array<string, array{purpose: string, retention: string, export: string, erase: string}>> Table => column => facts.
	 */
	public static function tables( array $sources ): array {
		$tables = array();
		foreach ( $sources as $source ) {
			foreach ( $source->columns() as $name => $facts ) {
				list( $table, $column )      = explode( '.', $name, 2 );
				$tables[ $table ][ $column ] = array(
					'purpose'   => $facts[0],
					'retention' => $facts[1],
					'export'    => $facts[2],
					'erase'     => $facts[3],
				);
			}
		}
		ksort( $tables );
		return $tables;
	}

	/**
	 * @param list<Personal_Data_Source> $sources Of every room.
	 */
	public static function json( array $sources ): string {
		return wp_json_encode( self::tables( $sources ), JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE ) . "\n";
	}
}
