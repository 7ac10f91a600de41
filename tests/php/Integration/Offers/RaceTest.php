<?php
declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Offers;

use CoopCredentials\Offers\Offer;
use CoopCredentials\Tests\Support\Processes;

/**
 * Real processes on one database: nothing is given twice, nothing that was allowed is withheld.
 */
final class RaceTest extends Offers_Test_Case {
	protected function set_up(): void {
		parent::set_up();
		// Workers read the database's own clock, so this process does too.
		$offers = $this->boot_plugin()->offers;
		self::assertNotNull( $offers );
		$this->offers = $offers;
	}

	/** 16 x 60 on MariaDB, 8 x 40 on SQLite. */
	private function workers(): int {
		return $this->is_sqlite() ? 8 : 16;
	}

	private function coupons(): int {
		return $this->is_sqlite() ? 40 : 60;
	}

	/**
	 * @param array<string, mixed> $more For the task.
	 * @return array{granted: int, reasons: array<string, int>, answers: list<array<string, mixed>>, p95: float}
	 */
	private function race( Offer $offer, int $coupons, array $more = array(), bool $naive = false ): array {
		$codes = array();
		$uids  = array();
		for ( $i = 0; $i < $coupons; $i++ ) {
			list( $coupon, $code ) = $this->coupon( $offer );
			$codes[]               = $code->plain;
			$uids[]                = $coupon->uid;
		}
		$answers = Processes::run(
			__DIR__ . '/tasks/redeem.php',
			$this->workers(),
			$more + array(
				'codes' => $codes,
				'uids'  => $uids,
				'naive' => $naive,
				'point' => $this->point(),
			)
		);
		$reasons = array();
		$times   = array();
		foreach ( $answers as $answer ) {
			foreach ( $answer['reasons'] as $reason => $count ) {
				$reasons[ $reason ] = ( $reasons[ $reason ] ?? 0 ) + $count;
			}
			$times = array_merge( $times, $answer['times'] );
		}
		sort( $times );
		return array(
			'granted' => array_sum( array_column( $answers, 'granted' ) ),
			'reasons' => $reasons,
			'answers' => $answers,
			'p95'     => $times[ (int) ( count( $times ) * 0.95 ) ] ?? 0.0,
		);
	}

	private function tell( string $id, string $text ): void {
		fwrite( STDERR, sprintf( "\n%s %s: %s\n", $id, $this->is_sqlite() ? 'SQLite' : 'MariaDB', $text ) );
	}

	/** OFFER-D0, OFFER-D1: the careless control over-grants, the transaction is exact. */
	public function test_single_use_coupons(): void {
		$allowed = $this->coupons();
		$control = $this->race( $this->offer(), $allowed, array(), true );
		self::assertGreaterThan( $allowed, $control['granted'], 'OFFER-D0: the control did not race, so this test proves nothing.' );

		$offer = $this->offer();
		$race  = $this->race( $offer, $allowed );
		self::assertSame( $allowed, $race['granted'], 'OFFER-D1' );
		self::assertSame( array( 'already_redeemed', 'ok' ), self::sorted( array_keys( $race['reasons'] ) ), (string) wp_json_encode( $race['reasons'] ) );
		self::assertSame( $allowed, $this->rows( "offer_id = {$offer->id} AND status = 'confirmed'" ) );
		self::assertSame( $allowed, $this->fresh_offer( $offer )->redemptions_count );
		$this->tell( 'D0/D1', sprintf( '%d processes x %d coupons: careless %d, granted %d, p95 %.1f ms', $this->workers(), $allowed, $control['granted'], $race['granted'], $race['p95'] ) );
	}

	/** OFFER-D2: five uses a coupon. */
	public function test_five_uses(): void {
		$coupons = intdiv( $this->coupons(), 2 );
		$offer   = $this->offer( array( 'uses_per_coupon' => 5 ) );
		$race    = $this->race( $offer, $coupons );
		self::assertSame( 5 * $coupons, $race['granted'] );
		self::assertSame( array( 'ok', 'uses_exhausted' ), self::sorted( array_keys( $race['reasons'] ) ) );
		self::assertSame( 5 * $coupons, $this->rows( "offer_id = {$offer->id} AND use_no BETWEEN 1 AND 5" ) );
	}

	/** OFFER-C3: one key, all at once: one row, equal answers. */
	public function test_one_key_in_parallel(): void {
		$offer = $this->offer( array( 'uses_per_coupon' => 5 ) );
		$race  = $this->race(
			$offer,
			1,
			array(
				'key'       => 'one',
				'one_actor' => true,
			)
		);
		self::assertSame( 1, $race['granted'] );
		self::assertSame( 1, $this->rows( "offer_id = {$offer->id}" ) );
		self::assertSame( $this->workers(), array_sum( $race['reasons'] ) );
		self::assertSame( array( 'ok', 'ok_replayed' ), self::sorted( array_keys( $race['reasons'] ) ) );
		self::assertCount( 1, array_unique( array_column( $race['answers'], 'uid' ) ) );
	}

