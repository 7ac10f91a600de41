<?php
/**
 * Limits, inbox and callers' addresses.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Kernel;

use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Services;
use CoopCredentials\Tests\Integration\Test_Case;
use CoopCredentials\Tests\Support\Frozen_Clock;
use CoopCredentials\Tests\Support\Processes;

final class LimitsTest extends Test_Case {

	private Frozen_Clock $clock;

	private Services $kernel;

	protected function set_up(): void {
		$this->clock  = new Frozen_Clock( '2026-11-23T12:00:10Z' );
		$this->kernel = $this->boot_plugin( $this->clock )->kernel;
	}

	public function test_a_fixed_window_lets_exactly_the_limit_through(): void {
		$limiter = $this->kernel->rate_limiter();
		for ( $i = 0; $i < 3; $i++ ) {
			$limiter->hit( 'start', 'a', 3, 60 );
		}
		$limiter->hit( 'start', 'b', 3, 60 );
		$limiter->hit( 'other', 'a', 3, 60 );
		self::assertSame( array( 3, 1, 0 ), array( $limiter->count( 'start', 'a', 60 ), $limiter->count( 'start', 'b', 60 ), $limiter->count( 'start', 'c', 60 ) ) );
		try {
			$limiter->hit( 'start', 'a', 3, 60, 'too_many_attempts' );
			self::fail( 'A fourth attempt passed.' );
		} catch ( Problem $problem ) {
			self::assertSame( array( 'too_many_attempts', 429, 50 ), array( $problem->reason, $problem->status, $problem->retry_after ) );
		}
		self::assertSame( 3, $limiter->count( 'start', 'a', 60 ), 'Refused attempts are not counted.' );
		$this->clock->advance( 50 );
		$limiter->hit( 'start', 'a', 3, 60 );
		self::assertSame( 1, $limiter->count( 'start', 'a', 60 ) );
	}

	public function test_asking_counts_nothing(): void {
		$limiter = $this->kernel->rate_limiter();
		for ( $i = 0; $i < 3; $i++ ) {
			$limiter->check( 'start', 'a', 3, 60 );
			$limiter->hit( 'start', 'a', 5, 60 );
		}
		try {
			$limiter->check( 'start', 'a', 3, 60, 'too_many_attempts' );
			self::fail( 'Nothing was left.' );
		} catch ( Problem $problem ) {
			self::assertSame( array( 'too_many_attempts', 429, 50 ), array( $problem->reason, $problem->status, $problem->retry_after ) );
		}
		self::assertSame( 3, $limiter->count( 'start', 'a', 60 ) );
	}

	public function test_old_windows_go_without_cron(): void {
		$limiter = $this->kernel->rate_limiter();
		for ( $i = 0; $i < 5; $i++ ) {
			$limiter->hit( 'start', "a$i", 3, 60 );
		}
		$this->clock->advance( 600 );
		$limiter->hit( 'start', 'b', 3, 60 );
		self::assertSame( '1', $this->kernel->database()->value( 'SELECT COUNT(*) FROM %i', $this->kernel->database()->table( 'rate_limits' ) ) );
	}

	public function test_limits_are_counted_outside_transactions(): void {
		$this->expectException( \LogicException::class );
		$this->kernel->database()->transaction( fn () => $this->kernel->rate_limiter()->hit( 'start', 'a', 3, 60 ) );
	}

	public function test_subjects_are_stored_hashed(): void {
		$this->kernel->rate_limiter()->hit( 'start', '192.0.2.10', 3, 60 );
		$row = (array) $this->kernel->database()->row( 'SELECT * FROM %i', $this->kernel->database()->table( 'rate_limits' ) );
		self::assertMatchesRegularExpression( '/^[0-9a-f]{64}$/', (string) $row['key_hash'] );
		self::assertNotSame( hash( 'sha256', 'start|60|192.0.2.10' ), $row['key_hash'] );
	}

	/** Eight processes, twenty attempts each, limit 50: the naive control lets more through, the limiter exactly 50. */
	public function test_parallel_callers_never_exceed_the_limit(): void {
		$answers = Processes::run(
			__DIR__ . '/tasks/limit.php',
			8,
			array(
				'times' => 20,
				'limit' => 50,
				'at'    => '2026-11-23T12:00:10Z',
			)
		);
		self::assertGreaterThan( 50, array_sum( array_column( $answers, 'naive' ) ), 'The control let no more through: the race did not happen.' );
		self::assertSame( 50, array_sum( array_column( $answers, 'limited' ) ) );
	}

	public function test_forwarded_addresses_count_only_from_a_trusted_proxy(): void {
		$limiter                         = $this->kernel->rate_limiter();
		$_SERVER['HTTP_X_FORWARDED_FOR'] = '198.51.100.9, 203.0.113.5';
		self::assertSame( '192.0.2.10', $limiter->address() );
		putenv( 'COOP_CREDENTIALS_TRUSTED_PROXIES=192.0.2.0/24, 2001:db8::/32' );
		self::assertSame( '203.0.113.5', $limiter->address() );
		$_SERVER['HTTP_X_FORWARDED_FOR'] = '198.51.100.9, 192.0.2.77';
		self::assertSame( '198.51.100.9', $limiter->address(), 'A chain of trusted proxies.' );
		$_SERVER['HTTP_X_FORWARDED_FOR'] = 'rubbish';
		self::assertSame( '192.0.2.10', $limiter->address() );
		$_SERVER['REMOTE_ADDR']          = '203.0.113.77';
		$_SERVER['HTTP_X_FORWARDED_FOR'] = '198.51.100.9';
		self::assertSame( '203.0.113.77', $limiter->address() );
		putenv( 'COOP_CREDENTIALS_TRUSTED_PROXIES' );
	}

	public function test_one_customer_of_ipv6_is_many_visitors_and_one_network(): void {
		$limiter = $this->kernel->rate_limiter();
		$found   = array();
		foreach ( array( '2001:db8:7:1::1', '2001:db8:7:ffff::2', '2001:db8:8:1::1', '198.51.100.9', '::ffff:198.51.100.9' ) as $address ) {
			$_SERVER['REMOTE_ADDR'] = $address;
			$found[]                = array( $limiter->address(), $limiter->network() );
		}
		self::assertSame(
			array(
				array( '2001:db8:7:1::/64', '2001:db8:7::/48' ),
				array( '2001:db8:7:ffff::/64', '2001:db8:7::/48' ),
				array( '2001:db8:8:1::/64', '2001:db8:8::/48' ),
				array( '198.51.100.9', '198.51.100.9' ),
				array( '198.51.100.9', '198.51.100.9' ),
			),
			$found
		);
		$_SERVER['REMOTE_ADDR'] = '192.0.2.10';
	}

	public function test_hashes_of_networks_change_daily(): void {
		$first = $this->kernel->rate_limiter()->network_hash();
		self::assertMatchesRegularExpression( '/^[0-9a-f]{64}$/', $first );
		self::assertSame( $first, $this->kernel->rate_limiter()->network_hash() );
		$this->clock->advance( DAY_IN_SECONDS );
		self::assertNotSame( $first, $this->kernel->rate_limiter()->network_hash() );
	}

	public function test_a_message_is_taken_once_until_it_expires(): void {
		$inbox = $this->kernel->inbox();
		self::assertTrue( $inbox->remember( 'demo', 'jti-1', 60 ) );
		self::assertFalse( $inbox->remember( 'demo', 'jti-1', 60 ) );
		self::assertTrue( $inbox->remember( 'other', 'jti-1', 60 ) );
		self::assertTrue( $inbox->remember( str_repeat( 'x', 80 ), 'jti-1', 60 ) );
		$this->clock->advance( 61 );
		self::assertTrue( $inbox->remember( 'demo', 'jti-2', 60 ) );
		self::assertSame( '1', $this->kernel->database()->value( 'SELECT COUNT(*) FROM %i', $this->kernel->database()->table( 'inbox' ) ) );
	}

	public function test_inside_a_unit_the_message_goes_with_it(): void {
		$inbox = $this->kernel->inbox();
		try {
			$this->kernel->database()->transaction(
				static function () use ( $inbox ): void {
					self::assertTrue( $inbox->remember( 'demo', 'jti', 60 ) );
					self::assertFalse( $inbox->remember( 'demo', 'jti', 60 ) );
					throw new Problem( 'logout_token', 400 );
				}
			);
		} catch ( Problem ) {
			self::assertTrue( $inbox->remember( 'demo', 'jti', 60 ) );
		}
	}

	public function test_of_parallel_deliveries_one_is_taken(): void {
		$answers = Processes::run( __DIR__ . '/tasks/remember.php', 6, array( 'messages' => 10 ) );
		self::assertSame( array_fill( 0, 10, 1 ), array_map( 'array_sum', array_map( null, ...$answers ) ) );
	}
}
