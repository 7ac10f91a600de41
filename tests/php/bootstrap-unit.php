<?php
/**
 * Unit tests: our own classes without WordPress.
 */

declare( strict_types=1 );

require_once dirname( __DIR__, 2 ) . '/vendor/autoload.php';

// Files of the plugin refuse to run outside WordPress.
defined( 'ABSPATH' ) || define( 'ABSPATH', dirname( __DIR__, 2 ) . '/' );

$coop_credentials_autoload = dirname( __DIR__, 2 ) . '/includes/autoload.php';
if ( is_file( $coop_credentials_autoload ) ) {
	require_once $coop_credentials_autoload;
}
