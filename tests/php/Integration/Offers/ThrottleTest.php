<?php
declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Offers;

use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Offers\Actor;
use CoopCredentials\Offers\Code;

/**
 * Wrong codes of others, and one's own, at one address.
 */
final class ThrottleTest extends Offers_Test_Case {
	/** OFFER-H3: the twenty-first failure of an address is refused; no till and no honest holder there is. */
	public function test_guessers_at_the_same_address_close_no_till_and_no_holder(): void {
		$till   = $this->point();
		$online = $this->point( array( 'kind' => 'online' ) );
		$offer  = $this->offer();
		foreach ( array( 'nora', 'mallory' ) as $guesser ) {
			for ( $i = 0; $i < 10; $i++ ) {
				self::assertSame( 'not_accepted', $this->guess( $this->unused(), $online, $this->holder( $guesser ) ) );
			}
		}
		list( , $own )   = $this->coupon( $offer, array( 'holder_key' => hash( 'sha256', 'wanda' ) ) );
		list( , $other ) = $this->coupon( $offer );
		self::assertSame( 'too_many_attempts', $this->guess( $this->unused(), $online, $this->holder( 'eve' ) ) );
		self::assertSame( 'too_many_attempts', $this->guess( $other, $online, $this->holder( 'eve' ) ), 'A code of somebody else is not told from one of nobody.' );
		self::assertSame( 'ok', $this->guess( $own, $online, $this->holder( 'wanda' ) ), 'The holder, behind the same address.' );
		self::assertSame( 'ok', $this->guess( $other, $till, $this->staff() ), 'The till, behind the same address.' );
		self::assertSame( 'code_unknown', $this->guess( $this->unused(), $till, $this->staff() ) );
	}

	public function test_fake_coupons_slow_a_till_and_do_not_close_it(): void {
		$till  = $this->point();
		$other = $this->point();
		for ( $i = 0; $i < 20; $i++ ) {
			self::assertSame( 'code_unknown', $this->guess( $this->unused(), $till, $this->staff() ), "Fake $i" );
		}
		self::assertSame( 'ok', $this->guess( $this->issued(), $till, $this->staff() ), 'An honest coupon after twenty fakes.' );
		for ( $i = 0; $i < 6; $i++ ) {
			self::assertSame( 'ok', $this->guess( $this->issued(), $till, $this->staff() ), 'Right codes spend nothing.' );
			self::assertSame( 'code_unknown', $this->guess( $this->unused(), $till, $this->staff() ), "Slowed $i" );
		}

		$honest  = $this->issued();
		$problem = null;
		$queries = $this->queries(
			function () use ( $honest, $till, &$problem ): void {
				$problem = $this->refusal( fn () => $this->use_code( $honest->plain, $till, 'limited' ) );
			}
		);
		self::assertSame( array( 'too_many_attempts', 429 ), array( $problem?->reason, $problem?->status ) );
		self::assertSame( array(), array_filter( $queries, static fn ( string $sql ): bool => str_contains( $sql, '_coupons' ) ), 'Nothing is looked up, so nothing can be learned.' );
		self::assertSame( 'too_many_attempts', $this->guess( $this->unused(), $till, $this->staff() ) );
		self::assertThat( $problem?->retry_after, self::logicalAnd( self::greaterThan( 0 ), self::lessThan( 61 ) ), 'Slowed, never locked out.' );

		self::assertSame( 'ok', $this->guess( $this->issued(), $other, $this->staff() ), 'The till beside it.' );
		self::assertSame( 'ok', $this->guess( $this->issued(), $till, $this->staff( false, false, 8 ) ), 'A colleague at the same till.' );
		$this->clock->advance( 60 );
		self::assertSame( 'ok', $this->guess( $honest, $till, $this->staff() ), 'A minute later.' );
	}

	public function test_many_wrong_codes_ring_the_alarm_once_a_window(): void {
		$alarms = fn (): int => $this->plugin()->kernel->audit_log()->query( array( 'event' => 'code_guessing_alarm' ), 1, 1 )['total'];
		for ( $i = 0; $i < 200; $i++ ) {
			$this->guess( $this->unused(), '', $this->staff( false, false, 100 + $i ) );
		}
		self::assertSame( 0, $alarms() );
		for ( $i = 0; $i < 30; $i++ ) {
			$this->guess( $this->unused(), '', $this->staff( false, false, 300 + $i ) );
		}
		self::assertSame( 1, $alarms() );
	}

