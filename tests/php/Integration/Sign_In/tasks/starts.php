<?php
/**
 * Many starts, each from another network, beside those of other processes.
 */

declare( strict_types=1 );

use CoopCredentials\Plugin;
use CoopCredentials\Sign_In\Transaction;

return static function ( Plugin $plugin, int $number, array $arguments ): int {
	$database = $plugin->kernel->database();
	$most     = 0;
	for ( $start = 0; $start < $arguments['starts']; $start++ ) {
		$now = $plugin->kernel->clock()->now();
		$plugin->sign_in->transactions()->add( new Transaction( 0, hash( 'sha256', "worker $number $start" ), str_repeat( 'a', 64 ), 'hostile', str_repeat( 'b', 64 ), 'sign_in', null, null, '/', null, array(), 0, null, hash( 'sha256', "network $number $start" ), $now, $now->modify( '+1 hour' ) ) );
		$most = max( $most, (int) $database->value( 'SELECT COUNT(*) FROM %i', $database->table( 'sign_in_transactions' ) ) );
	}
	return $most;
};
