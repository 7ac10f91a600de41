<?php
declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Offers;

use CoopCredentials\Offers\Actor;
use CoopCredentials\Offers\Coupon_Status;
use CoopCredentials\Offers\Redeem_Request;
use CoopCredentials\Offers\Vouching;

/**
 * Using a coupon: once, again with the same key, several times, money, points, queries.
 */
final class RedeemTest extends Offers_Test_Case {
	public function test_a_coupon_is_used_once_and_then_refused_with_when_and_where(): void {
		$offer                 = $this->offer();
		$point                 = $this->point();
		list( $coupon, $code ) = $this->coupon( $offer );
		$answer                = $this->use_code( strtolower( $code->grouped() ), $point, 'k1' );
		self::assertSame( array( 'ok', 'ok', 201, 1, false ), array( $answer->status, $answer->reason, $answer->http_status(), $answer->redemption['use_no'] ?? 0, $answer->replayed ) );
		self::assertSame( '2026-11-23T12:02:00Z', $answer->undo_until );
		self::assertSame( $code->tail(), $answer->details['tail'] );
		self::assertStringNotContainsString( $code->plain, (string) wp_json_encode( $answer->to_array( 'x' ) ) );
		self::assertSame( Coupon_Status::REDEEMED, $this->fresh( $coupon )->status );
		self::assertSame( 1, $this->fresh_offer( $offer )->redemptions_count );

		$problem = $this->refusal( fn () => $this->use_code( $code->plain, $point, 'k2' ) );
		self::assertSame( array( 'already_redeemed', 409 ), array( $problem->reason, $problem->status ) );
		self::assertStringContainsString( 'today', $problem->getMessage() );
		self::assertStringContainsString( 'Bar', $problem->getMessage() );
		self::assertSame( '2026-11-23T12:00:00Z', $problem->data['details']['recorded_at'] );
		self::assertSame( 1, $this->rows() );
	}

	/** OFFER-C1, OFFER-C2, OFFER-C5, OFFER-C7, OFFER-C8. */
	public function test_idempotency(): void {
		$point          = $this->point();
		$offer          = $this->offer( array( 'uses_per_coupon' => 3 ) );
		list( , $code ) = $this->coupon( $offer );
		$first          = $this->use_code( $code->plain, $point, 'key' );
		$again          = $this->use_code( $code->grouped(), $point, 'key' );
		self::assertSame( array( 201, 200 ), array( $first->http_status(), $again->http_status() ), 'OFFER-C1' );
		self::assertSame( $first->redemption['uid'] ?? '', $again->redemption['uid'] ?? null, 'OFFER-C1, OFFER-C7' );
		self::assertTrue( $again->replayed );
		self::assertSame( 'ok_replayed', $again->reason );
		$other = $this->refusal( fn () => $this->use_code( $code->plain, $point, 'key', array( 'amount_minor' => 100 ) ) );
		self::assertSame( array( 'idempotency_key_reused', 422 ), array( $other->reason, $other->status ), 'OFFER-C2' );
		$colleague = $this->use_code( $code->plain, $point, 'key', array(), $this->staff( user: 8 ) );
		self::assertSame( 201, $colleague->http_status(), 'OFFER-C5' );
		self::assertSame( 2, $this->rows() );
		$this->offers->void_redemption()->void( (string) ( $first->redemption['uid'] ?? '' ), $this->staff(), 'mistake', null );
		$after = $this->use_code( $code->plain, $point, 'key' );
		self::assertSame( array( 200, true ), array( $after->http_status(), $after->redemption['voided'] ?? null ), 'OFFER-C8' );
		self::assertSame( 2, $this->rows( "kind = 'redeem'" ) );
	}

	/** OFFER-C6: a refusal is not stored. */
	public function test_refused_then_accepted_with_the_same_or_a_new_key(): void {
		$point          = $this->point();
		$offer          = $this->offer( array( 'status' => 'paused' ) );
		list( , $code ) = $this->coupon( $offer );
		self::assertSame( 'offer_paused', $this->refusal( fn () => $this->use_code( $code->plain, $point, 'a' ) )->reason );
		$this->offers->offer_repository()->save( $offer, array( 'status' => 'active' ) );
		self::assertSame( 201, $this->use_code( $code->plain, $point, 'a' )->http_status() );
	}

