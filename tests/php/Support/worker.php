<?php
/**
 * One worker process of a concurrency test: boots WordPress, waits at the barrier, runs the task, prints its answer.
 */

declare( strict_types=1 );

use CoopCredentials\Tests\Support\Environment;

require_once dirname( __DIR__, 3 ) . '/vendor/autoload.php';

Environment::create()->define_constants();
Environment::current()->load_plugin_early();

$GLOBALS['table_prefix'] = Environment::TABLE_PREFIX;
$table_prefix            = Environment::TABLE_PREFIX; // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- wp-settings.php reads it in this scope.

require ABSPATH . 'wp-settings.php';

( static function ( string $task, int $number, array $arguments ): void {
	$work   = require $task;
	$plugin = class_exists( \CoopCredentials\Plugin::class ) ? \CoopCredentials\Plugin::instance() : null;
	fwrite( STDOUT, "ready\n" );
	$at = (float) fgets( STDIN );
	if ( $at <= 0 ) {
		exit( 4 );
	}
	time_sleep_until_micro( $at );
	$result = $work( $plugin, $number, $arguments );
	fwrite( STDOUT, "\x1e" . json_encode( array( 'result' => $result ), JSON_THROW_ON_ERROR ) );
} )( $argv[1], (int) $argv[2], (array) json_decode( $argv[3], true ) );

/** Waits for an instant; spins for the last two milliseconds so that all begin together. */
function time_sleep_until_micro( float $at ): void {
	$wait = $at - microtime( true ) - 0.002;
	if ( $wait > 0 ) {
		usleep( (int) ( $wait * 1000000 ) );
	}
	do {
		$now = microtime( true );
	} while ( $now < $at );
}
