<?php
/**
 * Integration tests: a real WordPress with a real database, chosen by environment variables.
 *
 * COOP_TEST_WP=7.1|6.8, COOP_TEST_DB=sqlite|mysql, COOP_TEST_SOCKET=<MariaDB socket>. Every process has its own database.
 */

declare( strict_types=1 );

use CoopCredentials\Tests\Support\Environment;

require_once dirname( __DIR__, 2 ) . '/vendor/autoload.php';

Environment::create()->install();
Environment::current()->define_constants();
Environment::current()->load_plugin_early();

$GLOBALS['table_prefix'] = Environment::TABLE_PREFIX;
$table_prefix            = Environment::TABLE_PREFIX; // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- wp-settings.php reads it in this scope.

require ABSPATH . 'wp-settings.php';

Environment::current()->after_boot();