	/** OFFER-B5, OFFER-B13: uses are numbered from the ledger. */
	public function test_several_uses(): void {
		$point                 = $this->point();
		$offer                 = $this->offer( array( 'uses_per_coupon' => 3 ) );
		list( $coupon, $code ) = $this->coupon( $offer );
		$uids                  = array();
		foreach ( array( 1, 2, 3 ) as $n ) {
			$answer = $this->use_code( $code->plain, $point, "k$n" );
			self::assertSame( $n, $answer->redemption['use_no'] ?? 0 );
			$uids[] = (string) ( $answer->redemption['uid'] ?? '' );
		}
		self::assertSame( 'uses_exhausted', $this->refusal( fn () => $this->use_code( $code->plain, $point, 'k4' ) )->reason, 'OFFER-B5' );
		$this->offers->void_redemption()->void( $uids[0], $this->staff( true ), 'returned', null );
		self::assertSame( 1, $this->use_code( $code->plain, $point, 'k5' )->redemption['use_no'] ?? 0, 'OFFER-B13' );
		self::assertSame( 3, $this->fresh( $coupon )->uses );
		self::assertSame( 3, $this->fresh_offer( $offer )->redemptions_count );
	}

	/** A lost counter does not give a second use: the ledger decides (S1), and Repair brings the counter back. */
	public function test_a_lost_counter_gives_nothing_away(): void {
		global $wpdb;
		$point                 = $this->point();
		list( $coupon, $code ) = $this->coupon( $this->offer() );
		$this->use_code( $code->plain, $point, 'k1' );
		$wpdb->query( "UPDATE {$wpdb->prefix}coop_credentials_coupons SET uses = 0, status = 'issued'" );
		self::assertSame( 'already_redeemed', $this->refusal( fn () => $this->use_code( $code->plain, $point, 'k2' ) )->reason );
		self::assertSame( 1, $this->fresh( $coupon )->uses );
		self::assertSame( 1, $this->rows() );
	}

	/** OFFER-B6: the budget is used to the last penny. */
	public function test_budget_to_the_last_penny(): void {
		$point          = $this->point();
		$offer          = $this->offer(
			array(
				'value'        => 10000,
				'budget_minor' => 1000,
			)
		);
		list( , $code ) = $this->coupon( $offer );
		self::assertSame( 'confirm_required', $this->use_code( $code->plain, $point, 'k0' )->reason, 'The bill must be known.' );
		$answer = $this->use_code(
			$code->plain,
			$point,
			'k1',
			array(
				'amount_minor' => 1000,
				'currency'     => 'GBP',
			)
		);
		self::assertSame( 1000, $answer->redemption['discount_minor'] ?? 0 );
		self::assertSame( 1000, $this->fresh_offer( $offer )->spent_minor );
	}

	public function test_points(): void {
		$offer          = $this->offer( array( 'organisation_id' => 5 ) );
		list( , $code ) = $this->coupon( $offer );
		$tries          = array(
			'point_not_allowed' => $this->point( array( 'organisation_id' => 6 ) ),
			'point_closed'      => $this->point( array( 'closes_at' => '2026-11-23 12:00:00' ) ),
		);
		foreach ( $tries as $reason => $point ) {
			self::assertSame( $reason, $this->refusal( fn () => $this->use_code( $code->plain, $point, 'k' ) )->reason );
		}
		self::assertSame( 'point_not_allowed', $this->refusal( fn () => $this->use_code( $code->plain, $this->point( array( 'active' => 0 ) ), 'k' ) )->reason );
		self::assertSame( 'point_not_allowed', $this->refusal( fn () => $this->use_code( $code->plain, $this->point( array( 'offers' => '["X"]' ) ), 'k' ) )->reason );
		self::assertSame( 'confirm_required', $this->use_code( $code->plain, $this->point( array( 'mode' => 'confirm' ) ), 'k' )->reason );
		self::assertSame( 'ok', $this->use_code( $code->plain, $this->point( array( 'organisation_id' => 5 ) ), 'k' )->reason );
	}

