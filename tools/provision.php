<?php
/**
 * Sets a site up: php tools/provision.php <path of wp-load.php> install|settings|activate|demo [name]
 *
 * Values come from the environment: COOP_DEMO_SITE_URL, COOP_DEMO_ISSUER, COOP_DEMO_CLIENT_ID, COOP_DEMO_CLIENT_SECRET.
 * A demonstration script, tools/demo/<name>.php, is required with WordPress loaded, the administrator as the current
 * user, and `$argv` = [ script, issuer, client id, client secret, site address ]. It must be repeatable.
 */

declare( strict_types=1 );

list( , $coop_load, $coop_part ) = array_pad( $argv, 3, '' );
$coop_demo                       = $argv[3] ?? '';
$coop_url                        = (string) getenv( 'COOP_DEMO_SITE_URL' );
if ( ! is_file( $coop_load ) || ! in_array( $coop_part, array( 'install', 'settings', 'activate', 'demo' ), true ) || '' === $coop_url ) {
	fwrite( STDERR, "Usage: COOP_DEMO_SITE_URL=… php tools/provision.php <wp-load.php> install|settings|activate|demo [name]\n" );
	exit( 1 );
}

$_SERVER['HTTP_HOST']       = (string) preg_replace( '#^https?://#', '', $coop_url );
$_SERVER['REQUEST_URI']     = '/';
$_SERVER['REQUEST_METHOD']  = 'GET';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
$_SERVER['SERVER_NAME']     = 'localhost';
$_SERVER['REMOTE_ADDR']     = '127.0.0.1';
if ( 'install' === $coop_part ) {
	define( 'WP_INSTALLING', true );
	define( 'WP_SITEURL', $coop_url );
}

require $coop_load;

if ( 'install' === $coop_part ) {
	require_once ABSPATH . 'wp-admin/includes/upgrade.php';
	if ( ! is_blog_installed() ) {
		wp_install( 'Example Harbour Co-op', 'admin', 'admin@harbour.example', true, '', 'admin' );
		wp_delete_post( 1, true );
		wp_delete_post( 2, true );
		echo 'WordPress ', get_bloginfo( 'version' ), " installed\n";
	}
	exit;
}

wp_set_current_user( 1 );

if ( 'settings' === $coop_part ) {
	foreach (
		array(
			'siteurl'               => $coop_url,
			'home'                  => $coop_url,
			'blogdescription'       => 'Owned by the people who use it',
			'show_avatars'          => 0,
			'default_pingback_flag' => 0,
			'timezone_string'       => 'Europe/London',
			'users_can_register'    => 0,
			'permalink_structure'   => '/%postname%/',
		) as $coop_name => $coop_value
	) {
		update_option( $coop_name, $coop_value );
	}
	if ( 'twentytwentyfive' !== get_stylesheet() ) {
		switch_theme( 'twentytwentyfive' );
	}
	flush_rewrite_rules( false );
	$coop_preferences = get_user_meta( 1, $GLOBALS['wpdb']->get_blog_prefix() . 'persisted_preferences', true );
	if ( ! is_array( $coop_preferences ) ) {
		update_user_meta(
			1,
			$GLOBALS['wpdb']->get_blog_prefix() . 'persisted_preferences',
			array(
				'core'           => array( 'isComplementaryAreaVisible' => true ),
				'core/edit-post' => array(
					'welcomeGuide'   => false,
					'fullscreenMode' => false,
				),
				'core/edit-site' => array( 'welcomeGuide' => false ),
				'_modified'      => gmdate( 'c' ),
			)
		);
	}
	exit;
}

if ( 'activate' === $coop_part ) {
	require_once ABSPATH . 'wp-admin/includes/plugin.php';
	$coop_answer = activate_plugin( 'coop-credentials/coop-credentials.php' );
	if ( is_wp_error( $coop_answer ) ) {
		fwrite( STDERR, $coop_answer->get_error_message() . "\n" );
		exit( 1 );
	}
	exit;
}

( static function ( string $name ): void {
	$file = __DIR__ . '/demo/' . basename( $name ) . '.php';
	if ( ! is_file( $file ) ) {
		fwrite( STDERR, "There is no tools/demo/$name.php.\n" );
		exit( 1 );
	}
	$argv            = array( $file, (string) getenv( 'COOP_DEMO_ISSUER' ), (string) getenv( 'COOP_DEMO_CLIENT_ID' ), (string) getenv( 'COOP_DEMO_CLIENT_SECRET' ), (string) getenv( 'COOP_DEMO_SITE_URL' ) );
	$GLOBALS['argv'] = $argv;
	require $file;
} )( $coop_demo );
