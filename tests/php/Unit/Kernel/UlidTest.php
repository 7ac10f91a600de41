<?php
/**
 * Public ids.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Unit\Kernel;

use CoopCredentials\Kernel\Ulid;
use PHPUnit\Framework\TestCase;

final class UlidTest extends TestCase {

	public function test_is_26_base32_characters_and_sorts_by_time(): void {
		$early = Ulid::generate( new \DateTimeImmutable( '2026-01-01T00:00:00Z' ) );
		$late  = Ulid::generate( new \DateTimeImmutable( '2026-01-01T00:00:01Z' ) );
		self::assertTrue( Ulid::is_valid( $early ) );
		self::assertSame( 26, strlen( $early ) );
		self::assertLessThan( $late, $early );
	}

	public function test_carries_the_known_time_part(): void {
		// 2016-07-30T23:54:10.259Z, the specification's example.
		self::assertStringStartsWith( '01ARYZ6S41', Ulid::generate( new \DateTimeImmutable( '@1469918176.385' ) ) );
	}

	public function test_never_repeats(): void {
		$at  = new \DateTimeImmutable( '2026-01-01T00:00:00Z' );
		$all = array();
		for ( $i = 0; $i < 2000; $i++ ) {
			$all[ Ulid::generate( $at ) ] = true;
		}
		self::assertCount( 2000, $all );
	}

	/** @dataProvider bad */
	public function test_refuses_what_is_none( string $text ): void {
		self::assertFalse( Ulid::is_valid( $text ) );
	}

	/** @return array<string, array{string}> */
	public static function bad(): array {
		return array(
			'empty'      => array( '' ),
			'lower case' => array( '01aryz6s410000000000000000' ),
			'25'         => array( '01ARYZ6S4100000000000000' ),
			'letter U'   => array( '01ARYZ6S41U000000000000000' ),
			'too late'   => array( '81ARYZ6S410000000000000000' ),
			'line end'   => array( "01ARYZ6S410000000000000000\n" ),
		);
	}
}
