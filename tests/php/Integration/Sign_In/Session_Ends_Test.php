<?php
/**
 * What ends which session: a test for each row of the table in docs/sign-in.md.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Kernel\Front\Redirect;

/**
 * Wanda has an account: signed in at home and in the office, each with a WordPress session made for it, and logged in by
 * password on her phone. Carl is somebody else.
 */
final class Session_Ends_Test extends Logout_Case {

	private \WP_User $wanda;

	/** @var array<string, string> Name → token of a WordPress session of Wanda's. */
	private array $logins = array();

	protected function set_up(): void {
		parent::set_up();
		add_filter( 'send_auth_cookies', '__return_false' ); // Nothing is sent anywhere; WordPress would try.
		$this->wanda = $this->user_with_role( 'subscriber' );
		foreach ( array( 'home', 'office', 'phone' ) as $name ) {
			$this->logins[ $name ] = $this->log_in( $this->wanda );
		}
		$this->tie( 'home', $this->wanda, $this->logins['home'] );
		$this->tie( 'office', $this->wanda, $this->logins['office'] );
	}

	public function test_sign_out_on_this_site(): void {
		$this->leave( 'home' );
		$this->assert_state( array( 'office', 'carl' ), array( 'office', 'phone' ) );
	}

	public function test_logging_out_of_wordpress(): void {
		$this->in(
			'home',
			function (): void {
				$_COOKIE[ LOGGED_IN_COOKIE ] = wp_generate_auth_cookie( $this->wanda->ID, time() + 3600, 'logged_in', $this->logins['home'] );
				wp_set_current_user( $this->wanda->ID );
				wp_logout();
			}
		);
		$this->assert_state( array( 'office', 'carl' ), array( 'office', 'phone' ) );
	}

	public function test_logout_token_with_sid(): void {
		$this->post_token( array( 'sid' => 'sid-home' ) );
		$this->assert_state( array( 'office', 'carl' ), array( 'office', 'phone' ) );
	}

	public function test_logout_token_with_sid_when_the_wordpress_session_is_not_known(): void {
		$this->tie( 'home', $this->wanda, null );
		$carl  = $this->user_with_role( 'subscriber' );
		$login = $this->log_in( $carl );
		$this->tie( 'carl', $carl, $login );
		$this->post_token( array( 'sid' => 'sid-home' ) );
		$this->assert_state( array( 'office', 'carl' ), array() );
		self::assertTrue( $this->is_logged_in( $carl, $login ), 'Other accounts are not touched.' );
	}

	public function test_logout_token_for_a_session_that_waits_for_its_login(): void {
		$this->tie( 'home', $this->wanda, null );
		$this->plugin->kernel->database()->update( 'visitor_sessions', array( 'status' => 'pending' ), array( 'id' => $this->session['home'] ) );
		$this->post_token( array( 'sid' => 'sid-home' ) );
		$this->assert_state( array( 'office', 'carl' ), array( 'home', 'office', 'phone' ) );
	}

	public function test_logout_token_with_sub_alone(): void {
		$this->post_token( array( 'sub' => 'wanda' ) );
		$this->assert_state( array( 'carl' ), array( 'phone' ) );
	}

	public function test_logout_token_without_an_account(): void {
		$this->post_token( array( 'sub' => 'carl' ) );
		$this->assert_state( array( 'home', 'office' ), array( 'home', 'office', 'phone' ) );
	}

	public function test_signing_in_again_in_the_same_browser(): void {
		$before = $this->session['carl'];
		$this->hostile->person(
			array(
				'sub' => 'carl',
				'sid' => 'sid-new',
			)
		);
		$this->in( 'carl', fn (): Redirect => $this->sign_in( array( 'renew' => '1' ) ) );
		$this->assert_state( array( 'home', 'office', 'carl' ), array( 'home', 'office', 'phone' ) );
		self::assertNotSame( $before, $this->in( 'carl', fn (): int => $this->services()->current_visitor()->require()->session_id ) );
	}

	public function test_require_lets_the_person_in_no_more(): void {
		$this->provider( array( 'require' => $this->services()->rules()->create( 'Workers', '{"v":1,"when":{"path":["class"],"op":"eq","value":"worker"}}' )->uid ) + $this->values() );
		$this->hostile->person( array( 'sub' => 'wanda' ) );
		self::assertSame( 'no_membership', $this->reason( $this->in( 'cafe', fn (): mixed => $this->come_back( $this->go() ) ) ) );
		$this->assert_state( array( 'carl' ), array( 'phone' ) );
	}

	public function test_require_is_broken_or_asks_how_somebody_logs_in(): void {
		$rules = $this->services()->rules();
		$young = $rules->create( 'Young', '{"v":1,"when":{"path":["provider"],"op":"eq","value":"hostile","of":"identity"},"auth":{"acr_any":["urn:gold"]}}' )->uid;
		$gone  = $rules->create( 'Gone', '{"v":1,"when":{"path":["class"],"op":"eq","value":"worker"}}' )->uid;
		foreach ( array( $young => 'step_up_required', $gone => 'rule_missing' ) as $rule => $reason ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
			$this->provider( array( 'require' => $rule ) + $this->values() );
			$rules->delete( $gone );
			$this->hostile->person( array( 'sub' => 'wanda' ) );
			self::assertSame( $reason, $this->reason( $this->in( 'cafe', fn (): mixed => $this->come_back( $this->go() ) ) ) );
			$this->assert_state( array( 'home', 'office', 'carl' ), array( 'home', 'office', 'phone' ) );
		}
	}

	public function test_a_day_without_use(): void {
		$database = $this->plugin->kernel->database();
		$database->update( 'visitor_sessions', array( 'last_seen_at' => gmdate( 'Y-m-d H:i:s', time() - DAY_IN_SECONDS - MINUTE_IN_SECONDS ) ), array( 'id' => $this->session['home'] ) );
		self::assertSame( 'session_expired', $this->in( 'home', fn (): ?string => $this->services()->current_visitor()->ended() ) );
		$this->assert_state( array( 'office', 'carl' ), array( 'home', 'office', 'phone' ) );
	}

	public function test_seven_days(): void {
		$database = $this->plugin->kernel->database();
		$database->update( 'visitor_sessions', array( 'expires_at' => gmdate( 'Y-m-d H:i:s', time() - MINUTE_IN_SECONDS ) ), array( 'id' => $this->session['office'] ) );
		self::assertSame( 'session_expired', $this->in( 'office', fn (): ?string => $this->services()->current_visitor()->ended() ) );
		$this->assert_state( array( 'home', 'carl' ), array( 'home', 'office', 'phone' ) );
	}

	public function test_the_provider_is_disabled(): void {
		$this->provider( array( 'enabled' => false ) );
		self::assertSame( 'session_revoked', $this->in( 'home', fn (): ?string => $this->services()->current_visitor()->ended() ) );
		$this->assert_state( array(), array( 'home', 'office', 'phone' ) );
	}

	/**
	 * @param list<string> $browsers Browsers still signed in.
	 * @param list<string> $logins   WordPress sessions of Wanda's still alive.
	 */
	private function assert_state( array $browsers, array $logins ): void {
		$this->assert_alive( $browsers );
		self::assertSame( $logins, array_keys( array_filter( $this->logins, fn ( string $token ): bool => $this->is_logged_in( $this->wanda, $token ) ) ), 'WordPress sessions.' );
	}
}