	public function test_a_holder_who_is_refused_an_own_coupon_over_and_over_does_not_fill_the_log(): void {
		$online        = $this->point( array( 'kind' => 'online' ) );
		$offer         = $this->offer( array( 'status' => 'paused' ) );
		$rows          = fn (): int => $this->plugin()->kernel->audit_log()->query( array( 'event' => 'coupon_refused' ), 1, 1 )['total'];
		list( , $own ) = $this->coupon( $offer, array( 'holder_key' => hash( 'sha256', 'wanda' ) ) );
		for ( $i = 0; $i < 25; $i++ ) {
			self::assertSame( 'offer_paused', $this->guess( $own, $online, $this->holder( 'wanda' ) ) );
		}
		self::assertSame( 20, $rows() );
		for ( $i = 0; $i < 25; $i++ ) {
			self::assertSame( 'offer_paused', $this->guess( $own, $this->point(), $this->staff() ) );
		}
		self::assertSame( 45, $rows(), 'What staff are refused is told each time.' );
	}

	public function test_invented_tills_give_no_further_guesses(): void {
		for ( $i = 0; $i < 26; $i++ ) {
			self::assertSame( 'code_unknown', $this->guess( $this->unused(), sprintf( '01J000000000000000000000%02d', $i ), $this->staff() ) );
		}
		self::assertSame( 'too_many_attempts', $this->guess( $this->unused(), '01J00000000000000000000099', $this->staff() ) );
		self::assertSame( 'too_many_attempts', $this->guess( $this->unused(), '', $this->staff() ) );
	}

	public function test_fakes_at_a_till_are_not_counted_against_the_customers_behind_its_address(): void {
		$till   = $this->point();
		$online = $this->point( array( 'kind' => 'online' ) );
		for ( $i = 0; $i < 25; $i++ ) {
			$this->guess( $this->unused(), $till, $this->staff() );
		}
		self::assertSame( 'not_accepted', $this->guess( $this->unused(), $online, $this->holder( 'wanda' ) ) );
	}

	/** The bill is read in the currency of the coupon's offer: no way around the count of guesses. */
	public function test_a_bill_that_cannot_be_read_tells_no_code_from_another(): void {
		$this->act_as( 'coop_till' );
		$till                           = $this->point();
		$_SERVER['HTTP_SEC_FETCH_SITE'] = 'same-origin';
		$post                           = fn ( Code $code, string $amount ): int => $this->offers->coupon_page()->handle(
			new Front_Request(
				'POST',
				array( 'code' => $code->plain ),
				'',
				array(
					'idempotency_key' => 'k',
					'point'           => $till,
					'amount'          => $amount,
					'_wpnonce'        => wp_create_nonce( 'coop_credentials_coupon' ),
				)
			)
		)->status;
		for ( $i = 0; $i < 26; $i++ ) {
			self::assertSame( 404, $post( $this->unused(), '1.999' ) );
		}
		$honest = $this->issued();
		self::assertSame( 429, $post( $honest, '1.999' ) );
		self::assertSame( 429, $post( $this->unused(), '1.999' ) );
		$this->clock->advance( 60 );
		self::assertSame( 400, $post( $honest, '1.999' ) );
		self::assertSame( array( 200, 200 ), array( $post( $honest, '1.99' ), $post( $honest, '1.99' ) ), 'Used, and the same answer again.' );
		self::assertSame( 199, (int) $GLOBALS['wpdb']->get_var( "SELECT amount_minor FROM {$GLOBALS['wpdb']->prefix}coop_credentials_redemptions" ) );
	}

	private function holder( string $name ): Actor {
		return Actor::holder( array( hash( 'sha256', $name ) ) );
	}

	private function issued(): Code {
		return $this->coupon( $this->offer() )[1];
	}

	/** A well-formed code that nobody has. */
	private function unused(): Code {
		static $count = 0;
		return $this->offers->code_service()->derive( sprintf( '01J0000000000000000000%04d', ++$count ), 1, 0 );
	}

	/** The reason of the answer. */
	private function guess( Code $code, string $point, Actor $actor ): string {
		static $count = 0;
		++$count;
		try {
			return $this->use_code( $code->plain, $point, "guess-$count", array(), $actor )->reason;
		} catch ( \CoopCredentials\Kernel\Problem $problem ) {
			return $problem->reason;
		}
	}
}
