<?php
/**
 * What the build says it needs exists in this WordPress: a script with an unknown dependency is silently not printed.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Build;

use CoopCredentials\Tests\Integration\Test_Case;
use CoopCredentials\Tests\Support\Environment;

final class HandlesTest extends Test_Case {

	/** @return array<string, array{string}> */
	public static function assets(): array {
		$root  = Environment::root() . '/build';
		$found = array();
		if ( is_dir( $root ) ) {
			foreach ( new \RecursiveIteratorIterator( new \RecursiveDirectoryIterator( $root, \FilesystemIterator::SKIP_DOTS ) ) as $file ) {
				if ( str_ends_with( $file->getFilename(), '.asset.php' ) ) {
					$found[ substr( $file->getPathname(), strlen( $root ) + 1 ) ] = array( $file->getPathname() );
				}
			}
		}
		ksort( $found );
		return array() === $found ? array( 'nothing built' => array( '' ) ) : $found;
	}

	/** @dataProvider assets */
	public function test_every_dependency_is_registered( string $file ): void {
		self::assertNotSame( '', $file, 'Run `npm run build` first.' );
		$asset   = require $file;
		$modules = array_keys( ( new \ReflectionProperty( \WP_Script_Modules::class, 'registered' ) )->getValue( wp_script_modules() ) );
		$missing = array();
		foreach ( $asset['dependencies'] as $dependency ) {
			$name  = is_array( $dependency ) ? (string) $dependency['id'] : (string) $dependency;
			$known = str_starts_with( $name, '@' ) ? in_array( $name, $modules, true ) : wp_script_is( $name, 'registered' );
			if ( ! $known ) {
				$missing[] = $name;
			}
		}
		self::assertSame( array(), $missing );
		self::assertMatchesRegularExpression( '/^[0-9a-f]{8,}$/', $asset['version'] );
	}

	public function test_an_unknown_handle_would_be_seen(): void {
		self::assertFalse( wp_script_is( 'wp-no-such-package', 'registered' ) );
		self::assertTrue( wp_script_is( 'wp-element', 'registered' ) );
	}
}
