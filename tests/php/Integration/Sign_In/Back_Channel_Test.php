<?php
/**
 * Logout by the provider, with tokens the hostile provider signs.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Tests\Support\Frozen_Clock;
use PHPUnit\Framework\Attributes\DataProvider;

/**
 * Every refused token also ends nobody's session, here or in WordPress.
 */
final class Back_Channel_Test extends Logout_Case {

	/** SIGN-H1. */
	public function test_SIGN_H1_the_provider_ends_a_session(): void {
		$this->assert_taken(
			$this->post_token(
				array(
					'sub' => 'wanda',
					'sid' => 'sid-home',
				)
			),
			array( 'home' )
		);
		self::assertSame( 1, $this->remembered() );
		self::assertSame( 'session_expired', $this->in( 'home', fn (): ?string => $this->services()->current_visitor()->ended() ) );
	}

	#[DataProvider( 'harmless' )]
	public function test_SIGN_H1_harmless_differences_pass( string $switch ): void {
		$this->hostile->misbehave( $switch );
		$this->assert_taken( $this->post_token( array( 'sid' => 'sid-carl' ) ), array( 'carl' ) );
	}

	/** @return array<string, array{string}> */
	public static function harmless(): array {
		return array(
			'SIGN-H1 honest'  => array( 'honest' ),
			'SIGN-H1 typ JWT' => array( 'H1-typ-jwt' ),
			'SIGN-H1 no typ'  => array( 'H1-no-typ' ),
			'SIGN-H1 no exp'  => array( 'H1-no-exp' ),
			'SIGN-H1 new key' => array( 'D17-strange-keys' ),
		);
	}

	#[DataProvider( 'forged' )]
	public function test_SIGN_H2_H3_forged_tokens_end_nothing( string $switch, string $cause ): void {
		$user  = $this->user_with_role( 'subscriber' );
		$token = $this->log_in( $user );
		$this->tie( 'home', $user, $token );
		$this->hostile->misbehave( $switch );
		$this->assert_token_refused(
			$cause,
			$this->post_token(
				array(
					'sub' => 'wanda',
					'sid' => 'sid-home',
				)
			)
		);
		self::assertTrue( $this->is_logged_in( $user, $token ), 'The WordPress session is alive.' );
		self::assertSame( 0, $this->remembered(), 'Nothing was stored of it.' );
		self::assertSame( 0, $this->hostile->calls( '/token' ) );

		$this->hostile->misbehave( 'honest' );
		$this->assert_taken( $this->post_token( array( 'sid' => 'sid-home' ) ), array( 'home' ) );
	}

	/** @return array<string, array{string, string}> */
	public static function forged(): array {
		return array(
			'SIGN-H2 alg none'       => array( 'H2-alg-none', 'alg' ),
			'SIGN-H2 wrong alg'      => array( 'H2-wrong-alg', 'alg' ),
			'SIGN-H2 another key'    => array( 'H2-other-key', 'signature_invalid' ),
			'SIGN-H2 unknown kid'    => array( 'H2-kid', 'key_unknown' ),
			'SIGN-H2 typ at+jwt'     => array( 'H2-typ', 'typ' ),
			'SIGN-H2 wrong iss'      => array( 'H2-wrong-iss', 'iss' ),
			'SIGN-H2 wrong aud'      => array( 'H2-wrong-aud', 'aud' ),
			'SIGN-H2 no event'       => array( 'H2-no-event', 'events' ),
			'SIGN-H2 wrong event'    => array( 'H2-wrong-event', 'events' ),
			'SIGN-H2 with nonce'     => array( 'H2-with-nonce', 'nonce' ),
			'SIGN-H3 no jti'         => array( 'H3-no-jti', 'jti' ),
			'SIGN-H3 no iat'         => array( 'H3-no-iat', 'time' ),
			'SIGN-H3 old iat'        => array( 'H3-old', 'time' ),
			'SIGN-H3 past exp'       => array( 'H3-expired', 'time' ),
			'SIGN-H3 no sub, no sid' => array( 'H3-nobody', 'nobody' ),
		);
	}

	/** SIGN-H3. */
	public function test_SIGN_H3_a_token_counts_once(): void {
		$body = 'logout_token=' . $this->hostile->logout_token( array( 'sid' => 'sid-home' ) );
		$this->assert_taken( $this->post_body( $body ), array( 'home' ) );
		unset( $this->session['home'] );

		// Wanda signs in again in the same session at the provider: the old token must not end the new session.
		$this->arrive( 'again', 'wanda', 'sid-home' );
		$this->assert_token_refused( 'replayed', $this->post_body( $body ) );
		self::assertSame( 1, $this->remembered() );

		// Another provider may use the same id.
		$this->provider( array( 'backchannel' => true ), 'other' );
		self::assertSame( 200, $this->post_body( $body, 'other' )->status );
		$this->assert_alive( array( 'office', 'carl', 'again' ) );
	}

