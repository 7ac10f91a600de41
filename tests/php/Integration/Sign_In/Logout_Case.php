<?php
/**
 * Base of the tests of signing out: several browsers, accounts, logout tokens.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Plain;
use CoopCredentials\Kernel\Front\Redirect;

/**
 * Wanda is signed in in two browsers, Carl in a third; each visitor session can be tied to a WordPress session.
 */
abstract class Logout_Case extends Sign_In_Case {

	/** @var array<string, array<string, string>> Cookies of each browser. */
	private array $browsers = array();

	/** @var array<string, int> Account each browser is logged in with. */
	private array $accounts = array();

	/** @var array<string, int> Browser → visitor session. */
	protected array $session = array();

	protected function set_up(): void {
		parent::set_up();
		$this->provider( $this->values() );
		$this->arrive( 'home', 'wanda', 'sid-home' );
		$this->arrive( 'office', 'wanda', 'sid-office' );
		$this->arrive( 'carl', 'carl', 'sid-carl' );
		self::assertCount( 3, array_unique( $this->session ) );
		self::assertSame( 2, $this->services()->identities()->count() );
	}

	/** @return array<string, mixed> Fields of the provider. */
	protected function values(): array {
		return array(
			'logout'      => 'rp_initiated',
			'backchannel' => true,
		);
	}

	/** Somebody signs in in a browser of their own. */
	protected function arrive( string $browser, string $subject, string $sid, string $slug = 'hostile' ): void {
		$this->hostile->person(
			array(
				'sub' => $subject,
				'sid' => $sid,
			)
		);
		$this->in( $browser, fn (): Redirect => $this->sign_in() );
		$this->session[ $browser ] = $this->in( $browser, fn (): int => $this->services()->current_visitor()->require()->session_id );
	}

	/**
	 * Does something with the cookies of a browser.
	 *
	 * @template T
	 * @param callable(): T $what What.
	 * @return T
	 */
	protected function in( string $browser, callable $what ): mixed {
		$before  = $_COOKIE;
		$account = get_current_user_id();
		$_COOKIE = $this->browsers[ $browser ] ?? array();
		wp_set_current_user( $this->accounts[ $browser ] ?? 0 );
		$this->services()->current_visitor()->forget();
		try {
			return $what();
		} finally {
			$this->browsers[ $browser ] = $_COOKIE;
			$this->accounts[ $browser ] = get_current_user_id();
			$_COOKIE                    = $before;
			wp_set_current_user( $account );
			$this->services()->current_visitor()->forget();
		}
	}

	/** Whether a browser is signed in. */
	protected function is_in( string $browser ): bool {
		return $this->in( $browser, fn (): bool => null !== $this->services()->current_visitor()->get() );
	}

	/** A WordPress session of an account, as a login makes it. */
	protected function log_in( \WP_User $user ): string {
		return \WP_Session_Tokens::get_instance( $user->ID )->create( time() + HOUR_IN_SECONDS );
	}

	/** Whether a WordPress session is alive. */
	protected function is_logged_in( \WP_User $user, string $token ): bool {
		return \WP_Session_Tokens::get_instance( $user->ID )->verify( $token );
	}

	/** Ties the visitor session of a browser to an account and a WordPress session, as entering an account does. */
	protected function tie( string $browser, \WP_User $user, ?string $token ): void {
		$database = $this->plugin->kernel->database();
		$database->update(
			'visitor_sessions',
			array(
				'user_id'         => $user->ID,
				'wp_session_hash' => null !== $token ? hash( 'sha256', $token ) : null,
			),
			array( 'id' => $this->session[ $browser ] )
		);
		$identity = (int) $database->value( 'SELECT identity_id FROM %i WHERE id = %d', $database->table( 'visitor_sessions' ), $this->session[ $browser ] );
		$database->update( 'identities', array( 'user_id' => $user->ID ), array( 'id' => $identity ) );
		$database->update( 'visitor_sessions', array( 'user_id' => $user->ID ), array( 'identity_id' => $identity ) ); // All of them came with the account.
	}

