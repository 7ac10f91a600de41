<?php
/**
 * Base of the tests of accounts: a browser that keeps WordPress's login cookie too.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Sign_In\Identity;

/**
 * The test process has printed something already, so WordPress must not send headers; what it would have sent is put into
 * the browser's cookies instead.
 */
abstract class Account_Case extends Sign_In_Case {

	protected const PASSWORD = 'correct horse battery staple';

	protected function set_up(): void {
		parent::set_up();
		// Core asks this filter right before setcookie(): only those calls are answered with no.
		add_filter( 'send_auth_cookies', static fn ( $send ) => self::is_core_sending() ? false : $send );
		add_action(
			'set_logged_in_cookie',
			static function ( $cookie ): void {
				if ( self::would_send() ) {
					$_COOKIE[ LOGGED_IN_COOKIE ] = $cookie;
				}
			}
		);
		add_action(
			'clear_auth_cookie',
			static function (): void {
				unset( $_COOKIE[ LOGGED_IN_COOKIE ] );
			}
		);
	}

	private static function is_core_sending(): bool {
		foreach ( debug_backtrace( DEBUG_BACKTRACE_IGNORE_ARGS, 12 ) as $frame ) { // phpcs:ignore WordPress.PHP.DevelopmentFunctions.error_log_debug_backtrace -- to tell who asks.
			if ( in_array( $frame['function'], array( 'wp_set_auth_cookie', 'wp_clear_auth_cookie' ), true ) ) {
				return true;
			}
		}
		return false;
	}

	/** What plugins other than this test would say about sending cookies. */
	private static function would_send(): bool {
		$hook = $GLOBALS['wp_filter']['send_auth_cookies'] ?? null;
		return ! $hook instanceof \WP_Hook || ! isset( $hook->callbacks[ PHP_INT_MAX ]['__return_false'] );
	}

	/** Account the browser is logged in to, by its cookie. */
	protected function logged_in(): int {
		$valid = wp_validate_auth_cookie( '', 'logged_in' );
		return is_int( $valid ) ? $valid : 0;
	}

	/** Logs an account in as with its password, without a form. */
	protected function log_in( \WP_User $user ): void {
		$token                       = \WP_Session_Tokens::get_instance( $user->ID )->create( time() + 3600 );
		$_COOKIE[ LOGGED_IN_COOKIE ] = wp_generate_auth_cookie( $user->ID, time() + 3600, 'logged_in', $token );
		wp_set_current_user( $user->ID );
	}

	/** The browser is closed and another one opened. */
	protected function new_browser(): void {
		$_COOKIE = array();
		$this->next_request();
	}

	/** The next request of the same browser. */
	protected function next_request(): void {
		wp_set_current_user( $this->logged_in() );
		$this->services()->current_visitor()->forget();
	}

	/** Makes an account that can be logged in to with self::PASSWORD. */
	protected function account( string $role = 'subscriber', string $email = '' ): \WP_User {
		return $this->user_with_role( $role, array_filter( array( 'user_pass' => self::PASSWORD, 'user_email' => $email ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
	}

	/** The one identity there is. */
	protected function identity(): Identity {
		$all = $this->services()->accounts()->repository()->all( '', null, 10, 0 );
		self::assertCount( 1, $all );
		return $all[0];
	}

	/** Links the person at the provider to an account, as its owner does it. */
	protected function link( \WP_User $user ): void {
		$this->log_in( $user );
		self::assertSame( '', $this->reason( $this->come_back( $this->begin_link() ) ) );
		$this->new_browser();
	}

	/** Presses "Connect" on the profile screen; returns the provider's answer. */
	protected function begin_link( string $password = '' ): string {
		$answer = $this->press_link( $password );
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertStringStartsWith( $this->hostile->issuer, $answer->url );
		return $this->hostile->visit( $answer->url );
	}

	protected function press_link( string $password = '' ): Redirect {
		return $this->services()->accounts()->profile_actions()->link(
			array(
				'provider' => 'hostile',
				'password' => $password,
				'_wpnonce' => wp_create_nonce( 'coop_credentials_link|hostile' ),
			)
		);
	}

	protected function press_unlink( Identity $identity, int $user_id, string $password = '' ): Redirect {
		return $this->services()->accounts()->profile_actions()->unlink(
			array(
				'identity' => $identity->uid,
				'user'     => (string) $user_id,
				'password' => $password,
				'_wpnonce' => wp_create_nonce( 'coop_credentials_unlink|' . $identity->uid ),
			)
		);
	}

	/** @param array<string, string> $fields Fields; null asks with GET. */
	protected function connect( ?array $fields = null, string $query = '' ): Page|Redirect {
		$_SERVER['HTTP_SEC_FETCH_SITE'] = 'same-origin';
		$answer                         = $this->plugin->kernel->router()->handle( new Front_Request( null === $fields ? 'GET' : 'POST', array(), $query, $fields ?? array(), array(), null, 'coop-credentials/connect' ) );
		self::assertTrue( $answer instanceof Page || $answer instanceof Redirect );
		return $answer;
	}

	/** Refused with its reason and one audit row; accounts, links and sessions are what they were. */
	protected function assert_only_refused( string $reason, \Closure $attempt ): void {
		$before = $this->inventory();
		$known  = $this->refusals( $reason );
		$answer = $attempt();
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertSame( $reason, $this->reason( $answer ) );
		self::assertSame( $before, $this->inventory(), 'Nothing came to be.' );
		self::assertSame( $known + 1, $this->refusals( $reason ), 'One audit row.' );
	}

	private function refusals( string $reason ): int {
		return $this->plugin->kernel->audit_log()->query( array( 'outcome' => 'refused', 'reason' => $reason ), 1, 10 )['total']; // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
	}

	/** @return array<string, mixed> Accounts with roles, identities with their accounts, number of sessions. */
	protected function inventory(): array {
		$links = array();
		foreach ( $this->services()->accounts()->repository()->all( '', null, 100, 0 ) as $identity ) {
			$links[ $identity->uid ] = $identity->user_id;
		}
		$users = array();
		foreach ( get_users() as $user ) {
			$users[ $user->ID ] = array( $user->user_login, $user->user_email, $user->roles );
		}
		return array(
			'users'    => $users,
			'links'    => $links,
			'sessions' => $this->services()->sessions()->count(),
			'cookie'   => $_COOKIE[ $this->services()->cookies()->session_name() ] ?? null,
			'login'    => $this->logged_in(),
		);
	}

	/** @return list<array<string, mixed>> Audit rows. */
	protected function rows( string $event, string $outcome = 'ok' ): array {
		return $this->plugin->kernel->audit_log()->query( array( 'event' => $event, 'outcome' => $outcome ), 1, 50 )['items']; // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
	}

	/** Types the password on the page "connect". */
	protected function prove_password(): void {
		$page = $this->connect();
		self::assertInstanceOf( Page::class, $page );
		self::assertSame( 1, preg_match( '/name="connect_nonce" value="([0-9a-f]{64})"/', $page->content, $found ) );
		$this->connect( array( 'connect_nonce' => $found[1], 'proof' => 'password', 'password' => self::PASSWORD, 'return_to' => '/' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->next_request();
	}

	/** @param array<string, string> $cookies Cookies of the browser that makes the next request. */
	protected function browser( array $cookies ): void {
		$_COOKIE = $cookies;
		$this->next_request();
	}
}
