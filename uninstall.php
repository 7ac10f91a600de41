<?php
/**
 * Runs when the plugin is deleted. Keeps everything unless "remove data" is ticked in the settings.
 *
 * @package CoopCredentials
 */

if ( ! defined( 'WP_UNINSTALL_PLUGIN' ) || ! defined( 'ABSPATH' ) ) {
	exit;
}

if ( PHP_VERSION_ID < 80100 ) { // @phpstan-ignore smaller.alwaysFalse (this file is loaded on any PHP)
	return;
}

if ( ! class_exists( 'CoopCredentials\\Plugin' ) ) {
	if ( ! defined( 'COOP_CREDENTIALS_VERSION' ) ) {
		define( 'COOP_CREDENTIALS_VERSION', '0.1.0' );
		define( 'COOP_CREDENTIALS_FILE', __DIR__ . '/coop-credentials.php' );
	}
	require_once __DIR__ . '/includes/autoload.php';
}

// The ground alone: no room, no hooks, no migration.
( new CoopCredentials\Kernel\Uninstaller( new CoopCredentials\Kernel\Services() ) )->run();
