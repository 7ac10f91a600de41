<?php
/**
 * One step of the release check on a real site: php tools/release-probe.php <wp-load.php> activate|tick|uninstall|state
 *
 * `state` prints what the plugin has left in the database as JSON.
 */

declare( strict_types=1 );

list( , $coop_load, $coop_part ) = $argv;

$_SERVER['HTTP_HOST']       = (string) preg_replace( '#^https?://#', '', (string) getenv( 'COOP_DEMO_SITE_URL' ) );
$_SERVER['REQUEST_URI']     = '/wp-admin/plugins.php';
$_SERVER['REQUEST_METHOD']  = 'GET';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
$_SERVER['REMOTE_ADDR']     = '127.0.0.1';

require $coop_load;
require_once ABSPATH . 'wp-admin/includes/plugin.php';
wp_set_current_user( 1 );

const COOP_PROBE_PLUGIN = 'coop-credentials/coop-credentials.php';

if ( 'activate' === $coop_part ) {
	$coop_answer = activate_plugin( COOP_PROBE_PLUGIN );
	if ( is_wp_error( $coop_answer ) ) {
		fwrite( STDERR, $coop_answer->get_error_message() . wp_json_encode( $coop_answer->get_error_data() ) . "\n" );
		exit( 1 );
	}
} elseif ( 'tick' === $coop_part ) {
	\CoopCredentials\Plugin::instance()->kernel->settings()->set( 'remove_data', true );
} elseif ( 'uninstall' === $coop_part ) {
	deactivate_plugins( COOP_PROBE_PLUGIN );
	uninstall_plugin( COOP_PROBE_PLUGIN );
} elseif ( 'state' === $coop_part ) {
	global $wpdb;
	$coop_like = '%coop\\_credentials%';
	echo 'STATE', wp_json_encode(
		array(
			'tables'       => array_values( array_filter( $wpdb->get_col( 'SHOW TABLES' ), static fn ( $name ): bool => str_contains( (string) $name, 'coop_credentials' ) ) ),
			'options'      => $wpdb->get_col( $wpdb->prepare( "SELECT option_name FROM $wpdb->options WHERE option_name LIKE %s", $coop_like ) ),
			'user_meta'    => $wpdb->get_col( $wpdb->prepare( "SELECT DISTINCT meta_key FROM $wpdb->usermeta WHERE meta_key LIKE %s", $coop_like ) ),
			'roles'        => array_values( array_filter( array_keys( wp_roles()->roles ), static fn ( $role ): bool => str_starts_with( (string) $role, 'coop_' ) ) ),
			'capabilities' => array_values( array_filter( array_keys( (array) get_role( 'administrator' )->capabilities ), static fn ( $name ): bool => str_starts_with( (string) $name, 'coop_credentials' ) ) ),
			'cron'         => array_values( array_filter( array_merge( ...array_map( 'array_keys', array_values( array_filter( (array) _get_cron_array(), 'is_array' ) ) ) ), static fn ( $name ): bool => str_starts_with( (string) $name, 'coop_credentials' ) ) ),
		)
	);
}
