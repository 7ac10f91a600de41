<?php
/**
 * Installs WordPress into the empty database of a test process. Runs in a process of its own.
 */

declare( strict_types=1 );

use CoopCredentials\Tests\Support\Environment;

require_once dirname( __DIR__, 3 ) . '/vendor/autoload.php';

define( 'WP_INSTALLING', true );
define( 'WP_SITEURL', Environment::HOME );

Environment::create()->define_constants();

$GLOBALS['table_prefix'] = Environment::TABLE_PREFIX;
$table_prefix            = Environment::TABLE_PREFIX; // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- wp-settings.php reads it in this scope.
$GLOBALS['wp_filter']    = array( // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- WordPress turns a preset list into hooks.
	'pre_wp_mail' => array(
		10 => array(
			'coop' => array(
				'function'      => static fn (): bool => true,
				'accepted_args' => 0,
			),
		),
	),
);

require ABSPATH . 'wp-settings.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

wp_install( 'Example Harbour Co-op', 'admin', 'admin@harbour.example', true, '', 'admin' );
update_option( 'permalink_structure', '/%postname%/' );
update_option( 'show_avatars', 0 );
update_option( 'template', 'twentytwentyfive' );
update_option( 'stylesheet', 'twentytwentyfive' );
update_option( 'home', Environment::HOME );
update_option( 'siteurl', Environment::HOME );

if ( Environment::current()->network ) {
	foreach ( $GLOBALS['wpdb']->tables( 'ms_global' ) as $name => $table ) {
		$GLOBALS['wpdb']->$name = $table;
	}
	install_network();
	populate_network( 1, 'harbour.example', 'admin@harbour.example', 'Network', '/', false );
	update_option( 'permalink_structure', '/%postname%/' );
}

echo 'installed ', esc_html( get_bloginfo( 'version' ) ), "\n";