	/** OFFER-D9: a budget is never exceeded; a fixed amount needs no bill. */
	public function test_budget(): void {
		$offer = $this->offer(
			array(
				'value_kind'   => 'amount',
				'value'        => 300,
				'budget_minor' => 3000,
			)
		);
		$race  = $this->race( $offer, 20 );
		self::assertSame( 10, $race['granted'], (string) wp_json_encode( $race['reasons'] ) );
		self::assertSame( 3000, $this->fresh_offer( $offer )->spent_minor );
	}

	/** OFFER-D11: many exclusive offers on one bill: one. */
	public function test_one_order(): void {
		$race = $this->race( $this->offer(), 4, array( 'order' => 'bill' ) );
		self::assertSame( 1, $race['granted'] );
		self::assertSame( 1, $this->rows( 'stack_no = 1' ) );
	}

	/** OFFER-D6: using, undoing and pausing side by side: rows and counters stay one. */
	public function test_use_undo_and_pause(): void {
		$offer   = $this->offer( array( 'uses_per_coupon' => 3 ) );
		$coupons = array();
		for ( $i = 0; $i < 8; $i++ ) {
			$coupons[] = $this->coupon( $offer );
		}
		$codes  = array_map( static fn ( array $pair ): string => $pair[1]->plain, $coupons );
		$rounds = $this->is_sqlite() ? 30 : 80;
		$ends   = Processes::run(
			__DIR__ . '/tasks/mixed.php',
			$this->is_sqlite() ? 4 : 6,
			array(
				'codes'  => $codes,
				'point'  => $this->point(),
				'offer'  => $offer->uid,
				'rounds' => $rounds,
			)
		);
		self::assertGreaterThan( 0, array_sum( array_column( $ends, 'voided' ) ) );
		self::assertSame( 0, array_sum( array_column( $ends, 'unexpected' ) ), (string) wp_json_encode( $ends ) );
		$rows = $this->rows( "offer_id = {$offer->id} AND kind = 'redeem' AND status = 'confirmed'" );
		self::assertSame( $rows, array_sum( array_map( fn ( array $pair ): int => $this->fresh( $pair[0] )->uses, $coupons ) ) );
		self::assertSame( $rows, $this->fresh_offer( $offer )->redemptions_count );
		self::assertSame( $rows, $this->rows( "offer_id = {$offer->id} AND use_no BETWEEN 1 AND 3" ) );
	}

	/** OFFER-D3: as many holders as workers: each gets one, nobody an error. */
	public function test_many_holders(): void {
		$offer   = $this->offer( array( 'max_claims' => 16 ) );
		$answers = Processes::run(
			__DIR__ . '/tasks/claim.php',
			$this->workers(),
			array(
				'offer' => $offer->uid,
				'same'  => false,
			)
		);
		self::assertSame( array_fill( 0, $this->workers(), 'ok' ), array_column( $answers, 'reason' ) );
		self::assertCount( $this->workers(), array_unique( array_column( $answers, 'code' ) ) );
		self::assertSame( $this->workers(), $this->fresh_offer( $offer )->claims_count );
	}

	/** OFFER-D4: one holder, many windows: one coupon, the same for all. */
	public function test_one_holder(): void {
		$offer   = $this->offer();
		$answers = Processes::run(
			__DIR__ . '/tasks/claim.php',
			$this->workers(),
			array(
				'offer' => $offer->uid,
				'same'  => true,
			)
		);
		self::assertSame( array_fill( 0, $this->workers(), 'ok' ), array_column( $answers, 'reason' ) );
		self::assertCount( 1, array_unique( array_column( $answers, 'code' ) ) );
		self::assertCount( 1, array_filter( array_column( $answers, 'created' ) ) );
		self::assertSame( 1, $this->fresh_offer( $offer )->claims_count );
	}

	/** OFFER-D5: a cap below the number of holders is met exactly. */
	public function test_cap(): void {
		$cap     = $this->is_sqlite() ? 5 : 10;
		$offer   = $this->offer( array( 'max_claims' => $cap ) );
		$answers = Processes::run(
			__DIR__ . '/tasks/claim.php',
			$this->workers(),
			array(
				'offer' => $offer->uid,
				'same'  => false,
			)
		);
		$reasons = array_count_values( array_column( $answers, 'reason' ) );
		self::assertSame( $cap, $reasons['ok'] ?? 0, (string) wp_json_encode( $reasons ) );
		self::assertSame( $this->workers() - $cap, $reasons['offer_limit_reached'] ?? 0 );
		self::assertSame( $cap, $this->fresh_offer( $offer )->claims_count );
	}

	/**
	 * @param list<string> $names Any order.
	 * @return list<string>
	 */
	private static function sorted( array $names ): array {
		sort( $names );
		return $names;
	}
}
