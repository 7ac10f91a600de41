<?php
/**
 * Tests of discovery, PKCE, authorization request, token client and userinfo.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Unit\OpenID;

use CoopCredentials\Kernel\Http_Response;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\OpenID\Authorization_Request;
use CoopCredentials\OpenID\Client;
use CoopCredentials\OpenID\Discovery;
use CoopCredentials\OpenID\Documents;
use CoopCredentials\OpenID\Endpoint;
use CoopCredentials\OpenID\Metadata;
use CoopCredentials\OpenID\Pkce;
use CoopCredentials\OpenID\Token_Client;
use CoopCredentials\OpenID\Userinfo;
use CoopCredentials\Tests\Support\Frozen_Clock;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;

/**
 * The rest of the protocol, against a fake of the outside world.
 */
final class Protocol_Test extends TestCase {

	private const ISSUER = 'https://id.example';
	private const WELL   = 'https://id.example/.well-known/openid-configuration';

	private Fake_Http $http;

	private Frozen_Clock $clock;

	/** @var list<array<string, string>> */
	private array $changes = array();

	protected function setUp(): void {
		$this->http                        = new Fake_Http();
		$this->clock                       = new Frozen_Clock( '2026-11-23T12:00:00Z' );
		$this->http->answers[ self::WELL ] = Fake_Http::json( self::document() );
	}

	public function test_good_metadata_is_read_once(): void {
		$discovery = $this->discovery();
		self::assertSame( self::ISSUER . '/token', $discovery->get( self::client() )->token_endpoint );
		$discovery->get( self::client() );
		self::assertSame( 1, $this->http->count( self::WELL ) );
		$this->clock->advance( 3600 );
		$discovery->get( self::client() );
		self::assertSame( 2, $this->http->count( self::WELL ) );
	}

	/**
	 * @param array<string, mixed> $changes What differs; null removes.
	 */
	#[DataProvider( 'bad' )]
	public function test_bad_metadata( array $changes, string $reason ): void {
		$this->http->answers[ self::WELL ] = Fake_Http::json( self::document( $changes ) );
		self::assertSame( $reason, self::reason( fn () => $this->discovery()->get( self::client() ) ) );
	}

	/** @return array<string, array{array<string, mixed>, string}> */
	public static function bad(): array {
		return array(
			'SIGN-A1 other issuer'      => array( array( 'issuer' => 'https://other.example' ), 'issuer_mismatch' ),
			'SIGN-A1 no issuer'         => array( array( 'issuer' => null ), 'issuer_mismatch' ),
			'SIGN-A2 slash'             => array( array( 'issuer' => self::ISSUER . '/' ), 'issuer_mismatch' ),
			'SIGN-A2 placeholder'       => array( array( 'issuer' => 'https://id.example/{tenantid}' ), 'issuer_mismatch' ),
			'SIGN-A3 http endpoint'     => array( array( 'token_endpoint' => 'http://id.example/token' ), 'endpoint_insecure' ),
			'SIGN-A3 user info'         => array( array( 'token_endpoint' => 'https://a:b@id.example/token' ), 'endpoint_insecure' ),
			'SIGN-A3 fragment'          => array( array( 'jwks_uri' => 'https://id.example/keys#x' ), 'endpoint_insecure' ),
			'SIGN-A3 script'            => array( array( 'authorization_endpoint' => 'javascript:alert(1)' ), 'endpoint_insecure' ),
			'SIGN-A6 no jwks_uri'       => array( array( 'jwks_uri' => null ), 'metadata_unusable' ),
			'SIGN-A6 only none'         => array( array( 'id_token_signing_alg_values_supported' => array( 'none' ) ), 'metadata_unusable' ),
			'SIGN-A6 no token endpoint' => array( array( 'token_endpoint' => null ), 'metadata_unusable' ),
		);
	}

	/** SIGN-A5. */
	public function test_SIGN_A5_the_last_good_copy_serves(): void {
		$discovery = $this->discovery();
		$discovery->get( self::client() );
		$this->clock->advance( 7200 );
		foreach ( array( new Problem( 'timeout', 502 ), new Problem( 'response_too_large', 502 ), Fake_Http::json( '[]' ), Fake_Http::json( '<html>' ), new Problem( 'circuit_open', 503 ) ) as $answer ) {
			$this->http->answers[ self::WELL ] = $answer;
			self::assertSame( self::ISSUER, $discovery->get( self::client() )->issuer );
		}
		$this->clock->advance( 90000 );
		self::assertSame( 'provider_paused', self::reason( fn () => $discovery->get( self::client() ) ) );
		$this->http->answers[ self::WELL ] = Fake_Http::json( '[]' );
		self::assertSame( 'metadata_unreadable', self::reason( fn () => $discovery->get( self::client() ) ) );
	}

