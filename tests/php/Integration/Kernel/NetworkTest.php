<?php
/**
 * Multisite: tables on new sites and on first use, gone with the site.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Kernel;

use CoopCredentials\Tests\Integration\Test_Case;
use CoopCredentials\Tests\Support\Environment;
use CoopCredentials\Tests\Support\Network_Task;

final class NetworkTest extends Test_Case {

	/** R4, in short. */
	public function test_each_site_of_a_network_has_its_own_tables(): void {
		list( $seen, $output ) = Network_Task::run( __DIR__ . '/tasks/network.php' );
		self::assertIsArray( $seen, $output );
		self::assertStringNotContainsString( Environment::root() . '/includes/', $output );
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
