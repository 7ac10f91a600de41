<?php
/**
 * The modules of the OpenID Foundation's plan for Basic RPs, rebuilt: oidcc-client-basic-certification-test-plan.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Kernel\Front\Plain;
use CoopCredentials\Kernel\Front\Redirect;
use PHPUnit\Framework\Attributes\DataProvider;

/**
 * The Foundation's suite plays the provider and judges by what it sees of the client: a bad ID token must not be followed
 * by a userinfo request, a good one must. Here the hostile provider plays, and the site's own state is judged too. The
 * form_post plan runs the same modules with another response mode.
 */
abstract class Conformance_Basic_Case extends Sign_In_Case {

	/** `query` or `form_post`. */
	abstract protected function mode(): string;

	#[DataProvider( 'accepted' )]
	public function test_the_client_accepts( string $switch ): void {
		$this->hostile->misbehave( $switch );
		$this->assert_signed_in( $this->run_module() );
	}

	/** @return array<string, array{string}> */
	public static function accepted(): array {
		return array(
			'oidcc-client-test'                        => array( 'honest' ),
			'oidcc-client-test-kid-absent-single-jwks' => array( 'D13-no-kid' ),
			'oidcc-client-test-idtoken-sig-rs256'      => array( 'honest' ),
			// The provider takes the secret in the header only, form-encoded.
			'oidcc-client-test-client-secret-basic'    => array( 'honest' ),
		);
	}

	#[DataProvider( 'rejected' )]
	public function test_the_client_rejects( string $switch, string $reason, int $userinfo_calls = 0 ): void {
		$this->hostile->misbehave( $switch );
		$this->assert_refused( $reason, $this->run_module() );
		self::assertSame( 1, $this->hostile->calls( '/token' ) );
		self::assertSame( $userinfo_calls, $this->hostile->calls( '/userinfo' ), 'What is known to be bad is not used.' );
	}

	/** @return array<string, array{0: string, 1: string, 2?: int}> */
	public static function rejected(): array {
		return array(
			'oidcc-client-test-invalid-iss'              => array( 'D1-iss', 'id_token_iss' ),
			'oidcc-client-test-missing-sub'              => array( 'D5-no-sub', 'id_token_sub' ),
			'oidcc-client-test-invalid-aud'              => array( 'D2-aud', 'id_token_aud' ),
			'oidcc-client-test-missing-iat'              => array( 'D6-no-iat', 'id_token_time' ),
			// A client may try all keys or refuse; trying would let one key of a set speak for another.
			'oidcc-client-test-kid-absent-multiple-jwks' => array( 'D13-two-keys', 'key_ambiguous' ),
			// A client may accept this in the code flow or refuse; `none` can never be allowed here.
			'oidcc-client-test-idtoken-sig-none'         => array( 'D9-none', 'id_token_alg' ),
			'oidcc-client-test-invalid-sig-rs256'        => array( 'D10-signature', 'signature_invalid' ),
			'oidcc-client-test-userinfo-invalid-sub'     => array( 'E1-sub', 'userinfo_sub', 1 ),
			'oidcc-client-test-nonce-invalid'            => array( 'D8-nonce', 'id_token_nonce' ),
		);
	}

	#[DataProvider( 'scopes' )]
	public function test_the_client_asks_for_claims_by_scope( string $scope ): void {
		$this->hostile->person(
			array(
				'sub'         => 'wanda',
				'coop_id'     => 'https://weavers.example/',
				'coop_class'  => 'worker',
				'coop_status' => 'active',
			)
		);
		$answer = $this->run_module( array( 'extra_scopes' => array( $scope ) ), $asked );
		wp_parse_str( (string) wp_parse_url( (string) $asked, PHP_URL_QUERY ), $query );
		self::assertSame( array( 'openid', $scope ), explode( ' ', $query['scope'] ) );
		$this->assert_signed_in( $answer );
		self::assertSame( 'worker', $this->services()->current_visitor()->require()->memberships[0]->class );
	}

	/** @return array<string, array{string}> */
	public static function scopes(): array {
		return array( 'oidcc-client-test-scope-userinfo-claims' => array( 'profile' ) );
	}

	/**
	 * Signs in once, with userinfo asked for always.
	 *
	 * @param array<string, mixed> $values Fields of the provider that differ.
	 * @param string|null          $asked  Set to the address of the authorization request.
	 */
	protected function run_module( array $values = array(), ?string &$asked = null ): Redirect|Plain {
		$this->provider(
			$values + array(
				'userinfo'      => 'always',
				'response_mode' => $this->mode(),
			)
		);
		$press = $this->press();
		self::assertInstanceOf( Redirect::class, $press );
		$asked = $press->url;
		wp_parse_str( (string) wp_parse_url( $asked, PHP_URL_QUERY ), $query );
		self::assertSame( 'form_post' === $this->mode() ? 'form_post' : null, $query['response_mode'] ?? null );
		self::assertSame( 'code', $query['response_type'] );
		$back = $this->hostile->visit( $asked );

		return 'form_post' === $this->mode() ? $this->post_back( $back ) : $this->come_back( $back );
	}

	/** The provider's form comes cross-site and without cookies; the page it meets posts the same fields from here. */
	private function post_back( string $url ): Redirect|Plain {
		$_SERVER['HTTP_SEC_FETCH_SITE'] = 'cross-site';
		$cookies                        = $_COOKIE;
		$_COOKIE                        = array();
		$page                           = $this->come_back( $url, 'hostile', array(), 'POST' );
		$_COOKIE                        = $cookies;
		self::assertInstanceOf( Plain::class, $page );
		self::assertSame( 0, $this->hostile->calls( '/token' ) );

		self::assertGreaterThan( 2, preg_match_all( '/<input type="hidden" name="([^"]*)" value="([^"]*)">/', $page->body, $inputs, PREG_SET_ORDER ) );
		$pairs                          = array_map( static fn ( array $input ): string => rawurlencode( html_entity_decode( $input[1] ) ) . '=' . rawurlencode( html_entity_decode( $input[2] ) ), $inputs );
		$_SERVER['HTTP_SEC_FETCH_SITE'] = 'same-origin';
		return $this->come_back( 'https://harbour.example/?' . implode( '&', $pairs ), 'hostile', array(), 'POST' );
	}

	/** Signed in, after one token request, the keys and userinfo. */
	private function assert_signed_in( Redirect|Plain $answer ): void {
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertSame( '', $this->reason( $answer ) );
		self::assertSame( 'https://harbour.example/offers/', $answer->url );
		self::assertSame( array( 1, 1 ), array( $this->services()->sessions()->count(), $this->services()->identities()->count() ) );
		self::assertSame( 'wanda', $this->services()->current_visitor()->require()->subject );
		foreach ( array( '/.well-known/openid-configuration', '/authorize', '/token', '/keys', '/userinfo' ) as $endpoint ) {
			self::assertSame( 1, $this->hostile->calls( $endpoint ), $endpoint );
		}
	}
}
