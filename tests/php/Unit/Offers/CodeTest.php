<?php
declare( strict_types=1 );

namespace CoopCredentials\Tests\Unit\Offers;

use CoopCredentials\Kernel\Problem;
use CoopCredentials\Offers\Code;
use CoopCredentials\Offers\Code_Addresses;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;

/**
 * Codes: format, normalisation, check character.
 */
final class CodeTest extends TestCase {
	private const GOOD = '7KQ29FXMP4TS';

	/** A valid code to spoil. */
	private static function good(): string {
		$body = substr( self::GOOD, 0, 11 );
		return $body . Code::check_character( $body );
	}

	private static function reason( mixed $input, ?Code_Addresses $addresses = null ): string {
		try {
			Code::normalise( $input, $addresses );
			return 'ok';
		} catch ( Problem $problem ) {
			self::assertSame( 422, $problem->status );
			return $problem->reason;
		}
	}

	#[DataProvider( 'vectors' )]
	public function test_the_published_vectors( string $code ): void {
		self::assertSame( $code, Code::normalise( $code )->grouped() );
	}

	/** @return array<string, array{string}> */
	public static function vectors(): array {
		return array(
			'J' => array( '0000-0000-001J' ),
			'C' => array( '1000-0000-000C' ),
			'5' => array( 'ZZZZ-ZZZZ-ZZZ5' ),
		);
	}

	/** OFFER-A1, OFFER-A2, OFFER-A3: spellings of one code. */
	#[DataProvider( 'spellings' )]
	public function test_spellings( string $typed ): void {
		self::assertSame( '00000000001J', Code::normalise( $typed )->plain );
	}

	/** @return array<string, array{string}> */
	public static function spellings(): array {
		return array(
			'OFFER-A1 case'        => array( '00000000001j' ),
			'OFFER-A1 spaces'      => array( ' 0000 0000 001J ' ),
			'OFFER-A1 dashes'      => array( "0000\u{2013}0000\u{2212}001J" ),
			'OFFER-A1 dots'        => array( '0000.0000_001J' ),
			'OFFER-A2 O and o'     => array( 'oOOO-0000-001J' ),
			'OFFER-A2 I'           => array( '0000-0000-00IJ' ),
			'OFFER-A2 l'           => array( '0000-0000-00lJ' ),
			'OFFER-A3 full-width'  => array( "\u{FF10}\u{FF10}00-0000-001\u{FF2A}" ),
			'OFFER-A3 NBSP'        => array( "0000\u{00A0}0000\u{00A0}001J" ),
			'OFFER-A3 soft hyphen' => array( "0000\u{00AD}0000\u{00AD}001J" ),
			'OFFER-A3 ZWJ'         => array( "0000\u{200D}0000\u{200D}001J" ),
			'OFFER-A3 RLO'         => array( "\u{202E}00000000001J" ),
		);
	}

	/** OFFER-A2: U is refused with a hint. */
	public function test_u_is_refused_with_a_hint(): void {
		try {
			Code::normalise( '0000-0000-00UJ' );
			self::fail( 'U passed.' );
		} catch ( Problem $problem ) {
			self::assertSame( 'code_format', $problem->reason );
			self::assertSame( array( 'hint' => 'u_for_v' ), $problem->data );
		}
	}

	/** OFFER-A4: each of 12 x 31 substitutions fails its check. */
	public function test_every_substitution_is_caught(): void {
		$good = self::good();
		$seen = 0;
		for ( $at = 0; $at < 12; $at++ ) {
			foreach ( str_split( Code::ALPHABET ) as $letter ) {
				if ( $letter === $good[ $at ] ) {
					continue;
				}
				$bad        = $good;
				$bad[ $at ] = $letter;
				self::assertSame( 'code_checksum', self::reason( $bad ) );
				++$seen;
			}
		}
		self::assertSame( 12 * 31, $seen );
	}

	/** OFFER-A5: every swap of two different characters fails its check. */
	public function test_every_swap_is_caught(): void {
		$good = self::good();
		for ( $a = 0; $a < 12; $a++ ) {
			for ( $b = $a + 1; $b < 12; $b++ ) {
				if ( $good[ $a ] === $good[ $b ] ) {
					continue;
				}
				$bad       = $good;
				$bad[ $a ] = $good[ $b ];
				$bad[ $b ] = $good[ $a ];
				self::assertSame( 'code_checksum', self::reason( $bad ), "$a $b" );
			}
		}
	}

