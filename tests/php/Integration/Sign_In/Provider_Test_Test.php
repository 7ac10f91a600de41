<?php
/**
 * Every check of the connection test, each against a provider that fails it.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use PHPUnit\Framework\Attributes\DataProvider;

/**
 * The owner is told what is wrong and what to do; nobody is signed in.
 */
final class Provider_Test_Test extends Sign_In_Case {

	/**
	 * @param string $switch Misbehaviour.
	 * @param string $id     Check.
	 * @param string $status Status.
	 * @param string $words  Part of what is seen or to be done.
	 */
	#[DataProvider( 'failures' )]
	public function test_a_failing_check_is_told_with_its_remedy( string $switch, string $id, string $status, string $words ): void {
		$this->act_as( 'administrator' );
		self::assertSame( 'https' === $id ? 'warn' : 'ok', $this->look( 'honest' )[ $id ]['status'] ?? null, 'The honest provider passes this check; it runs without https here.' );

		$line = $this->look( $switch )[ $id ];
		self::assertSame( $status, $line['status'], (string) wp_json_encode( $line ) );
		self::assertNotSame( '', $line['remedy'] );
		self::assertStringContainsString( $words, $line['detail'] . ' ' . $line['remedy'] );
		self::assertSame( 0, $this->services()->sessions()->count() );
		self::assertSame( 0, $this->services()->identities()->count() );
		self::assertSame( 0, (int) $this->plugin->kernel->database()->value( 'SELECT COUNT(*) FROM %i', $this->plugin->kernel->database()->table( 'sign_in_transactions' ) ), 'No attempt is left open.' );
	}

	/** @return array<string, array{string, string, string, string}> */
	public static function failures(): array {
		return array(
			'metadata: array'           => array( 'A5-array', 'metadata', 'fail', 'metadata_unreadable' ),
			'metadata: HTML'            => array( 'A5-html', 'metadata', 'fail', 'show JSON' ),
			'metadata: 404'             => array( 'A5-404', 'metadata', 'fail', 'Open it in a browser' ),
			'metadata: too long'        => array( 'A5-huge', 'metadata', 'fail', 'metadata_unreadable' ),
			'metadata: redirect'        => array( 'A4-redirect', 'metadata', 'fail', '' ),
			'metadata: down'            => array( 'down', 'metadata', 'fail', '' ),
			'issuer: other'             => array( 'A1-issuer-mismatch', 'issuer', 'fail', 'https://elsewhere.example' ),
			'issuer: slash'             => array( 'A2-issuer-slash', 'issuer', 'fail', 'last slash' ),
			'https: plain endpoint'     => array( 'A3-http-endpoint', 'https', 'fail', 'token_endpoint' ),
			'algorithms: only none'     => array( 'A6-only-none', 'algorithms', 'fail', 'none' ),
			'algorithms: no PKCE'       => array( 'A7-no-pkce', 'algorithms', 'warn', 'PKCE' ),
			'keys: no address'          => array( 'A6-no-jwks', 'keys', 'fail', '' ),
			'keys: HTML'                => array( 'D18-keys-html', 'keys', 'fail', 'keys_unavailable' ),
			'clock: five minutes'       => array( 'T-clock', 'clock', 'fail', 'NTP' ),
			'clock: not told'           => array( 'T-no-date', 'clock', 'warn', 'does not tell its time' ),
			'client: method'            => array( 'T-auth-methods', 'client_auth', 'fail', 'private_key_jwt' ),
			'client: token address'     => array( 'C4-500', 'client_auth', 'fail', 'token address' ),
			'client: answer unreadable' => array( 'C4-html', 'client_auth', 'warn', 'compare client ID and secret' ),
			'return address unknown'    => array( 'T-redirect-unknown', 'redirect_uri', 'fail', 'https://harbour.example/coop-credentials/callback/hostile' ),
			'scope unknown'             => array( 'T-invalid-scope', 'redirect_uri', 'fail', 'Further scopes' ),
		);
	}

	public function test_a_secret_that_is_wrong_missing_or_too_short_is_told(): void {
		$this->act_as( 'administrator' );
		$providers = $this->services()->providers();
		$secrets   = $this->services()->provider_secrets();
		$set       = function ( ?string $secret, array $values = array() ) use ( $providers, $secrets ): void {
			$now = $providers->find( 'hostile' );
			self::assertNotNull( $now );
			$providers->save( $now->with( $values )->with_sealed_secret( null === $secret ? null : $secrets->seal( 'hostile', $secret ) ), $now->hash );
		};

		$set( 'wrong' );
		self::assertStringContainsString( 'Copy both again', $this->look( 'honest' )['client_auth']['remedy'] );
		self::assertArrayHasKey( 'redirect_uri', $this->look( 'honest' ), 'The rest is still asked.' );

		$set( null );
		$checks = $this->look( 'honest' );
		self::assertSame( array( 'fail', 'fail' ), array( $checks['secret']['status'], $checks['client_auth']['status'] ) );
		self::assertArrayNotHasKey( 'redirect_uri', $checks );

		$set( str_repeat( 'a', 31 ), array( 'algorithms' => array( 'HS256' ) ) );
		$line = $this->look( 'honest' )['secret'];
		self::assertSame( 'fail', $line['status'] );
		self::assertStringContainsString( '32', $line['remedy'] );
		$set( str_repeat( 'a', 32 ) );
		self::assertSame( 'warn', $this->look( 'honest' )['secret']['status'], 'Long enough; only its place could be better.' );
	}

