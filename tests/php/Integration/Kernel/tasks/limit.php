<?php
/**
 * Many attempts: through a naive counter (read, decide, write) and through the limiter.
 */

declare( strict_types=1 );

use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Rate_Limiter;
use CoopCredentials\Tests\Support\Frozen_Clock;

return static function ( \CoopCredentials\Plugin $plugin, int $number, array $arguments ): array {
	$limiter = new Rate_Limiter( $plugin->kernel->database(), new Frozen_Clock( $arguments['at'] ), $plugin->kernel->client_address() );
	$db      = $plugin->kernel->database();
	$allowed = array(
		'naive'   => 0,
		'limited' => 0,
	);
	for ( $i = 0; $i < $arguments['times']; $i++ ) {
		$seen = (int) $db->value( 'SELECT option_value FROM %i WHERE option_name = %s', $db->wpdb->options, 'coop_test_naive' );
		if ( $seen < $arguments['limit'] ) {
			++$allowed['naive'];
			$db->execute( 'INSERT INTO %i ( option_name, option_value ) VALUES ( %s, %d ) ON DUPLICATE KEY UPDATE option_value = %d', $db->wpdb->options, 'coop_test_naive', $seen + 1, $seen + 1 );
		}
		try {
			$limiter->hit( 'race', 'all', $arguments['limit'], 3600 );
			++$allowed['limited'];
		} catch ( Problem ) {
			continue;
		}
	}
	return $allowed;
};
