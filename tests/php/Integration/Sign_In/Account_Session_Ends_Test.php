<?php
/**
 * What ends which session, with accounts that a sign-in really made and entered.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Kernel\Problem;
use CoopCredentials\Sign_In\Logout\WordPress_Sessions;

/**
 * Wanda's account is entered at home and in the office; Carl has one of his own.
 */
final class Account_Session_Ends_Test extends Logout_Case {

	protected function set_up(): void {
		// WordPress sends no cookies in a test; what it would have sent the browser keeps.
		add_filter( 'send_auth_cookies', static fn ( $send, $expire, $expiration, $user, $scheme ): bool => 'logged_in' === $scheme, 10, 5 );
		add_action(
			'set_logged_in_cookie',
			static function ( $cookie ): void {
				$_COOKIE[ LOGGED_IN_COOKIE ] = $cookie;
			}
		);
		parent::set_up();
		self::assertSame( array( 'home', 'office', 'carl' ), $this->logged_in() );
	}

	/** @return array<string, mixed> */
	protected function values(): array {
		return array( 'accounts' => 'create', 'recheck' => 'refresh' ) + parent::values(); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
	}

	public function test_signing_out_logs_out_of_the_account_in_this_browser(): void {
		$this->leave( 'home' );
		self::assertSame( array( 'office', 'carl' ), $this->logged_in() );
		$this->assert_alive( array( 'office', 'carl' ) );
	}

	/** Another plugin sets the login cookie anew, with a token of its own. */
	public function test_a_login_whose_cookie_is_set_anew_stays_within_reach_of_the_credential(): void {
		$before = $this->in( 'home', static fn (): string => $_COOKIE[ LOGGED_IN_COOKIE ] );
		$again  = fn () => $this->in( 'home', fn () => wp_set_auth_cookie( (int) $this->services()->current_visitor()->require()->user_id, true ) );
		$again();
		$again();
		self::assertSame( array( 'home', 'office', 'carl' ), $this->logged_in() );
		$this->assert_alive( array( 'home', 'office', 'carl' ) );
		self::assertNotFalse( wp_validate_auth_cookie( $before, 'logged_in' ), 'Nobody ended it.' );
		$identity = $this->services()->identities()->find( (int) $this->in( 'home', fn () => $this->services()->current_visitor()->require()->identity_id ) );
		self::assertNotNull( $identity );
		$this->services()->accounts()->links()->block( $identity, true );
		self::assertSame( array( 'carl' ), $this->logged_in() );
		self::assertFalse( wp_validate_auth_cookie( $before, 'logged_in' ), 'Nor is the cookie before it good.' );
	}

	public function test_signing_out_ends_a_login_whose_cookie_was_set_anew(): void {
		$this->in( 'home', fn () => wp_set_auth_cookie( (int) $this->services()->current_visitor()->require()->user_id, true ) );
		$this->leave( 'home' );
		self::assertSame( array( 'office', 'carl' ), $this->logged_in() );
	}

	public function test_logging_out_of_the_account_signs_out(): void {
		$this->in( 'home', static fn () => wp_logout() );
		self::assertSame( array( 'office', 'carl' ), $this->logged_in() );
		$this->assert_alive( array( 'office', 'carl' ) );
	}

	public function test_a_logout_token_with_sid_logs_one_browser_out(): void {
		$this->assert_taken( $this->post_token( array( 'sid' => 'sid-office' ) ), array( 'office' ) );
		self::assertSame( array( 'home', 'carl' ), $this->logged_in() );
	}

	public function test_a_logout_token_with_sub_logs_all_browsers_of_the_person_out(): void {
		$this->assert_taken( $this->post_token( array( 'sub' => 'wanda' ) ), array( 'home', 'office' ) );
		self::assertSame( array( 'carl' ), $this->logged_in() );
	}

	public function test_a_forged_one_logs_nobody_out(): void {
		$this->hostile->misbehave( 'H2-other-key' );
		$this->assert_token_refused( 'signature_invalid', $this->post_token( array( 'sub' => 'wanda' ) ) );
		self::assertSame( array( 'home', 'office', 'carl' ), $this->logged_in() );
	}

