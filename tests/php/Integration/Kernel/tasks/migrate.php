<?php
/**
 * Migrates the test schema to version 2; answers how many batches this process ran.
 */

declare( strict_types=1 );

use CoopCredentials\Kernel\Schema_Inspector;
use CoopCredentials\Kernel\Schema_Manager;
use CoopCredentials\Tests\Integration\Kernel\Test_Schema;

return static function ( \CoopCredentials\Plugin $plugin ): int {
	$kernel  = $plugin->kernel;
	$schema  = new Test_Schema( 2 );
	$manager = new Schema_Manager( $kernel->database(), $kernel->settings(), $kernel->options(), new Schema_Inspector( $kernel->database() ) );
	$manager->add( $schema );
	$manager->ensure();
	return count( $schema->calls );
};