	/** @param array<string, string> $fields Fields. */
	protected function press_sign_out( array $fields = array( 'return_to' => '/offers/' ) ): Page|Redirect|Plain {
		$_SERVER['HTTP_SEC_FETCH_SITE'] = 'same-origin';
		return $this->plugin->kernel->router()->handle( new Front_Request( 'POST', array(), '', $fields, array(), null, 'coop-credentials/sign-out' ) );
	}

	/** Signs out in a browser and returns where it is sent. */
	protected function leave( string $browser, string $path = '/offers/' ): string {
		$answer = $this->in( $browser, fn () => $this->press_sign_out( array( 'return_to' => $path ) ) );
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertSame( 303, $answer->status );
		self::assertTrue( $this->in( $browser, fn (): bool => $this->services()->cookies()->has_just_left() ) );
		return $answer->url;
	}

	/** The provider sends the browser back after its own logout. */
	protected function return_from_logout( string $url ): Page|Redirect|Plain {
		return $this->plugin->kernel->router()->handle( new Front_Request( 'GET', array(), (string) wp_parse_url( $url, PHP_URL_QUERY ), array(), array(), null, 'coop-credentials/sign-out' ) );
	}

	/** The provider posts a body to the back channel. */
	protected function post_body( string $body, string $slug = 'hostile', string $method = 'POST' ): Plain {
		$answer = $this->plugin->kernel->router()->handle( new Front_Request( $method, array(), '', array(), array( 'content-type' => 'application/x-www-form-urlencoded' ), $body, 'coop-credentials/backchannel-logout/' . $slug ) );
		self::assertInstanceOf( Plain::class, $answer );
		return $answer;
	}

	/** @param array<string, mixed> $claims Claims of the token. */
	protected function post_token( array $claims, string $slug = 'hostile' ): Plain {
		return $this->post_body( http_build_query( array( 'logout_token' => $this->hostile->logout_token( $claims ) ) ), $slug );
	}

	/** @param list<string> $gone Browsers whose session ended, and no other. */
	protected function assert_taken( Plain $answer, array $gone ): void {
		self::assertSame( 200, $answer->status, $answer->body );
		self::assertSame( 'private, no-store', $answer->headers['Cache-Control'] );
		$this->assert_alive( array_values( array_diff( array_keys( $this->session ), $gone ) ) );
		self::assertSame( count( $gone ), $this->audit( 'ok' )['details']['sessions'] );
	}

	/** Refused with its reason and cause; nobody was signed out, and the token may be sent again. */
	protected function assert_token_refused( string $cause, Plain $answer ): void {
		self::assertSame( 400, $answer->status );
		self::assertSame( 'private, no-store', $answer->headers['Cache-Control'] );
		self::assertSame( 'application/json', $answer->content_type );
		self::assertSame(
			array(
				'error'  => 'invalid_request',
				'reason' => 'logout_token',
			),
			json_decode( $answer->body, true )
		);
		$row = $this->audit( 'refused' );
		self::assertSame( array( 'logout_token', $cause ), array( $row['reason'], $row['details']['cause'] ) );
		$this->assert_alive( array_keys( $this->session ) );
	}

	/** @param list<string> $browsers The only browsers that are still signed in. */
	protected function assert_alive( array $browsers ): void {
		$alive = array_values( array_filter( array_keys( $this->session ), fn ( string $browser ): bool => $this->is_in( $browser ) ) );
		self::assertSame( $browsers, $alive, 'Browsers signed in.' );
		self::assertSame( count( $browsers ), $this->services()->sessions()->count(), 'Rows.' );
	}

	/** How many logout tokens are remembered. */
	protected function remembered(): int {
		$database = $this->plugin->kernel->database();
		return (int) $database->value( 'SELECT COUNT(*) FROM %i WHERE source LIKE %s', $database->table( 'inbox' ), 'logout:%' );
	}

	/** @return array<string, mixed> The newest row of the back channel. */
	private function audit( string $outcome ): array {
		$found = $this->plugin->kernel->audit_log()->query(
			array(
				'event'   => 'backchannel_logout',
				'outcome' => $outcome,
			),
			1,
			1
		);
		self::assertNotEmpty( $found['items'], 'An audit row.' );
		return $found['items'][0];
	}
}