	/** SIGN-H3. */
	public function test_SIGN_H3_a_twin_of_the_token_in_parallel(): void {
		$task    = __DIR__ . '/tasks/back-channel.php';
		$answers = \CoopCredentials\Tests\Support\Processes::run( $task, 4, array( 'body' => 'logout_token=' . $this->hostile->logout_token( array( 'sid' => 'sid-home' ) ) ) );
		sort( $answers );
		self::assertSame( array( 200, 400, 400, 400 ), $answers );
		$this->assert_alive( array( 'office', 'carl' ) );
		self::assertSame( 1, $this->remembered() );
	}

	/** SIGN-B12. Whom the provider ends while nobody may come in must not be in again when they may. */
	public function test_SIGN_B12_sign_in_switched_off_by_constant_still_lets_the_provider_sign_people_out(): void {
		$answers = \CoopCredentials\Tests\Support\Processes::run(
			__DIR__ . '/tasks/back-channel.php',
			1,
			array(
				'body'         => 'logout_token=' . $this->hostile->logout_token( array( 'sid' => 'sid-home' ) ),
				'switched_off' => true,
			)
		);
		self::assertSame( array( 200 ), $answers );
		$this->assert_alive( array( 'office', 'carl' ) );
	}

	/** SIGN-H3. */
	public function test_SIGN_H3_an_id_token_is_no_logout_token(): void {
		$sent = null;
		add_action(
			'http_api_debug',
			static function ( $response ) use ( &$sent ): void {
				$answer = is_array( $response ) ? json_decode( (string) $response['body'], true ) : null;
				$sent   = is_array( $answer ) && isset( $answer['id_token'] ) ? $answer['id_token'] : $sent;
			}
		);
		$this->arrive( 'third', 'wanda', 'sid-third' );
		self::assertIsString( $sent, 'An ID token of the provider.' );
		$this->assert_token_refused( 'jti', $this->post_body( 'logout_token=' . $sent ) );
		self::assertSame( 0, $this->remembered() );
	}

	/** SIGN-H4. */
	public function test_SIGN_H4_only_one_token_by_post(): void {
		$one = 'logout_token=' . $this->hostile->logout_token( array( 'sid' => 'sid-home' ) );
		foreach ( array( 'GET', 'HEAD', 'PUT' ) as $method ) {
			$answer = $this->post_body( $one, 'hostile', $method );
			self::assertSame( array( 405, 'POST' ), array( $answer->status, $answer->headers['Allow'] ), $method );
		}
		$this->assert_alive( array( 'home', 'office', 'carl' ) );
		$two = $one . '&logout_token=' . $this->hostile->logout_token( array( 'sid' => 'sid-office' ) );
		foreach ( array( '', 'logout_token=', 'other=1', $two, "$one&logout_token[]=x", str_replace( 'logout_token', 'logout_token[]', $one ), $one . '&x=' . str_repeat( 'x', 65536 ) ) as $body ) {
			$this->assert_token_refused( 'parameter', $this->post_body( $body ) );
		}
		$this->assert_taken( $this->post_body( $one . '&other=1' ), array( 'home' ) );
	}

	/** SIGN-H5. */
	public function test_SIGN_H5_unknown_sessions_are_no_fault(): void {
		foreach ( array( array( 'sid' => 'sid-nobody' ), array( 'sub' => 'nobody' ), array( 'sub' => 'nobody', 'sid' => 'sid-nobody' ) ) as $claims ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			$this->assert_taken( $this->post_token( $claims ), array() );
		}
		// Session and subject of two people: not both can be meant.
		$this->assert_taken(
			$this->post_token(
				array(
					'sub' => 'carl',
					'sid' => 'sid-home',
				)
			),
			array()
		);
		self::assertSame( 2, $this->services()->identities()->count() );
	}

	/** SIGN-H5. */
	public function test_SIGN_H5_another_providers_session_of_the_same_name(): void {
		$this->provider( array( 'backchannel' => true ), 'other' );
		$this->assert_taken( $this->post_token( array( 'sid' => 'sid-home' ), 'other' ), array() );
	}

	/** SIGN-H6. */
	public function test_SIGN_H6_sub_alone_ends_all_of_the_person_and_sid_one(): void {
		$this->assert_taken( $this->post_token( array( 'sid' => 'sid-office' ) ), array( 'office' ) );
		unset( $this->session['office'] );
		$this->arrive( 'office', 'wanda', 'sid-office' );
		$this->assert_taken( $this->post_token( array( 'sub' => 'wanda' ) ), array( 'home', 'office' ) );
	}

