<?php
declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Offers;

use CoopCredentials\Offers\Actor;
use CoopCredentials\Offers\Coupon_Status;
use CoopCredentials\Offers\Idempotency_Key;
use CoopCredentials\Offers\Redeem_Request;
use PHPUnit\Framework\Attributes\DataProvider;

/**
 * Using a coupon: states, idempotency, money, queries.
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

	/** At most twelve queries, and nothing leaves the site. */
	public function test_queries_of_a_redemption(): void {
		$point          = $this->point();
		list( , $code ) = $this->coupon( $this->offer() );
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

	/** OFFER-H12: a holder's word on the bill is refused; a holder redeems only online. */
	public function test_holders(): void {
		$mine          = hash( 'sha256', 'me' );
		$holder        = Actor::holder( array( $mine ) );
		$online        = $this->point( array( 'kind' => 'online' ) );
		list( , $own ) = $this->coupon( $this->offer(), array( 'holder_key' => $mine ) );
		$amount        = $this->refusal( fn () => $this->use_code( $own->plain, $online, 'k', array( 'amount_minor' => 1 ), $holder ) );
		self::assertSame( array( 'invalid_request', 400 ), array( $amount->reason, $amount->status ) );
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
