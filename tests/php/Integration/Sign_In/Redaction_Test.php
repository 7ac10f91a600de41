<?php
/**
 * What passes through sign-in stands in no log, page, REST answer or export.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Plain;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Tests\Support\Outbox;

/**
 * Listens in on every request to and answer of the provider and collects what must stay secret; then looks for it, whole
 * and in pieces, in everything the site stores for reading or shows to others.
 */
final class Redaction_Test extends Account_Case {

	private const SUBJECT = 'canary-subject-7f3a91c2e4b8';
	private const EMAIL   = 'canary.person@weavers.example';
	private const ADDRESS = '203.0.113.77';
	private const NAME    = 'Canaria Canarysson';

	/** @var array<string, string> Secret by what it is. */
	private array $secrets = array();

	/** @var list<string> Texts the site has answered with. */
	private array $seen = array();

	private string $rule = '';

	protected function set_up(): void {
		parent::set_up();
		add_filter( 'wp_hash_password_options', static fn (): array => array( 'cost' => 4 ) );
		$_SERVER['REMOTE_ADDR'] = self::ADDRESS;
		$this->provider(
			array(
				'recheck'     => 'refresh',
				'logout'      => 'rp_initiated',
				'backchannel' => true,
				'accounts'    => 'link_only',
				'email'       => 'offer_link',
			)
		);
		$this->hostile->person(
			array(
				'sub'                => self::SUBJECT,
				'sid'                => 'canary-sid-5512aa90',
				'email'              => self::EMAIL,
				'email_verified'     => true,
				'name'               => self::NAME,
				'preferred_username' => 'canary_preferred',
				'coop_id'            => 'https://weavers.example/',
				'coop_class'         => 'worker',
				'coop_status'        => 'active',
			)
		);
		$this->rule    = $this->services()->rules()->create( 'Workers', '{"v":1,"when":{"path":["class"],"op":"eq","value":"worker"}}' )->uid;
		$this->secrets = array(
			'subject'       => self::SUBJECT,
			'e-mail'        => self::EMAIL,
			'address'       => self::ADDRESS,
			'name'          => self::NAME,
			'username'      => 'canary_preferred',
			'sid'           => 'canary-sid-5512aa90',
			'client secret' => $this->hostile->client_secret,
			'password'      => self::PASSWORD,
		);
		add_action( 'http_api_debug', array( $this, 'listen' ), 10, 5 );
	}

	/** @param mixed $answer Answer. @param mixed $type Type. @param mixed $by Class. @param mixed $request Request. @param mixed $url Address. */
	public function listen( $answer, $type, $by, $request, $url ): void {
		if ( ! str_ends_with( (string) $url, '/token' ) ) {
			return;
		}
		wp_parse_str( (string) ( is_array( $request['body'] ?? '' ) ? http_build_query( $request['body'] ) : $request['body'] ?? '' ), $sent );
		$got = json_decode( (string) wp_remote_retrieve_body( $answer ), true );
		foreach ( array( 'code', 'code_verifier', 'refresh_token', 'client_secret' ) as $name ) {
			$this->keep( 'sent ' . $name, $sent[ $name ] ?? null );
		}
		foreach ( array( 'access_token', 'refresh_token', 'id_token' ) as $name ) {
			$this->keep( 'got ' . $name, $got[ $name ] ?? null );
		}
		$this->keep( 'signature', is_string( $got['id_token'] ?? null ) ? ( explode( '.', $got['id_token'] )[2] ?? null ) : null );
		$this->keep( 'authorization', substr( (string) ( $request['headers']['Authorization'] ?? '' ), 6 ) );
	}

	private function keep( string $what, mixed $secret ): void {
		if ( is_string( $secret ) && strlen( $secret ) > 8 ) {
			$this->secrets[ $what . ' ' . count( $this->secrets ) ] = $secret;
		}
	}

	private function keep_cookies(): void {
		foreach ( $_COOKIE as $name => $value ) {
			if ( 'coop_credentials_hint' !== $name ) {
				$this->keep( (string) $name, 1 === preg_match( '/^\d+\.([0-9a-f]{64})$/', (string) $value, $found ) ? $found[1] : $value );
			}
		}
	}

