<?php
/**
 * Tests of the logout-token verifier.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Unit\OpenID;

use CoopCredentials\Kernel\Problem;
use CoopCredentials\OpenID\Base64_Url;
use CoopCredentials\OpenID\Client;
use CoopCredentials\OpenID\Documents;
use CoopCredentials\OpenID\Jwt_Signature_Check;
use CoopCredentials\OpenID\Key_Set;
use CoopCredentials\OpenID\Logout_Token;
use CoopCredentials\OpenID\Logout_Token_Verifier;
use CoopCredentials\OpenID\Metadata;
use CoopCredentials\OpenID\Signed_Token_Reader;
use CoopCredentials\Tests\Support\Frozen_Clock;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;

/**
 * Each case differs from one good token in one thing. The groups begin with good ones.
 */
final class Logout_Token_Verifier_Test extends TestCase {

	private const ISSUER = 'https://id.example';
	private const KEYS   = 'https://id.example/keys';
	private const NOW    = 1795435200;
	private const EVENT  = 'http://schemas.openid.net/event/backchannel-logout';

	private Fake_Http $http;

	private Documents $documents;

	private Frozen_Clock $clock;

	protected function setUp(): void {
		$this->http                        = new Fake_Http();
		$this->clock                       = new Frozen_Clock( gmdate( 'Y-m-d\TH:i:s\Z', self::NOW ) );
		$this->documents                   = new Documents( $this->http, $this->clock, new Memory_Cache() );
		$this->http->answers[ self::KEYS ] = Fake_Http::json( array( 'keys' => array( Forge::rsa()->jwk ) ) );
	}

	/**
	 * @param array<string, mixed> $claims What differs; null removes.
	 * @param array<string, mixed> $header The same for the header.
	 */
	#[DataProvider( 'good' )]
	public function test_good_tokens_pass( array $claims, array $header, ?string $subject, ?string $sid ): void {
		$token = $this->verify( Forge::rsa()->token( self::claims( $claims ), $header ) );
		self::assertSame( array( self::ISSUER, 'jti-1', $subject, $sid ), array( $token->issuer, $token->id, $token->subject, $token->sid ) );
	}

