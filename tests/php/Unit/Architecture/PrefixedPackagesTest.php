<?php
/**
 * The runtime packages in our own namespace behave like the originals.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Unit\Architecture;

use CoopCredentials\Vendor\Firebase\JWT\JWK;
use CoopCredentials\Vendor\Firebase\JWT\JWT;
use CoopCredentials\Vendor\Firebase\JWT\SignatureInvalidException;
use CoopCredentials\Vendor\TCPDF\QRcode;
use PHPUnit\Framework\TestCase;

final class PrefixedPackagesTest extends TestCase {

	private const FOLDER = __DIR__ . '/../../../../vendor-prefixed/';

	public static function setUpBeforeClass(): void {
		foreach ( array( 'Firebase/JWT/*.php', 'TCPDF/QRcode.php' ) as $pattern ) {
			$files = (array) glob( self::FOLDER . $pattern );
			// Exceptions implement the interface: load that first.
			usort( $files, static fn ( $one, $other ): int => str_contains( (string) $other, 'Interface' ) <=> str_contains( (string) $one, 'Interface' ) );
			foreach ( $files as $file ) {
				$class = 'CoopCredentials\\Vendor\\' . str_replace( array( realpath( self::FOLDER ) . '/', '/', '.php' ), array( '', '\\', '' ), (string) realpath( (string) $file ) );
				if ( ! class_exists( $class ) && ! interface_exists( $class ) ) {
					require_once $file;
				}
			}
		}
	}

	public function test_a_signed_token_is_verified_by_a_key_set(): void {
		$key = openssl_pkey_new( array( 'private_key_bits' => 2048 ) );
		self::assertNotFalse( $key );
		$public = openssl_pkey_get_details( $key )['rsa'];
		$encode = static fn ( string $bytes ): string => rtrim( strtr( base64_encode( $bytes ), '+/', '-_' ), '=' );
		$set    = array(
			'keys' => array(
				array(
					'kty' => 'RSA',
					'alg' => 'RS256',
					'kid' => 'one',
					'n'   => $encode( $public['n'] ),
					'e'   => $encode( $public['e'] ),
				),
			),
		);
		$token  = JWT::encode( array( 'sub' => 'wanda' ), $key, 'RS256', 'one' );
		self::assertSame( 'wanda', JWT::decode( $token, JWK::parseKeySet( $set ) )->sub );

		$this->expectException( SignatureInvalidException::class );
		JWT::decode( substr( $token, 0, -6 ) . 'AAAAAA', JWK::parseKeySet( $set ) );
	}

	/** @return array<string, array{string, string}> */
	public static function texts(): array {
		return array(
			'short, low correction'    => array( 'ABC', 'L' ),
			'an address'               => array( 'HTTPS://HARBOUR.EXAMPLE/COOP-CREDENTIALS/COUPON/7K3M9QW2XNBT4HRD', 'M' ),
			'long, several blocks'     => array( str_repeat( 'https://harbour.example/co-ops/', 8 ), 'M' ),
			'bytes, strong correction' => array( 'Genossenschaft Zürich', 'H' ),
		);
	}

	/** @dataProvider texts */
	public function test_one_text_gives_one_picture( string $text, string $level ): void {
		$first  = ( new QRcode( $text, $level ) )->getBarcodeArray();
		$second = ( new QRcode( $text, $level ) )->getBarcodeArray();
		self::assertSame( $first, $second );
		self::assertSame( $first['num_rows'], $first['num_cols'] );
		self::assertSame( 1, $first['num_rows'] % 4, 'A QR symbol has 17 + 4 × version modules.' );
		self::assertSame( array( 1, 1, 1, 1, 1, 1, 1, 0 ), array_map( 'intval', array_slice( $first['bcode'][0], 0, 8 ) ), 'The finder pattern stands at the corner.' );
	}

	public function test_nothing_outside_our_namespace_is_declared(): void {
		$strangers = array_filter(
			array_merge( get_declared_classes(), get_declared_interfaces() ),
			static fn ( string $name ): bool => str_starts_with( $name, 'Firebase\\' ) || 'QRcode' === $name
		);
		self::assertSame( array(), array_values( $strangers ) );
		self::assertFalse( defined( 'QR_ECLEVEL_L' ) );
	}
}
