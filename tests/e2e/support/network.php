<?php
/**
 * Makes a network of an empty site, in two steps, each in a process of its own: php network.php <www> <domain> network|sites
 *
 *     network   tables and record of the network, constants in wp-config.php
 *     sites     a second site in a subdirectory, the plugin for all sites, "ada" who administers the first site and no more
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

list( , $coop_www, $coop_domain, $coop_step ) = array_pad( $argv, 4, '' );

$_SERVER = array(
	'HTTP_HOST'       => $coop_domain,
	'REQUEST_URI'     => '/',
	'REQUEST_METHOD'  => 'GET',
	'SERVER_PROTOCOL' => 'HTTP/1.1',
) + $_SERVER;

if ( 'network' === $coop_step ) {
	define( 'WP_INSTALLING_NETWORK', true );
}
require $coop_www . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';

if ( 'network' === $coop_step ) {
	foreach ( $GLOBALS['wpdb']->tables( 'ms_global' ) as $coop_name => $coop_table ) {
		$GLOBALS['wpdb']->$coop_name = $coop_table;
	}
	install_network();
	$coop_made = populate_network( 1, $coop_domain, 'admin@harbour.example', 'Harbour network', '/', false );
	if ( is_wp_error( $coop_made ) && 'no_wildcard_dns' !== $coop_made->get_error_code() ) {
		fwrite( STDERR, $coop_made->get_error_message() . "\n" );
		exit( 1 );
	}
	$coop_constants = "<?php\n";
	foreach ( array( 'MULTISITE' => true, 'SUBDOMAIN_INSTALL' => false, 'DOMAIN_CURRENT_SITE' => $coop_domain, 'PATH_CURRENT_SITE' => '/', 'SITE_ID_CURRENT_SITE' => 1, 'BLOG_ID_CURRENT_SITE' => 1 ) as $coop_name => $coop_value ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		$coop_constants .= 'define( ' . wp_json_encode( $coop_name ) . ', ' . wp_json_encode( $coop_value, JSON_UNESCAPED_SLASHES ) . " );\n";
	}
	$coop_config = ABSPATH . 'wp-config.php';
	file_put_contents( $coop_config, str_replace( "<?php\n", $coop_constants, (string) file_get_contents( $coop_config ) ) ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- a local file.
	return;
}

wp_set_current_user( 1 );
$coop_done = activate_plugin( 'coop-credentials/coop-credentials.php', '', true );
$coop_site = wp_insert_site(
	array(
		'domain'  => $coop_domain,
		'path'    => '/second/',
		'title'   => 'Example Weavers Co-op',
		'user_id' => 1,
	)
);
foreach ( array( $coop_done, $coop_site ) as $coop_answer ) {
	if ( is_wp_error( $coop_answer ) ) {
		fwrite( STDERR, $coop_answer->get_error_message() . "\n" );
		exit( 1 );
	}
}
$coop_user = wp_insert_user(
	array(
		'user_login' => 'ada',
		'user_pass'  => 'ada',
		'user_email' => 'ada@harbour.example',
	)
);
add_user_to_blog( 1, (int) $coop_user, 'administrator' );
