<?php
/**
 * Renewing a snapshot with a refresh token.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Claims\Decision;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Sign_In\Visitor;
use CoopCredentials\Tests\Support\Processes;

/**
 * A provider with `recheck: refresh` and a snapshot of the day before yesterday. The group begins with an honest refresh.
 */
final class Renewal_Test extends Sign_In_Case {

	private const DAY = 86400;

	private string $rule = '';

	protected function set_up(): void {
		parent::set_up();
		$this->provider( array( 'recheck' => 'refresh' ) );
		$this->rule = $this->services()->rules()->create( 'Workers', '{"v":1,"when":{"path":["class"],"op":"eq","value":"worker"}}' )->uid;
		$this->is( 'worker' );
		$this->hostile->misbehave( 'refresh' );
	}

	public function test_an_honest_refresh_renews_the_snapshot(): void {
		$this->old_session();
		$before                     = $this->session();
		$cookie                     = $this->services()->cookies()->session();
		list( $visitor, $decision ) = $this->act();
		self::assertSame( 'allow', $decision->outcome, $decision->reason );
		self::assertGreaterThan( time() - 60, $visitor->memberships_at );
		self::assertSame( 1, $this->hostile->calls( '/token' ) );
		self::assertSame( $cookie, $this->services()->cookies()->session() );
		self::assertSame( $before['expires_at'], $this->session()['expires_at'], 'No longer life.' );
		self::assertNotSame( $before['refresh_token'], $this->session()['refresh_token'], 'The next token has replaced the used one.' );
		self::assertSame( 1, $this->log( 'ok', '' ) );

		$this->age( 2 * self::DAY );
		self::assertSame( 'allow', $this->act()[1]->outcome, 'And again with the next one.' );
	}

	public function test_refresh_tokens_are_sealed_and_kept_only_where_they_are_used(): void {
		$this->old_session();
		self::assertStringStartsWith( 'v1.', (string) $this->session()['refresh_token'] );
		$this->provider( array( 'recheck' => 'none' ) );
		$this->services()->current_visitor()->forget();
		self::assertFalse( $this->services()->current_visitor()->get()?->can_refresh );
		self::assertSame( array( 'membership_stale', 'renew' ), array( $this->act()[1]->reason, $this->act()[1]->next_step ) );
		$this->sign_in( array( 'renew' => '1' ) );
		self::assertNull( $this->session()['refresh_token'] );
		$this->hostile->misbehave( 'refresh' );
		self::assertSame( 'allow', $this->act()[1]->outcome );
		self::assertSame( 0, $this->hostile->calls( '/token' ) );
	}

	public function test_what_was_lost_is_seen(): void {
		$this->old_session();
		$this->is( 'consumer' );
		self::assertSame( 'rule_not_met', $this->act()[1]->reason );
	}

	public function test_a_refresh_without_an_id_token_or_with_the_old_nonce_passes(): void {
		foreach ( array( 'refresh+G1-no-id-token', 'refresh+G1-same-nonce' ) as $switch ) {
			$this->hostile->misbehave( $switch );
			$this->old_session();
			self::assertSame( 'allow', $this->act()[1]->outcome, $switch );
		}
	}

	/** SIGN-G1. */
	public function test_SIGN_G1_an_answer_about_somebody_else_ends_the_session(): void {
		foreach ( array( 'D1-iss', 'G4-other-person', 'D2-aud', 'D4-azp', 'G1-nonce', 'D10-other-key', 'D7-expired', 'E1-sub+G1-no-id-token' ) as $switch ) {
			$this->hostile->misbehave( 'refresh' );
			$this->old_session();
			$this->hostile->misbehave( 'refresh+' . $switch );
			$this->assert_ended( 'refresh_mismatch', $switch );
			self::assertSame( 1, $this->services()->identities()->count(), $switch );
			self::assertSame( 1, $this->hostile->calls( '/token' ), $switch );
		}
		self::assertSame( 8, $this->log( 'refused', 'refresh_mismatch' ) );
	}

	/** SIGN-G2. */
	public function test_SIGN_G2_a_hundred_page_views_refresh_nothing(): void {
		$this->old_session();
		for ( $view = 0; $view < 100; $view++ ) {
			$this->services()->current_visitor()->forget();
			$me = $this->rest( 'GET', 'me' )->get_data();
			self::assertTrue( $me['signed_in'] );
			self::assertSame( 'stale', $me['state'] );
		}
		self::assertSame( 0, $this->hostile->calls( '/token' ) );
	}

