<?php
declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Offers;

use CoopCredentials\Offers\Actor;
use CoopCredentials\Offers\Idempotency_Key;
use PHPUnit\Framework\Attributes\DataProvider;

/**
 * What a till refuses, with its reason, and what it takes although it looks alike.
 */
final class RedeemRefusalsTest extends Offers_Test_Case {
	/** OFFER-C4, OFFER-C9. */
	#[DataProvider( 'bad_keys' )]
	public function test_bad_keys( mixed $key ): void {
		$problem = $this->refusal( static fn () => Idempotency_Key::check( $key ) );
		self::assertSame( array( 'idempotency_key_missing', 400 ), array( $problem->reason, $problem->status ) );
	}

	/** @return array<string, array{mixed}> */
	public static function bad_keys(): array {
		return array(
			'OFFER-C4 none'      => array( null ),
			'OFFER-C9 empty'     => array( '' ),
			'OFFER-C9 256'       => array( str_repeat( 'x', 256 ) ),
			'OFFER-C9 10,000'    => array( str_repeat( 'x', 10000 ) ),
			'OFFER-C9 non-ASCII' => array( "k\u{00E9}y" ),
			'OFFER-C9 space'     => array( 'a b' ),
		);
	}

	/**
	 * @param array<string, mixed> $offer   Columns.
	 * @param array<string, mixed> $coupon  Columns.
	 * @param array<string, mixed> $request More of the request.
	 */
	#[DataProvider( 'refusals' )]
	public function test_refusals( array $offer, array $coupon, array $request, string $reason, int $status ): void {
		$point          = $this->point();
		$made           = $this->offer( $offer );
		list( , $code ) = $this->coupon( $made, $coupon );
		$problem        = $this->refusal( fn () => $this->use_code( $code->plain, $point, 'k', $request ) );
		self::assertSame( array( $reason, $status ), array( $problem->reason, $problem->status ) );
		self::assertNotSame( '', $problem->getMessage() );
		self::assertSame( 0, $this->rows() );
		self::assertSame( 0, $this->fresh_offer( $made )->redemptions_count );
	}

	/** @return array<string, array{array<string, mixed>, array<string, mixed>, array<string, mixed>, string, int}> */
	public static function refusals(): array {
		$bill = array(
			'amount_minor' => 1001,
			'currency'     => 'GBP',
		);
		return array(
			'OFFER-B1 next second'      => array( array(), array( 'expires_at' => '2026-11-23 12:00:00' ), array(), 'coupon_expired', 410 ),
			'not started'               => array( array(), array( 'not_before' => '2026-11-23 12:00:01' ), array(), 'coupon_not_started', 409 ),
			'offer not started'         => array( array( 'valid_from' => '2026-11-24 00:00:00' ), array(), array(), 'coupon_not_started', 409 ),
			'offer over'                => array( array( 'valid_until' => '2026-11-23 12:00:00' ), array(), array(), 'coupon_expired', 410 ),
			'OFFER-B3 paused'           => array( array( 'status' => 'paused' ), array(), array(), 'offer_paused', 409 ),
			'revoked'                   => array(
				array(
					'status'       => 'revoked',
					'state_reason' => 'fire',
				),
				array(),
				array(),
				'offer_revoked',
				410,
			),
			'OFFER-B4 void'             => array(
				array(),
				array(
					'status'   => 'void',
					'claim_no' => null,
				),
				array(),
				'coupon_void',
				409,
			),
			'held by an order'          => array(
				array(),
				array(
					'status'     => 'held',
					'hold_token' => 'x',
					'hold_until' => '2026-11-23 12:00:01',
				),
				array(),
				'held_elsewhere',
				423,
			),
			'redemptions are out'       => array(
				array(
					'max_redemptions'   => 1,
					'redemptions_count' => 0,
				),
				array( 'uses' => 1 ),
				array(),
				'already_redeemed',
				409,
			),
			'OFFER-B6 10.01 of 10.00'   => array(
				array(
					'value'        => 10000,
					'budget_minor' => 1000,
				),
				array(),
				$bill,
				'budget_exhausted',
				409,
			),
			'minimum'                   => array( array( 'min_spend_minor' => 1002 ), array(), $bill, 'min_spend_not_met', 409 ),
			'currency'                  => array(
				array(),
				array(),
				array(
					'amount_minor' => 100,
					'currency'     => 'EUR',
				),
				'currency_mismatch',
				409,
			),
			'OFFER-B12 revoked, refuse' => array( array(), array( 'membership_state' => 'revoked' ), array(), 'credential_revoked', 403 ),
			'OFFER-B12 unlinked'        => array( array(), array( 'membership_state' => 'unlinked' ), array(), 'credential_revoked', 403 ),
			'membership ended'          => array( array(), array( 'membership_ends_at' => '2026-11-23 12:00:00' ), array(), 'credential_expired', 403 ),
			'membership too old'        => array( array( 'max_status_age' => 3599 ), array(), array(), 'credential_stale', 403 ),
		);
	}

