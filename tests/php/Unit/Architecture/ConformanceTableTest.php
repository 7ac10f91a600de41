<?php
/**
 * The table of conformance modules names tests that exist.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Unit\Architecture;

use PHPUnit\Framework\TestCase;

final class ConformanceTableTest extends TestCase {

	private const ROOT = __DIR__ . '/../../../../';

	public function test_every_module_of_the_table_has_a_test_and_every_test_a_row(): void {
		$sections = array_slice( explode( "\n## ", (string) file_get_contents( self::ROOT . 'docs/sign-in-conformance.md' ) ), 1 );
		self::assertCount( 5, $sections );
		$listed = array();
		foreach ( $sections as $section ) {
			self::assertSame( 1, preg_match( '/^File: `([A-Za-z_]+\.php)`/m', $section, $file ), $section );
			$test    = (string) file_get_contents( self::ROOT . 'tests/php/Integration/Sign_In/' . $file[1] );
			$modules = self::modules( $section );
			self::assertNotSame( array(), $modules, $section );
			foreach ( $modules as $module ) {
				self::assertContains( $module, self::modules( $test ), $file[1] );
			}
			$listed = array_merge( $listed, $modules );
		}
		$tested = array();
		foreach ( (array) glob( self::ROOT . 'tests/php/Integration/Sign_In/Conformance_*.php' ) as $file ) {
			$tested = array_merge( $tested, self::modules( (string) file_get_contents( (string) $file ) ) );
		}
		self::assertSame( array(), array_values( array_diff( $tested, $listed ) ) );
	}

	/** @return list<string> Names of modules in a text. */
	private static function modules( string $text ): array {
		preg_match_all( '/\boidcc-client-test[a-z0-9-]*/', $text, $found );
		return array_values( array_unique( $found[0] ) );
	}
}