	/** OFFER-A6, OFFER-A7: what is not twelve characters of text. */
	#[DataProvider( 'not_codes' )]
	public function test_what_is_no_code( mixed $input ): void {
		$start = hrtime( true );
		self::assertSame( 'code_format', self::reason( $input ) );
		self::assertLessThan( 50, ( hrtime( true ) - $start ) / 1e6 );
	}

	/** @return array<string, array{mixed}> */
	public static function not_codes(): array {
		return array(
			'OFFER-A6 eleven'       => array( '00000000001' ),
			'OFFER-A6 thirteen'     => array( '00000000001J0' ),
			'OFFER-A6 empty'        => array( '' ),
			'OFFER-A6 only dashes'  => array( '----' ),
			'OFFER-A7 one megabyte' => array( str_repeat( '0', 1048576 ) ),
			'OFFER-A7 array'        => array( array( '0' ) ),
			'OFFER-A7 null'         => array( null ),
			'OFFER-A7 number'       => array( 123456789012 ),
			'OFFER-A7 NUL'          => array( "0000000\x0000001J" ),
			'OFFER-A7 broken UTF-8' => array( "\xC3\x28000000001J" ),
		);
	}

	/** OFFER-A8: links. */
	#[DataProvider( 'links' )]
	public function test_links( string $link, string $expected ): void {
		$addresses = new Code_Addresses( array( 'https://shop.example/coop-credentials/coupon/' ), array( 'https://partner.example/coop-credentials/coupon/' ) );
		self::assertSame( $expected, self::reason( $link, $addresses ) );
	}

	/** @return array<string, array{string, string}> */
	public static function links(): array {
		return array(
			'OFFER-A8 own'          => array( 'https://shop.example/coop-credentials/coupon/00000000001J', 'ok' ),
			'OFFER-A8 own capitals' => array( 'HTTPS://SHOP.EXAMPLE/COOP-CREDENTIALS/COUPON/00000000001J', 'ok' ),
			'OFFER-A8 partner'      => array( 'https://partner.example/coop-credentials/coupon/00000000001J', 'foreign_code' ),
			'OFFER-A8 other'        => array( 'https://other.example/coop-credentials/coupon/00000000001J', 'code_format' ),
			'OFFER-A8 javascript'   => array( 'javascript:00000000001J', 'code_format' ),
			'OFFER-A8 own@evil'     => array( 'https://shop.example@evil.example/coop-credentials/coupon/00000000001J', 'code_format' ),
			'OFFER-A8 user@own'     => array( 'https://me@shop.example/coop-credentials/coupon/00000000001J', 'code_format' ),
		);
	}

	/** OFFER-A9: 100,000 derived codes are unique, valid and evenly spread. */
	public function test_derived_codes_are_unique_valid_and_uniform(): void {
		$seen   = array();
		$counts = array_fill( 0, 11, array_fill_keys( str_split( Code::ALPHABET ), 0 ) );
		for ( $i = 0; $i < 100000; $i++ ) {
			$code          = Code::from_digest( hash_hmac( 'sha256', (string) $i, 'key', true ) )->plain;
			$seen[ $code ] = true;
			for ( $at = 0; $at < 11; $at++ ) {
				++$counts[ $at ][ $code[ $at ] ];
			}
			if ( 0 === $i % 100 ) {
				self::assertSame( $code, Code::normalise( $code )->plain );
			}
		}
		self::assertCount( 100000, $seen );
		foreach ( $counts as $at => $letters ) {
			$chi = 0.0;
			foreach ( $letters as $count ) {
				$chi += ( $count - 3125 ) ** 2 / 3125;
			}
			// 31 degrees of freedom: 75 is beyond 99.999 %.
			self::assertLessThan( 75.0, $chi, "place $at" );
		}
	}

	/** OFFER-A10: the fixtures that TypeScript reads too. */
	public function test_the_shared_fixtures(): void {
		$all = json_decode( (string) file_get_contents( dirname( __DIR__, 3 ) . '/fixtures/codes/codes.json' ), true, 8, JSON_THROW_ON_ERROR );
		self::assertCount( 1000, $all['cases'] );
		$addresses = new Code_Addresses( $all['own'], $all['partners'] );
		foreach ( $all['cases'] as list( $kind, $input, $code, $reason ) ) {
			try {
				self::assertSame( $code, Code::normalise( $input, $addresses )->plain, "$kind $input" );
			} catch ( Problem $problem ) {
				self::assertSame( $reason, $problem->reason, "$kind $input" );
			}
		}
	}

	public function test_full_width_is_read_without_intl_too(): void {
		self::assertSame( '7KQ2-a', Code::narrow( "\u{FF17}\u{FF2B}\u{FF31}2\u{FF0D}\u{FF41}" ) );
	}
}
