<?php
/**
 * Tests of the ID-token verifier.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Unit\OpenID;

use CoopCredentials\Kernel\Problem;
use CoopCredentials\OpenID\Base64_Url;
use CoopCredentials\OpenID\Cached_Document;
use CoopCredentials\OpenID\Client;
use CoopCredentials\OpenID\Documents;
use CoopCredentials\OpenID\Expected;
use CoopCredentials\OpenID\Id_Token;
use CoopCredentials\OpenID\Id_Token_Verifier;
use CoopCredentials\OpenID\Jwt_Signature_Check;
use CoopCredentials\OpenID\Key_Set;
use CoopCredentials\OpenID\Metadata;
use CoopCredentials\OpenID\Public_Key;
use CoopCredentials\OpenID\Signature_Check;
use CoopCredentials\OpenID\Signed_Token_Reader;
use CoopCredentials\Tests\Support\Frozen_Clock;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;

/**
 * Each case differs from one good token in one thing. The group begins with the good one.
 */
final class Id_Token_Verifier_Test extends TestCase {

	private const ISSUER = 'https://id.example';
	private const KEYS   = 'https://id.example/keys';
	private const NOW    = 1795435200;

	private Fake_Http $http;

	private Frozen_Clock $clock;

	private ?Signature_Check $check = null;

	private Documents $documents;

	private Memory_Cache $cache;

	protected function setUp(): void {
		$this->http                        = new Fake_Http();
		$this->clock                       = new Frozen_Clock( gmdate( 'Y-m-d\TH:i:s\Z', self::NOW ) );
		$this->cache                       = new Memory_Cache();
		$this->documents                   = new Documents( $this->http, $this->clock, $this->cache );
		$this->http->answers[ self::KEYS ] = Fake_Http::json( array( 'keys' => array( Forge::rsa()->jwk ) ) );
	}

	public function test_a_good_token_passes(): void {
		$token = $this->verify( Forge::rsa()->token( self::claims() ) );
		self::assertSame( array( self::ISSUER, 'person-1', 'sid-1' ), array( $token->issuer, $token->subject, $token->sid ) );
		self::assertSame( 1, $this->http->count( self::KEYS ) );
	}

	/**
	 * @param array<string, mixed> $claims What differs; null removes.
	 */
	#[DataProvider( 'claims_refused' )]
	public function test_claims( array $claims, string $reason ): void {
		self::assertSame( $reason, $this->reason( Forge::rsa()->token( self::claims( $claims ) ) ) );
	}

