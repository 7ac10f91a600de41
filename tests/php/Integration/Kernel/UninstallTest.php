<?php
/**
 * Leaving: nothing without the tick, everything with it.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Kernel;

use CoopCredentials\Kernel\Schema_Inspector;
use CoopCredentials\Kernel\Services;
use CoopCredentials\Kernel\Uninstaller;
use CoopCredentials\Plugin;
use CoopCredentials\Tests\Integration\Test_Case;

final class UninstallTest extends Test_Case {

	protected function tear_down(): void {
		wp_cache_flush();
		$this->boot_plugin()->kernel->schema_manager()->ensure( true );
	}

	private function plant(): int {
		$user = $this->user_with_role( 'coop_till' );
		update_option( 'coop_credentials_provider_demo', 'x', false );
		update_option( 'coop_credentialsx', 'not ours', false );
		update_user_meta( $user->ID, 'coop_credentials_setting', 'x' );
		update_user_meta( $user->ID, 'other_setting', 'x' );
		set_transient( 'coop_credentials_copy', 'x', 600 );
		wp_schedule_event( time() + 600, 'daily', 'coop_credentials_tidy' );
		$this->plugin()->kernel->secrets()->status();
		return $user->ID;
	}

	/** @return list<string> */
	private function tables(): array {
		return ( new Schema_Inspector( $this->plugin()->kernel->database() ) )->existing_tables();
	}

	private function uninstall(): void {
		( static function (): void {
			defined( 'WP_UNINSTALL_PLUGIN' ) || define( 'WP_UNINSTALL_PLUGIN', 'coop-credentials/coop-credentials.php' );
			require dirname( __DIR__, 4 ) . '/uninstall.php';
		} )();
	}

	/** R3: keeping data. */
	public function test_keeps_everything_without_the_tick(): void {
		$this->plant();
		$tables = $this->tables();
		$this->uninstall();
		self::assertSame( $tables, $this->tables() );
		self::assertSame( 'x', get_option( 'coop_credentials_provider_demo' ) );
		self::assertNotNull( get_role( 'coop_till' ) );
	}

	/** R3: deleting data. */
	public function test_takes_everything_with_the_tick(): void {
		global $wpdb;
		$user = $this->plant();
		$file = wp_upload_dir( null, false )['basedir'] . '/coop-credentials-private/waiting.csv';
		wp_mkdir_p( dirname( $file ) );
		file_put_contents( $file, 'x' ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- a test's file.
		self::assertNotSame( array(), $this->tables() );
		$this->plugin()->kernel->settings()->set( 'remove_data', true );
		$this->uninstall();
		self::assertDirectoryDoesNotExist( dirname( $file ) );
		self::assertSame( array(), $this->tables() );
		self::assertSame( array( 'coop_credentialsx' ), $wpdb->get_col( "SELECT option_name FROM $wpdb->options WHERE option_name LIKE '%coop\_credentials%'" ) );
		self::assertSame( '', get_user_meta( $user, 'coop_credentials_setting', true ) );
		self::assertSame( 'x', get_user_meta( $user, 'other_setting', true ) );
		self::assertFalse( wp_next_scheduled( 'coop_credentials_tidy' ) );
		self::assertFalse( get_transient( 'coop_credentials_copy' ) );
		wp_roles()->for_site();
		self::assertNull( get_role( 'coop_till' ) );
		self::assertFalse( get_role( 'administrator' )?->has_cap( 'coop_credentials_manage' ) );
	}

	public function test_deactivation_takes_only_cron_events_away(): void {
		$this->plant();
		Plugin::deactivate();
		self::assertFalse( wp_next_scheduled( 'coop_credentials_tidy' ) );
		self::assertSame( 'x', get_option( 'coop_credentials_provider_demo' ) );
	}

	public function test_activation_is_repeatable(): void {
		$this->expectOutputString( '' );
		Plugin::activate();
		Plugin::activate();
		self::assertTrue( $this->plugin()->kernel->schema_manager()->is_current() );
	}

	public function test_health_tests_answer(): void {
		foreach ( $this->plugin()->kernel->health_tests() as $test ) {
			self::assertNotSame( '', $test->label() );
			$result = $test->run();
			self::assertContains( $result->status, array( 'good', 'recommended' ), $test->id() . ': ' . $result->description );
			self::assertNotSame( '', $result->label );
		}
		self::assertInstanceOf( Services::class, $this->plugin()->kernel );
		self::assertInstanceOf( Uninstaller::class, new Uninstaller( $this->plugin()->kernel ) );
	}
}