	/** @return array<string, array{array<string, mixed>, array<string, mixed>, string|null, string|null}> */
	public static function good(): array {
		return array(
			'SIGN-H1 both'              => array( array(), array(), 'person-1', 'sid-1' ),
			'SIGN-H1 sid only'          => array( array( 'sub' => null ), array(), null, 'sid-1' ),
			'SIGN-H1 sub only'          => array( array( 'sid' => null ), array(), 'person-1', null ),
			'SIGN-H1 typ logout+jwt'    => array( array(), array( 'typ' => 'logout+jwt' ), 'person-1', 'sid-1' ),
			'SIGN-H1 typ Logout+JWT'    => array( array(), array( 'typ' => 'Logout+JWT' ), 'person-1', 'sid-1' ),
			'SIGN-H1 no typ'            => array( array(), array( 'typ' => null ), 'person-1', 'sid-1' ),
			'SIGN-H1 no exp'            => array( array( 'exp' => null ), array(), 'person-1', 'sid-1' ),
			'SIGN-H1 aud array of one'  => array( array( 'aud' => array( 'site' ) ), array(), 'person-1', 'sid-1' ),
			'SIGN-H1 five minutes old'  => array( array( 'iat' => self::NOW - 359 ), array(), 'person-1', 'sid-1' ),
			'SIGN-H1 clock ahead'       => array( array( 'iat' => self::NOW + 59 ), array(), 'person-1', 'sid-1' ),
			'SIGN-H1 more in the event' => array( array( 'events' => array( self::EVENT => (object) array( 'x' => 1 ), 'https://other.example' => (object) array() ) ), array(), 'person-1', 'sid-1' ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			'SIGN-H1 unknown claim'     => array( array( 'ignored' => 'x' ), array(), 'person-1', 'sid-1' ),
		);
	}

	/**
	 * @param array<string, mixed> $claims What differs; null removes.
	 * @param array<string, mixed> $header The same for the header.
	 */
	#[DataProvider( 'bad' )]
	public function test_bad_tokens_are_refused( string $cause, array $claims, array $header = array() ): void {
		$this->assert_refused( $cause, Forge::rsa()->token( self::claims( $claims ), $header ) );
	}

	/** @return array<string, array{0: string, 1: array<string, mixed>, 2?: array<string, mixed>}> */
	public static function bad(): array {
		return array(
			'SIGN-H2 alg none'            => array( 'alg', array(), array( 'alg' => 'none' ) ),
			'SIGN-H2 unlisted alg'        => array( 'alg', array(), array( 'alg' => 'RS512' ) ),
			'SIGN-H2 crit'                => array( 'crit', array(), array( 'crit' => array( 'x' ) ) ),
			'SIGN-H2 typ at+jwt'          => array( 'typ', array(), array( 'typ' => 'at+jwt' ) ),
			'SIGN-H2 unknown kid'         => array( 'key_unknown', array(), array( 'kid' => 'nobody' ) ),
			'SIGN-H2 foreign iss'         => array( 'iss', array( 'iss' => 'https://other.example' ) ),
			'SIGN-H2 foreign aud'         => array( 'aud', array( 'aud' => 'other' ) ),
			'SIGN-H2 one aud too many'    => array( 'aud', array( 'aud' => array( 'site', 'other' ) ) ),
			'SIGN-H2 no events'           => array( 'events', array( 'events' => null ) ),
			'SIGN-H2 events is a list'    => array( 'events', array( 'events' => array( self::EVENT ) ) ),
			'SIGN-H2 another event'       => array( 'events', array( 'events' => array( 'https://other.example/event' => (object) array() ) ) ),
			'SIGN-H2 event is text'       => array( 'events', array( 'events' => array( self::EVENT => 'yes' ) ) ),
			'SIGN-H2 nonce'               => array( 'nonce', array( 'nonce' => 'n' ) ),
			'SIGN-H2 empty nonce'         => array( 'nonce', array( 'nonce' => '' ) ),
			'SIGN-H3 no jti'              => array( 'jti', array( 'jti' => null ) ),
			'SIGN-H3 empty jti'           => array( 'jti', array( 'jti' => '' ) ),
			'SIGN-H3 jti is a number'     => array( 'jti', array( 'jti' => 7 ) ),
			'SIGN-H3 no iat'              => array( 'time', array( 'iat' => null ) ),
			'SIGN-H3 iat is text'         => array( 'time', array( 'iat' => (string) self::NOW ) ),
			'SIGN-H3 too old'             => array( 'time', array( 'iat' => self::NOW - 361 ) ),
			'SIGN-H3 from the future'     => array( 'time', array( 'iat' => self::NOW + 61 ) ),
			'SIGN-H3 expired'             => array( 'time', array( 'exp' => self::NOW - 60 ) ),
			'SIGN-H3 not yet'             => array( 'time', array( 'nbf' => self::NOW + 61 ) ),
			'SIGN-H3 nobody'              => array( 'nobody', array( 'sub' => null, 'sid' => null ) ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			'SIGN-H3 empty sid'           => array( 'sid', array( 'sid' => '' ) ),
			'SIGN-H3 sid is a number'     => array( 'sid', array( 'sid' => 7 ) ),
			'SIGN-H3 empty sub'           => array( 'sub', array( 'sub' => '' ) ),
			'SIGN-H3 sub of 256 bytes'    => array( 'sub', array( 'sub' => str_repeat( 'a', 256 ) ) ),
			'SIGN-H3 an ID token instead' => array( 'jti', array( 'jti' => null, 'events' => null, 'nonce' => 'n' ) ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		);
	}

	/** SIGN-H2. */
	public function test_SIGN_H2_signatures(): void {
		$parts = explode( '.', Forge::rsa()->token( self::claims() ) );
		$this->assert_refused( 'signature_invalid', "$parts[0]." . Base64_Url::encode( (string) json_encode( self::claims( array( 'sid' => 'another' ) ) ) ) . ".$parts[2]" );
		$this->assert_refused( 'signature_invalid', Forge::rsa( 'two' )->token( self::claims(), array( 'kid' => 'one' ) ) );
		$this->assert_refused( 'alg', Base64_Url::encode( '{"alg":"none"}' ) . ".$parts[1]." );
		$this->assert_refused( 'malformed', "$parts[0].$parts[1]." );
		$this->assert_refused( 'malformed', '' );
	}

	public function test_keys_that_cannot_be_read_are_not_the_tokens_fault(): void {
		$this->http->answers[ self::KEYS ] = new Problem( 'timeout', 502 );
		try {
			$this->verify( Forge::rsa()->token( self::claims() ) );
			self::fail( 'It was taken unchecked.' );
		} catch ( Problem $problem ) {
			self::assertSame( 'keys_unavailable', $problem->reason );
		}
	}

	private function assert_refused( string $cause, string $token ): void {
		try {
			$this->verify( $token );
			self::fail( 'It was taken.' );
		} catch ( Problem $problem ) {
			self::assertSame( array( 'logout_token', 400, $cause ), array( $problem->reason, $problem->status, $problem->data['cause'] ) );
		}
	}

	private function verify( string $token ): Logout_Token {
		$verifier = new Logout_Token_Verifier( new Signed_Token_Reader( new Key_Set( $this->documents ), new Jwt_Signature_Check() ), $this->clock );
		$client   = new Client( 'test', 'oidc', self::ISSUER . '/.well-known/openid-configuration', self::ISSUER, 'site', 'client_secret_basic', 'secret', array( 'RS256' ) );
		return $verifier->verify( $token, $client, new Metadata( self::ISSUER, self::ISSUER . '/a', self::ISSUER . '/t', self::KEYS ) );
	}

	/**
	 * @param array<string, mixed> $changes What differs; null removes.
	 * @return array<string, mixed>
	 */
	private static function claims( array $changes = array() ): array {
		$claims = $changes + array(
			'iss'    => self::ISSUER,
			'aud'    => 'site',
			'sub'    => 'person-1',
			'sid'    => 'sid-1',
			'jti'    => 'jti-1',
			'iat'    => self::NOW,
			'exp'    => self::NOW + 120,
			'events' => array( self::EVENT => (object) array() ),
		);
		return array_filter( $claims, static fn ( mixed $value ): bool => null !== $value );
	}
}
