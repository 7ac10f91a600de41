<?php
/**
 * Takes row a then b, or b then a, and waits between until the other process has taken its first row.
 */

declare( strict_types=1 );

return static function ( \CoopCredentials\Plugin $plugin, int $number, array $arguments ): int {
	$db    = $plugin->kernel->database();
	$names = 0 === $number ? array( 'a', 'b' ) : array( 'b', 'a' );
	$runs  = 0;
	$db->transaction(
		static function () use ( $db, $names, $number, $arguments, &$runs ): void {
			++$runs;
			$bump = static fn ( string $name ): int => $db->execute( 'UPDATE %i SET hits = hits + 1 WHERE key_hash = %s', $db->table( 'rate_limits' ), $name );
			$bump( $names[0] );
			if ( '' !== $arguments['signs'] ) {
				touch( $arguments['signs'] . '-' . $number );
				$until = microtime( true ) + 10;
				while ( ! file_exists( $arguments['signs'] . '-' . ( 1 - $number ) ) && microtime( true ) < $until ) {
					usleep( 200 );
				}
			}
			$bump( $names[1] );
		}
	);
	return $runs;
};