	/** OFFER-B1, OFFER-B12: what is still accepted. */
	public function test_what_is_still_accepted(): void {
		$point          = $this->point();
		list( , $last ) = $this->coupon( $this->offer(), array( 'expires_at' => '2026-11-23 12:00:01' ) );
		self::assertSame( 'ok', $this->use_code( $last->plain, $point, 'OFFER-B1' )->reason );
		list( , $lost ) = $this->coupon( $this->offer( array( 'on_membership_lost' => 'honour' ) ), array( 'membership_state' => 'revoked' ) );
		self::assertSame( 'ok', $this->use_code( $lost->plain, $point, 'OFFER-B12' )->reason );
		list( , $ended ) = $this->coupon( $this->offer( array( 'status' => 'ended' ) ) );
		self::assertSame( 'ok', $this->use_code( $ended->plain, $point, 'ended' )->reason, 'Claimed coupons live to their end.' );
		list( , $lapsed ) = $this->coupon(
			$this->offer(),
			array(
				'status'     => 'held',
				'hold_token' => 'x',
				'hold_until' => '2026-11-23 12:00:00',
			)
		);
		self::assertSame( 'ok', $this->use_code( $lapsed->plain, $point, 'lapsed' )->reason );
	}

	/** OFFER-B2: the site's time zone and summer time change nothing about a stored moment. */
	public function test_time_zones_change_nothing(): void {
		$point = $this->point();
		$this->clock->set( '2026-03-29T00:59:59Z' );
		foreach ( array( 'Europe/London', 'America/New_York', 'Asia/Tokyo' ) as $n => $zone ) {
			update_option( 'timezone_string', $zone );
			$columns        = array( 'expires_at' => '2026-03-29 01:00:00' );
			list( , $code ) = $this->coupon( $this->offer(), $columns );
			self::assertSame( 'ok', $this->use_code( $code->plain, $point, "k$n" )->reason );
			list( , $late ) = $this->coupon( $this->offer(), $columns );
			$this->clock->advance( 1 );
			self::assertSame( 'coupon_expired', $this->refusal( fn () => $this->use_code( $late->plain, $point, "l$n" ) )->reason );
			$this->clock->advance( -1 );
		}
	}

	/** OFFER-E6: a stale object cache decides nothing. */
	public function test_a_stale_cache_decides_nothing(): void {
		global $wpdb;
		$point          = $this->point();
		$offer          = $this->offer();
		list( , $code ) = $this->coupon( $offer );
		wp_cache_set( $offer->uid, $offer, 'coop_credentials_offers' );
		$this->offers->offer_catalogue()->find( $offer->uid );
		$wpdb->query( "UPDATE {$wpdb->prefix}coop_credentials_offers SET status = 'paused'" );
		self::assertSame( 'offer_paused', $this->refusal( fn () => $this->use_code( $code->plain, $point, 'k' ) )->reason );
	}

