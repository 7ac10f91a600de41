<?php
/**
 * Multisite: tables on new sites and on first use, gone with the site.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Kernel;

use CoopCredentials\Tests\Integration\Test_Case;
use CoopCredentials\Tests\Support\Environment;

final class NetworkTest extends Test_Case {

	/** R4, in short. */
	public function test_each_site_of_a_network_has_its_own_tables(): void {
		$environment = array_diff_key(
			array_merge( getenv(), Environment::current()->variables() ),
			array(
				'COOP_TEST_FOLDER' => 1,
				'COOP_TEST_NAME'   => 1,
			)
		);
		$child       = proc_open(
			array( PHP_BINARY, '-d', 'error_reporting=-1', '-d', 'display_errors=stderr', __DIR__ . '/tasks/network.php' ),
			array( array( 'file', '/dev/null', 'r' ), array( 'pipe', 'w' ), array( 'pipe', 'w' ) ),
			$pipes,
			Environment::root(),
			$environment
		);
		self::assertIsResource( $child );
		$output = (string) stream_get_contents( $pipes[1] );
		$errors = (string) stream_get_contents( $pipes[2] );
		self::assertSame( 0, proc_close( $child ), $output . $errors );
		$seen = json_decode( explode( "\x1e", $output )[1] ?? '', true );
		self::assertIsArray( $seen, $output );
		self::assertStringNotContainsString( Environment::root() . '/includes/', $output . $errors );
		self::assertGreaterThan( 10, $seen['wanted'] );
		self::assertSame( 0, $seen['not active yet'] );
		self::assertSame( $seen['wanted'], $seen['new site'] );
		self::assertSame( array( true, false ), $seen['first use'] );
		self::assertSame( $seen['wanted'], $seen['after use'] );
		self::assertTrue( $seen['other site'], 'What one site has seen is new to another.' );
		self::assertContains( 1, $seen['versions'] );
		self::assertTrue( $seen['keys differ'] );
		self::assertTrue( $seen['role'] );
		self::assertSame( 0, $seen['deleted site'] );
		self::assertSame( 0, $seen['uninstalled, ticked'] );
		self::assertSame( $seen['wanted'], $seen['uninstalled, not ticked'] );
	}
}
