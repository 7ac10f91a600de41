<?php
/**
 * Config RP: oidcc-client-config-certification-test-plan.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Redirect;
use PHPUnit\Framework\Attributes\DataProvider;

/**
 * Metadata and keys are read from where the provider says, believed as far as the pinned issuer goes, and renewed.
 */
final class Conformance_Config_Test extends Sign_In_Case {

	#[DataProvider( 'read' )]
	public function test_the_client_reads( string $switch, string $keys ): void {
		$this->hostile->misbehave( $switch );
		$this->sign_in();
		self::assertSame( 1, $this->hostile->calls( '/.well-known/openid-configuration' ) );
		foreach ( array( '/keys', '/other-keys' ) as $path ) {
			self::assertSame( $path === $keys ? 1 : 0, $this->hostile->calls( $path ), $path );
		}
		self::assertSame( 1, $this->services()->sessions()->count() );
	}

	/** @return array<string, array{string, string}> */
	public static function read(): array {
		return array(
			'oidcc-client-test-discovery-openid-config' => array( 'honest', '/keys' ),
			'oidcc-client-test-discovery-jwks-uri-keys' => array( 'keys-elsewhere', '/other-keys' ),
		);
	}

	#[DataProvider( 'mismatch' )]
	public function test_the_client_stops_before_the_authorization_request( string $switch, string $reason ): void {
		$this->hostile->misbehave( $switch );
		self::assertInstanceOf( Page::class, $this->press() );
		self::assertSame( 0, $this->hostile->calls( '/authorize' ) );
		self::assertSame( 1, $this->plugin->kernel->audit_log()->query( array( 'reason' => $reason ), 1, 1 )['total'] );
		$this->assert_nobody_came_in();
	}

	/** @return array<string, array{string, string}> */
	public static function mismatch(): array {
		return array( 'oidcc-client-test-discovery-issuer-mismatch' => array( 'A1-issuer-mismatch', 'issuer_mismatch' ) );
	}

	#[DataProvider( 'rejected' )]
	public function test_the_client_rejects( string $switch, string $reason ): void {
		$this->provider( array( 'userinfo' => 'always' ) );
		$this->hostile->misbehave( $switch );
		$this->assert_refused( $reason, $this->come_back( $this->go() ) );
		self::assertSame( 0, $this->hostile->calls( '/userinfo' ) );
	}

	/** @return array<string, array{string, string}> */
	public static function rejected(): array {
		return array( 'oidcc-client-test-idtoken-sig-none' => array( 'D9-none', 'id_token_alg' ) );
	}

	/**
	 * @param bool $in_between Whether the key changes between two sign-ins, else between the request and the answer.
	 */
	#[DataProvider( 'rotated' )]
	public function test_the_client_reads_the_keys_again( bool $in_between ): void {
		$this->sign_in();
		self::assertSame( 1, $this->hostile->calls( '/keys' ) );
		if ( $in_between ) {
			$this->hostile->rotate();
		} else {
			$this->hostile->misbehave( 'D15-new-key' );
		}
		$answer = $this->come_back( $this->go( array( 'renew' => '1' ) ) );
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertSame( '', $this->reason( $answer ) );
		self::assertSame( $in_between ? 2 : 1, $this->hostile->calls( '/keys' ), 'Read again once.' );
		self::assertSame( 1, $this->services()->sessions()->count() );
	}

	/** @return array<string, array{bool}> */
	public static function rotated(): array {
		return array(
			'oidcc-client-test-signing-key-rotation-just-before-signing' => array( false ),
			'oidcc-client-test-signing-key-rotation' => array( true ),
		);
	}

	/** Newer than the plan: oidcc-client-test-ignores-unparseable-key-in-jwks. */
	public function test_the_client_ignores_keys_it_cannot_read(): void {
		$this->hostile->misbehave( 'D17-strange-keys' );
		$this->sign_in();
		self::assertSame( 1, $this->hostile->calls( '/keys' ) );
		self::assertSame( 1, $this->services()->sessions()->count() );
	}
}
