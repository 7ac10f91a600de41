<?php
declare( strict_types=1 );

namespace CoopCredentials\Tests\Unit\Offers;

use CoopCredentials\Kernel\Problem;
use CoopCredentials\Offers\Money;
use CoopCredentials\Offers\Offer;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;

/**
 * Amounts, rounding, discounts.
 */
final class MoneyTest extends TestCase {
	/** OFFER-B7: half a minor unit rounds up; yen have none, dinars a thousand. */
	#[DataProvider( 'shares' )]
	public function test_shares( int $minor, string $currency, int $basis_points, int $expected ): void {
		self::assertSame( $expected, ( new Money( $minor, $currency ) )->share( $basis_points ) );
	}

	/** @return array<string, array{int, string, int, int}> */
	public static function shares(): array {
		return array(
			'OFFER-B7 10 % of 0.01'       => array( 1, 'GBP', 1000, 0 ),
			'OFFER-B7 50 % of 0.01'       => array( 1, 'GBP', 5000, 1 ),
			'OFFER-B7 10 % of 0.05'       => array( 5, 'EUR', 1000, 1 ),
			'OFFER-B7 10 % of 15 yen'     => array( 15, 'JPY', 1000, 2 ),
			'OFFER-B7 10 % of 14 yen'     => array( 14, 'JPY', 1000, 1 ),
			'OFFER-B7 12.5 % of 1.235 KD' => array( 1235, 'KWD', 1250, 154 ),
			'OFFER-B7 all of the maximum' => array( Money::MAX, 'GBP', 10000, Money::MAX ),
		);
	}

	/** OFFER-B8: what is no amount in minor units. */
	#[DataProvider( 'not_amounts' )]
	public function test_what_is_no_amount( mixed $amount ): void {
		try {
			Money::from_minor( $amount, 'GBP' );
			self::fail( 'Accepted.' );
		} catch ( Problem $problem ) {
			self::assertSame( array( 'invalid_request', 400 ), array( $problem->reason, $problem->status ) );
		}
	}

	/** @return array<string, array{mixed}> */
	public static function not_amounts(): array {
		return array(
			'OFFER-B8 minus one'    => array( -1 ),
			'OFFER-B8 not a number' => array( NAN ),
			'OFFER-B8 1e309'        => array( json_decode( '1e309' ) ),
			'OFFER-B8 text'         => array( '10,00' ),
			'OFFER-B8 float'        => array( 10.0 ),
			'OFFER-B8 too large'    => array( Money::MAX + 1 ),
			'OFFER-B8 null'         => array( null ),
		);
	}

	#[DataProvider( 'typed' )]
	public function test_typed_amounts( string $text, string $currency, ?int $expected ): void {
		try {
			$seen = Money::from_decimal( $text, $currency )->minor;
		} catch ( Problem ) {
			$seen = null;
		}
		self::assertSame( $expected, $seen );
	}

	/** @return array<string, array{string, string, int|null}> */
	public static function typed(): array {
		return array(
			'point'        => array( '42.50', 'GBP', 4250 ),
			'comma'        => array( '42,5', 'EUR', 4250 ),
			'whole'        => array( '42', 'EUR', 4200 ),
			'yen'          => array( '42', 'JPY', 42 ),
			'yen with sen' => array( '42.5', 'JPY', null ),
			'three places' => array( '1.234', 'KWD', 1234 ),
			'too precise'  => array( '1.234', 'GBP', null ),
			'thousands'    => array( '1,234.50', 'GBP', null ),
			'negative'     => array( '-1', 'GBP', null ),
			'no currency'  => array( '1', 'XXX', null ),
		);
	}

	public function test_decimal(): void {
		self::assertSame( array( '0.05', '12.345', '7' ), array( ( new Money( 5, 'GBP' ) )->decimal(), ( new Money( 12345, 'KWD' ) )->decimal(), ( new Money( 7, 'JPY' ) )->decimal() ) );
		self::assertContains( 'EUR', Money::currencies() );
		self::assertNull( Money::exponent( 'gbp' ) );
	}

	/**
	 * @param array<string, mixed> $offer    Columns.
	 * @param int|null             $amount   Bill.
	 * @param int|null             $expected Saved.
	 */
	#[DataProvider( 'discounts' )]
	public function test_discounts( array $offer, ?int $amount, ?int $expected ): void {
		$money = null === $amount ? null : new Money( $amount, 'GBP' );
		self::assertSame( $expected, Offer::from_row( $offer )->discount( $money ) );
	}

	/** @return array<string, array{array<string, mixed>, int|null, int|null}> */
	public static function discounts(): array {
		$percent = array(
			'value_kind' => 'percent',
			'value'      => 1000,
		);
		$amount  = array(
			'value_kind' => 'amount',
			'value'      => 500,
		);
		$price   = array(
			'value_kind' => 'price',
			'value'      => 600,
		);
		return array(
			'percent'           => array( $percent, 4250, 425 ),
			'percent, capped'   => array( $percent + array( 'max_discount_minor' => 200 ), 4250, 200 ),
			'percent, no bill'  => array( $percent, null, null ),
			'amount'            => array( $amount, 4250, 500 ),
			'amount above bill' => array( $amount, 300, 300 ),
			'amount, no bill'   => array( $amount, null, 500 ),
			'price'             => array( $price, 1000, 400 ),
			'price above bill'  => array( $price, 500, 0 ),
			'free'              => array( array( 'value_kind' => 'none' ), 1000, 0 ),
		);
	}
}