	/** SIGN-A7. */
	public function test_SIGN_A7_a_pinned_issuer_may_differ_from_the_address(): void {
		$client                            = self::client( array( 'issuer' => 'https://tenant.example' ) );
		$this->http->answers[ self::WELL ] = Fake_Http::json( self::document( array( 'issuer' => 'https://tenant.example', 'code_challenge_methods_supported' => null ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$metadata                          = $this->discovery()->get( $client );
		self::assertSame( array(), $metadata->challenge_methods );
		self::assertSame( 'S256', self::request()->parameters( $client )['code_challenge_method'] );
	}

	/** SIGN-A8. */
	public function test_SIGN_A8_a_later_change_is_noticed(): void {
		$discovery = $this->discovery();
		$discovery->get( self::client() );
		$this->clock->advance( 4000 );
		$this->http->answers[ self::WELL ] = Fake_Http::json( self::document( array( 'token_endpoint' => self::ISSUER . '/new' ) ) );
		$discovery->get( self::client() );
		self::assertSame( array( array( 'token_endpoint' => self::ISSUER . '/new' ) ), $this->changes );
		$this->clock->advance( 4000 );
		$this->http->answers[ self::WELL ] = Fake_Http::json( self::document( array( 'issuer' => 'https://other.example' ) ) );
		self::assertSame( 'issuer_mismatch', self::reason( fn () => $discovery->get( self::client() ) ), 'No copy serves for another issuer.' );
	}

	public function test_cache_control_is_kept_within_bounds(): void {
		foreach ( array( 'max-age=10' => 300, 'public, max-age=7200' => 7200, 'max-age=99999999' => 86400, 'no-store' => 3600 ) as $header => $seconds ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			$this->setUp();
			$this->http->answers[ self::WELL ] = Fake_Http::json( self::document(), 200, array( 'cache-control' => $header ) );
			$discovery                         = $this->discovery();
			$discovery->get( self::client() );
			$this->clock->advance( $seconds - 1 );
			$discovery->get( self::client() );
			self::assertSame( 1, $this->http->count( self::WELL ), $header );
			$this->clock->advance( 1 );
			$discovery->get( self::client() );
			self::assertSame( 2, $this->http->count( self::WELL ), $header );
		}
	}

	/** SIGN-C6. */
	public function test_SIGN_C6_a_hundred_starts_have_distinct_verifiers(): void {
		$seen = array();
		for ( $start = 0; $start < 100; $start++ ) {
			$secret   = bin2hex( random_bytes( 32 ) );
			$state    = bin2hex( random_bytes( 16 ) );
			$verifier = Pkce::verifier( $secret, $state );
			self::assertMatchesRegularExpression( '/^[A-Za-z0-9._~-]{43,128}$/', $verifier );
			self::assertNotSame( $verifier, Pkce::nonce( $secret, $state ) );
			$seen[ $verifier ] = true;
		}
		self::assertCount( 100, $seen );
		// Appendix B of RFC 7636.
		self::assertSame( 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', Pkce::challenge( 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk' ) );
	}

	public function test_the_authorization_request(): void {
		$url = self::request()->url( self::client(), new Metadata( self::ISSUER, self::ISSUER . '/a?tenant=1', self::ISSUER . '/t' ) );
		self::assertStringStartsWith( self::ISSUER . '/a?tenant=1&', $url );
		parse_str( (string) parse_url( $url, PHP_URL_QUERY ), $query );
		self::assertSame( array( 'code', 'site', 'openid coop', 'st', 'no', 'ch', 'S256' ), array_map( static fn ( string $name ) => $query[ $name ], array( 'response_type', 'client_id', 'scope', 'state', 'nonce', 'code_challenge', 'code_challenge_method' ) ) );
		self::assertSame( 'yes', $query['own'] );
		self::assertArrayNotHasKey( 'prompt', $query );

		$evil = new Authorization_Request( 'https://site.example/cb', 'st', 'ch', 'no', array(), array( 'state' => 'x', 'redirect_uri' => 'https://evil.example', 'request' => 'x' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( array( 'st', 'https://site.example/cb' ), array( $evil->parameters( self::client() )['state'], $evil->parameters( self::client() )['redirect_uri'] ) );
		self::assertArrayNotHasKey( 'request', $evil->parameters( self::client() ) );
		$step = new Authorization_Request( 'https://site.example/cb', 'st', 'ch', 'no', array(), array(), null, null, 60 );
		self::assertSame( array( 'login', '60' ), array( $step->parameters( self::client() )['prompt'], $step->parameters( self::client() )['max_age'] ) );
		$other = new Authorization_Request( 'https://site.example/cb', 'st', 'ch', 'no', another: true );
		self::assertSame( 'login', $other->parameters( self::client() )['prompt'], 'Another account there: not the one of its live session.' );
		self::assertArrayNotHasKey( 'max_age', $other->parameters( self::client() ) );
		self::assertArrayNotHasKey( 'nonce', self::request()->parameters( self::client( array( 'kind' => 'oauth2' ) ) ) );
	}

	#[DataProvider( 'token_answers' )]
	public function test_token_answers( Http_Response|Problem $answer, string $reason ): void {
		$this->http->answers[ self::ISSUER . '/token' ] = $answer;
		self::assertSame( $reason, self::reason( fn () => $this->exchange() ) );
		self::assertCount( 1, $this->http->requests, 'Never repeated.' );
	}

	/** @return array<string, array{Http_Response|Problem, string}> */
	public static function token_answers(): array {
		$good = array( 'access_token' => 'a', 'token_type' => 'Bearer', 'id_token' => 'x.y.z' ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$html = new Http_Response( 200, array( 'content-type' => 'text/html' ), (string) json_encode( $good ) );
		return array(
			'SIGN-C1 honest'          => array( Fake_Http::json( $good ), '' ),
			'SIGN-C1 BEARER'          => array( Fake_Http::json( array( 'token_type' => 'BEARER' ) + $good ), '' ),
			'SIGN-C1 mac'             => array( Fake_Http::json( array( 'token_type' => 'mac' ) + $good ), 'token_malformed' ),
			'SIGN-C1 no type'         => array( Fake_Http::json( array_diff_key( $good, array( 'token_type' => 1 ) ) ), 'token_malformed' ),
			'SIGN-C1 no access token' => array( Fake_Http::json( array_diff_key( $good, array( 'access_token' => 1 ) ) ), 'token_malformed' ),
			'SIGN-C2 no ID token'     => array( Fake_Http::json( array_diff_key( $good, array( 'id_token' => 1 ) ) ), 'id_token_missing' ),
			'SIGN-C2 number'          => array( Fake_Http::json( array( 'id_token' => 1 ) + $good ), 'id_token_missing' ),
			'SIGN-C3 redirect'        => array( new Http_Response( 302, array(), '' ), 'token_unreachable' ),
			'SIGN-C4 400'             => array( Fake_Http::json( array( 'error' => 'invalid_grant' ), 400 ), 'token_refused' ),
			'SIGN-C4 500'             => array( new Http_Response( 500, array(), '' ), 'token_unreachable' ),
			'SIGN-C4 timeout'         => array( new Problem( 'timeout', 502 ), 'token_unreachable' ),
			'SIGN-C4 HTML'            => array( $html, 'token_malformed' ),
			'SIGN-C4 array'           => array( Fake_Http::json( array( $good ) ), 'token_malformed' ),
			'SIGN-C4 sixth failure'   => array( new Problem( 'circuit_open', 503 ), 'provider_paused' ),
			'SIGN-A4 private address' => array( new Problem( 'host_not_allowed', 502 ), 'host_not_allowed' ),
		);
	}

	/** SIGN-C5. */
	public function test_SIGN_C5_one_client_authentication(): void {
		$this->http->answers[ self::ISSUER . '/token' ] = Fake_Http::json( array( 'access_token' => 'a', 'token_type' => 'Bearer', 'id_token' => 'x.y.z' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->exchange( self::client( array( 'secret' => 's:+% ä' ) ) );
		$request = $this->http->requests[0];
		self::assertSame( 'Basic ' . base64_encode( 'site:s%3A%2B%25+%C3%A4' ), $request->headers['Authorization'] );
		self::assertStringNotContainsString( 'client_', (string) $request->body );

		$this->exchange( self::client( array( 'auth' => 'client_secret_post' ) ) );
		self::assertArrayNotHasKey( 'Authorization', $this->http->requests[1]->headers );
		parse_str( (string) $this->http->requests[1]->body, $body );
		self::assertSame( array( 'site', 'secret', 'the-code', 'the-verifier' ), array( $body['client_id'], $body['client_secret'], $body['code'], $body['code_verifier'] ) );

		$this->exchange( self::client( array( 'auth' => 'none' ) ) );
		self::assertStringNotContainsString( 'secret', (string) $this->http->requests[2]->body );
	}

	/** @param string|null $subject Subject of the ID token. */
	#[DataProvider( 'userinfo_answers' )]
	public function test_userinfo( Http_Response|Problem $answer, string $reason, ?string $subject = 'person-1' ): void {
		$this->http->answers[ self::ISSUER . '/userinfo' ] = $answer;
		self::assertSame( $reason, self::reason( fn () => ( new Userinfo( $this->http ) )->fetch( Metadata::from_document( (object) self::document() ), 'access', $subject ) ) );
	}

	/** @return array<string, array{0: Http_Response|Problem, 1: string, 2?: string|null}> */
	public static function userinfo_answers(): array {
		return array(
			'SIGN-E1 honest'        => array( Fake_Http::json( array( 'sub' => 'person-1' ) ), '' ),
			'SIGN-E1 somebody else' => array( Fake_Http::json( array( 'sub' => 'person-2' ) ), 'userinfo_sub' ),
			'SIGN-E1 nobody'        => array( Fake_Http::json( array( 'name' => 'x' ) ), 'userinfo_sub' ),
			'SIGN-E2 401'           => array( Fake_Http::json( array( 'error' => 'x' ), 401 ), 'userinfo_failed' ),
			'SIGN-E2 HTML'          => array( Fake_Http::json( '<html>' ), 'userinfo_failed' ),
			'SIGN-E2 array'         => array( Fake_Http::json( array( array( 'sub' => 'person-1' ) ) ), 'userinfo_failed' ),
			'SIGN-E2 signed'        => array( Fake_Http::json( '"a.b.c"' ), 'userinfo_failed' ),
			'SIGN-E2 away'          => array( new Problem( 'circuit_open', 503 ), 'provider_paused' ),
		);
	}

	/** SIGN-E3, SIGN-E4. */
	public function test_SIGN_E3_E4_userinfo_claims(): void {
		$this->http->answers[ self::ISSUER . '/userinfo' ] = Fake_Http::json( array( 'sub' => 'person-1', 'iss' => 'x', 'acr' => 'gold', 'nonce' => 'n', 'auth_time' => 1, 'coop_class' => 'worker' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$claims = ( new Userinfo( $this->http ) )->fetch( Metadata::from_document( (object) self::document() ), 'access', 'person-1' );
		self::assertSame( array( 'sub' => 'person-1', 'coop_class' => 'worker' ), (array) $claims ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( 'Bearer access', $this->http->requests[0]->headers['Authorization'] );
		self::assertStringNotContainsString( 'access', $this->http->requests[0]->url );
	}

	private function exchange( ?Client $client = null ): void {
		( new Token_Client( $this->http ) )->exchange( $client ?? self::client(), Metadata::from_document( (object) self::document() ), 'the-code', 'the-verifier', 'https://site.example/cb' );
	}

	private function discovery(): Discovery {
		return new Discovery(
			new Documents( $this->http, $this->clock, new Memory_Cache() ),
			new Endpoint(),
			function ( Client $client, array $changed ): void {
				$this->changes[] = $changed;
			}
		);
	}

	private static function request(): Authorization_Request {
		return new Authorization_Request( 'https://site.example/cb', 'st', 'ch', 'no', array( 'coop' ), array( 'own' => 'yes' ), null, 'de-DE de' );
	}

	/** @param array<string, string> $changes What differs. */
	private static function client( array $changes = array() ): Client {
		return new Client( 'test', $changes['kind'] ?? 'oidc', self::WELL, $changes['issuer'] ?? self::ISSUER, 'site', $changes['auth'] ?? 'client_secret_basic', $changes['secret'] ?? 'secret', array( 'RS256' ) );
	}

	/**
	 * @param array<string, mixed> $changes What differs; null removes.
	 * @return array<string, mixed>
	 */
	private static function document( array $changes = array() ): array {
		return array_filter(
			$changes + array(
				'issuer'                                => self::ISSUER,
				'authorization_endpoint'                => self::ISSUER . '/authorize',
				'token_endpoint'                        => self::ISSUER . '/token',
				'userinfo_endpoint'                     => self::ISSUER . '/userinfo',
				'jwks_uri'                              => self::ISSUER . '/keys',
				'id_token_signing_alg_values_supported' => array( 'RS256', 'none' ),
				'code_challenge_methods_supported'      => array( 'S256' ),
			),
			static fn ( mixed $value ): bool => null !== $value
		);
	}

	/** @param callable(): mixed $call What may be refused. */
	private static function reason( callable $call ): string {
		try {
			$call();
			return '';
		} catch ( Problem $problem ) {
			return $problem->reason;
		}
	}
}
