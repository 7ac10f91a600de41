<?php
declare( strict_types=1 );

namespace CoopCredentials\Tests\Unit\Offers;

use CoopCredentials\Offers\Coupon;
use CoopCredentials\Offers\Coupon_Status;
use CoopCredentials\Offers\Offer;
use CoopCredentials\Offers\Offer_Fields;
use CoopCredentials\Offers\Offer_Status;
use CoopCredentials\Offers\Qr;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;

/**
 * States by the clock, publishing, addresses of QR codes.
 */
final class StateTest extends TestCase {
	private static function at( string $time ): \DateTimeImmutable {
		return new \DateTimeImmutable( $time, new \DateTimeZone( 'UTC' ) );
	}

	/** OFFER-B1: the last second counts, the next does not. */
	public function test_half_open_times(): void {
		$offer = Offer::from_row(
			array(
				'status'    => 'active',
				'starts_at' => '2026-11-01 00:00:00',
				'ends_at'   => '2026-12-01 00:00:00',
			)
		);
		self::assertSame( 'coupon_not_started', $offer->claim_obstacle( self::at( '2026-10-31 23:59:59' ) ) );
		self::assertNull( $offer->claim_obstacle( self::at( '2026-11-01 00:00:00' ) ) );
		self::assertNull( $offer->claim_obstacle( self::at( '2026-11-30 23:59:59' ) ) );
		self::assertSame( 'offer_ended', $offer->claim_obstacle( self::at( '2026-12-01 00:00:00' ) ) );
		$coupon = Coupon::from_row(
			array(
				'status'     => 'issued',
				'max_uses'   => '1',
				'expires_at' => '2026-12-01 00:00:00',
			)
		);
		self::assertSame( Coupon_Status::ISSUED, $coupon->status_at( self::at( '2026-11-30 23:59:59' ) ) );
		self::assertSame( Coupon_Status::EXPIRED, $coupon->status_at( self::at( '2026-12-01 00:00:00' ) ) );
	}

	public function test_a_lapsed_hold_is_no_hold(): void {
		$coupon = Coupon::from_row(
			array(
				'status'     => 'held',
				'max_uses'   => '1',
				'hold_until' => '2026-11-01 12:00:00',
			)
		);
		self::assertSame( Coupon_Status::HELD, $coupon->status_at( self::at( '2026-11-01 11:59:59' ) ) );
		self::assertSame( Coupon_Status::ISSUED, $coupon->status_at( self::at( '2026-11-01 12:00:00' ) ) );
	}

	public function test_coupon_expiry_is_the_earlier(): void {
		$row = array( 'valid_until' => '2026-11-01 12:00:00' );
		$now = self::at( '2026-11-01 11:00:00' );
		self::assertSame( '12:00', Offer::from_row( $row )->coupon_expiry( $now )?->format( 'H:i' ) );
		self::assertSame( '11:30', Offer::from_row( $row + array( 'claim_ttl' => 1800 ) )->coupon_expiry( $now )?->format( 'H:i' ) );
		self::assertSame( '12:00', Offer::from_row( $row + array( 'claim_ttl' => 86400 ) )->coupon_expiry( $now )?->format( 'H:i' ) );
		self::assertNull( Offer::from_row( array() )->coupon_expiry( $now ) );
	}

	/** No state leads back from revoked, and none skips publishing. */
	public function test_life_cycle(): void {
		self::assertSame( array( Offer_Status::ACTIVE ), Offer_Status::DRAFT->next() );
		self::assertContains( Offer_Status::ACTIVE, Offer_Status::PAUSED->next() );
		self::assertSame( array( Offer_Status::REVOKED ), Offer_Status::ENDED->next() );
		self::assertSame( array(), Offer_Status::REVOKED->next() );
	}

