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

// Builds of PHP without sodium use what WordPress brings for them.
$coop_credentials_sodium = dirname( __DIR__, 2 ) . '/.cache/wordpress/7.1/wp-includes/sodium_compat/autoload.php';
if ( ! function_exists( 'sodium_crypto_sign_keypair' ) && is_file( $coop_credentials_sodium ) ) {
	require_once $coop_credentials_sodium;
}