	/** Presses the button and notes what goes along. */
	private function depart( array $fields = array() ): string {
		$answer = $this->press( $fields );
		self::assertInstanceOf( Redirect::class, $answer );
		wp_parse_str( (string) wp_parse_url( $answer->url, PHP_URL_QUERY ), $query );
		foreach ( array( 'state', 'nonce', 'code_challenge' ) as $name ) {
			self::assertNotEmpty( $query[ $name ] ?? '' );
			$this->keep( $name, $query[ $name ] );
		}
		$this->keep_cookies();
		$back = $this->hostile->visit( $answer->url );
		wp_parse_str( (string) wp_parse_url( $back, PHP_URL_QUERY ), $query );
		$this->keep( 'code', $query['code'] ?? null );
		return $back;
	}

	private function arrive( string $reason = '' ): void {
		$answer = $this->come_back( $this->depart() );
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertSame( $reason, $this->reason( $answer ) );
		if ( '' !== $reason ) {
			$this->seen[] = $answer->url;
			$this->see( $this->plugin->kernel->router()->handle( new Front_Request( 'GET', array(), (string) wp_parse_url( $answer->url, PHP_URL_QUERY ), array(), array(), null, 'coop-credentials/sign-in/hostile' ) ) );
		}
		$this->keep_cookies();
		$this->services()->current_visitor()->forget();
	}

	private function see( Page|Redirect|Plain $answer ): void {
		$this->seen[] = $answer instanceof Page ? $answer->content : ( $answer instanceof Plain ? $answer->body : '' );
	}

	/** @param list<string> $own What belongs into answers to the person. @param list<string> $events Audit events that must have been written, so that the look is not at nothing. */
	private function assert_clean( array $events, array $own = array() ): void {
		global $wpdb;
		$rows = $wpdb->get_results( $wpdb->prepare( 'SELECT * FROM %i', $this->plugin->kernel->database()->table( 'audit_log' ) ), ARRAY_A );
		foreach ( $events as $event ) {
			self::assertContains( $event, array_column( $rows, 'event' ) );
		}
		$shown   = implode( "\n", $this->seen );
		$_COOKIE = array();
		$this->next_request();
		$this->act_as( 'administrator' );
		$logs = (string) wp_json_encode( $rows, JSON_UNESCAPED_SLASHES );
		foreach ( array( 'audit', 'audit/export', 'providers', 'providers/hostile', 'providers/hostile/export', 'settings', 'onboarding', 'rules' ) as $route ) {
			$answer = $this->rest( 'GET', $route, 'audit' === $route ? array( 'per_page' => 100 ) : array() );
			self::assertSame( 200, $answer->get_status(), $route );
			$logs .= "\n" . wp_json_encode( $answer->get_data(), JSON_UNESCAPED_SLASHES );
		}
		$logs .= wp_json_encode( wp_load_alloptions(), JSON_UNESCAPED_SLASHES );
		foreach ( $this->plugin->kernel->options()->names( '' ) as $name ) {
			if ( 'site_key' !== $name ) {
				$logs .= wp_json_encode( $this->plugin->kernel->options()->read( $name )?->value, JSON_UNESCAPED_SLASHES );
			}
		}
		self::assertGreaterThan( 12, count( $this->secrets ) );
		foreach ( $this->secrets as $what => $secret ) {
			self::assertStringNotContainsString( $secret, $logs, $what );
			self::assertStringNotContainsString( rawurlencode( $secret ), $logs, $what );
			if ( ! in_array( $what, $own, true ) ) {
				self::assertStringNotContainsString( $secret, $shown, $what . ' on a page' );
			}
			if ( strlen( $secret ) > 40 ) {
				self::assertStringNotContainsString( substr( $secret, 0, 24 ), $logs, "The beginning of $what" );
			}
		}
	}

	/** SIGN-F23. */
	public function test_SIGN_F23_sign_in_its_failures_and_a_refresh_leave_no_secret(): void {
		foreach ( array( 'D8-nonce' => 'id_token_nonce', 'C4-400' => 'token_refused', 'D10-other-key' => 'signature_invalid', 'D1-iss' => 'id_token_iss' ) as $switch => $reason ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
			$this->hostile->misbehave( $switch );
			$this->arrive( $reason );
		}
		$this->hostile->misbehave( 'refresh' );
		$this->arrive();
		$this->seen[]                   = (string) wp_json_encode( $this->rest( 'GET', 'me' )->get_data() );
		$token                          = $this->rest( 'GET', 'me' )->get_data()['token'];
		$this->secrets['session token'] = $token;
		foreach ( array( 'refresh', 'refresh+D1-iss' ) as $switch ) {
			$this->hostile->misbehave( $switch );
			$this->old();
			$this->act();
		}
		$this->hostile->misbehave( 'refresh' );
		$this->arrive();
		$this->hostile->misbehave( 'refresh+G3-invalid-grant' );
		$this->old();
		$this->act();
		self::assertSame( 2, count( $this->rows( 'refresh', 'refused' ) ) + count( $this->rows( 'refresh', 'error' ) ), 'Both ends of a session by refresh.' );
		$this->assert_clean( array( 'sign_in', 'refresh' ), array( 'session token' ) );
	}