	/**
	 * @param array<string, mixed> $changes Columns.
	 * @param list<string>         $fields  Complained about.
	 */
	#[DataProvider( 'publishing' )]
	public function test_publishing( array $changes, array $fields ): void {
		$offer = Offer::from_row(
			$changes + array(
				'kind'            => 'discount',
				'title'           => '10 % off',
				'value_kind'      => 'percent',
				'value'           => 1000,
				'audience'        => 'any_identity',
				'organisation_id' => 1,
			)
		);
		self::assertSame( $fields, array_keys( Offer_Fields::publish_problems( $offer, self::at( '2026-11-01 00:00:00' ) ) ) );
	}

	/** @return array<string, array{array<string, mixed>, list<string>}> */
	public static function publishing(): array {
		return array(
			'complete'               => array( array(), array() ),
			'no title'               => array( array( 'title' => '' ), array( 'title' ) ),
			'no audience'            => array( array( 'audience' => '' ), array( 'audience' ) ),
			'no organisation'        => array( array( 'organisation_id' => 0 ), array( 'organisation_uid' ) ),
			'more than all'          => array( array( 'value' => 10001 ), array( 'value' ) ),
			'nothing'                => array( array( 'value' => 0 ), array( 'value' ) ),
			'price for a discount'   => array(
				array(
					'value_kind' => 'price',
					'currency'   => 'GBP',
				),
				array( 'value_kind' ),
			),
			'money without currency' => array( array( 'value_kind' => 'amount' ), array( 'currency' ) ),
			'unknown currency'       => array(
				array(
					'value_kind' => 'amount',
					'currency'   => 'XXX',
				),
				array( 'currency' ),
			),
			'over already'           => array( array( 'ends_at' => '2026-11-01 00:00:00' ), array( 'ends_at' ) ),
			'ends before it starts'  => array(
				array(
					'starts_at' => '2026-12-02 00:00:00',
					'ends_at'   => '2026-12-01 00:00:00',
				),
				array( 'ends_at' ),
			),
			'pass without a day'     => array(
				array(
					'kind'       => 'pass',
					'value_kind' => 'none',
					'value'      => 0,
				),
				array( 'event' ),
			),
		);
	}

	public function test_qr_address_in_capitals_but_not_the_folder(): void {
		$path = '/coop-credentials/coupon/7KQ29FXMP4TS';
		self::assertSame( 'HTTPS://EXAMPLE.COOP/COOP-CREDENTIALS/COUPON/7KQ29FXMP4TS', Qr::capitals( 'https://example.coop' . $path, $path ) );
		self::assertSame( 'HTTPS://EXAMPLE.COOP/shop/COOP-CREDENTIALS/COUPON/7KQ29FXMP4TS', Qr::capitals( 'https://example.coop/shop' . $path, $path ) );
		$plain = 'https://example.coop/?coop_credentials_path=x';
		self::assertSame( $plain, Qr::capitals( $plain, $path ) );
		self::assertSame( 57, strlen( 'HTTPS://EXAMPLE.COOP/COOP-CREDENTIALS/COUPON/7KQ29FXMP4TS' ) );
	}

	/** Alphanumeric mode, level M, 57 characters: version 3, 29 modules a side. */
	public function test_qr_is_small(): void {
		$matrix = ( new Qr() )->matrix( 'HTTPS://EXAMPLE.COOP/COOP-CREDENTIALS/COUPON/7KQ29FXMP4TS' );
		self::assertCount( 29, $matrix );
		foreach ( $matrix as $line ) {
			self::assertCount( 29, $line );
		}
		// The finder patterns of three corners.
		self::assertSame( array( 1, 1, 1, 1, 1, 1, 1 ), array_slice( $matrix[0], 0, 7 ) );
		self::assertSame( array( 1, 1, 1, 1, 1, 1, 1 ), array_slice( $matrix[0], 22, 7 ) );
		self::assertSame( array( 1, 1, 1, 1, 1, 1, 1 ), array_slice( $matrix[28], 0, 7 ) );
	}
}