	/** OFFER-B14: stacking on one order. */
	public function test_stacking(): void {
		$point       = $this->point();
		$order       = array( 'order_ref' => 'bill-1' );
		$exclusive   = $this->offer();
		$friendly    = $this->offer( array( 'stacking' => 'combinable' ) );
		list( , $a ) = $this->coupon( $exclusive );
		list( , $b ) = $this->coupon( $exclusive );
		list( , $c ) = $this->coupon( $friendly );
		list( , $d ) = $this->coupon( $friendly );
		self::assertSame( 'ok', $this->use_code( $a->plain, $point, 'k1', $order )->reason );
		self::assertSame( 'not_combinable', $this->refusal( fn () => $this->use_code( $b->plain, $point, 'k2', $order ) )->reason );
		self::assertSame( 'not_combinable', $this->refusal( fn () => $this->use_code( $c->plain, $point, 'k3', $order ) )->reason );
		self::assertSame( 'ok', $this->use_code( $c->plain, $point, 'k4', array( 'order_ref' => 'bill-2' ) )->reason );
		self::assertSame( 'ok', $this->use_code( $d->plain, $point, 'k5', array( 'order_ref' => 'bill-2' ) )->reason );
		self::assertSame( 'not_combinable', $this->refusal( fn () => $this->use_code( $b->plain, $point, 'k6', array( 'order_ref' => 'bill-2' ) ) )->reason );
		self::assertSame( 'ok', $this->use_code( $b->plain, $point, 'k7' )->reason, 'No reference, no check.' );
	}

	/** A wrong character is refused before any query on a table of the room (OFFER-A4 at the till). */
	public function test_a_wrong_character_asks_no_table_of_the_room(): void {
		$point          = $this->point();
		list( , $code ) = $this->coupon( $this->offer() );
		$bad            = $code->plain;
		$bad[3]         = '0' === $bad[3] ? '1' : '0';
		$problem        = null;
		$queries        = $this->queries(
			function () use ( $bad, $point, &$problem ): void {
				$problem = $this->refusal( fn () => $this->use_code( $bad, $point, 'k' ) );
			}
		);
		self::assertSame( array( 'code_checksum', 422 ), array( $problem?->reason, $problem?->status ) );
		foreach ( array( 'coupons', 'offers', 'redemptions', 'points' ) as $table ) {
			self::assertSame( array(), array_filter( $queries, static fn ( string $sql ): bool => str_contains( $sql, 'coop_credentials_' . $table ) ) );
		}
	}

	/** OFFER-H3, OFFER-H4: strangers' and holders' guesses. */
	public function test_uniform_refusal_and_throttle(): void {
		$point           = $this->point( array( 'kind' => 'online' ) );
		$offer           = $this->offer();
		$mine            = hash( 'sha256', 'me' );
		$holder          = Actor::holder( array( $mine ) );
		list( , $other ) = $this->coupon( $offer );
		list( , $void )  = $this->coupon( $offer, array( 'status' => 'void' ) );
		list( , $used )  = $this->coupon(
			$offer,
			array(
				'status' => 'redeemed',
				'uses'   => 1,
			)
		);
		$nobody          = $this->offers->code_service()->derive( '01J00000000000000000000000', 1, 0 );
		$seen            = array();
		foreach ( array( $other, $void, $used, $nobody ) as $i => $code ) {
			$problem = $this->refusal( fn () => $this->use_code( $code->plain, $point, "k$i", array(), $holder ) );
			$error   = $problem->to_wp_error();
			$seen[]  = array( $error->get_error_code(), $error->get_error_message(), array_diff_key( (array) $error->get_error_data(), array( 'request_id' => 1 ) ) );
		}
		self::assertCount( 1, array_unique( array_map( 'wp_json_encode', $seen ) ), 'OFFER-H4' );
		self::assertSame( 'coop_credentials_not_accepted', $seen[0][0] );
		for ( $i = 5; $i <= 10; $i++ ) {
			self::assertSame( 'not_accepted', $this->refusal( fn () => $this->use_code( $nobody->plain, $point, "k$i", array(), $holder ) )->reason );
		}
		list( , $own ) = $this->coupon( $offer, array( 'holder_key' => $mine ) );
		$limited       = $this->refusal( fn () => $this->use_code( $own->plain, $point, 'k11', array(), $holder ) );
		self::assertSame( array( 'too_many_attempts', 429 ), array( $limited->reason, $limited->status ), 'OFFER-H3' );
		self::assertGreaterThan( 0, $limited->retry_after );
		$this->clock->advance( 601 );
		self::assertSame( 'ok', $this->use_code( $own->plain, $point, 'k12', array(), $holder )->reason );
	}
}