	/** @return array<string, array{array<string, mixed>, string}> */
	public static function claims_refused(): array {
		$now = self::NOW;
		return array(
			'SIGN-D1 foreign iss'     => array( array( 'iss' => 'https://other.example' ), 'id_token_iss' ),
			'SIGN-D1 missing iss'     => array( array( 'iss' => null ), 'id_token_iss' ),
			'SIGN-D1 trailing slash'  => array( array( 'iss' => self::ISSUER . '/' ), 'id_token_iss' ),
			'SIGN-D2 foreign aud'     => array( array( 'aud' => 'other' ), 'id_token_aud' ),
			'SIGN-D2 missing aud'     => array( array( 'aud' => null ), 'id_token_aud' ),
			'SIGN-D2 extra aud'       => array( array( 'aud' => array( 'site', 'other' ) ), 'id_token_aud' ),
			'SIGN-D2 empty aud'       => array( array( 'aud' => array() ), 'id_token_aud' ),
			'SIGN-D4 foreign azp'     => array( array( 'azp' => 'other' ), 'id_token_azp' ),
			'SIGN-D5 missing sub'     => array( array( 'sub' => null ), 'id_token_sub' ),
			'SIGN-D5 empty sub'       => array( array( 'sub' => '' ), 'id_token_sub' ),
			'SIGN-D5 number'          => array( array( 'sub' => 7 ), 'id_token_sub' ),
			'SIGN-D5 256 bytes'       => array( array( 'sub' => str_repeat( 'a', 256 ) ), 'id_token_sub' ),
			'SIGN-D5 control'         => array( array( 'sub' => "a\nb" ), 'id_token_sub' ),
			'SIGN-D6 missing iat'     => array( array( 'iat' => null ), 'id_token_time' ),
			'SIGN-D6 a day ahead'     => array( array( 'iat' => $now + 86400, 'exp' => $now + 90000 ), 'id_token_time' ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			'SIGN-D6 a week old'      => array( array( 'iat' => $now - 604800 ), 'id_token_time' ),
			'SIGN-D7 exp past'        => array( array( 'exp' => $now - 3600 ), 'id_token_time' ),
			'SIGN-D7 exp 61 s past'   => array( array( 'exp' => $now - 61 ), 'id_token_time' ),
			'SIGN-D7 exp missing'     => array( array( 'exp' => null ), 'id_token_time' ),
			'SIGN-D7 exp string'      => array( array( 'exp' => (string) ( $now + 300 ) ), 'id_token_time' ),
			'SIGN-D7 exp 1e300'       => array( array( 'exp' => 1e300 ), 'id_token_time' ),
			'SIGN-D7 iat words'       => array( array( 'iat' => 'now' ), 'id_token_time' ),
			'SIGN-D7 nbf 61 s ahead'  => array( array( 'nbf' => $now + 61 ), 'id_token_time' ),
			'SIGN-D8 wrong nonce'     => array( array( 'nonce' => 'other' ), 'id_token_nonce' ),
			'SIGN-D8 missing nonce'   => array( array( 'nonce' => null ), 'id_token_nonce' ),
			'SIGN-D8 array'           => array( array( 'nonce' => array( 'the-nonce' ) ), 'id_token_nonce' ),
			'SIGN-D19 wrong at_hash'  => array( array( 'at_hash' => 'AAAAAAAAAAAAAAAAAAAAAA' ), 'id_token_at_hash' ),
			'SIGN-D19 number at_hash' => array( array( 'at_hash' => 1 ), 'id_token_at_hash' ),
		);
	}

	/**
	 * @param array<string, mixed> $claims What differs; null removes.
	 */
	#[DataProvider( 'claims_passing' )]
	public function test_claims_that_pass( array $claims ): void {
		self::assertSame( 'person-1', $this->verify( Forge::rsa()->token( self::claims( $claims ) ) )->subject );
	}

	/** @return array<string, array{array<string, mixed>}> */
	public static function claims_passing(): array {
		$now = self::NOW;
		return array(
			'SIGN-D3 array of one'   => array( array( 'aud' => array( 'site' ) ) ),
			'SIGN-D4 own azp'        => array( array( 'azp' => 'site' ) ),
			'SIGN-D7 exp 59 s past'  => array( array( 'exp' => $now - 59 ) ),
			'SIGN-D7 iat 59 s ahead' => array( array( 'iat' => $now + 59 ) ),
			'SIGN-D7 nbf 59 s ahead' => array( array( 'nbf' => $now + 59 ) ),
			'SIGN-D7 fraction'       => array( array( 'iat' => $now - 0.5 ) ),
			'SIGN-D19 no at_hash'    => array( array( 'at_hash' => null ) ),
		);
	}

	/**
	 * @param array<string, mixed> $header What differs; null removes.
	 */
	#[DataProvider( 'headers' )]
	public function test_headers( array $header, string $reason ): void {
		self::assertSame( $reason, $this->reason( Forge::rsa()->token( self::claims(), $header ) ) );
	}

	/** @return array<string, array{array<string, mixed>, string}> */
	public static function headers(): array {
		return array(
			'SIGN-D9 none'            => array( array( 'alg' => 'none' ), 'id_token_alg' ),
			'SIGN-D9 NONE'            => array( array( 'alg' => 'NONE' ), 'id_token_alg' ),
			'SIGN-D9 no alg'          => array( array( 'alg' => null ), 'id_token_alg' ),
			'SIGN-D10 unlisted ES256' => array( array( 'alg' => 'ES256' ), 'id_token_alg' ),
			'SIGN-D11 unlisted RS512' => array( array( 'alg' => 'RS512' ), 'id_token_alg' ),
			'SIGN-D11 HS256'          => array( array( 'alg' => 'HS256' ), 'id_token_alg' ),
			'SIGN-D12 crit'           => array( array( 'crit' => array( 'exp' ) ), 'id_token_crit' ),
			'SIGN-D14 unknown kid'    => array( array( 'kid' => 'nobody' ), 'key_unknown' ),
			'SIGN-D20 at+jwt'         => array( array( 'typ' => 'at+jwt' ), 'id_token_typ' ),
			'SIGN-D20 logout+jwt'     => array( array( 'typ' => 'logout+jwt' ), 'id_token_typ' ),
			'SIGN-D20 number'         => array( array( 'typ' => 1 ), 'id_token_typ' ),
		);
	}

	/** SIGN-D9, SIGN-D21. */
	public function test_SIGN_D9_D21_shapes(): void {
		$good  = Forge::rsa()->token( self::claims() );
		$parts = explode( '.', $good );
		$none  = Base64_Url::encode( '{"alg":"none"}' );
		foreach (
			array(
				"$parts[0].$parts[1]."           => 'id_token_malformed',
				"$none.$parts[1]."               => 'id_token_alg',
				"$parts[0].$parts[1]"            => 'id_token_malformed',
				"$good.x"                        => 'id_token_malformed',
				"$parts[0]. $parts[1].$parts[2]" => 'id_token_malformed',
				" $good"                         => 'id_token_malformed',
				"$good\n"                        => 'id_token_malformed',
				''                               => 'id_token_malformed',
				str_repeat( 'a', 1048576 )       => 'id_token_malformed',
				"W10.$parts[1].$parts[2]"        => 'id_token_malformed',
				"$parts[0].MQ.$parts[2]"         => 'id_token_malformed',
			) as $token => $reason
		) {
			self::assertSame( $reason, $this->reason( (string) $token ), substr( (string) $token, 0, 40 ) );
		}
		self::assertSame( 0, $this->http->count( self::KEYS ), 'None of them costs a request.' );
	}

	/** SIGN-D10. */
	public function test_SIGN_D10_signatures(): void {
		$parts    = explode( '.', Forge::rsa()->token( self::claims() ) );
		$bytes    = (string) Base64_Url::decode( $parts[2] );
		$bytes[5] = chr( ord( $bytes[5] ) ^ 1 );
		self::assertSame( 'signature_invalid', $this->reason( "$parts[0].$parts[1]." . Base64_Url::encode( $bytes ) ) );
		self::assertSame( 'signature_invalid', $this->reason( "$parts[0]." . Base64_Url::encode( (string) json_encode( self::claims( array( 'sub' => 'another' ) ) ) ) . ".$parts[2]" ) );
		self::assertSame( 'signature_invalid', $this->reason( Forge::rsa( 'two' )->token( self::claims(), array( 'kid' => 'one' ) ) ) );
	}

	#[DataProvider( 'algorithms' )]
	public function test_every_algorithm_verifies( string $algorithm, Forge $key ): void {
		$this->http->answers[ self::KEYS ] = Fake_Http::json( array( 'keys' => array( $key->jwk ) ) );
		$hash                              = array( 'RS256' => 'sha256', 'RS384' => 'sha384', 'RS512' => 'sha512', 'ES256' => 'sha256', 'ES384' => 'sha384', 'EdDSA' => 'sha512' )[ $algorithm ]; // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$digest                            = hash( $hash, 'access', true );
		$claims                            = self::claims( array( 'at_hash' => Base64_Url::encode( substr( $digest, 0, intdiv( strlen( $digest ), 2 ) ) ) ) );
		self::assertSame( 'person-1', $this->verify( $key->token( $claims ), self::client( array( $algorithm ) ) )->subject );

		$parts    = explode( '.', $key->token( $claims ) );
		$bytes    = (string) Base64_Url::decode( $parts[2] );
		$bytes[5] = chr( ord( $bytes[5] ) ^ 1 );
		self::assertSame( 'signature_invalid', $this->reason( "$parts[0].$parts[1]." . Base64_Url::encode( $bytes ), self::client( array( $algorithm ) ) ) );
	}

	/** @return array<string, array{string, Forge}> */
	public static function algorithms(): array {
		return array(
			'SIGN-D10 RS256' => array( 'RS256', Forge::rsa() ),
			'SIGN-D10 RS384' => array( 'RS384', Forge::rsa( 'a', 2048, 'RS384' ) ),
			'SIGN-D10 RS512' => array( 'RS512', Forge::rsa( 'b', 2048, 'RS512' ) ),
			'SIGN-D10 ES256' => array( 'ES256', Forge::ec() ),
			'SIGN-D10 ES384' => array( 'ES384', Forge::ec( 'P-384' ) ),
			'SIGN-D10 EdDSA' => array( 'EdDSA', Forge::ed25519() ),
		);
	}

	/** SIGN-D11. */
	public function test_SIGN_D11_public_key_as_secret(): void {
		$input = Base64_Url::encode( '{"alg":"HS256","kid":"one"}' ) . '.' . Base64_Url::encode( (string) json_encode( self::claims() ) );
		foreach ( array( (string) json_encode( Forge::rsa()->jwk ), Forge::rsa()->jwk['n'], 'a-client-secret-of-more-than-32-bytes' ) as $secret ) {
			$token = $input . '.' . Base64_Url::encode( hash_hmac( 'sha256', $input, $secret, true ) );
			self::assertSame( 'id_token_alg', $this->reason( $token ) );
			self::assertSame( 'id_token_alg', $this->reason( $token, self::client( array( 'RS256', 'HS256' ) ) ), 'HS256 counts only alone.' );
		}
		$token = $input . '.' . Base64_Url::encode( hash_hmac( 'sha256', $input, 'a-client-secret-of-more-than-32-bytes', true ) );
		self::assertSame( 'person-1', $this->verify( $token, self::client( array( 'HS256' ), 'a-client-secret-of-more-than-32-bytes' ) )->subject );
		self::assertSame( 'id_token_alg', $this->reason( $token, self::client( array( 'HS256' ), 'short' ) ) );
	}

	/** SIGN-D12. */
	public function test_SIGN_D12_keys_in_the_header_are_not_looked_at(): void {
		$stranger = Forge::rsa( 'two' );
		$headers  = array( 'jwk' => $stranger->jwk, 'jku' => 'https://evil.example/keys', 'x5u' => 'https://evil.example/x', 'x5c' => array( 'AA' ), 'kid' => 'one' ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( 'signature_invalid', $this->reason( $stranger->token( self::claims(), $headers ) ) );
		self::assertSame( 0, $this->http->count( 'https://evil.example/keys' ) + $this->http->count( 'https://evil.example/x' ) );
		self::assertSame( 'person-1', $this->verify( Forge::rsa()->token( self::claims(), $headers ) )->subject );
	}

	/** SIGN-D13. */
	public function test_SIGN_D13_no_kid(): void {
		self::assertSame( 'person-1', $this->verify( Forge::rsa()->token( self::claims(), array( 'kid' => null ) ) )->subject );
		$this->setUp();
		$this->http->answers[ self::KEYS ] = Fake_Http::json( array( 'keys' => array( Forge::rsa()->jwk, Forge::rsa( 'two' )->jwk ) ) );
		self::assertSame( 'key_ambiguous', $this->reason( Forge::rsa()->token( self::claims(), array( 'kid' => null ) ) ) );
	}

	/** SIGN-D14. */
	public function test_SIGN_D14_a_thousand_unknown_kids_cost_one_refetch_a_minute(): void {
		$token = Forge::rsa()->token( self::claims(), array( 'kid' => 'nobody' ) );
		for ( $attempt = 0; $attempt < 1000; $attempt++ ) {
			self::assertSame( 'key_unknown', $this->reason( $token ) );
		}
		self::assertSame( 2, $this->http->count( self::KEYS ), 'The first read and one refetch.' );
		$this->clock->advance( 60 );
		$this->reason( $token );
		$this->reason( $token );
		self::assertSame( 3, $this->http->count( self::KEYS ) );
	}

	/** SIGN-D15. */
	public function test_SIGN_D15_rotation(): void {
		$this->verify( Forge::rsa()->token( self::claims() ) );
		$this->http->answers[ self::KEYS ] = Fake_Http::json( array( 'keys' => array( Forge::rsa( 'two' )->jwk ) ) );
		self::assertSame( 'person-1', $this->verify( Forge::rsa( 'two' )->token( self::claims() ) )->subject );
		self::assertSame( 2, $this->http->count( self::KEYS ) );

		// The same kid, a new key.
		$this->clock->advance( 61 );
		$this->http->answers[ self::KEYS ] = Fake_Http::json( array( 'keys' => array( array( 'kid' => 'two' ) + Forge::rsa( 'three' )->jwk ) ) );
		self::assertSame( 'person-1', $this->verify( Forge::rsa( 'three' )->token( self::claims( array( 'iat' => self::NOW + 61, 'exp' => self::NOW + 400 ) ), array( 'kid' => 'two' ) ) )->subject ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( 3, $this->http->count( self::KEYS ) );
	}

	/** SIGN-D15. */
	public function test_SIGN_D15_keys_that_another_process_has_just_fetched_serve_here(): void {
		$this->verify( Forge::rsa()->token( self::claims() ) );
		$old = $this->cache->read( 'test', 'keys' );
		self::assertNotNull( $old );
		self::assertTrue( $this->cache->take_turn( 'test', 'keys', $this->clock->now()->getTimestamp(), 60 ), 'The turn of the other process.' );
		$this->cache->on_turn = fn () => $this->cache->write( 'test', 'keys', new Cached_Document( $old->url, (string) json_encode( array( 'keys' => array( Forge::rsa( 'two' )->jwk ) ) ), $old->fetched_at + 1, $old->fresh_until ) );
		self::assertSame( 'person-1', $this->verify( Forge::rsa( 'two' )->token( self::claims() ) )->subject );
		self::assertSame( 1, $this->http->count( self::KEYS ), 'Without another fetch.' );
	}

	/**
	 * @param array<string, mixed> $jwk Key of the set.
	 */
	#[DataProvider( 'unusable' )]
	public function test_unusable_keys( array $jwk ): void {
		$this->http->answers[ self::KEYS ] = Fake_Http::json( array( 'keys' => array( $jwk ) ) );
		self::assertSame( 'key_unknown', $this->reason( Forge::rsa()->token( self::claims() ) ) );
	}

	/** @return array<string, array{array<string, mixed>}> */
	public static function unusable(): array {
		$jwk = Forge::rsa()->jwk;
		return array(
			'SIGN-D16 use enc'     => array( array( 'use' => 'enc' ) + $jwk ),
			'SIGN-D16 key_ops'     => array( array( 'key_ops' => array( 'encrypt' ) ) + $jwk ),
			'SIGN-D16 other alg'   => array( array( 'alg' => 'RS512' ) + $jwk ),
			'SIGN-D16 wrong kty'   => array( array( 'kty' => 'EC' ) + $jwk ),
			'SIGN-D16 wrong curve' => array( array( 'kid' => 'one' ) + Forge::ec( 'P-384' )->jwk ),
			'SIGN-D16 RSA 1024'    => array( array( 'kid' => 'one' ) + Forge::rsa( 'small', 1024 )->jwk ),
			'SIGN-D16 oct'         => array( array( 'kty' => 'oct', 'kid' => 'one', 'k' => 'AAAA' ) ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			'SIGN-D16 no modulus'  => array( array( 'kty' => 'RSA', 'kid' => 'one', 'e' => 'AQAB' ) ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		);
	}

	/** SIGN-D17. */
	public function test_SIGN_D17_strange_keys_beside_a_good_one(): void {
		$this->http->answers[ self::KEYS ] = Fake_Http::json(
			array(
				'keys' => array(
					'not a key',
					array( 'kty' => 'OKP', 'crv' => 'Ed448', 'x' => 'AA', 'kid' => 'one' ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
					array( 'kty' => 'new', 'kid' => 'one' ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
					array( 'kid' => 'one' ) + Forge::ec( 'P-521' )->jwk,
					Forge::rsa()->jwk,
				),
			)
		);
		self::assertSame( 'person-1', $this->verify( Forge::rsa()->token( self::claims() ) )->subject );
	}

	/** SIGN-D18. */
	public function test_SIGN_D18_keys_down_with_and_without_a_copy(): void {
		$token                             = Forge::rsa()->token( self::claims() );
		$good                              = $this->http->answers[ self::KEYS ];
		$this->http->answers[ self::KEYS ] = new Problem( 'timeout', 502 );
		self::assertSame( 'keys_unavailable', $this->reason( $token ) );
		$this->http->answers[ self::KEYS ] = Fake_Http::json( '<html>' );
		self::assertSame( 'keys_unavailable', $this->reason( $token ) );
		$this->http->answers[ self::KEYS ] = $good;
		$this->verify( $token );

		$this->http->answers[ self::KEYS ] = new Problem( 'timeout', 502 );
		$this->clock->advance( 7200 );
		$later = array( 'iat' => self::NOW + 7200, 'exp' => self::NOW + 7500 ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( 'person-1', $this->verify( Forge::rsa()->token( self::claims( $later ) ) )->subject, 'The last good copy serves.' );
		$this->clock->advance( 86400 );
		self::assertSame( 'keys_unavailable', $this->reason( Forge::rsa()->token( self::claims() ) ), 'But not for ever.' );
	}

	/** SIGN-D22. */
	#[DataProvider( 'not_true' )]
	public function test_SIGN_D22_only_true_is_true( mixed $answer ): void {
		$this->check = new class( $answer ) implements Signature_Check {
			public function __construct( private readonly mixed $answer ) {}
			public function verify( string $token, Public_Key $key ): mixed {
				return $this->answer;
			}
			public function is_available(): bool {
				return true;
			}
		};
		self::assertSame( 'signature_invalid', $this->reason( Forge::rsa()->token( self::claims() ) ) );
	}

	/** @return array<string, array{mixed}> */
	public static function not_true(): array {
		return array(
			'SIGN-D22 minus one' => array( -1 ),
			'SIGN-D22 zero'      => array( 0 ),
			'SIGN-D22 one'       => array( 1 ),
			'SIGN-D22 null'      => array( null ),
			'SIGN-D22 text'      => array( 'true' ),
		);
	}

	public function test_step_12_asks_for_what_was_asked(): void {
		$aged = new Expected( 'the-nonce', 'access', 300 );
		self::assertSame( 'auth_too_old', $this->reason( Forge::rsa()->token( self::claims() ), null, $aged ) );
		self::assertSame( 'auth_too_old', $this->reason( Forge::rsa()->token( self::claims( array( 'auth_time' => self::NOW - 301 ) ) ), null, $aged ) );
		self::assertSame( self::NOW - 10, $this->verify( Forge::rsa()->token( self::claims( array( 'auth_time' => self::NOW - 10 ) ) ), null, $aged )->auth_time );
		$strong = new Expected( 'the-nonce', 'access', null, array( 'gold' ) );
		self::assertSame( 'acr_insufficient', $this->reason( Forge::rsa()->token( self::claims( array( 'acr' => 'silver' ) ) ), null, $strong ) );
		self::assertSame( 'acr_insufficient', $this->reason( Forge::rsa()->token( self::claims() ), null, $strong ) );
		self::assertSame( 'gold', $this->verify( Forge::rsa()->token( self::claims( array( 'acr' => 'gold' ) ) ), null, $strong )->acr );
	}

	private function verify( string $token, ?Client $client = null, ?Expected $expected = null ): Id_Token {
		$verifier = new Id_Token_Verifier( new Signed_Token_Reader( new Key_Set( $this->documents ), $this->check ?? new Jwt_Signature_Check() ), $this->clock );
		$metadata = new Metadata( self::ISSUER, self::ISSUER . '/a', self::ISSUER . '/t', self::KEYS );
		return $verifier->verify( $token, $client ?? self::client(), $metadata, $expected ?? new Expected( 'the-nonce', 'access' ) );
	}

	private function reason( string $token, ?Client $client = null, ?Expected $expected = null ): string {
		try {
			$this->verify( $token, $client, $expected );
			return '';
		} catch ( Problem $problem ) {
			return $problem->reason;
		}
	}

	/** @param list<string> $algorithms Accepted. */
	private static function client( array $algorithms = array( 'RS256' ), string $secret = 'secret' ): Client {
		return new Client( 'test', 'oidc', self::ISSUER . '/.well-known/openid-configuration', self::ISSUER, 'site', 'client_secret_basic', $secret, $algorithms );
	}

	/**
	 * @param array<string, mixed> $changes What differs; null removes.
	 * @return array<string, mixed>
	 */
	private static function claims( array $changes = array() ): array {
		$claims = $changes + array(
			'iss'     => self::ISSUER,
			'aud'     => 'site',
			'sub'     => 'person-1',
			'exp'     => self::NOW + 300,
			'iat'     => self::NOW,
			'nonce'   => 'the-nonce',
			'sid'     => 'sid-1',
			'at_hash' => Base64_Url::encode( substr( hash( 'sha256', 'access', true ), 0, 16 ) ),
		);
		return array_filter( $claims, static fn ( mixed $value ): bool => null !== $value );
	}
}