	/** At most twelve queries, and nothing leaves the site. */
	public function test_queries_of_a_redemption(): void {
		$point          = $this->point();
		list( , $code ) = $this->coupon( $this->offer(), Vouching::columns( 'demo', 'https://id.example' ) );
		list( , $warm ) = $this->coupon( $this->offer() );
		$this->use_code( $warm->plain, $point, 'warm' );
		$out = 0;
		add_filter(
			'pre_http_request',
			static function () use ( &$out ): array {
				++$out;
				return array();
			}
		);
		$offers = $this->boot_plugin()->offers;
		self::assertNotNull( $offers );
		$queries = $this->queries(
			fn () => $offers->redeem()->redeem(
				Redeem_Request::from_input(
					array(
						'code'  => $code->plain,
						'point' => $point,
					)
				),
				$this->staff(),
				'k'
			)
		);
		self::assertLessThanOrEqual( 12, count( $queries ), implode( "\n", $queries ) );
		self::assertSame( 0, $out );
		$first = array_values( array_filter( $queries, static fn ( string $sql ): bool => 1 === preg_match( '/^\s*(START|UPDATE|INSERT|SELECT|COMMIT)/i', $sql ) ) );
		$start = array_search( 'START TRANSACTION', $first, true );
		self::assertIsInt( $start );
		self::assertStringContainsString( '_coupons', $first[ $start + 1 ], 'S7: the first statement is the coupon\'s UPDATE.' );
		self::assertStringStartsWith( 'UPDATE', $first[ $start + 1 ] );
	}

	/** OFFER-H12: a holder's word on the bill is refused; a holder redeems only online. */
	public function test_holders(): void {
		$mine          = hash( 'sha256', 'me' );
		$holder        = Actor::holder( array( $mine ) );
		$online        = $this->point( array( 'kind' => 'online' ) );
		list( , $own ) = $this->coupon( $this->offer(), array( 'holder_key' => $mine ) );
		$amount        = $this->refusal( fn () => $this->use_code( $own->plain, $online, 'k', array( 'amount_minor' => 1 ), $holder ) );
		self::assertSame( array( 'invalid_request', 400 ), array( $amount->reason, $amount->status ) );
		self::assertSame( 'invalid_request', $this->refusal( fn () => $this->use_code( $own->plain, $online, 'k', array( 'confirm' => array( 'id_seen' ) ), $holder ) )->reason, 'Nobody sees their own proof.' );
		self::assertSame( 'point_not_allowed', $this->refusal( fn () => $this->use_code( $own->plain, $this->point(), 'k', array(), $holder ) )->reason );
		self::assertSame( 'ok', $this->use_code( $own->plain, $online, 'k', array(), $holder )->reason );
	}

	/** OFFER-E10: what a listener throws changes nothing. */
	public function test_a_throwing_listener(): void {
		$told = array();
		add_action(
			'coop_credentials_coupon_redeemed',
			static function ( string $uid ) use ( &$told ): void {
				$told[] = $uid;
				throw new \RuntimeException( 'listener' );
			}
		);
		$point          = $this->point();
		list( , $code ) = $this->coupon( $this->offer() );
		$answer         = $this->use_code( $code->plain, $point, 'k' );
		self::assertSame( array( $answer->redemption['uid'] ?? '' ), $told );
		self::assertSame( 1, $this->rows() );
	}

	/** The check changes nothing and says what is needed. */
	public function test_check(): void {
		$point                 = $this->point();
		list( $coupon, $code ) = $this->coupon( $this->offer( array( 'max_discount_minor' => 2000 ) ) );
		$request               = array(
			'code'  => $code->plain,
			'point' => $point,
		);
		$answer                = $this->offers->check()->check( Redeem_Request::from_input( $request ), $this->staff() );
		self::assertSame( array( 'ok', 200, array( 'amount' ) ), array( $answer->reason, $answer->http_status(), $answer->details['needs'] ) );
		$answer = $this->offers->check()->check(
			Redeem_Request::from_input(
				$request + array(
					'amount_minor' => 4250,
					'currency'     => 'GBP',
				)
			),
			$this->staff()
		);
		self::assertSame( array( 425, array() ), array( $answer->details['discount_minor'], $answer->details['needs'] ) );
		self::assertSame( 0, $this->fresh( $coupon )->uses );
		self::assertSame( 0, $this->rows() );
	}
}
