<?php
declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Offers;

use CoopCredentials\Offers\Actor;
use CoopCredentials\Offers\Coupon_Status;
use CoopCredentials\Offers\Redeem_Request;

/**
 * An order number is one shop's: every shop counts from 1, and holders name none.
 */
final class OrderTest extends Offers_Test_Case {
	private const ORDER = array( 'order_ref' => '1001' );

	/** OFFER-B14: what a bill at one shop has on it says nothing about the bill of the same number at another. */
	public function test_two_shops_count_their_orders_apart(): void {
		$shops = array();
		foreach ( array( 5, 6 ) as $co_op ) {
			$shops[ $co_op ] = array( $this->point( array( 'organisation_id' => $co_op ) ), $this->offer( array( 'organisation_id' => $co_op ) ) );
		}
		foreach ( $shops as $co_op => list( $point, $offer ) ) {
			list( , $code ) = $this->coupon( $offer );
			self::assertSame( 'ok', $this->use_code( $code->plain, $point, "first-$co_op", self::ORDER )->reason );
		}
		foreach ( $shops as $co_op => list( $point, $offer ) ) {
			list( , $code ) = $this->coupon( $offer );
			$second         = $this->point( array( 'organisation_id' => $co_op ) );
			self::assertSame( 'not_combinable', $this->refusal( fn () => $this->use_code( $code->plain, $second, "second-$co_op", self::ORDER ) )->reason, 'All tills of a shop write the same bill.' );
		}
		list( , $code ) = $this->coupon( $shops[5][1] );
		self::assertSame( 'ok', $this->use_code( $code->plain, $this->point(), 'house', self::ORDER )->reason, 'A counter of the whole house has bills of its own.' );
		self::assertSame( 3, $this->rows( 'stack_no = 1' ) );
	}

	/** The shared counter's order 1001 neither takes over nor ends what the shop keeps for its order 1001. */
	public function test_two_shops_keep_a_coupon_apart(): void {
		$shop                  = $this->point( array( 'organisation_id' => 5 ) );
		$stall                 = $this->point( array( 'organisation_id' => 5 ) );
		$house                 = $this->point();
		list( $coupon, $code ) = $this->coupon( $this->offer( array( 'organisation_id' => 5 ) ) );
		$hold                  = fn ( ?string $point ): array => $this->offers->hold()->hold( $code->plain, '1001', 60, $this->staff(), $point );
		$release               = fn ( string $point ) => $this->offers->hold()->release(
			self::ORDER + array(
				'code'  => $code->plain,
				'point' => $point,
			),
			$this->staff()
		);
		$held                  = $hold( $shop );
		self::assertSame( 'held_elsewhere', $this->refusal( static fn () => $hold( $house ) )->reason );
		$release( $house );
		self::assertSame( Coupon_Status::HELD, $this->fresh( $coupon )->status );
		$again = $hold( $stall );
		self::assertSame( array( false, $held['answer']['hold_token'] ), array( $again['created'], $again['answer']['hold_token'] ) );
		$release( $stall );
		self::assertSame( Coupon_Status::ISSUED, $this->fresh( $coupon )->status );
		$foreign = $this->point( array( 'organisation_id' => 6 ) );
		foreach ( array( null, $foreign, '01J0000000000000000000000V' ) as $nowhere ) {
			$problem = $this->refusal( static fn () => $hold( $nowhere ) );
			self::assertSame( array( 'point_not_allowed', 403 ), array( $problem->reason, $problem->status ) );
		}
		self::assertSame( Coupon_Status::ISSUED, $this->fresh( $coupon )->status );
	}

	/** OFFER-H12: holders say nothing about a shop's order, and what they keep for themselves meets none. */
	public function test_holders_name_no_order_of_a_shop(): void {
		$mine                  = hash( 'sha256', 'me' );
		$holder                = Actor::holder( array( $mine ) );
		$online                = $this->point( array( 'kind' => 'online' ) );
		list( $coupon, $code ) = $this->coupon( $this->offer(), array( 'holder_key' => $mine ) );
		$request               = self::ORDER + array(
			'code'  => $code->plain,
			'point' => $online,
		);
		foreach ( array(
			'redeem' => fn () => $this->use_code( $code->plain, $online, 'k', self::ORDER, $holder ),
			'check'  => fn () => $this->offers->check()->check( Redeem_Request::from_input( $request ), $holder ),
		) as $what => $named ) {
			$problem = $this->refusal( $named );
			self::assertSame( array( 'invalid_request', 400 ), array( $problem->reason, $problem->status ), $what );
		}
		self::assertSame( 0, $this->rows() );
		self::assertSame( 'ok', $this->offers->check()->check( Redeem_Request::from_input( $request ), $this->staff() )->reason );
		$this->offers->hold()->hold( $code->plain, '1001', 60, $this->staff() );
		$this->offers->hold()->release( $request, $holder );
		self::assertSame( Coupon_Status::HELD, $this->fresh( $coupon )->status );
		self::assertSame( 'held_elsewhere', $this->refusal( fn () => $this->offers->hold()->hold( $code->plain, '1001', 60, $holder ) )->reason );
		$this->offers->hold()->release( $request, $this->staff() );
		self::assertTrue( $this->offers->hold()->hold( $code->plain, 'dinner', 60, $holder )['created'] );
		self::assertFalse( $this->offers->hold()->hold( $code->plain, 'dinner', 60, $holder )['created'] );
	}

	/** What was kept before order numbers were told apart by shop: its token counts to its end, and it lapses like any other. */
	public function test_a_hold_made_before_an_update_is_honoured(): void {
		$point          = $this->point();
		$held           = array(
			'status'     => 'held',
			'hold_token' => hash( 'sha256', str_repeat( 'a', 64 ) ),
			'hold_ref'   => '1001',
			'hold_until' => '2026-11-23 12:15:00',
		);
		list( , $paid ) = $this->coupon( $this->offer(), $held );
		self::assertSame( 'ok', $this->use_code( $paid->plain, $point, 'k1', self::ORDER + array( 'hold_token' => str_repeat( 'a', 64 ) ) )->reason );
		list( , $left ) = $this->coupon( $this->offer(), $held );
		$this->clock->advance( 900 );
		self::assertTrue( $this->offers->hold()->hold( $left->plain, '1001', 60, $this->staff() )['created'] );
	}
}
