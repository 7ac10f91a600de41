<?php
declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Offers;

use CoopCredentials\Kernel\Problem;
use CoopCredentials\Offers\Offer;
use CoopCredentials\Tests\Support\Processes;
use PHPUnit\Framework\Attributes\DataProvider;

/**
 * What is left when a process dies or the database fails in the middle: all or nothing.
 */
final class FaultTest extends Offers_Test_Case {
	/** Rows, coupon counters and offer counters tell the same. */
	private function assert_consistent( Offer $offer, string $where = '' ): void {
		global $wpdb;
		$prefix = $wpdb->prefix . 'coop_credentials_';
		$rows   = $this->rows( "offer_id = {$offer->id} AND kind = 'redeem' AND status = 'confirmed'" );
		$uses   = (int) $wpdb->get_var( "SELECT SUM(uses) FROM {$prefix}coupons WHERE offer_id = {$offer->id}" );
		$after  = $this->fresh_offer( $offer );
		self::assertSame( array( $rows, $rows ), array( $uses, $after->redemptions_count ), $where );
		self::assertSame( 0, (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$prefix}coupons WHERE offer_id = {$offer->id} AND (uses > max_uses OR uses < 0)" ), $where );
		self::assertSame( $this->rows( "offer_id = {$offer->id} AND status = 'voided'" ), $this->rows( "offer_id = {$offer->id} AND kind = 'void'" ), $where );
	}

	/**
	 * OFFER-E1: SIGKILL before each statement of the unit, and the retry with the same key works.
	 */
	#[DataProvider( 'statements' )]
	public function test_killed_before_a_statement( int $statement ): void {
		$offer                 = $this->offer();
		$point                 = $this->point();
		list( $coupon, $code ) = $this->coupon( $offer );
		$arguments             = array(
			'codes' => array( $code->plain ),
			'point' => $point,
			'key'   => 'k',
			'void'  => false,
		);
		$run                   = Processes::start( __DIR__ . '/tasks/die.php', 1, $arguments + array( 'statement' => $statement ) );
		$run->release();
		self::assertFalse( $run->wait()[0]['finished'] );
		$this->assert_consistent( $offer );
		self::assertSame( 0, $this->fresh( $coupon )->uses );
		$again = Processes::run( __DIR__ . '/tasks/die.php', 1, $arguments + array( 'statement' => 0 ) );
		self::assertSame( 26, strlen( $again[0][0] ) );
		$this->assert_consistent( $offer );
		self::assertSame( 1, $this->fresh( $coupon )->uses );
	}

	/** @return array<string, array{int}> */
	public static function statements(): array {
		return array(
			'OFFER-E1 before coupon' => array( 2 ),
			'OFFER-E1 before offer'  => array( 3 ),
			'OFFER-E1 before uses'   => array( 4 ),
			'OFFER-E1 before ledger' => array( 5 ),
			'OFFER-E1 before commit' => array( 6 ),
		);
	}

	/** OFFER-E1: killed after COMMIT, before the answer: the same key brings the stored answer. */
	public function test_killed_after_commit(): void {
		$offer                 = $this->offer();
		$point                 = $this->point();
		list( $coupon, $code ) = $this->coupon( $offer );
		$arguments             = array(
			'codes' => array( $code->plain ),
			'point' => $point,
			'key'   => 'k',
			'void'  => false,
		);
		$run                   = Processes::start( __DIR__ . '/tasks/die.php', 1, $arguments + array( 'statement' => 7 ) );
		$run->release();
		self::assertFalse( $run->wait()[0]['finished'] );
		self::assertSame( 1, $this->fresh( $coupon )->uses );
		$again = Processes::run( __DIR__ . '/tasks/die.php', 1, $arguments + array( 'statement' => 0 ) );
		self::assertSame( 26, strlen( $again[0][0] ) );
		self::assertSame( 1, $this->rows( "offer_id = {$offer->id}" ) );
		$this->assert_consistent( $offer );
	}

	/**
	 * OFFER-E11: random kills of tills that redeem and void beside one another. Four at a time, so that a killed one
	 * holds locks the others wait for. COOP_TEST_KILLS sets how many (200 by default).
	 */
	public function test_random_kills(): void {
		$kills = (int) ( getenv( 'COOP_TEST_KILLS' ) ?: 200 );
		$point = $this->point();
		$offer = $this->offer();
		mt_srand( 11 );
		$done  = 0;
		$codes = array();
		while ( $done < $kills ) {
			// A kill uses up a coupon at most; the others were taken back and are good again. New ones come first.
			for ( $i = array() === $codes ? 200 : 20; $i > 0; $i-- ) {
				list( , $code ) = $this->coupon( $offer );
				array_unshift( $codes, $code->plain );
			}
			$codes = array_slice( $codes, 0, 200 );
			$run   = Processes::start(
				__DIR__ . '/tasks/die.php',
				4,
				array(
					'codes'     => $codes,
					'point'     => $point,
					'key'       => "r$done-",
					'void'      => true,
					'statement' => 0,
				)
			);
			$run->release();
			foreach ( array( 0, 1, 2, 3 ) as $number ) {
				usleep( 50000 + mt_rand( 0, 40000 ) );
				$run->kill( $number );
				++$done;
			}
			$run->wait();
			$this->assert_consistent( $offer, "after $done kills" );
		}
		self::assertGreaterThan( 0, $this->rows( "kind = 'void'" ), 'The processes did something before they died.' );
	}

	/**
	 * OFFER-E2, OFFER-E3, OFFER-E5: the database refuses one statement of the unit, once or always.
	 */
	#[DataProvider( 'failures' )]
	public function test_a_failing_statement( string $part, bool $always ): void {
		$offer                 = $this->offer();
		$point                 = $this->point();
		list( $coupon, $code ) = $this->coupon( $offer );
		$failed                = 0;
		$open                  = false;
		add_filter(
			'query',
			static function ( $sql ) use ( $part, $always, &$failed, &$open ) {
				$open = 'START TRANSACTION' === $sql || ( $open && 'COMMIT' !== $sql && 'ROLLBACK' !== $sql );
				if ( $open && str_contains( $sql, $part ) && ( $always || 0 === $failed ) ) {
					++$failed;
					return 'SELECT no_such_column FROM no_such_table';
				}
				return $sql;
			},
			PHP_INT_MAX
		);
		try {
			$answer = $this->use_code( $code->plain, $point, 'k' );
			self::assertFalse( $always, 'Accepted although the database refused.' );
			self::assertSame( 'ok', $answer->reason );
			self::assertSame( 1, $this->rows( "uid = '" . ( $answer->redemption['uid'] ?? '' ) . "'" ) );
		} catch ( Problem $problem ) {
			self::assertSame( 503, $problem->status );
			self::assertContains( $problem->reason, array( 'busy_try_again', 'storage_failed' ) );
			self::assertSame( 0, $this->rows() );
			self::assertSame( 0, $this->fresh( $coupon )->uses );
		}
		self::assertGreaterThan( 0, $failed );
		remove_all_filters( 'query', PHP_INT_MAX );
		$this->assert_consistent( $offer );
		self::assertContains( $this->use_code( $code->plain, $point, 'k' )->reason, array( 'ok', 'ok_replayed' ) );
		$this->assert_consistent( $offer );
	}

	/** @return array<string, array{string, bool}> */
	public static function failures(): array {
		return array(
			'OFFER-E3 coupon, once'   => array( '_coupons` SET status', false ),
			'OFFER-E3 coupon, always' => array( '_coupons` SET status', true ),
			'OFFER-E2 offer, always'  => array( '_offers` SET redemptions_count', true ),
			'OFFER-E2 uses, always'   => array( 'SELECT use_no', true ),
			'OFFER-E5 ledger, once'   => array( 'INSERT INTO', false ),
			'OFFER-E5 ledger, always' => array( 'INSERT INTO', true ),
		);
	}

	/** S5: COMMIT claims success but nothing was stored (a silent reconnect): never a yes without a row. */
	public function test_a_commit_that_lied(): void {
		$offer                 = $this->offer();
		$point                 = $this->point();
		list( $coupon, $code ) = $this->coupon( $offer );
		$lies                  = 0;
		add_filter(
			'query',
			static function ( $sql ) use ( &$lies ) {
				if ( 'COMMIT' === $sql && 0 === $lies ) {
					++$lies;
					return 'ROLLBACK';
				}
				return $sql;
			},
			PHP_INT_MAX
		);
		$answer = $this->use_code( $code->plain, $point, 'k' );
		self::assertSame( 1, $lies );
		self::assertSame( 1, $this->rows( "uid = '" . ( $answer->redemption['uid'] ?? '' ) . "'" ) );
		self::assertSame( 1, $this->fresh( $coupon )->uses );
		$this->assert_consistent( $offer );
	}
}