	public function test_signing_in_again_keeps_the_login_and_signing_out_then_ends_it(): void {
		$this->hostile->person(
			array(
				'sub' => 'wanda',
				'sid' => 'sid-new',
			)
		);
		$this->in( 'home', fn () => $this->sign_in( array( 'renew' => '1' ) ) );
		$this->assert_alive( array( 'home', 'office', 'carl' ) );
		self::assertSame( array( 'home', 'office', 'carl' ), $this->logged_in() );
		$this->leave( 'home' );
		self::assertSame( array( 'office', 'carl' ), $this->logged_in() );
	}

	/** SIGN-H4. The login stays within reach of the credential that opened it, whoever signs in after it in that browser. */
	public function test_SIGN_H4_a_second_credential_does_not_detach_the_login_from_the_first(): void {
		$this->detour( 'home' );
		self::assertSame( array( 'home', 'office', 'carl' ), $this->logged_in() );
		$this->assert_alive( array( 'home', 'office', 'carl' ) );
		self::assertSame( 200, $this->post_token( array( 'sub' => 'wanda' ) )->status );
		self::assertSame( array( 'carl' ), $this->logged_in() );
		$this->assert_alive( array( 'home', 'carl' ) );
	}

	/** SIGN-H4. The same with the provider's own session id. */
	public function test_SIGN_H4_nor_from_its_session_at_the_provider(): void {
		$this->detour( 'home' );
		self::assertSame( 200, $this->post_token( array( 'sid' => 'sid-home' ) )->status );
		self::assertSame( array( 'office', 'carl' ), $this->logged_in() );
	}

	/** SIGN-F14. The team takes a credential off, or blocks it: what it opened ends. */
	public function test_SIGN_F14_nor_from_what_the_team_does(): void {
		$wanda = $this->services()->identities()->find( (int) $this->in( 'home', fn () => $this->services()->current_visitor()->require()->identity_id ) );
		self::assertNotNull( $wanda );
		$this->detour( 'home' );
		self::assertTrue( $this->services()->accounts()->links()->unlink( $wanda, 'admin' ) );
		self::assertSame( array( 'carl' ), $this->logged_in() );
	}

	/** SIGN-H4. A day without a look at our pages ends the session, not the reach. */
	public function test_SIGN_H4_nor_does_a_day_without_use(): void {
		$database = $this->plugin->kernel->database();
		$database->update( 'visitor_sessions', array( 'last_seen_at' => gmdate( 'Y-m-d H:i:s', time() - DAY_IN_SECONDS - MINUTE_IN_SECONDS ) ), array( 'id' => $this->session['home'] ) );
		$this->assert_alive_after_looking( array( 'office', 'carl' ) );
		self::assertSame( array( 'home', 'office', 'carl' ), $this->logged_in() );
		$this->services()->sessions()->purge( new \DateTimeImmutable( '+1 hour' ) );
		self::assertSame( 200, $this->post_token( array( 'sub' => 'wanda' ) )->status );
		self::assertSame( array( 'carl' ), $this->logged_in() );
	}

	public function test_signing_out_after_a_second_credential_logs_out_all_the_same(): void {
		$this->detour( 'home' );
		$this->leave( 'home' );
		self::assertSame( array( 'office', 'carl' ), $this->logged_in() );
		$this->assert_alive( array( 'office', 'carl' ) );
	}

	public function test_coming_back_with_the_first_credential_after_the_second_keeps_the_login(): void {
		$this->detour( 'home' );
		$this->hostile->person(
			array(
				'sub' => 'wanda',
				'sid' => 'sid-new',
			)
		);
		$this->in( 'home', fn () => $this->sign_in( array( 'renew' => '1' ) ) );
		self::assertSame( array( 'home', 'office', 'carl' ), $this->logged_in() );
		$this->assert_taken( $this->post_token( array( 'sid' => 'sid-new' ) ), array( 'home' ) );
		self::assertSame( array( 'office', 'carl' ), $this->logged_in() );
	}