	/** SIGN-G2. */
	public function test_SIGN_G2_ten_parallel_actions_refresh_once(): void {
		$this->old_session();
		$this->hostile->misbehave( 'refresh+G2-slow' );
		$answers = Processes::run(
			__DIR__ . '/tasks/action.php',
			10,
			array(
				'rule'    => $this->rule,
				'cookies' => $_COOKIE,
			)
		);
		self::assertSame( 1, $this->hostile->calls( '/token' ), implode( ' | ', $answers ) );
		$counts = array_count_values( $answers );
		self::assertGreaterThanOrEqual( 1, $counts['allow '] ?? 0, implode( ' | ', $answers ) );
		self::assertSame( 10, ( $counts['allow '] ?? 0 ) + ( $counts['deny membership_stale'] ?? 0 ), 'The others go on with what they have.' );
		self::assertSame( 1, $this->services()->sessions()->count() );
	}

	/** SIGN-G3. */
	public function test_SIGN_G3_a_provider_that_is_away_ends_nothing(): void {
		foreach ( array( 'G3-cut' => 'token_unreachable', 'C4-500' => 'token_unreachable', 'C4-html' => 'token_malformed' ) as $switch => $cause ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			$this->hostile->misbehave( 'refresh' );
			$this->old_session();
			$this->hostile->misbehave( 'refresh+' . $switch );
			list( $visitor, $decision ) = $this->act();
			self::assertSame( array( 'deny', 'membership_stale' ), array( $decision->outcome, $decision->reason ), $switch );
			self::assertSame( 'wanda', $visitor->subject );
			self::assertNotNull( $this->services()->cookies()->session() );
			self::assertNotNull( $this->session()['refresh_token'] );
			self::assertGreaterThanOrEqual( 1, $this->log( 'error', $cause ), $switch );
		}
		$this->hostile->misbehave( 'refresh' );
		self::assertSame( 'deny', $this->act()[1]->outcome, 'Nobody asks again for half a minute.' );
		self::assertSame( 0, $this->hostile->calls( '/token' ) );
	}

	/** SIGN-G3. */
	public function test_SIGN_G3_a_grant_that_was_taken_back_ends_the_session(): void {
		$this->old_session();
		$this->hostile->misbehave( 'refresh+G3-invalid-grant' );
		$this->assert_ended( 'refresh_ended', 'invalid_grant' );
		self::assertSame( 1, $this->log( 'refused', 'refresh_ended' ) );
	}

	/** SIGN-G3. */
	public function test_SIGN_G3_a_wrong_client_secret_is_our_mistake(): void {
		$this->old_session();
		$this->services()->providers()->save( $this->known()->with_sealed_secret( $this->services()->provider_secrets()->seal( 'hostile', 'wrong' ) ), $this->known()->hash );
		self::assertSame( 'membership_stale', $this->act()[1]->reason );
		self::assertSame( 1, $this->services()->sessions()->count() );
		self::assertSame( 1, $this->log( 'error', 'token_refused' ) );
	}

	public function test_a_session_that_ended_meanwhile_does_not_go_on_with_what_it_had(): void {
		$this->old_session();
		$visitor = $this->services()->current_visitor()->get();
		self::assertNotNull( $visitor );
		$this->services()->sessions()->end_of_provider( 'hostile' );
		try {
			$this->services()->flow()->action_gate()->decide( $visitor, $this->rule, 'offer', '', self::DAY );
			self::fail( 'It went on.' );
		} catch ( Problem $problem ) {
			self::assertSame( array( 'session_revoked', 401, 'sign_in' ), array( $problem->reason, $problem->status, $problem->next_step ) );
		}
		self::assertSame( 0, $this->hostile->calls( '/token' ), 'Nobody was asked.' );
	}

	/** SIGN-G3. */
	public function test_SIGN_G3_idle_and_absolute_limits(): void {
		foreach ( array( 'last_seen_at' => self::DAY + 60, 'expires_at' => 8 * self::DAY ) as $column => $seconds ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			$this->sign_in( array( 'renew' => '1' ) );
			$database = $this->plugin->kernel->database();
			$database->execute( 'UPDATE %i SET %i = %s', $database->table( 'visitor_sessions' ), $column, gmdate( 'Y-m-d H:i:s', time() - $seconds ) );
			$this->services()->current_visitor()->forget();
			self::assertNull( $this->services()->current_visitor()->get(), $column );
			self::assertSame( 'session_expired', $this->services()->current_visitor()->ended() );
			self::assertSame( 0, $this->services()->sessions()->count() );
			self::assertNull( $this->services()->cookies()->session() );
			try {
				$this->services()->current_visitor()->require();
				self::fail( 'Somebody was there.' );
			} catch ( Problem $problem ) {
				self::assertSame( 401, $problem->status );
			}
			$this->services()->current_visitor()->forget();
		}
		self::assertSame( 0, $this->log( 'ok', '' ), 'Nothing was refreshed for it.' );
	}

