<?php
/**
 * The test harness itself: what the other tests stand on.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration;

use CoopCredentials\Tests\Support\Environment;
use CoopCredentials\Tests\Support\Outbox;
use CoopCredentials\Tests\Support\Processes;

final class HarnessTest extends Test_Case {

	public function test_the_wanted_wordpress_runs_on_the_wanted_database(): void {
		$environment = Environment::current();
		self::assertStringStartsWith( $environment->version . '.', get_bloginfo( 'version' ) . '.' );
		self::assertSame( 'sqlite' === $environment->database, defined( 'DB_ENGINE' ) && 'sqlite' === DB_ENGINE );
		self::assertSame( 'https://harbour.example', home_url() );
	}

	public function test_leaves_rows_options_and_hooks_behind(): void {
		$this->user_with_role( 'editor' );
		update_option( 'coop_test_left', 'x' );
		update_option( 'blogname', 'Changed' );
		add_filter( 'the_title', '__return_empty_string' );
		wp_mail( 'a@harbour.example', 'Subject', 'Text' );
		self::assertCount( 1, Outbox::$mails );
	}

	/** @depends test_leaves_rows_options_and_hooks_behind */
	public function test_starts_clean_after_another_test(): void {
		self::assertSame( 1, (int) count_users()['total_users'] );
		self::assertFalse( get_option( 'coop_test_left' ) );
		self::assertSame( 'Example Harbour Co-op', get_option( 'blogname' ) );
		self::assertFalse( has_filter( 'the_title', '__return_empty_string' ) );
		self::assertCount( 0, Outbox::$mails );
	}

	public function test_rest_calls_carry_status_and_headers(): void {
		self::assertSame( 401, $this->rest( 'GET', '/wp/v2/settings' )->get_status() );
		$this->act_as( 'administrator' );
		self::assertSame( 200, $this->rest( 'GET', '/wp/v2/settings' )->get_status() );
		$served = $this->serve( 'GET', '/wp/v2/types' );
		self::assertSame( 200, $served['status'] );
		self::assertStringContainsString( 'application/json', $served['headers']['Content-Type'] );
		self::assertArrayHasKey( 'post', $served['json'] );
	}

	public function test_counts_queries(): void {
		self::assertSame( 1, $this->count_queries( static fn () => $GLOBALS['wpdb']->get_var( 'SELECT 1' ) ) );
		self::assertSame( 0, $this->count_queries( static fn () => $GLOBALS['wpdb']->get_var( 'SELECT 1' ), true ) );
	}

	public function test_wp_die_is_an_exception(): void {
		$this->expectException( \CoopCredentials\Tests\Support\Wp_Die::class );
		wp_die( 'No', '', array( 'response' => 403 ) );
	}

	public function test_processes_share_the_database_and_start_together(): void {
		update_option( 'coop_test_shared', 'seen by all', false );
		$answers = Processes::run( __DIR__ . '/../Support/tasks/echo.php', 3, array( 'option' => 'coop_test_shared' ) );
		self::assertSame( array( 0, 1, 2 ), array_column( $answers, 'number' ) );
		self::assertSame( array( 'seen by all' ), array_values( array_unique( array_column( $answers, 'value' ) ) ) );
		$begun = array_column( $answers, 'at' );
		self::assertLessThan( 0.05, max( $begun ) - min( $begun ) );
	}

	public function test_a_failing_worker_fails_the_run(): void {
		$this->expectException( \RuntimeException::class );
		$this->expectExceptionMessage( 'on purpose' );
		Processes::run( __DIR__ . '/../Support/tasks/fail.php', 1 );
	}
}
