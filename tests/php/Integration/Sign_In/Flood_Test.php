<?php
/**
 * Many starts.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Kernel\Database;
use CoopCredentials\Sign_In\Transaction;

/**
 * A flood of starts fills no table and keeps nobody out.
 */
final class Flood_Test extends Sign_In_Case {

	private const BATCH  = 50;
	private const SAMPLE = 'wptests_flood_sample';

	protected function set_up(): void {
		parent::set_up();
		$this->sample();
	}

	protected function tear_down(): void {
		$this->plugin->kernel->database()->execute( 'DROP TABLE %i', self::SAMPLE );
		parent::tear_down();
	}

	/** SIGN-B16. */
	public function test_SIGN_B16_a_hundred_thousand_starts_from_six_addresses(): void {
		$url     = $this->go();
		$cookies = $_COOKIE;
		$now     = new \DateTimeImmutable( 'now', new \DateTimeZone( 'UTC' ) );
		$most    = 0;
		for ( $batch = 0; $batch < 100000 / self::BATCH; $batch++ ) {
			$this->flood( $batch, $now );
			if ( 0 === $batch % 100 ) {
				$most = max( $most, $this->rows() );
			}
		}
		$most = max( $most, $this->rows() );
		self::assertGreaterThan( 9000, $most, 'It was a flood.' );
		self::assertLessThanOrEqual( 10000, $most );

		$_COOKIE = $cookies;
		self::assertSame( '', $this->reason( $this->come_back( $url ) ), 'Who began before gets in.' );
		$_COOKIE = array();
		$this->services()->current_visitor()->forget();
		self::assertSame( '', $this->reason( $this->come_back( $this->go() ) ), 'Who begins now gets in.' );
		self::assertSame( 2, $this->services()->sessions()->count() );
	}

	public function test_rows_that_can_no_longer_be_answered_go_first(): void {
		$now = new \DateTimeImmutable( 'now', new \DateTimeZone( 'UTC' ) );
		for ( $batch = 0; $batch < 190; $batch++ ) {
			$this->flood( $batch, $batch < 100 ? $now->modify( '-11 minutes' ) : $now, false );
		}
		$late = fn (): int => (int) $this->plugin->kernel->database()->value( 'SELECT COUNT(*) FROM %i WHERE created_at < %s', $this->plugin->kernel->database()->table( 'sign_in_transactions' ), Database::datetime( $now->modify( '-10 minutes' ) ) );
		self::assertSame( array( 9500, 5000 ), array( $this->rows(), $late() ) );
		for ( $batch = 190; $batch < 200; $batch++ ) {
			$this->flood( $batch, $now );
		}
		self::assertSame( 5000, $this->rows() - $late(), 'Nobody who may still come back was put out.' );
		self::assertLessThan( 5000, $late() );
	}

	public function test_one_start_of_many_makes_room(): void {
		$now = new \DateTimeImmutable( 'now', new \DateTimeZone( 'UTC' ) );
		for ( $batch = 0; $batch < 197; $batch++ ) {
			$this->flood( $batch, $now, false );
		}
		self::assertSame( 9850, $this->rows() );
		for ( $start = 0; $start < self::BATCH; $start++ ) {
			$this->services()->transactions()->add( $this->transaction( "real $start", 'a seventh address', $now ) );
		}
		self::assertLessThanOrEqual( 9500, $this->rows() );
		self::assertNotNull( $this->services()->transactions()->find( hash( 'sha256', 'real 0' ) ) );
	}

	/** As many starts as come between two looks at the table, in one statement. */
	private function flood( int $batch, \DateTimeImmutable $now, bool $look = true ): void {
		$row      = $this->row( 0, $now );
		$same     = implode( ', ', array_diff( array_keys( $row ), array( 'state_hash', 'created_at', 'expires_at' ) ) );
		$database = $this->plugin->kernel->database();
		$database->execute(
			"INSERT INTO %i ( state_hash, created_at, expires_at, $same ) SELECT CONCAT( %s, SUBSTRING( state_hash, 9 ) ), %s, %s, $same FROM %i",
			$database->table( 'sign_in_transactions' ),
			sprintf( '%08x', $batch ),
			$row['created_at'],
			$row['expires_at'],
			self::SAMPLE
		);
		if ( $look ) {
			$this->services()->transactions()->make_room( $now );
		}
	}

	/** One batch in a table of its own, to be copied from. */
	private function sample(): void {
		$database = $this->plugin->kernel->database();
		$now      = new \DateTimeImmutable( 'now', new \DateTimeZone( 'UTC' ) );
		$database->execute( 'CREATE TABLE %i ( ' . implode( ' VARCHAR(255), ', array_keys( $this->row( 0, $now ) ) ) . ' VARCHAR(255) )', self::SAMPLE );
		for ( $start = 0; $start < self::BATCH; $start++ ) {
			$row = $this->row( $start, $now );
			$database->execute( 'INSERT INTO %i ( ' . implode( ', ', array_keys( $row ) ) . ' ) VALUES ( ' . implode( ', ', array_fill( 0, count( $row ), '%s' ) ) . ' )', self::SAMPLE, ...array_values( $row ) );
		}
	}

	/** @return array<string, mixed> Columns that are not null. */
	private function row( int $start, \DateTimeImmutable $now ): array {
		return array_filter( $this->transaction( "flood $start", 'address ' . ( $start % 6 ), $now )->to_row(), static fn ( mixed $value ): bool => null !== $value );
	}

	private function transaction( string $state, string $address, \DateTimeImmutable $now ): Transaction {
		return new Transaction( 0, hash( 'sha256', $state ), str_repeat( 'a', 64 ), 'hostile', str_repeat( 'b', 64 ), 'sign_in', null, null, '/', null, array(), 0, null, hash( 'sha256', $address ), $now, $now->modify( '+1 hour' ) );
	}

	private function rows(): int {
		$database = $this->plugin->kernel->database();
		return (int) $database->value( 'SELECT COUNT(*) FROM %i', $database->table( 'sign_in_transactions' ) );
	}
}
