<?php
/**
 * Constants of WordPress and of the plugin for PHPStan: the stubs hold functions and classes only.
 */

declare( strict_types=1 );

foreach (
	array(
		'ABSPATH'            => '/wordpress/',
		'WPINC'              => 'wp-includes',
		'WP_CONTENT_DIR'     => '/wordpress/wp-content',
		'WP_CONTENT_URL'     => 'https://harbour.example/wp-content',
		'WP_PLUGIN_DIR'      => '/wordpress/wp-content/plugins',
		'WP_LANG_DIR'        => '/wordpress/wp-content/languages',
		'WP_DEBUG'           => true,
		'DB_NAME'            => 'coop',
		'DB_HOST'            => 'localhost',
		'OBJECT'             => 'OBJECT',
		'OBJECT_K'           => 'OBJECT_K',
		'ARRAY_A'            => 'ARRAY_A',
		'ARRAY_N'            => 'ARRAY_N',
		'MINUTE_IN_SECONDS'  => 60,
		'HOUR_IN_SECONDS'    => 3600,
		'DAY_IN_SECONDS'     => 86400,
		'WEEK_IN_SECONDS'    => 604800,
		'MONTH_IN_SECONDS'   => 2592000,
		'YEAR_IN_SECONDS'    => 31536000,
		'KB_IN_BYTES'        => 1024,
		'MB_IN_BYTES'        => 1048576,
		'COOKIEPATH'         => '/',
		'COOKIE_DOMAIN'      => '',
		'SITECOOKIEPATH'     => '/',
		'ADMIN_COOKIE_PATH'  => '/wp-admin',
		'LOGGED_IN_COOKIE'   => 'wordpress_logged_in',
		'AUTH_COOKIE'        => 'wordpress',
		'SECURE_AUTH_COOKIE' => 'wordpress_sec',
		'COOKIEHASH'         => 'hash',
		'EP_NONE'            => 0,
		'REST_API_VERSION'   => '2.0',
	) as $name => $value
) {
	defined( $name ) || define( $name, $value );
}
