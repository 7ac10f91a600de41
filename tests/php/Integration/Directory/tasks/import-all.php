<?php
/**
 * Task of the import tests: goes on with a run, or makes one, to its end; tells its peak memory.
 */

declare( strict_types=1 );

return static function ( \CoopCredentials\Plugin $plugin, int $number, array $arguments ): array {
	$directory = $plugin->directory;
	$importer  = $directory->importer();
	$before    = memory_get_usage();
	memory_reset_peak_usage();
	$start = microtime( true );
	$uid   = $arguments['run'] ?? $importer->create_run( $arguments['file'], $directory->sources()->find( 'coops-uk' ) )->uid;
	$run   = $importer->run( $uid );
	return array(
		'uid'     => $run->uid,
		'counts'  => $run->counts,
		'state'   => $run->state,
		'seconds' => microtime( true ) - $start,
		'peak'    => memory_get_peak_usage(),
		'base'    => $before,
	);
};
