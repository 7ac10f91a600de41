<?php
/**
 * Forged answers, over real HTTP against the hostile provider.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use PHPUnit\Framework\Attributes\DataProvider;

/**
 * Every case is refused with its own reason, and nothing comes of it. The group begins with an honest one.
 */
final class Forged_Answers_Test extends Sign_In_Case {

	public function test_the_honest_answer_is_let_in(): void {
		$this->hostile->person(
			array(
				'sub'         => 'wanda',
				'coop_id'     => 'https://weavers.example/',
				'coop_name'   => 'Example Weavers Co-op',
				'coop_class'  => 'worker',
				'coop_status' => 'active',
			)
		);
		$answer = $this->sign_in();

		self::assertSame( 'https://harbour.example/offers/', $answer->url );
		self::assertSame( 1, $this->services()->sessions()->count() );
		self::assertSame( 1, $this->services()->identities()->count() );
		$visitor = $this->services()->current_visitor()->get();
		self::assertNotNull( $visitor );
		self::assertSame( array( $this->hostile->issuer, 'wanda' ), array( $visitor->issuer, $visitor->subject ) );
		self::assertSame( 'worker', $visitor->memberships[0]->class );
		self::assertSame( 1, $this->plugin->kernel->audit_log()->query( array( 'event' => 'sign_in', 'outcome' => 'ok' ), 1, 10 )['total'] ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( 1, $this->hostile->calls( '/token' ) );
	}

	#[DataProvider( 'forged' )]
	public function test_forged_answers_are_refused( string $switch, string $reason, int $token_calls = 1 ): void {
		$this->hostile->misbehave( $switch );
		$this->assert_refused( $reason, $this->come_back( $this->go() ) );
		self::assertSame( $token_calls, $this->hostile->calls( '/token' ), 'Calls of the token endpoint.' );
		self::assertSame( 0, $this->hostile->calls( '/elsewhere' ), 'No redirect is followed, no key fetched from where the token says.' );
	}

	/** @return array<string, array{0: string, 1: string, 2?: int}> */
	public static function forged(): array {
		return array(
			'SIGN-B5 foreign iss'            => array( 'B5-iss', 'response_iss', 0 ),
			'SIGN-B5 promised iss removed'   => array( 'B5-no-iss', 'response_iss', 0 ),
			'SIGN-B7 error with foreign iss' => array( 'B7-error-iss', 'response_iss', 0 ),
			'SIGN-B8 markup in description'  => array( 'B8-error', 'provider_denied', 0 ),
			'SIGN-B9 state twice'            => array( 'B9-duplicate-state', 'parameter_invalid', 0 ),
			'SIGN-B9 code and error'         => array( 'B9-code-and-error', 'parameter_invalid', 0 ),
			'SIGN-C1 token type mac'         => array( 'C1-mac', 'token_malformed' ),
			'SIGN-C2 no ID token'            => array( 'C2-no-id-token', 'id_token_missing' ),
			'SIGN-C2 five parts'             => array( 'C2-five-parts', 'id_token_malformed' ),
			'SIGN-C3 token redirect'         => array( 'C3-redirect', 'token_unreachable' ),
			'SIGN-C4 refused'                => array( 'C4-400', 'token_refused' ),
			'SIGN-C4 broken'                 => array( 'C4-500', 'token_unreachable' ),
			'SIGN-C4 HTML'                   => array( 'C4-html', 'token_malformed' ),
			'SIGN-C4 cut off'                => array( 'G3-cut', 'token_unreachable' ),
			'SIGN-D1 foreign issuer'         => array( 'D1-iss', 'id_token_iss' ),
			'SIGN-D2 foreign audience'       => array( 'D2-aud', 'id_token_aud' ),
			'SIGN-D2 extra audience'         => array( 'D2-extra-aud', 'id_token_aud' ),
			'SIGN-D4 foreign azp'            => array( 'D4-azp', 'id_token_azp' ),
			'SIGN-D5 no sub'                 => array( 'D5-no-sub', 'id_token_sub' ),
			'SIGN-D6 a day ahead'            => array( 'D6-iat', 'id_token_time' ),
			'SIGN-D7 expired'                => array( 'D7-expired', 'id_token_time' ),
			'SIGN-D8 wrong nonce'            => array( 'D8-nonce', 'id_token_nonce' ),
			'SIGN-D8 no nonce'               => array( 'D8-no-nonce', 'id_token_nonce' ),
			'SIGN-D9 alg none'               => array( 'D9-none', 'id_token_alg' ),
			'SIGN-D9 empty signature'        => array( 'D9-empty-signature', 'id_token_malformed' ),
			'SIGN-D10 wrong signature'       => array( 'D10-signature', 'signature_invalid' ),
			'SIGN-D10 another key'           => array( 'D10-other-key', 'signature_invalid' ),
			'SIGN-D10 unlisted ES256'        => array( 'D10-es256', 'id_token_alg' ),
			'SIGN-D11 HS256, public key'     => array( 'D11-hs256-public-key', 'id_token_alg' ),
			'SIGN-D11 HS256, secret'         => array( 'D11-hs256-secret', 'id_token_alg' ),
			'SIGN-D12 embedded key'          => array( 'D12-jwk', 'signature_invalid' ),
			'SIGN-D12 address of a key'      => array( 'D12-jku', 'signature_invalid' ),
			'SIGN-D12 crit'                  => array( 'D12-crit', 'id_token_crit' ),
			'SIGN-D13 no kid, two keys'      => array( 'D13-two-keys', 'key_ambiguous' ),
			'SIGN-D14 unknown kid'           => array( 'D14-kid', 'key_unknown' ),
			'SIGN-D16 key for encryption'    => array( 'D16-enc', 'key_unknown' ),
			'SIGN-D16 shared secret'         => array( 'D16-oct', 'key_unknown' ),
			'SIGN-D16 key of another type'   => array( 'D16-curve', 'key_unknown' ),
			'SIGN-D16 RSA 1024'              => array( 'D16-small', 'key_unknown' ),
			'SIGN-D18 keys are HTML'         => array( 'D18-keys-html', 'keys_unavailable' ),
			'SIGN-D19 wrong at_hash'         => array( 'D19-at-hash', 'id_token_at_hash' ),
			'SIGN-D20 at+jwt'                => array( 'D20-typ', 'id_token_typ' ),
			'SIGN-D21 two parts'             => array( 'D21-two-parts', 'id_token_malformed' ),
			'SIGN-D21 white space'           => array( 'D21-space', 'id_token_malformed' ),
			'SIGN-D21 forty kB'              => array( 'D21-huge', 'id_token_malformed' ),
			'SIGN-E1 about somebody else'    => array( 'E1-sub', 'userinfo_sub' ),
			'SIGN-E1 about nobody'           => array( 'E1-no-sub', 'userinfo_sub' ),
			'SIGN-E2 HTML'                   => array( 'E2-html', 'userinfo_failed' ),
			'SIGN-E2 refused'                => array( 'E2-401', 'userinfo_failed' ),
			'SIGN-E2 array'                  => array( 'E2-array', 'userinfo_failed' ),
			'SIGN-E2 signed'                 => array( 'E2-signed', 'userinfo_failed' ),
		);
	}

	#[DataProvider( 'harmless' )]
	public function test_harmless_differences_pass( string $switch ): void {
		$this->hostile->misbehave( $switch );
		$this->sign_in();
		self::assertSame( 1, $this->services()->identities()->count() );
	}

	/** @return array<string, array{string}> */
	public static function harmless(): array {
		return array(
			'SIGN-A7 PKCE not advertised'       => array( 'A7-no-pkce' ),
			'SIGN-C1 BEARER, no expires_in'     => array( 'C1-bearer-case' ),
			'SIGN-C5 basic, secret with :+%'    => array( 'honest' ),
			'SIGN-D3 audience array of one'     => array( 'D3-aud-array' ),
			'SIGN-D13 no kid, one key'          => array( 'D13-no-kid' ),
			'SIGN-D15 key just before signing'  => array( 'D15-new-key' ),
			'SIGN-D17 strange keys beside'      => array( 'D17-strange-keys' ),
			'SIGN-E3 protocol claims elsewhere' => array( 'E3-override' ),
		);
	}

	#[DataProvider( 'metadata' )]
	public function test_bad_metadata_begins_nothing( string $switch, string $reason ): void {
		$this->hostile->misbehave( $switch );
		$answer = $this->press();

		self::assertInstanceOf( \CoopCredentials\Kernel\Front\Page::class, $answer );
		self::assertSame( 1, $this->plugin->kernel->audit_log()->query( array( 'reason' => $reason ), 1, 10 )['total'] );
		$this->assert_nobody_came_in();
		self::assertSame( array( 0, 0, 0 ), array( $this->hostile->calls( '/elsewhere' ), $this->hostile->calls( '/authorize' ), $this->hostile->calls( '/token' ) ) );
	}

	/** @return array<string, array{string, string}> */
	public static function metadata(): array {
		return array(
			'SIGN-A1 other issuer'    => array( 'A1-issuer-mismatch', 'issuer_mismatch' ),
			'SIGN-A2 trailing slash'  => array( 'A2-issuer-slash', 'issuer_mismatch' ),
			'SIGN-A2 placeholder'     => array( 'A2-placeholder', 'issuer_mismatch' ),
			'SIGN-A3 http endpoint'   => array( 'A3-http-endpoint', 'endpoint_insecure' ),
			'SIGN-A4 redirect'        => array( 'A4-redirect', 'metadata_unreadable' ),
			'SIGN-A5 array'           => array( 'A5-array', 'metadata_unreadable' ),
			'SIGN-A5 HTML'            => array( 'A5-html', 'metadata_unreadable' ),
			'SIGN-A5 not found'       => array( 'A5-404', 'metadata_unreadable' ),
			'SIGN-A5 one megabyte'    => array( 'A5-huge', 'metadata_unreadable' ),
			'SIGN-A5 compressed bomb' => array( 'A5-bomb', 'metadata_unreadable' ),
			'SIGN-A6 no jwks_uri'     => array( 'A6-no-jwks', 'metadata_unusable' ),
			'SIGN-A6 only none'       => array( 'A6-only-none', 'metadata_unusable' ),
		);
	}

	/** SIGN-B8. */
	public function test_SIGN_B8_the_words_of_the_provider_stay_in_the_log(): void {
		$this->hostile->misbehave( 'B8-error' );
		$answer = $this->come_back( $this->go() );
		$this->assert_refused( 'provider_denied', $answer );
		self::assertInstanceOf( \CoopCredentials\Kernel\Front\Redirect::class, $answer );
		$page = $this->plugin->kernel->router()->handle( new \CoopCredentials\Kernel\Front\Front_Request( 'GET', array(), (string) wp_parse_url( $answer->url, PHP_URL_QUERY ), array(), array(), null, 'coop-credentials/sign-in/hostile' ) );
		self::assertInstanceOf( \CoopCredentials\Kernel\Front\Page::class, $page );
		self::assertStringContainsString( 'You stopped at Example Co-op', $page->title );
		self::assertStringContainsString( 'Nothing was stored.', $page->content );
		self::assertStringNotContainsString( '<script', $page->content );
		self::assertStringNotContainsString( 'alert(', $page->content . $answer->url );
		$words = (string) $this->plugin->kernel->audit_log()->query( array( 'reason' => 'provider_denied' ), 1, 1 )['items'][0]['details']['error_description'];
		self::assertStringStartsWith( 'You said no', $words );
		self::assertMatchesRegularExpression( '/\A[^<>&\x00-\x1f]{100,200}\z/', $words );
	}

	/** SIGN-C4. */
	public function test_SIGN_C4_after_five_failures_the_provider_is_left_alone(): void {
		$this->sign_in();
		$this->services()->cookies()->close_session();
		$this->services()->current_visitor()->forget();
		$before = array( $this->services()->sessions()->count(), $this->services()->identities()->count() );
		$this->hostile->misbehave( 'C4-500' );
		$tabs = array();
		for ( $number = 0; $number < 6; ++$number ) {
			$_COOKIE = array();
			$tabs[]  = array( $this->go(), $_COOKIE );
		}
		foreach ( $tabs as $number => list( $url, $_COOKIE ) ) {
			$answer = $this->come_back( $url );
			self::assertInstanceOf( \CoopCredentials\Kernel\Front\Redirect::class, $answer );
			self::assertSame( $number < 5 ? 'token_unreachable' : 'provider_paused', $this->reason( $answer ), "Answer $number." );
		}
		self::assertSame( 5, $this->hostile->calls( '/token' ), 'The sixth is not sent.' );
		self::assertSame( 1, $this->plugin->kernel->audit_log()->query( array( 'reason' => 'provider_paused' ), 1, 10 )['total'] );
		self::assertSame( $before, array( $this->services()->sessions()->count(), $this->services()->identities()->count() ) );
		self::assertNull( $this->services()->cookies()->session() );
	}

	/** SIGN-C6. */
	public function test_SIGN_C6_every_start_has_a_challenge_of_its_own(): void {
		$seen = array();
		for ( $start = 0; $start < 100; ++$start ) {
			$_COOKIE = array();
			$answer  = $this->press();
			self::assertInstanceOf( \CoopCredentials\Kernel\Front\Redirect::class, $answer );
			wp_parse_str( (string) wp_parse_url( $answer->url, PHP_URL_QUERY ), $query );
			self::assertSame( 'S256', $query['code_challenge_method'] );
			self::assertMatchesRegularExpression( '/\A[A-Za-z0-9_-]{43}\z/', $query['code_challenge'] );
			array_push( $seen, $query['code_challenge'], $query['state'], $query['nonce'] );
		}
		self::assertCount( 300, array_unique( $seen ) );
		$this->assert_nobody_came_in();
	}

	/** SIGN-D14. */
	public function test_SIGN_D14_a_flood_of_unknown_keys_costs_one_refetch(): void {
		$this->sign_in();
		$before = $this->services()->sessions()->count();
		$this->hostile->misbehave( 'D14-kid' );
		for ( $attempt = 0; $attempt < 20; ++$attempt ) {
			$answer = $this->come_back( $this->go( array( 'renew' => '1' ) ) );
			self::assertInstanceOf( \CoopCredentials\Kernel\Front\Redirect::class, $answer );
			self::assertSame( 'key_unknown', $this->reason( $answer ) );
		}
		self::assertSame( 1, $this->hostile->calls( '/keys' ) );
		self::assertSame( $before, $this->services()->sessions()->count() );
		self::assertSame( 20, $this->plugin->kernel->audit_log()->query( array( 'reason' => 'key_unknown' ), 1, 1 )['total'] );
	}

	/** SIGN-D18. */
	public function test_SIGN_D18_a_copy_of_the_keys_serves_while_they_are_away(): void {
		$this->sign_in();
		$this->hostile->misbehave( 'D18-keys-html' );
		$this->sign_in( array( 'renew' => '1' ) );
		self::assertSame( 1, $this->services()->sessions()->count() );
	}

	/** SIGN-E3. */
	public function test_SIGN_E3_userinfo_says_nothing_about_the_log_in(): void {
		$this->hostile->misbehave( 'E3-override' );
		$this->sign_in();
		self::assertSame( 1, $this->hostile->calls( '/userinfo' ) );
		$visitor = $this->services()->current_visitor()->get();
		self::assertSame( array( $this->hostile->issuer, null ), array( $visitor?->issuer, $visitor?->auth->acr ) );
	}

	/** SIGN-E4. */
	public function test_SIGN_E4_claims_that_only_userinfo_has(): void {
		$this->hostile->person( array( 'sub' => 'wanda', 'coop_id' => 'https://weavers.example/', 'coop_class' => 'worker', 'coop_status' => 'active' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->hostile->claims( array(), array( 'coop_id', 'coop_class', 'coop_status' ) );
		$this->sign_in();
		self::assertSame( 'worker', $this->services()->current_visitor()->get()?->memberships[0]->class );
		self::assertSame( 1, $this->hostile->calls( '/userinfo' ), 'Which takes the token from the header only.' );
	}

	/** SIGN-D15. */
	public function test_SIGN_D15_rotated_keys_cost_one_refetch(): void {
		$this->sign_in();
		$before = $this->hostile->calls( '/keys' );
		$this->hostile->rotate();
		$this->services()->cookies()->close_session();
		$this->services()->current_visitor()->forget();
		$this->sign_in();

		self::assertSame( $before + 1, $this->hostile->calls( '/keys' ) );
	}
}