	/** Signs in with a second credential, of no account, in a browser that is logged in. */
	private function detour( string $browser ): void {
		$this->hostile->person(
			array(
				'sub' => 'second',
				'sid' => 'sid-second',
			)
		);
		$this->in( $browser, fn () => $this->sign_in( array( 'another' => '1' ) ) );
		self::assertNull( $this->in( $browser, fn (): ?int => $this->services()->current_visitor()->require()->user_id ) );
	}

	/** @param list<string> $browsers The only browsers that are still signed in. */
	private function assert_alive_after_looking( array $browsers ): void {
		foreach ( array_keys( $this->session ) as $browser ) {
			$this->is_in( $browser );
		}
		$this->assert_alive( $browsers );
	}

	/** SIGN-G3. */
	public function test_SIGN_G3_a_refused_renewal_ends_the_login_the_session_opened_and_no_other(): void {
		$this->renew_in_vain( 'tram', 'refresh+G3-invalid-grant', 'refresh_ended' );
		self::assertSame( array( 'home', 'office', 'carl' ), $this->logged_in( 'tram' ) );
		$this->assert_alive( array( 'home', 'office', 'carl' ) );
	}

	/** SIGN-G1. */
	public function test_SIGN_G1_so_does_an_answer_about_somebody_else(): void {
		$this->renew_in_vain( 'tram', 'refresh+G4-other-person', 'refresh_mismatch' );
		self::assertSame( array( 'home', 'office', 'carl' ), $this->logged_in( 'tram' ) );
		$this->assert_alive( array( 'home', 'office', 'carl' ) );
	}

	/** SIGN-G3. Whoever came with a password keeps it, here and elsewhere. */
	public function test_SIGN_G3_a_refused_renewal_leaves_logins_by_password_alone(): void {
		$this->log_in_by_password( 'desk' );
		$this->renew_in_vain( 'desk', 'refresh+G3-invalid-grant', 'refresh_ended' );
		self::assertSame( array( 'home', 'office', 'carl', 'desk' ), $this->logged_in( 'desk' ) );
		$this->assert_alive( array( 'home', 'office', 'carl' ) );
	}

	/** Wanda comes with a refresh token; two days later an action wants younger memberships, and the provider does not renew them. */
	private function renew_in_vain( string $browser, string $misbehaviour, string $reason ): void {
		$this->hostile->misbehave( 'refresh' );
		$this->arrive( $browser, 'wanda', 'sid-' . $browser );
		$rule = $this->services()->rules()->create( 'Members', '{"v":1,"when":{"path":["class"],"op":"exists"}}' )->uid;
		$this->plugin->kernel->database()->execute( 'UPDATE %i SET memberships_at = %s', $this->plugin->kernel->database()->table( 'identities' ), gmdate( 'Y-m-d H:i:s', time() - 2 * DAY_IN_SECONDS ) );
		$this->hostile->misbehave( $misbehaviour );
		$ended = $this->in(
			$browser,
			function () use ( $rule ): string {
				try {
					$this->services()->flow()->action_gate()->decide( $this->services()->current_visitor()->require(), $rule, 'offer', '', DAY_IN_SECONDS );
				} catch ( Problem $problem ) {
					return $problem->reason;
				}
				return '';
			}
		);
		self::assertSame( $reason, $ended );
	}

	/** Wanda's account, with its password. */
	private function log_in_by_password( string $browser ): void {
		$user = $this->wanda();
		$this->in(
			$browser,
			static function () use ( $user ): void {
				wp_set_auth_cookie( $user );
				wp_set_current_user( $user );
			}
		);
	}