	/** SIGN-F23. */
	public function test_SIGN_F23_logout_here_there_and_by_the_provider_leaves_no_secret(): void {
		$this->arrive();
		$_SERVER['HTTP_SEC_FETCH_SITE'] = 'same-origin';
		$there                          = $this->plugin->kernel->router()->handle( new Front_Request( 'POST', array(), '', array( 'return_to' => '/offers/' ), array(), null, 'coop-credentials/sign-out' ) );
		self::assertInstanceOf( Redirect::class, $there );
		wp_parse_str( (string) wp_parse_url( $there->url, PHP_URL_QUERY ), $query );
		$this->keep( 'hint', $query['id_token_hint'] ?? null );
		$this->keep( 'logout state', $query['state'] ?? null );
		$back = $this->hostile->visit( $there->url );
		$this->see( $this->plugin->kernel->router()->handle( new Front_Request( 'GET', array(), (string) wp_parse_url( $back, PHP_URL_QUERY ), array(), array(), null, 'coop-credentials/sign-out' ) ) );

		$this->arrive();
		foreach ( array( 'H2-other-key' => 400, 'honest' => 200 ) as $switch => $status ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
			$this->hostile->misbehave( $switch );
			$token = $this->hostile->logout_token( array( 'sub' => self::SUBJECT, 'sid' => 'canary-sid-5512aa90' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
			$this->keep( 'logout token', $token );
			$answer = $this->plugin->kernel->router()->handle( new Front_Request( 'POST', array(), '', array(), array( 'content-type' => 'application/x-www-form-urlencoded' ), http_build_query( array( 'logout_token' => $token ) ), 'coop-credentials/backchannel-logout/hostile' ) );
			self::assertInstanceOf( Plain::class, $answer );
			self::assertSame( $status, $answer->status );
			$this->see( $answer );
		}
		$this->assert_clean( array( 'sign_in', 'sign_out', 'backchannel_logout' ) );
	}

	/** SIGN-F23. */
	public function test_SIGN_F23_links_and_their_proofs_leave_no_secret(): void {
		$user = $this->account( 'subscriber', self::EMAIL );
		$this->arrive();
		$page = $this->connect();
		self::assertInstanceOf( Page::class, $page );
		self::assertSame( 1, preg_match( '/name="connect_nonce" value="([0-9a-f]{64})"/', $page->content, $nonce ) );
		$fields = array( 'connect_nonce' => $nonce[1], 'return_to' => '/offers/' ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		$this->see( $page );
		$this->see( $this->connect( array( 'proof' => 'password', 'password' => 'canary wrong password' ) + $fields ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		$this->keep( 'wrong password', 'canary wrong password' );
		$this->see( $this->connect( array( 'proof' => 'mail' ) + $fields ) );
		self::assertSame( 1, preg_match( '/proof=([0-9a-f-]+)/', Outbox::$mails[0]['message'], $proof ) );
		$this->keep( 'mailed proof', $proof[1] );
		self::assertInstanceOf( Redirect::class, $this->connect( array( 'proof' => 'link', 'token' => $proof[1] ) + $fields ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		self::assertSame( $user->ID, $this->identity()->user_id );
		$this->keep_cookies();
		$this->press_unlink( $this->identity(), $user->ID, self::PASSWORD );
		$this->assert_clean( array( 'sign_in', 'identity_linked', 'identity_link' ), array() );
	}

	private function old(): void {
		$database = $this->plugin->kernel->database();
		$database->execute( 'UPDATE %i SET memberships_at = %s', $database->table( 'identities' ), gmdate( 'Y-m-d H:i:s', time() - 2 * DAY_IN_SECONDS ) );
		$database->execute( 'UPDATE %i SET lock_until = NULL', $database->table( 'visitor_sessions' ) );
		$this->services()->current_visitor()->forget();
	}

	/** An action that needs a fresh snapshot. */
	private function act(): void {
		$visitor = $this->services()->current_visitor()->get();
		self::assertNotNull( $visitor );
		try {
			$this->services()->flow()->action_gate()->decide( $visitor, $this->rule, 'offer', '', DAY_IN_SECONDS );
		} catch ( Problem $problem ) {
			$this->seen[] = $problem->reason . (string) wp_json_encode( $problem->data );
		}
	}
}
