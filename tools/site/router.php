<?php
/**
 * Router of PHP's own server for the development site: what a web server's rewrite rules would do.
 */

declare( strict_types=1 );

( static function (): void {
	$path = rawurldecode( (string) parse_url( (string) $_SERVER['REQUEST_URI'], PHP_URL_PATH ) );
	if ( preg_match( '#/\.|/wp-content/database(/|$)|/wp-content/plugins/[^/]+/(node_modules|vendor|tests|tools)/#', $path ) ) {
		http_response_code( 404 );
		echo 'Not found';
		exit;
	}
} )();

$coop_root = (string) $_SERVER['DOCUMENT_ROOT'];
$coop_path = rawurldecode( (string) parse_url( (string) $_SERVER['REQUEST_URI'], PHP_URL_PATH ) );
$coop_file = $coop_root . $coop_path;
if ( is_dir( $coop_file ) && is_file( rtrim( $coop_file, '/' ) . '/index.php' ) ) {
	if ( ! str_ends_with( $coop_path, '/' ) ) {
		header( 'Location: ' . $coop_path . '/', true, 301 );
		exit;
	}
	$coop_path .= 'index.php';
	$coop_file .= 'index.php';
}
if ( is_file( $coop_file ) && ! str_ends_with( $coop_file, '.php' ) ) {
	return false;
}
if ( ! is_file( $coop_file ) ) {
	$coop_path = '/index.php';
	$coop_file = $coop_root . $coop_path;
}
$_SERVER['SCRIPT_NAME']     = $coop_path;
$_SERVER['PHP_SELF']        = $coop_path;
$_SERVER['SCRIPT_FILENAME'] = $coop_file;
chdir( dirname( $coop_file ) );
require $coop_file;
