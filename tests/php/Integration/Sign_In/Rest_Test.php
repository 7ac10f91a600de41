<?php
/**
 * `GET me`, providers and rules over REST.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

/**
 * What a page and what the admin app ask.
 */
final class Rest_Test extends Sign_In_Case {

	public function test_me_answers_strangers_and_visitors(): void {
		$stranger = $this->rest( 'GET', 'me' );
		self::assertSame( 200, $stranger->get_status() );
		self::assertSame( array( false, 'none', array() ), array( $stranger->get_data()['signed_in'], $stranger->get_data()['state'], $stranger->get_data()['memberships'] ) );
		self::assertArrayNotHasKey( 'token', $stranger->get_data() );

		$this->hostile->person(
			array(
				'sub'              => 'lena',
				'coop_id'          => 'https://weavers.example/',
				'coop_name'        => 'Example Weavers Co-op',
				'coop_status'      => 'lapsed',
				'coop_valid_until' => '2026-03-31',
			)
		);
		$this->sign_in();
		$me = $this->rest( 'GET', 'me' )->get_data();
		self::assertTrue( $me['signed_in'] );
		self::assertSame( 'ok', $me['state'] );
		self::assertSame( 'Example Co-op', $me['provider']['label'] );
		self::assertFalse( $me['memberships'][0]['member'] );
		self::assertSame( 'membership_expired', $me['reason'] );
		self::assertSame( 'renew_membership', $me['next_step']['action'] );
		self::assertNotSame( '', $me['message'] );
		self::assertMatchesRegularExpression( '/^[0-9a-f]{64}$/', $me['token'] );
		self::assertNotSame( $_COOKIE[ $this->services()->cookies()->session_name() ], $me['token'], 'The secret of the cookie is never handed out.' );
		self::assertStringNotContainsString( 'lena', (string) wp_json_encode( $me ), 'No subject.' );
	}

	public function test_nobody_without_membership_is_told_what_to_do(): void {
		$this->hostile->person( array( 'sub' => 'nora' ) );
		$this->sign_in();
		$me = $this->rest( 'GET', 'me' )->get_data();
		self::assertSame( array( true, 'no_membership', 'apply' ), array( $me['signed_in'], $me['reason'], $me['next_step']['action'] ) );
	}

	/** SIGN-F24. */
	public function test_SIGN_F24_jsonp_and_missing_header_are_refused(): void {
		$this->sign_in();
		$answer = $this->serve( 'GET', 'me?_jsonp=f' );
		self::assertSame( 400, $answer['status'] );
		self::assertStringNotContainsString( 'signed_in', $answer['body'] );
		$answer = $this->serve( 'GET', 'me', array(), array( 'X-Coop-Credentials' => null ) );
		self::assertSame( 403, $answer['status'], $answer['body'] );
		self::assertStringNotContainsString( 'signed_in', $answer['body'] );
		foreach ( array( 'POST', 'DELETE' ) as $method ) {
			$answer = $this->serve( 'GET', 'me?_method=' . $method );
			self::assertContains( $answer['status'], array( 400, 403, 404 ), $method . $answer['body'] );
			self::assertStringNotContainsString( 'signed_in', $answer['body'] );
			self::assertSame( array( 1, 1 ), array( $this->services()->identities()->count(), $this->services()->sessions()->count() ), 'Nobody was forgotten by a GET.' );
		}
		$answer = $this->serve( 'GET', 'me' );
		self::assertSame( 200, $answer['status'] );
		self::assertSame( 'private, no-store', $answer['headers']['Cache-Control'] );
		self::assertTrue( $answer['json']['signed_in'] );
	}

	public function test_a_foreign_origin_is_answered_as_a_stranger(): void {
		$this->sign_in();
		$answer = $this->serve( 'GET', 'me', array(), array( 'Origin' => 'https://evil.example' ) );
		self::assertNotTrue( $answer['json']['signed_in'] ?? null );
		self::assertArrayNotHasKey( 'token', (array) $answer['json'] );
	}

	/** SIGN-F8. */
	public function test_SIGN_F8_the_token_belongs_to_the_session(): void {
		$guard = $this->services()->visitor_guard();
		self::assertFalse( $guard->token_valid( '' ) );
		$this->sign_in();
		$token = (string) $this->rest( 'GET', 'me' )->get_data()['token'];
		self::assertTrue( $guard->token_valid( $token ) );
		self::assertFalse( $guard->token_valid( substr( $token, 1 ) . 'x' ) );
		$this->services()->cookies()->close_session();
		$this->services()->current_visitor()->forget();
		self::assertFalse( $guard->token_valid( $token ) );
	}

