<?php
/**
 * Adds one many times: once naively (read, then write), once guarded inside a unit of work.
 */

declare( strict_types=1 );

return static function ( \CoopCredentials\Plugin $plugin, int $number, array $arguments ): int {
	$db    = $plugin->kernel->database();
	$table = $db->table( 'rate_limits' );
	for ( $i = 0; $i < $arguments['times']; $i++ ) {
		$hits = (int) $db->value( 'SELECT hits FROM %i WHERE key_hash = %s', $table, 'naive' );
		$db->execute( 'UPDATE %i SET hits = %d WHERE key_hash = %s', $table, $hits + 1, 'naive' );
		do {
			$done = $db->transaction(
				static function () use ( $db, $table ): int {
					$hits = (int) $db->value( 'SELECT hits FROM %i WHERE key_hash = %s', $table, 'unit' );
					return $db->execute( 'UPDATE %i SET hits = %d WHERE key_hash = %s AND hits = %d', $table, $hits + 1, 'unit', $hits );
				}
			);
		} while ( 1 !== $done );
	}
	return $number;
};
