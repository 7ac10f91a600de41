<?php
/**
 * PSR-4 loader of the plugin's own classes and of the packages in vendor-prefixed/. No Composer at run time.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

spl_autoload_register(
	static function ( string $name ): void {
		$roots = array(
			'CoopCredentials\\Vendor\\' => dirname( __DIR__ ) . '/vendor-prefixed/',
			'CoopCredentials\\'         => __DIR__ . '/',
		);
		foreach ( $roots as $prefix => $folder ) {
			if ( str_starts_with( $name, $prefix ) ) {
				$file = $folder . strtr( substr( $name, strlen( $prefix ) ), '\\', '/' ) . '.php';
				if ( is_file( $file ) ) {
					require $file;
				}
				return;
			}
		}
	}
);