	/** SIGN-F23. */
	public function test_SIGN_F23_the_secret_goes_in_and_never_comes_out(): void {
		$this->act_as( 'administrator' );
		$secret = 'canary-' . bin2hex( random_bytes( 12 ) );
		$made   = $this->rest( 'POST', 'providers', $this->values() + array( 'secret' => $secret ) );
		self::assertSame( 201, $made->get_status(), (string) wp_json_encode( $made->get_data() ) );
		self::assertTrue( $made->get_data()['has_secret'] );
		self::assertSame( 'option', $made->get_data()['secret_source'] );
		$all = wp_json_encode( array( $made->get_data(), $this->rest( 'GET', 'providers' )->get_data(), $this->rest( 'GET', 'providers/harbour' )->get_data(), $this->plugin->kernel->audit_log()->query( array(), 1, 100 ), wp_load_alloptions(), $this->plugin->kernel->options()->read( 'provider_harbour' )?->value ) );
		self::assertStringNotContainsString( $secret, (string) $all );
		self::assertSame( $secret, $this->services()->provider_secrets()->secret( $this->services()->providers()->find( 'harbour' ) ) );

		$changed = $this->rest( 'POST', 'providers/harbour', array( 'label' => 'Harbour', 'version' => $made->get_data()['version'] ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( 'Harbour', $changed->get_data()['label'] );
		self::assertTrue( $changed->get_data()['has_secret'], 'What is not sent stays.' );
		$this->assert_problem( 'edit_conflict', 409, $this->rest( 'POST', 'providers/harbour', array( 'label' => 'X', 'version' => $made->get_data()['version'] ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( 200, $this->rest( 'DELETE', 'providers/harbour' )->get_status() );
		$this->assert_problem( 'provider_unknown', 404, $this->rest( 'GET', 'providers/harbour' ) );
	}

	/** SIGN-A1. */
	public function test_SIGN_A1_a_provider_with_another_issuer_is_not_saved(): void {
		$this->act_as( 'administrator' );
		$this->hostile->misbehave( 'A2-issuer-slash' );
		$data = $this->assert_problem( 'issuer_mismatch', 400, $this->rest( 'POST', 'providers', $this->values() + array( 'secret' => 'x' ) ) );
		self::assertSame( array( $this->hostile->issuer, $this->hostile->issuer . '/' ), array( $data['expected'], $data['seen'] ) );
		self::assertNull( $this->services()->providers()->find( 'harbour' ) );
	}

	public function test_an_incomplete_provider_cannot_be_enabled(): void {
		$this->act_as( 'administrator' );
		$data = $this->assert_problem( 'provider_incomplete', 400, $this->rest( 'POST', 'providers', $this->values() ) );
		self::assertSame( array( 'secret' ), $data['missing'] );
	}

	/** SIGN-F25. */
	public function test_SIGN_F25_subjects_that_get_reassigned_are_not_saved(): void {
		$this->act_as( 'administrator' );
		foreach ( array( 'claim:email', 'claim:preferred_username', 'claim:/person/email', 'claim:', 'name' ) as $subject ) {
			$data = $this->assert_problem( 'invalid_request', 400, $this->rest( 'POST', 'providers', array( 'subject' => $subject ) + $this->values() ) );
			self::assertArrayHasKey( 'subject', (array) $data['params'] );
		}
	}

	public function test_the_connection_test_knows_logout_by_the_provider(): void {
		$this->act_as( 'administrator' );
		$look = function ( string $switch, array $values ): array {
			$this->provider( $values );
			$this->hostile->misbehave( $switch );
			return array_column( $this->rest( 'POST', 'providers/hostile/test' )->get_data()['checks'], null, 'id' );
		};
		self::assertArrayNotHasKey( 'backchannel', $look( 'honest', array() ) );

		$checks = $look( 'honest', array( 'backchannel' => true ) );
		self::assertSame( 'ok', $checks['backchannel']['status'] );
		self::assertSame( 'https://harbour.example/coop-credentials/backchannel-logout/hostile', $checks['backchannel_address']['detail'] );
		self::assertSame( 'warn', $look( 'H1-not-offered', array( 'backchannel' => true ) )['backchannel']['status'] );
		self::assertSame( 'ok', $look( 'H1-no-sid', array( 'backchannel' => true ) )['backchannel']['status'] );
		$checks = $look( 'H1-no-sid', array( 'backchannel' => true, 'subject' => 'ephemeral' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertStringContainsString( '(sid)', $checks['backchannel']['remedy'] );
	}

	public function test_the_connection_test_says_what_to_do(): void {
		$this->act_as( 'administrator' );
		$answer = $this->rest( 'POST', 'providers/hostile/test' );
		self::assertSame( 200, $answer->get_status() );
		$checks = array_column( $answer->get_data()['checks'], null, 'id' );
		foreach ( array( 'metadata', 'issuer', 'endpoints', 'algorithms', 'keys', 'clock', 'client_auth' ) as $id ) {
			self::assertSame( 'ok', $checks[ $id ]['status'] ?? null, $id . ' ' . wp_json_encode( $checks[ $id ] ?? null ) );
		}
		self::assertSame( 'warn', $checks['secret']['status'] );
		self::assertNotSame( '', $checks['secret']['remedy'] );
		self::assertArrayHasKey( 'callback', $checks );

		$this->hostile->misbehave( 'A2-issuer-slash+D18-keys-html' );
		$checks = array_column( $this->rest( 'POST', 'providers/hostile/test' )->get_data()['checks'], null, 'id' );
		self::assertSame( array( 'fail', 'fail' ), array( $checks['issuer']['status'], $checks['keys']['status'] ) );
		self::assertStringContainsString( $this->hostile->issuer . '/', $checks['issuer']['detail'] );
		self::assertNotSame( '', $checks['issuer']['remedy'] );

		$this->services()->providers()->save( $this->services()->providers()->find( 'hostile' )->with_sealed_secret( $this->services()->provider_secrets()->seal( 'hostile', 'wrong' ) ), $this->services()->providers()->find( 'hostile' )->hash );
		$this->hostile->misbehave( 'honest' );
		$checks = array_column( $this->rest( 'POST', 'providers/hostile/test' )->get_data()['checks'], null, 'id' );
		self::assertSame( 'fail', $checks['client_auth']['status'] );
	}

	public function test_rules_are_made_changed_and_tried(): void {
		$this->act_as( 'administrator' );
		$rule = array(
			'v'    => 1,
			'when' => array(
				'path'  => array( 'class' ),
				'op'    => 'eq',
				'value' => 'worker',
			),
		);
		$made = $this->rest( 'POST', 'rules', array( 'title' => 'Workers', 'rule' => $rule ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( 201, $made->get_status(), (string) wp_json_encode( $made->get_data() ) );
		$uid   = $made->get_data()['uid'];
		$tried = $this->rest( 'POST', 'rules/evaluate', array( 'uid' => $uid, 'memberships' => array( array( 'organisation_id' => 'https://weavers.example/', 'class' => 'worker', 'status' => 'active' ) ) ) )->get_data(); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( 'allow', $tried['outcome'], (string) wp_json_encode( $tried ) );
		$tried = $this->rest( 'POST', 'rules/evaluate', array( 'rule' => $rule, 'memberships' => array( array( 'organisation_id' => 'https://weavers.example/', 'class' => 'consumer', 'status' => 'active' ) ) ) )->get_data(); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( array( 'deny', 'rule_not_met' ), array( $tried['outcome'], $tried['reason'] ) );
		self::assertNotEmpty( $tried['trace'] );
		$this->assert_problem( 'rule_invalid', 400, $this->rest( 'POST', 'rules', array( 'title' => 'Bad', 'rule' => array( 'v' => 9 ) ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$saved = $this->rest( 'POST', "rules/$uid", array( 'title' => 'Worker members', 'rule' => $rule, 'version' => $made->get_data()['version'] ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( 2, $saved->get_data()['number'] );
		self::assertGreaterThanOrEqual( 5, count( $this->rest( 'GET', 'rules' )->get_data() ) );
		self::assertSame( 200, $this->rest( 'DELETE', "rules/$uid" )->get_status() );
		$this->assert_problem( 'rule_missing', 404, $this->rest( 'DELETE', 'rules/any_identity' ) );
	}

	/** @return array<string, mixed> */
	private function values(): array {
		return array(
			'slug'          => 'harbour',
			'label'         => 'Harbour sign-in',
			'enabled'       => true,
			'discovery_url' => $this->hostile->issuer . '/.well-known/openid-configuration',
			'client_id'     => 'coop-site',
		);
	}
}
