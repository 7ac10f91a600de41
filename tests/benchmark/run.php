<?php
/**
 * Runs one scenario in a WordPress of its own: php tests/benchmark/run.php P11-callback <rounds> <folder of raw numbers>.
 */

declare( strict_types=1 );

use CoopCredentials\Benchmark\Report;

require_once dirname( __DIR__ ) . '/php/bootstrap-integration.php';
foreach ( glob( __DIR__ . '/{lib,peers}/*.php', GLOB_BRACE ) ?: array() as $coop_file ) {
	require_once $coop_file;
}

( static function ( string $scenario, int $rounds, string $folder ): void {
	$report = ( require __DIR__ . '/' . basename( $scenario ) . '.php' )( 10, $rounds );
	assert( $report instanceof Report );
	file_put_contents( "$folder/{$report->id}.json", wp_json_encode( $report->raw(), JSON_PRETTY_PRINT ) . "\n" );
	file_put_contents( "$folder/{$report->id}.md", $report->table() );
	echo "\n" . $report->table();
	\CoopCredentials\Tests\Support\Finish_Line::$reached = true;
	exit( $report->holds() ? 0 : 1 );
} )( $argv[1], (int) $argv[2], $argv[3] );