	/** SIGN-F14. A lost laptop keeps neither the login nor the coupons. */
	public function test_SIGN_F14_logging_out_everywhere_else_ends_the_sessions_there(): void {
		$user = $this->wanda();
		$this->log_in_by_password( 'desk' );
		$this->arrive( 'desk', 'wanda', 'sid-desk' );
		$this->assert_alive( array( 'home', 'office', 'carl', 'desk' ) );
		$this->in( 'home', static fn () => \WP_Session_Tokens::get_instance( $user )->destroy_others( wp_get_session_token() ) );
		self::assertSame( 'session_revoked', $this->in( 'office', fn (): ?string => $this->services()->current_visitor()->ended() ) );
		self::assertSame( 'session_revoked', $this->in( 'desk', fn (): ?string => $this->services()->current_visitor()->ended() ), 'Also beside a login by password.' );
		$this->assert_alive( array( 'home', 'carl' ) );
	}

	/** SIGN-F14. */
	public function test_SIGN_F14_a_new_password_ends_the_sessions_elsewhere(): void {
		$user = $this->wanda();
		$this->in( 'home', static fn () => wp_update_user( array( 'ID' => $user, 'user_pass' => 'another horse' ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( array( 'home', 'carl' ), $this->logged_in() );
		$this->assert_alive_after_looking( array( 'home', 'carl' ) );
		wp_set_password( 'set by the team', $user );
		$this->assert_alive_after_looking( array( 'carl' ) );
	}

	/** SIGN-F14. */
	public function test_SIGN_F14_an_administrator_logs_the_account_out_everywhere(): void {
		\WP_Session_Tokens::get_instance( $this->wanda() )->destroy_all();
		$this->assert_alive_after_looking( array( 'carl' ) );
		self::assertSame( array( 'carl' ), $this->logged_in() );
	}

	/** Wanda's account. */
	private function wanda(): int {
		return (int) $this->in( 'home', fn (): ?int => $this->services()->current_visitor()->require()->user_id );
	}

	public function test_disconnecting_the_credential_spares_the_login_it_is_done_in(): void {
		$identity = $this->services()->identities()->find( (int) $this->in( 'home', fn () => $this->services()->current_visitor()->require()->identity_id ) );
		self::assertNotNull( $identity );
		$spared = $this->in( 'home', static fn (): string => WordPress_Sessions::verifier( wp_get_session_token() ) );
		self::assertTrue( $this->services()->accounts()->links()->unlink( $identity, 'owner', $spared ) );
		$this->assert_alive( array( 'carl' ) );
		self::assertSame( array( 'home', 'carl' ), $this->logged_in() );
	}

	public function test_deleting_the_account_ends_all_of_its_sessions(): void {
		require_once ABSPATH . 'wp-admin/includes/user.php';
		wp_delete_user( $this->in( 'home', fn (): int => (int) $this->services()->current_visitor()->require()->user_id ) );
		$this->assert_alive( array( 'carl' ) );
		self::assertSame( array( 'carl' ), $this->logged_in() );
	}

	/** SIGN-F14. */
	public function test_SIGN_F14_switching_the_provider_off_logs_out_whom_it_let_in_and_for_good(): void {
		$editor = $this->services()->setup()->editor();
		$editor->change( 'hostile', array( 'enabled' => false ), null, null );
		self::assertSame( array(), $this->recognised() );
		self::assertSame( array(), $this->logged_in(), 'WordPress knows nothing of them any more.' );
		$this->assert_ended( 'session_revoked' );

		$editor->change( 'hostile', array( 'enabled' => true ), null, null );
		self::assertSame( array(), $this->recognised() );
		$this->assert_alive( array() );
	}

	public function test_who_asks_for_nothing_meanwhile_is_logged_out_all_the_same(): void {
		$editor = $this->services()->setup()->editor();
		$editor->change( 'hostile', array( 'enabled' => false ), null, null );
		$editor->change( 'hostile', array( 'enabled' => true ), null, null );
		self::assertSame( array(), $this->recognised() );
		$this->assert_ended( 'session_revoked' );
	}

	public function test_removing_the_provider_logs_out_whom_it_let_in_also_when_one_of_its_name_comes(): void {
		$record = $this->services()->providers()->find( 'hostile' );
		self::assertNotNull( $record );
		$this->services()->setup()->editor()->remove( 'hostile' );
		$this->services()->providers()->save( $record );
		self::assertSame( array(), $this->recognised() );
		$this->assert_ended( 'session_revoked' );
	}

	/** SIGN-F14. What one issuer said about people counts for nothing under another. */
	public function test_SIGN_F14_another_issuer_in_the_record_ends_what_the_one_before_began(): void {
		$this->provider( array( 'issuer' => 'https://other.example' ) + $this->values() );
		self::assertSame( array(), $this->recognised() );
		self::assertSame( array(), $this->logged_in() );
		$this->assert_ended( 'session_revoked' );

		$this->provider( $this->values() );
		self::assertSame( array(), $this->recognised(), 'For good.' );
		$this->assert_alive( array() );
	}

	/** SIGN-F14. The same without its end: a copy of the record that nobody announced. */
	public function test_SIGN_F14_a_session_of_another_issuer_is_over_however_the_record_came(): void {
		$this->plugin->kernel->database()->execute( "UPDATE %i SET issuer = 'https://before.example'", $this->plugin->kernel->database()->table( 'identities' ) );
		$this->assert_ended( 'session_revoked' );
	}

	/** SIGN-H1. */
	public function test_SIGN_H1_a_plugin_that_throws_at_one_login_keeps_no_other_alive(): void {
		$throws = static function ( mixed $id, mixed $user_id, string $key ): void {
			'session_tokens' !== $key || throw new \RuntimeException( 'A log of logins is full.' );
		};
		add_action( 'updated_user_meta', $throws, 10, 3 );
		$this->post_token( array( 'sub' => 'wanda' ) );
		remove_action( 'updated_user_meta', $throws );
		self::assertSame( array( 'carl' ), $this->logged_in() );
		$this->assert_alive( array( 'carl' ) );
	}

	public function test_other_changes_of_the_provider_log_nobody_out(): void {
		$this->services()->setup()->editor()->change( 'hostile', array( 'label' => 'Another name' ), null, null );
		self::assertSame( array( 'home', 'office', 'carl' ), $this->recognised() );
		$this->assert_alive( array( 'home', 'office', 'carl' ) );
	}

	/** SIGN-F14. */
	public function test_SIGN_F14_a_login_by_password_outlives_the_provider(): void {
		$admin   = $this->user_with_role( 'administrator' );
		$user_id = (int) $this->in( 'home', fn (): ?int => $this->services()->current_visitor()->require()->user_id );
		foreach ( array( $admin->ID, $user_id ) as $id ) {
			$this->in( "password $id", static fn () => wp_set_auth_cookie( $id ) );
		}
		$this->services()->setup()->editor()->change( 'hostile', array( 'enabled' => false ), null, null );
		foreach ( array( $admin->ID, $user_id ) as $id ) {
			self::assertSame( $id, $this->in( "password $id", $this->who( ... ) ), 'Also the account that has both.' );
		}
	}

	/** Every visitor session is over at its next request, with this reason, and its row is gone. */
	private function assert_ended( string $reason ): void {
		foreach ( array_keys( $this->session ) as $browser ) {
			self::assertSame( $reason, $this->in( $browser, fn (): ?string => $this->services()->current_visitor()->ended() ) );
		}
		$this->assert_alive( array() );
	}

	/** @return list<string> Browsers whose account a request of theirs runs as. */
	private function recognised(): array {
		return array_values( array_filter( array( 'home', 'office', 'carl' ), fn ( string $browser ): bool => $this->in( $browser, $this->who( ... ) ) > 0 ) );
	}

	/** Account a new request of this browser runs as. */
	private function who(): int {
		$GLOBALS['current_user'] = null;
		return wp_get_current_user()->ID;
	}

	/** @return list<string> Browsers whose login cookie WordPress accepts. */
	private function logged_in( string ...$more ): array {
		return array_values( array_filter( array( 'home', 'office', 'carl', ...$more ), fn ( string $browser ): bool => $this->in( $browser, static fn (): bool => false !== wp_validate_auth_cookie( $_COOKIE[ LOGGED_IN_COOKIE ] ?? '', 'logged_in' ) ) ) );
	}
}
