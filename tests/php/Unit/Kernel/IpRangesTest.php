<?php
/**
 * Which addresses are public.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Unit\Kernel;

use CoopCredentials\Kernel\Client_Address;
use CoopCredentials\Kernel\Ip_Ranges;
use PHPUnit\Framework\TestCase;

final class IpRangesTest extends TestCase {

	/** @dataProvider addresses */
	public function test_tells_public_from_special( string $address, bool $is_public ): void {
		self::assertSame( $is_public, Ip_Ranges::is_public( $address ), $address );
	}

	/** @return iterable<string, array{string, bool}> */
	public static function addresses(): iterable {
		$special = array(
			'0.0.0.0',
			'0.1.2.3',
			'10.0.0.1',
			'10.255.255.255',
			'100.64.0.1',
			'100.127.255.255',
			'127.0.0.1',
			'127.9.9.9',
			'169.254.169.254',
			'172.16.0.1',
			'172.31.255.255',
			'192.0.0.8',
			'192.0.2.10',
			'192.88.99.1',
			'192.168.1.1',
			'198.18.0.1',
			'198.19.255.255',
			'198.51.100.7',
			'203.0.113.9',
			'224.0.0.1',
			'239.1.1.1',
			'240.0.0.1',
			'255.255.255.255',
			'::',
			'::1',
			'fe80::1',
			'fec0::1',
			'fc00::1',
			'fd12:3456::1',
			'ff02::1',
			'::ffff:127.0.0.1',
			'::ffff:10.0.0.1',
			'::127.0.0.1',
			'64:ff9b::7f00:1',
			'64:ff9b:1::1',
			'100::1',
			'2001::1',
			'2001:db8::1',
			'2002:7f00:1::',
			'3fff::1',
			'4000::1',
			'no address',
			'',
			'127.1',
			sprintf( '0x%08x', 2130706433 ),
			'2130706433',
		);
		foreach ( $special as $address ) {
			yield "special $address" => array( $address, false );
		}
		foreach ( array( '1.1.1.1', '9.255.255.255', '11.0.0.1', '100.63.255.255', '100.128.0.1', '172.15.0.1', '172.32.0.1', '192.167.1.1', '223.255.255.1', '2606:4700::1111', '2a00:1450:4001::200e', '::ffff:1.1.1.1' ) as $address ) {
			yield "public $address" => array( $address, true );
		}
	}

	/** @dataProvider normal_forms */
	public function test_normalises_a_callers_address( string $given, string $expected ): void {
		self::assertSame( $expected, Client_Address::normalise( $given ) );
	}

	/** @return array<string, array{string, string}> */
	public static function normal_forms(): array {
		return array(
			'v4'       => array( '192.0.2.10', '192.0.2.10' ),
			'mapped'   => array( '::ffff:192.0.2.10', '192.0.2.10' ),
			'v6'       => array( '2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64' ),
			'same /64' => array( '2001:db8:1:2:ffff::1', '2001:db8:1:2::/64' ),
			'none'     => array( 'x', 'unknown' ),
		);
	}
}
