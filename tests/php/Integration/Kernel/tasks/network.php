<?php
/**
 * Works in a fresh network and prints what happened there as JSON.
 */

declare( strict_types=1 );

use CoopCredentials\Kernel\Schema_Inspector;
use CoopCredentials\Kernel\Uninstaller;
use CoopCredentials\Plugin;
use CoopCredentials\Tests\Support\Finish_Line;

require dirname( __DIR__, 3 ) . '/bootstrap-integration.php';
delete_site_option( 'active_sitewide_plugins' ); // The plugin is loaded, and active on no other site yet.

$kernel = Plugin::instance()->kernel;
$tables = static function ( int $site ) use ( $kernel ): int {
	switch_to_blog( $site );
	$count = count( ( new Schema_Inspector( $kernel->database() ) )->existing_tables() );
	restore_current_blog();
	return $count;
};
$on     = static function ( int $site, callable $work ): mixed {
	switch_to_blog( $site );
	try {
		return $work();
	} finally {
		restore_current_blog();
	}
};
$make   = static fn ( string $path ): int => (int) wp_insert_site(
	array(
		'domain'  => 'harbour.example',
		'path'    => $path,
		'user_id' => 1,
	)
);
$seen   = array( 'wanted' => count( $kernel->schema_manager()->table_names() ) );

$lazy                   = $make( '/lazy/' );
$seen['not active yet'] = $tables( $lazy );
update_site_option( 'active_sitewide_plugins', array( 'coop-credentials/coop-credentials.php' => time() ) );
$new                 = $make( '/new/' );
$seen['new site']    = $tables( $new );
$seen['first use']   = $on( $lazy, static fn (): array => array( $kernel->inbox()->remember( 'a', 'b', 60 ), $kernel->inbox()->remember( 'a', 'b', 60 ) ) );
$seen['after use']   = $tables( $lazy );
$seen['other site']  = $on( $new, static fn (): bool => $kernel->inbox()->remember( 'a', 'b', 60 ) );
$seen['versions']    = $on( $new, static fn (): array => (array) $kernel->settings()->get( 'schema' ) );
$seen['keys differ'] = $on( $new, static fn (): string => $kernel->secrets()->status() ) !== 'missing';
$seen['role']        = $on( $new, static fn (): bool => null !== get_role( 'coop_till' ) );
wp_delete_site( $new );
$seen['deleted site'] = $on( $new, static fn (): int => count( ( new Schema_Inspector( $kernel->database() ) )->existing_tables() ) );
$kernel->schema_manager()->ensure( true );
$on( $lazy, static fn () => $kernel->settings()->set( 'remove_data', true ) );
( new Uninstaller( $kernel ) )->run();
$seen['uninstalled, ticked']     = $tables( $lazy );
$seen['uninstalled, not ticked'] = $tables( 1 );
echo "\x1e" . json_encode( $seen ) . "\x1e";

Finish_Line::$reached = true;