	public function test_an_issuer_that_is_missing_is_asked_for(): void {
		$this->provider( array( 'enabled' => false, 'issuer' => '', 'discovery_url' => '' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->act_as( 'administrator' );
		$checks = $this->look( 'honest' );
		self::assertSame( 'fail', $checks['issuer']['status'] );
		self::assertStringContainsString( 'Enter the issuer', $checks['issuer']['remedy'] );
		self::assertArrayNotHasKey( 'https', $checks, 'No word about addresses that are not there.' );
	}

	public function test_a_secret_of_the_server_is_named_and_not_shown(): void {
		$this->act_as( 'administrator' );
		putenv( 'COOP_CREDENTIALS_HOSTILE_SECRET=' . $this->hostile->client_secret );
		try {
			$answer = $this->rest( 'POST', 'providers/hostile/test' )->get_data();
		} finally {
			putenv( 'COOP_CREDENTIALS_HOSTILE_SECRET' );
		}
		$checks = array_column( $answer['checks'], null, 'id' );
		self::assertSame( 'ok', $checks['secret']['status'] );
		self::assertStringContainsString( 'COOP_CREDENTIALS_HOSTILE_SECRET', $checks['secret']['detail'] );
		self::assertStringNotContainsString( $this->hostile->client_secret, (string) wp_json_encode( $answer ) );
	}

	public function test_the_last_result_is_remembered_until_the_settings_change(): void {
		$this->act_as( 'administrator' );
		self::assertNull( $this->rest( 'GET', 'providers/hostile' )->get_data()['last_test'] );
		$this->look( 'T-redirect-unknown' );
		$last = $this->rest( 'GET', 'providers/hostile' )->get_data()['last_test'];
		self::assertSame( array( 'fail', 'redirect_uri', true ), array( $last['status'], $last['line'], $last['current'] ) );
		$this->hostile->misbehave( 'honest' );
		$this->rest( 'POST', 'providers/hostile', array( 'label' => 'Another name' ) );
		self::assertTrue( $this->rest( 'GET', 'providers/hostile' )->get_data()['last_test']['current'], 'A name changes nothing.' );
		$this->rest( 'POST', 'providers/hostile', array( 'client_id' => 'another' ) );
		self::assertFalse( $this->rest( 'GET', 'providers/hostile' )->get_data()['last_test']['current'] );
		$this->rest( 'DELETE', 'providers/hostile' );
		self::assertNull( $this->plugin->kernel->options()->read( 'last_test_hostile' ) );
	}

	public function test_a_provider_that_makes_nobody_a_member_is_told(): void {
		$this->act_as( 'administrator' );
		self::assertArrayNotHasKey( 'scope', $this->look( 'honest' ) );
		$this->provider( array( 'issuer_scope' => null ) );
		$line = $this->look( 'honest' )['scope'];
		self::assertSame( 'warn', $line['status'] );
		self::assertStringContainsString( 'whose members', $line['remedy'] );
	}

	public function test_a_plain_oauth2_provider_is_tested_too(): void {
		$this->act_as( 'administrator' );
		$this->provider(
			array(
				'kind'                   => 'oauth2',
				'authorization_endpoint' => $this->hostile->issuer . '/authorize',
				'token_endpoint'         => $this->hostile->issuer . '/token',
				'userinfo_endpoint'      => $this->hostile->issuer . '/userinfo',
			)
		);
		$checks = $this->look( 'honest' );
		self::assertSame( array( 'ok', 'ok' ), array( $checks['client_auth']['status'], $checks['redirect_uri']['status'] ), (string) wp_json_encode( $checks ) );
		self::assertArrayNotHasKey( 'keys', $checks );
		self::assertSame( 'fail', $this->look( 'T-redirect-unknown' )['redirect_uri']['status'] );
	}

	/**
	 * @param string $switch Misbehaviour.
	 * @return array<string, array<string, string>> Lines by id.
	 */
	private function look( string $switch ): array {
		$this->hostile->misbehave( $switch );
		$answer = $this->rest( 'POST', 'providers/hostile/test' );
		self::assertSame( 200, $answer->get_status(), (string) wp_json_encode( $answer->get_data() ) );
		return array_column( $answer->get_data()['checks'], null, 'id' );
	}
}