	public function test_require_decides_again(): void {
		$this->provider( array( 'recheck' => 'refresh', 'require' => $this->rule ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$rule = $this->services()->rules()->find( $this->rule );
		$this->services()->rules()->save( $this->rule, 'Provider', '{"v":1,"when":{"path":["provider"],"op":"eq","value":"hostile","of":"identity"}}', $rule->hash );
		$workers = $this->services()->rules()->create( 'Workers', '{"v":1,"when":{"path":["class"],"op":"eq","value":"worker"}}' )->uid;
		$this->old_session();
		$rule = $this->services()->rules()->find( $this->rule );
		$this->services()->rules()->save( $this->rule, 'Nobody', '{"v":1,"when":{"path":["provider"],"op":"eq","value":"other","of":"identity"}}', $rule->hash );
		$this->rule = $workers;
		$this->assert_ended( 'session_revoked', 'require' );
	}

	public function test_what_came_with_a_refused_renewal_counts(): void {
		$workers = $this->services()->rules()->create( 'Workers', '{"v":1,"when":{"path":["class"],"op":"eq","value":"worker"}}' )->uid;
		$this->provider( array( 'recheck' => 'refresh' ) );
		$this->is( 'worker' );
		$this->old_session();
		$identity = (int) $this->services()->current_visitor()->require()->identity_id;
		$this->is( 'consumer' );
		$this->provider( array( 'recheck' => 'refresh', 'require' => $workers ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->assert_ended( 'session_revoked', 'require' );
		self::assertSame( 'consumer', $this->services()->identities()->find( $identity )?->snapshot->memberships[0]->class );
	}

	public function test_offline_access_is_asked_for_only_where_it_is_used(): void {
		foreach ( array( 'refresh' => array( 'openid offline_access', 'consent' ), 'none' => array( 'openid', null ) ) as $recheck => $expected ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			$this->provider( array( 'recheck' => $recheck, 'extra_scopes' => array( 'offline_access' ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			$answer = $this->press();
			self::assertInstanceOf( Redirect::class, $answer );
			wp_parse_str( (string) wp_parse_url( $answer->url, PHP_URL_QUERY ), $query );
			self::assertSame( $expected, array( $query['scope'], $query['prompt'] ?? null ) );
		}
	}

	private function is( string $class ): void {
		$this->hostile->person(
			array(
				'sub'         => 'wanda',
				'coop_id'     => 'https://weavers.example/',
				'coop_class'  => $class,
				'coop_status' => 'active',
			)
		);
	}

	/** Signs in, two days ago. */
	private function old_session(): void {
		$this->services()->cookies()->close_session();
		$this->services()->current_visitor()->forget();
		$this->sign_in();
		$this->age( 2 * self::DAY );
		$this->hostile->misbehave( 'refresh' );
	}

	private function age( int $seconds ): void {
		$database = $this->plugin->kernel->database();
		$database->execute( 'UPDATE %i SET memberships_at = %s', $database->table( 'identities' ), gmdate( 'Y-m-d H:i:s', time() - $seconds ) );
		$database->execute( 'UPDATE %i SET lock_until = NULL', $database->table( 'visitor_sessions' ) );
		$this->services()->current_visitor()->forget();
	}

	/** @return array{Visitor, Decision} */
	private function act(): array {
		$visitor = $this->services()->current_visitor()->get();
		self::assertNotNull( $visitor );
		return $this->services()->flow()->action_gate()->decide( $visitor, $this->rule, 'offer', '', self::DAY );
	}

	private function assert_ended( string $reason, string $what ): void {
		$sessions = $this->services()->sessions()->count();
		try {
			$this->act();
			self::fail( 'The session has not ended: ' . $what );
		} catch ( Problem $problem ) {
			self::assertSame( array( $reason, 401, 'sign_in' ), array( $problem->reason, $problem->status, $problem->next_step ), $what );
		}
		self::assertSame( $sessions - 1, $this->services()->sessions()->count(), $what );
		self::assertNull( $this->services()->cookies()->session(), $what );
		self::assertNull( $this->services()->current_visitor()->get(), $what );
	}

	/** @return array<string, string|null> The row of this browser. */
	private function session(): array {
		$database = $this->plugin->kernel->database();
		return $database->row( 'SELECT * FROM %i WHERE token_hash = %s', $database->table( 'visitor_sessions' ), hash( 'sha256', (string) $this->services()->cookies()->session() ) ) ?? array();
	}

	private function log( string $outcome, string $reason ): int {
		return $this->plugin->kernel->audit_log()->query( array_filter( array( 'event' => 'refresh', 'outcome' => $outcome, 'reason' => $reason ) ), 1, 10 )['total']; // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
	}

	private function known(): Provider {
		return $this->services()->providers()->find( 'hostile' );
	}
}
