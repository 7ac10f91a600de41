<?php
/**
 * Many starts.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Kernel\Database;
use CoopCredentials\Sign_In\Transaction;
use CoopCredentials\Tests\Support\Processes;

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

	public function test_starts_from_every_part_of_one_network_put_out_their_own(): void {
		$url     = $this->go();
		$cookies = $_COOKIE;
		$most    = $this->flood_from( 12000, fn ( int $start ): string => $this->network_of( sprintf( '2001:db8:7:%x::1', $start ) ) );
		self::assertGreaterThan( 9000, $most, 'It was a flood.' );
		self::assertLessThanOrEqual( 10000, $most );
		$_COOKIE = $cookies;
		self::assertSame( '', $this->reason( $this->come_back( $url ) ), 'Who began before gets in.' );
		self::assertNotSame( $this->network_of( '2001:db8:7::1' ), $this->network_of( '2001:db8:8::1' ) );
	}

	public function test_the_table_stays_small_when_every_start_comes_from_elsewhere(): void {
		self::assertLessThanOrEqual( 10000, $this->flood_from( 11000, static fn ( int $start ): string => hash( 'sha256', "elsewhere $start" ) ) );
	}

	public function test_many_networks_come_down_to_one_level(): void {
		$sizes   = array( 'many' => 5000, 'more' => 4700, 'family' => 40, 'lone' => 1 ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$network = array();
		foreach ( $sizes as $name => $size ) {
			array_push( $network, ...array_fill( 0, $size, hash( 'sha256', $name ) ) );
		}
		foreach ( array_chunk( array_reverse( $network ), 59 ) as $number => $some ) {
			$this->insert( $number, $some );
		}
		$before = $this->rows();
		self::assertSame( 9741, $before );
		$now = new \DateTimeImmutable( 'now', new \DateTimeZone( 'UTC' ) );
		$this->services()->transactions()->make_room( $now );
		self::assertSame( 9741, $this->rows(), 'There is room yet.' );
		for ( $start = 0; $start < 60; $start++ ) {
			$this->services()->transactions()->add( $this->transaction( "another $start", 'more', $now ) );
		}
		$queries = $this->queries( fn () => $this->services()->transactions()->add( $this->transaction( 'last', 'lone', $now ) ), true );
		self::assertLessThanOrEqual( 8, count( $queries ), implode( "\n", $queries ) );
		$database = $this->plugin->kernel->database();
		$kept     = array();
		foreach ( $sizes as $name => $size ) {
			$kept[ $name ] = (int) $database->value( 'SELECT COUNT(*) FROM %i WHERE address_hash = %s', $database->table( 'sign_in_transactions' ), hash( 'sha256', $name ) );
		}
		self::assertSame( array( 'family' => 40, 'lone' => 2 ), array( 'family' => $kept['family'], 'lone' => $kept['lone'] ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertLessThanOrEqual( 1, abs( $kept['many'] - $kept['more'] ), 'The largest come down to the next, then both.' );
		self::assertSame( 9401, $kept['many'] + $kept['more'] + 41, 'Four hundred went.' );
		self::assertNotNull( $this->services()->transactions()->find( hash( 'sha256', 'another 0' ) ), 'The oldest go first.' );
	}

	public function test_ids_that_skip_keep_nobody_from_looking(): void {
		$now = new \DateTimeImmutable( 'now', new \DateTimeZone( 'UTC' ) );
		$this->flood_from( 9800, static fn ( int $start ): string => hash( 'sha256', 'one' ), false );
		$database = $this->plugin->kernel->database();
		for ( $start = 0; $start < 60; $start++ ) {
			$id = $this->services()->transactions()->add( $this->transaction( "odd $start", 'one', $now ) );
			$database->execute( 'UPDATE %i SET id = %d WHERE id = %d', $database->table( 'sign_in_transactions' ), 1000000 + 100 * $start, $id ); // As servers that share the counting do.
			$most = max( $most ?? 0, $this->rows() );
		}
		self::assertLessThanOrEqual( 9801, $most );
	}

	public function test_parallel_starts_keep_the_bound(): void {
		$this->flood_from( 9700, static fn ( int $start ): string => hash( 'sha256', 'elsewhere ' . $start ), false );
		$most = max( Processes::run( __DIR__ . '/tasks/starts.php', 6, array( 'starts' => 120 ) ) );
		self::assertGreaterThan( 9750, $most, 'It was a crowd.' );
		self::assertLessThanOrEqual( 10000, $most );
		self::assertLessThanOrEqual( 9850, $this->rows() );
	}

	/**
	 * Starts one after another, each with the network it came from.
	 *
	 * @param int                  $starts  How many.
	 * @param callable(int):string $network Hash of the network of each.
	 * @param bool                 $look    Whether they make room.
	 * @return int The most rows there were.
	 */
	private function flood_from( int $starts, callable $network, bool $look = true ): int {
		$most = 0;
		foreach ( array_chunk( array_map( $network, range( 0, $starts - 1 ) ), self::BATCH ) as $number => $networks ) {
			$this->insert( $number, $networks );
			if ( $look ) {
				$most = max( $most, $this->rows() );
				$this->services()->transactions()->make_room( new \DateTimeImmutable( 'now', new \DateTimeZone( 'UTC' ) ) );
			}
		}
		return $most;
	}

	/** @param list<string> $networks Hash of the network of each row. */
	private function insert( int $number, array $networks ): void {
		$now  = new \DateTimeImmutable( 'now', new \DateTimeZone( 'UTC' ) );
		$args = array();
		foreach ( $networks as $place => $network ) {
			$row = array_filter( $this->transaction( "start $number $place", '', $now )->to_row(), static fn ( mixed $value ): bool => null !== $value );
			array_push( $args, ...array_values( array( 'address_hash' => $network ) + $row ) );
		}
		$names = implode( ', ', array_keys( array( 'address_hash' => '' ) + $row ) );
		$marks = implode( ', ', array_fill( 0, count( $networks ), '( ' . implode( ', ', array_fill( 0, count( $row ), '%s' ) ) . ' )' ) );
		$this->plugin->kernel->database()->execute( "INSERT INTO %i ( $names ) VALUES $marks", $this->plugin->kernel->database()->table( 'sign_in_transactions' ), ...$args );
	}

	/** Hash of the network of an address. */
	private function network_of( string $address ): string {
		$before                 = $_SERVER['REMOTE_ADDR'];
		$_SERVER['REMOTE_ADDR'] = $address;
		$hash                   = $this->plugin->kernel->rate_limiter()->network_hash();
		$_SERVER['REMOTE_ADDR'] = $before;
		return $hash;
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