	public function test_only_a_provider_that_may(): void {
		$body = 'logout_token=' . $this->hostile->logout_token( array( 'sid' => 'sid-home' ) );
		$this->provider( array( 'backchannel' => false ), 'quiet' );
		$this->provider( array( 'backchannel' => true, 'enabled' => false ), 'off' ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		foreach ( array( 'quiet', 'off', 'nobody' ) as $slug ) {
			$answer = $this->post_body( $body, $slug );
			self::assertSame( 404, $answer->status, $slug );
			self::assertSame( 'provider_unknown', json_decode( $answer->body, true )['reason'] );
		}
		$this->assert_alive( array( 'home', 'office', 'carl' ) );
		$this->assert_taken( $this->post_body( $body ), array( 'home' ) );
	}

	public function test_keys_that_cannot_be_read_leave_the_token_unused(): void {
		$token = $this->hostile->logout_token( array( 'sid' => 'sid-home' ) );
		$this->plugin->openid->cache()->forget( 'hostile' );
		$this->hostile->misbehave( 'D18-keys-html' );
		$answer = $this->post_body( 'logout_token=' . $token );
		self::assertSame( array( 400, 'keys_unavailable' ), array( $answer->status, json_decode( $answer->body, true )['reason'] ) );
		$this->assert_alive( array( 'home', 'office', 'carl' ) );
		self::assertSame( 0, $this->remembered() );
	}

	public function test_providers_that_do_not_exist_count_together_and_fill_no_log(): void {
		$this->plugin = $this->boot_plugin( new Frozen_Clock( gmdate( 'Y-m-d\TH:i:00\Z' ) ) );
		remove_all_filters( 'coop_credentials_sign_in_limit' );
		$database = $this->plugin->kernel->database();
		$count    = static fn ( string $table ): int => (int) $database->value( 'SELECT COUNT(*) FROM %i', $database->table( $table ) );
		$before   = array( $count( 'audit_log' ), $count( 'rate_limits' ) );
		$statuses = array();
		for ( $call = 0; $call < 90; $call++ ) {
			$statuses[] = $this->post_body( '', "nobody-$call" )->status;
		}
		self::assertSame( array( 404 => 60, 429 => 30 ), array_count_values( $statuses ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( 20 + 2, $count( 'audit_log' ) - $before[0], 'Twenty, and one for each kind of the others.' );
		self::assertLessThan( 10, $count( 'rate_limits' ) - $before[1] );
		$shared = array_filter( $this->plugin->kernel->audit_log()->query( array( 'event' => 'backchannel_logout' ), 1, 100 )['items'], static fn ( array $item ): bool => '' === $item['request_id'] ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$rows   = array_column( $shared, null, 'reason' );
		self::assertSame( array( 40, 30 ), array( $rows['provider_unknown']['details']['count'], $rows['rate_limited']['details']['count'] ) );
		$this->assert_taken( $this->post_token( array( 'sid' => 'sid-home' ) ), array( 'home' ) );
	}

	public function test_sixty_a_minute(): void {
		$this->plugin = $this->boot_standing_still();
		remove_all_filters( 'coop_credentials_sign_in_limit' );
		for ( $call = 0; $call < 60; $call++ ) {
			self::assertSame( 400, $this->post_body( '' )->status );
		}
		$answer = $this->post_token( array( 'sid' => 'sid-home' ) );
		self::assertSame( 429, $answer->status );
		self::assertGreaterThan( 0, (int) $answer->headers['Retry-After'] );
		$this->assert_alive( array( 'home', 'office', 'carl' ) );

		// Neither another provider nor another sender is held up.
		$this->provider( array( 'backchannel' => true ), 'other' );
		self::assertSame( 200, $this->post_token( array( 'sid' => 'x' ), 'other' )->status );
		$_SERVER['REMOTE_ADDR'] = '198.51.100.7';
		$this->assert_taken( $this->post_token( array( 'sid' => 'sid-home' ) ), array( 'home' ) );
	}

	public function test_where_sub_names_nobody_only_sid_counts(): void {
		$this->provider( array( 'subject' => 'ephemeral', 'backchannel' => true ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->arrive( 'guest', 'guest', 'sid-guest' );
		$this->assert_taken( $this->post_token( array( 'sub' => 'guest' ) ), array() );
		$this->assert_taken(
			$this->post_token(
				array(
					'sub' => 'guest',
					'sid' => 'sid-guest',
				)
			),
			array( 'guest' )
		);
	}
}
