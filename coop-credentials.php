<?php
/**
 * Plugin Name:       Co-op Credentials
 * Description:       Sign in with the credential your co-op vouches for, find verified co-ops, and share offers between them.
 * Version:           0.1.0
 * Requires at least: 6.8
 * Requires PHP:      8.1
 * Author:            Co-op Credentials contributors
 * License:           GPL-3.0-or-later
 * License URI:       https://www.gnu.org/licenses/gpl-3.0.html
 * Text Domain:       coop-credentials
 * Domain Path:       /languages
 *
 * This file must parse on PHP 7.2, which WordPress 6.8 still allows: nothing newer before the version check.
 *
 * @package CoopCredentials
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

define( 'COOP_CREDENTIALS_VERSION', '0.1.0' );
define( 'COOP_CREDENTIALS_FILE', __FILE__ );

if ( PHP_VERSION_ID < 80100 || version_compare( $GLOBALS['wp_version'], '6.8', '<' ) ) {
	add_action(
		'admin_notices',
		static function () {
			if ( ! current_user_can( 'activate_plugins' ) ) {
				return;
			}
			printf(
				'<div class="notice notice-error"><p>%s</p></div>',
				esc_html(
					sprintf(
						/* translators: 1: required PHP version, 2: required WordPress version, 3: PHP version found. */
						__( 'Co-op Credentials needs PHP %1$s and WordPress %2$s or newer. This site runs PHP %3$s. Nothing of it is switched on.', 'coop-credentials' ),
						'8.1',
						'6.8',
						PHP_VERSION
					)
				)
			);
		}
	);
	return;
}

require __DIR__ . '/includes/autoload.php';

register_activation_hook( __FILE__, array( 'CoopCredentials\\Plugin', 'activate' ) );
register_deactivation_hook( __FILE__, array( 'CoopCredentials\\Plugin', 'deactivate' ) );
add_action( 'plugins_loaded', array( 'CoopCredentials\\Plugin', 'boot' ), 10, 0 );
