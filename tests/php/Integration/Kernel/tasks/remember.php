<?php
/**
 * Delivers the same messages from several processes.
 */

declare( strict_types=1 );

return static fn ( \CoopCredentials\Plugin $plugin, int $number, array $arguments ): array => array_map(
	static fn ( int $message ): int => (int) $plugin->kernel->inbox()->remember( 'race', "message $message", 60 ),
	range( 1, $arguments['messages'] )
);
