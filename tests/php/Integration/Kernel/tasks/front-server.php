<?php
/**
 * Router of PHP's own web server: serves pages of the test site with the plugin and a few addresses for the tests.
 */

declare( strict_types=1 );

use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\Not_Mine;
use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Plain;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Plugin;
use CoopCredentials\Tests\Support\Environment;

require_once dirname( __DIR__, 5 ) . '/vendor/autoload.php';

$request = $_SERVER;
$get     = $_GET;
$post    = $_POST;
$cookies = $_COOKIE;
Environment::create()->define_constants();
$_SERVER = array_merge(
	$request,
	array(
		'HTTP_HOST'   => 'harbour.example',
		'HTTPS'       => 'on',
		'SCRIPT_NAME' => '/index.php',
		'PHP_SELF'    => '/index.php',
	)
);
$_GET    = $get;
$_POST   = $post;
$_COOKIE = $cookies;
if ( ! isset( $_GET['without-plugin'] ) ) {
	Environment::current()->load_plugin_early();
}

$GLOBALS['table_prefix'] = Environment::TABLE_PREFIX;
$table_prefix            = Environment::TABLE_PREFIX; // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- wp-settings.php reads it in this scope.
define( 'SAVEQUERIES', true );
define( 'WP_USE_THEMES', true );
$structure = $_GET['permalinks'] ?? '/%postname%/';
$GLOBALS['wp_filter']['pre_option_permalink_structure'][10]['test'] = array(
	'function'      => static fn () => 'plain' === $structure ? '' : $structure,
	'accepted_args' => 0,
);
if ( isset( $_GET['home'] ) ) {
	$GLOBALS['wp_filter']['pre_option_home'][10]['test'] = array(
		'function'      => static fn () => 'https://harbour.example/' . $_GET['home'],
		'accepted_args' => 0,
	);
}
if ( isset( $_GET['theme'] ) ) {
	$themes = dirname( __DIR__ ) . '/themes';
	if ( is_dir( $themes . '/' . basename( $_GET['theme'] ) ) ) {
		foreach ( array( 'template_root', 'stylesheet_root' ) as $name ) {
			$GLOBALS['wp_filter'][ 'pre_option_' . $name ][10]['test'] = array(
				'function'      => static fn () => $themes,
				'accepted_args' => 0,
			);
		}
		$GLOBALS['wp_filter']['setup_theme'][10]['test'] = array(
			'function'      => static fn () => register_theme_directory( $themes ),
			'accepted_args' => 0,
		);
	}
	foreach ( array( 'template', 'stylesheet' ) as $name ) {
		$GLOBALS['wp_filter'][ 'pre_option_' . $name ][10]['test'] = array(
			'function'      => static fn () => $_GET['theme'],
			'accepted_args' => 0,
		);
	}
}

require ABSPATH . 'wp-settings.php';

if ( class_exists( Plugin::class, false ) ) {
	$router = Plugin::instance()->kernel->router();
	$router->add( 'test_page', 'coop-credentials/test-page/{name}', static fn ( Front_Request $r ): Page => new Page( 'A <b>title</b> & more', '<p class="ours">Hello [gallery] "quoted" -- ' . esc_html( $r->params['name'] ) . '</p>', 404 === (int) $r->query( 's' ) ? 404 : 200 ) );
	$router->add( 'test_public', 'test-public/{name}/', static fn ( Front_Request $r ): Page|Not_Mine => 'none' === $r->params['name'] ? new Not_Mine() : new Page( 'Public', '<!-- wp:heading --><h2 class="wp-block-heading">' . esc_html( $r->params['name'] ) . '</h2><!-- /wp:heading -->', 200, false, false ) );
	$router->add( 'test_redirect', 'coop-credentials/test-redirect', static fn (): Redirect => new Redirect( 'https://op.example/authorize?a=1', 303, array( 'Referrer-Policy' => 'no-referrer' ), true ) );
	$router->add( 'test_stray', 'coop-credentials/test-stray', static fn (): Redirect => new Redirect( 'https://op.example/' ) );
	$router->add( 'test_plain', 'coop-credentials/test-plain', static fn ( Front_Request $r ): Plain => new Plain( $r->method . ' ' . $r->raw_query . ' ' . ( $r->post( 'a' ) ?? '-' ) . ' ' . ( $r->header( 'X-Test' ) ?? '-' ), 'text/plain; charset=utf-8' ) );
	$router->add( 'test_problem', 'coop-credentials/test-problem', static fn (): Page => throw new Problem( 'busy_try_again', 503, 'Come <back> later', null, array(), 2 ) );
}
add_action(
	'shutdown',
	static function (): void {
		if ( isset( $_GET['count'] ) ) {
			echo '<!--queries:' . count( $GLOBALS['wpdb']->queries ) . '-->';
		}
	},
	0
);
wp();
require ABSPATH . WPINC . '/template-loader.php';
