<?php
/**
 * The state: one browser, one use, one provider.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Plain;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Tests\Support\Processes;

/**
 * Start and callback, without a mistake of the provider. The group begins with an honest one.
 */
final class State_Test extends Sign_In_Case {

	public function test_an_honest_sign_in_comes_back_to_where_it_began(): void {
		$answer = $this->sign_in( array( 'return_to' => '/offers/?page=2' ) );
		self::assertSame( 'https://harbour.example/offers/?page=2', $answer->url );
		self::assertSame( '1', $_COOKIE['coop_credentials_hint'] ?? null );
		self::assertSame( 0, $this->open() );
	}

	/** SIGN-F26. */
	public function test_SIGN_F26_the_offer_is_focused_and_nothing_is_claimed(): void {
		$answer = $this->sign_in( array( 'action' => 'claim:01JD0000000000000000000000' ) );
		self::assertSame( 'https://harbour.example/offers/?coop_action=claim%3A01JD0000000000000000000000#coop-offer-01JD0000000000000000000000', $answer->url );
	}

	/** SIGN-B1. */
	public function test_SIGN_B1_state_removed_or_wrong(): void {
		$url = $this->go();
		$this->assert_refused( 'state_missing', $this->come_back( remove_query_arg( 'state', $url ) ) );
		$this->assert_refused( 'state_unknown', $this->come_back( add_query_arg( 'state', str_repeat( 'A', 43 ), $url ) ) );
		self::assertSame( 0, $this->hostile->calls( '/token' ) );
		self::assertSame( 1, $this->open(), 'The row of the true browser stays.' );
	}

	/** SIGN-B2. */
	public function test_SIGN_B2_state_from_another_browser(): void {
		$url     = $this->go();
		$cookies = $_COOKIE;
		$_COOKIE = array();
		$this->assert_refused( 'state_browser', $this->come_back( $url ) );
		$name    = (string) array_key_first( preg_grep( '/coop_credentials_t_/', array_keys( $cookies ) ) ? array_filter( $cookies, static fn ( string $key ): bool => str_contains( $key, 'coop_credentials_t_' ), ARRAY_FILTER_USE_KEY ) : array() );
		$_COOKIE = array( $name => time() . '.' . str_repeat( 'a', 64 ) );
		$answer  = $this->come_back( $url );
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertSame( 'state_browser', $this->reason( $answer ) );
		$this->assert_nobody_came_in();
		self::assertSame( array( 1, 2 ), array( $this->open(), $this->refusals( 'state_browser' ) ), 'The row is kept; one audit row for each.' );
		self::assertSame( 0, $this->hostile->calls( '/token' ) );

		// The browser it belongs to still gets in.
		$_COOKIE = $cookies;
		$answer  = $this->come_back( $url );
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertSame( '', $this->reason( $answer ) );
	}

	/** SIGN-B3. */
	public function test_SIGN_B3_reused_state(): void {
		$url     = $this->go();
		$cookies = $_COOKIE;
		self::assertSame( '', $this->reason( $this->come_back( $url ) ) );
		$_COOKIE  = $cookies; // A thief would keep the cookie.
		$sessions = $this->services()->sessions()->count();
		$answer   = $this->come_back( $url );

		self::assertInstanceOf( Redirect::class, $answer );
		self::assertSame( 'state_unknown', $this->reason( $answer ) );
		self::assertSame( $sessions, $this->services()->sessions()->count() );
		self::assertSame( 1, $this->hostile->calls( '/token' ) );
		self::assertSame( 1, $this->plugin->kernel->audit_log()->query( array( 'reason' => 'state_unknown' ), 1, 10 )['total'] );
	}

	/** SIGN-B3. */
	public function test_SIGN_B3_eight_parallel_callbacks_let_one_in(): void {
		$url     = $this->go();
		$answers = Processes::run(
			__DIR__ . '/tasks/callback.php',
			8,
			array(
				'query'   => (string) wp_parse_url( $url, PHP_URL_QUERY ),
				'cookies' => $_COOKIE,
			)
		);
		$counts  = array_count_values( $answers );
		self::assertSame( 1, $counts['in'] ?? 0, implode( ' ', $answers ) );
		self::assertSame( 7, $counts['state_unknown'] ?? 0, implode( ' ', $answers ) );
		self::assertSame( 1, $this->services()->sessions()->count() );
		self::assertSame( 1, $this->hostile->calls( '/token' ) );
	}

	/** SIGN-B4. */
	public function test_SIGN_B4_too_late_and_provider_edited(): void {
		$url = $this->go();
		$this->age_transactions( 601 );
		$answer = $this->come_back( $url );
		$this->assert_refused( 'state_expired', $answer );
		self::assertStringContainsString( 'return_to=%2Foffers%2F', $answer->url );

		$url = $this->go();
		$this->provider( array( 'require' => 'any_listed_member' ) );
		$this->assert_refused( 'provider_changed', $this->come_back( $url ) );
		self::assertSame( 0, $this->hostile->calls( '/token' ) );
	}

	/** SIGN-B6. */
	public function test_SIGN_B6_answer_at_another_callback(): void {
		$this->provider( array(), 'other' );
		$this->assert_refused( 'state_provider', $this->come_back( $this->go(), 'other' ) );
		self::assertSame( 0, $this->hostile->calls( '/token' ) );
	}

	/** SIGN-B9. */
	public function test_SIGN_B9_parameters(): void {
		$url = $this->go();
		foreach ( array( '&iss=x', '&code=again', '&state[]=x', '&code[a]=x', '&error=access_denied' ) as $more ) {
			$answer = $this->come_back( $url . $more );
			self::assertInstanceOf( Redirect::class, $answer );
			self::assertSame( 'parameter_invalid', $this->reason( $answer ), $more );
		}
		self::assertSame( 'parameter_invalid', $this->reason( $this->come_back( remove_query_arg( 'code', $url ) ) ) );
		self::assertSame( 'parameter_invalid', $this->reason( $this->come_back( add_query_arg( 'code', str_repeat( 'x', 4097 ), $url ) ) ) );
		$this->assert_nobody_came_in();
		self::assertSame( array( 7, 0 ), array( $this->refusals( 'parameter_invalid' ), $this->hostile->calls( '/token' ) ) );
		self::assertSame( '', $this->reason( $this->come_back( $url ) ), 'None of it used the row.' );
	}

	/** SIGN-B11. */
	public function test_SIGN_B11_five_tabs(): void {
		$urls = array();
		for ( $tab = 0; $tab < 5; $tab++ ) {
			$urls[] = $this->go( array( 'return_to' => "/tab-$tab/" ) );
		}
		foreach ( $urls as $tab => $url ) {
			$answer = $this->come_back( $url );
			self::assertInstanceOf( Redirect::class, $answer );
			self::assertSame( "https://harbour.example/tab-$tab/", $answer->url );
		}
		self::assertSame( 1, $this->services()->sessions()->count(), 'Each sign-in ends the session before it.' );
	}

	/** SIGN-B12. */
	public function test_SIGN_B12_unknown_disabled_incomplete(): void {
		$url = $this->go();
		self::assertSame( 'provider_unknown', $this->reason( $this->come_back( $url, 'nobody' ) ) );
		$this->provider( array( 'enabled' => false ), 'off' );
		self::assertSame( 'provider_unknown', $this->reason( $this->come_back( $url, 'off' ) ) );
		$this->provider( array( 'client_id' => '' ), 'part' );
		self::assertSame( 'provider_incomplete', $this->reason( $this->come_back( $url, 'part' ) ) );

		$page = $this->press( array(), 'nobody' );
		self::assertInstanceOf( Page::class, $page );
		self::assertSame( 404, $page->status );
		self::assertStringNotContainsString( '<form', $page->content );
		foreach ( array( 'off' => 'provider_unknown', 'part' => 'provider_incomplete' ) as $slug => $reason ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			$page = $this->press( array(), $slug );
			self::assertInstanceOf( Page::class, $page );
			self::assertSame( 1, $this->plugin->kernel->audit_log()->query( array( 'event' => 'sign_in_start', 'provider' => $slug, 'reason' => $reason ), 1, 10 )['total'], $slug ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		}
		self::assertSame( array( 2, 1 ), array( $this->refusals( 'provider_unknown' ), $this->refusals( 'provider_incomplete' ) ) );
		self::assertSame( array( 1, 0 ), array( $this->open(), $this->hostile->calls( '/token' ) ), 'The open sign-in stays.' );
		$this->assert_nobody_came_in();
	}

	/** SIGN-B13. */
	public function test_SIGN_B13_prefetch_and_head_use_nothing(): void {
		$url    = $this->go();
		$answer = $this->come_back( $url, 'hostile', array( 'sec-purpose' => 'prefetch' ) );
		self::assertInstanceOf( Plain::class, $answer );
		self::assertSame( 503, $answer->status );
		$answer = $this->come_back( $url, 'hostile', array(), 'HEAD' );
		self::assertInstanceOf( Plain::class, $answer );
		self::assertSame( 405, $answer->status );
		self::assertSame( 1, $this->open() );
		self::assertSame( '', $this->reason( $this->come_back( $url ) ) );
	}

	/** SIGN-B14. */
	public function test_SIGN_B14_form_post(): void {
		$url    = $this->go();
		$answer = $this->come_back( $url, 'hostile', array(), 'POST' );
		$this->assert_refused( 'parameter_invalid', $answer );
		self::assertSame( array( 1, 0 ), array( $this->open(), $this->hostile->calls( '/token' ) ), 'A POST in query mode uses nothing.' );

		$this->provider( array( 'response_mode' => 'form_post' ) );
		$url                            = $this->go();
		$_SERVER['HTTP_SEC_FETCH_SITE'] = 'cross-site';
		$page                           = $this->come_back( $url, 'hostile', array(), 'POST' );
		self::assertInstanceOf( Plain::class, $page );
		self::assertStringContainsString( '<button', $page->body );
		self::assertSame( 'no-referrer', $page->headers['Referrer-Policy'] );
		$_SERVER['HTTP_SEC_FETCH_SITE'] = 'same-origin';
		self::assertSame( '', $this->reason( $this->come_back( $url . '&coop_again=1', 'hostile', array(), 'POST' ) ) );
		self::assertSame( 1, $this->services()->sessions()->count() );
	}

	/** SIGN-B15. */
	public function test_SIGN_B15_where_a_start_comes_from(): void {
		$page = $this->press( array(), 'hostile', 'cross-site' );
		self::assertInstanceOf( Page::class, $page );
		self::assertSame( 1, $this->plugin->kernel->audit_log()->query( array( 'reason' => 'foreign_origin' ), 1, 10 )['total'] );
		self::assertSame( 0, $this->open() );

		$page = $this->press( array(), 'hostile', '' );
		self::assertInstanceOf( Page::class, $page );
		self::assertSame( 1, preg_match( '/name="once" value="([^"]+)"/', $page->content, $found ) );
		self::assertSame( 0, $this->open() );
		self::assertInstanceOf( Redirect::class, $this->press( array( 'once' => html_entity_decode( $found[1] ) ), 'hostile', '' ) );
		self::assertSame( 1, $this->open() );
		$this->assert_nobody_came_in();

		$_SERVER['HTTP_ORIGIN'] = 'null';
		self::assertInstanceOf( Redirect::class, $this->press(), 'A same-origin post under no-referrer.' );
		$_SERVER['HTTP_ORIGIN'] = 'https://evil.example';
		self::assertInstanceOf( Page::class, $this->press( array(), 'hostile', '' ), 'A foreign Origin alone is enough to refuse.' );
		unset( $_SERVER['HTTP_ORIGIN'] );
		self::assertSame( 2, $this->plugin->kernel->audit_log()->query( array( 'reason' => 'foreign_origin' ), 1, 10 )['total'] );
	}

	/** SIGN-B17. */
	public function test_SIGN_B17_plain_permalinks(): void {
		update_option( 'permalink_structure', '' );
		$url = $this->go();
		self::assertStringStartsWith( 'https://harbour.example/?coop_credentials_path=coop-credentials', $url );
		self::assertSame( '', $this->reason( $this->come_back( $url ) ) );
		self::assertSame( 1, $this->services()->sessions()->count() );
	}

	/** SIGN-F4. */
	public function test_SIGN_F4_same_subject_two_issuers_are_two_people(): void {
		$one = \CoopCredentials\Sign_In\Identity::hash( 'https://a.example', 'b1' );
		self::assertNotSame( $one, \CoopCredentials\Sign_In\Identity::hash( 'https://a.exampleb', '1' ) );
		self::assertNotSame( $one, \CoopCredentials\Sign_In\Identity::hash( 'https://b.example', 'b1' ) );
		self::assertNotSame( $one, \CoopCredentials\Sign_In\Identity::hash( 'https://a.example', 'b1', 'claim:number' ) );
	}

	/** SIGN-F9. */
	public function test_SIGN_F9_a_planted_session_cookie_is_replaced(): void {
		$name             = $this->services()->cookies()->session_name();
		$_COOKIE[ $name ] = str_repeat( 'b', 64 );
		$this->sign_in();
		self::assertNotSame( str_repeat( 'b', 64 ), $_COOKIE[ $name ] );
		self::assertMatchesRegularExpression( '/^[0-9a-f]{64}$/', $_COOKIE[ $name ] );
	}

	/** SIGN-F12. */
	public function test_SIGN_F12_require_refuses_and_fails_closed(): void {
		$this->provider( array( 'require' => 'any_listed_member' ) );
		$answer = $this->come_back( $this->go() );
		$this->assert_refused( 'no_membership', $answer );
		$this->provider( array( 'require' => 'no_such_rule' ) );
		$this->assert_refused( 'rule_missing', $this->come_back( $this->go() ) );
	}

	/** SIGN-F14. */
	public function test_SIGN_F14_disabled_provider_ends_live_sessions(): void {
		$this->sign_in();
		self::assertNotNull( $this->services()->current_visitor()->get() );
		$this->provider( array( 'enabled' => false ) );
		$this->services()->current_visitor()->forget();
		self::assertNull( $this->services()->current_visitor()->get() );
		self::assertSame( 'session_revoked', $this->services()->current_visitor()->ended() );
		self::assertSame( 0, $this->services()->sessions()->count() );
	}

	/** SIGN-F22. */
	public function test_SIGN_F22_ephemeral_subject_keeps_no_identity(): void {
		$this->provider( array( 'subject' => 'ephemeral' ) );
		$this->hostile->person(
			array(
				'sub'         => 'one-time',
				'coop_id'     => 'https://weavers.example/',
				'coop_class'  => 'worker',
				'coop_status' => 'active',
			)
		);
		$this->sign_in();
		$visitor = $this->services()->current_visitor()->get();
		self::assertNotNull( $visitor );
		self::assertTrue( $visitor->ephemeral );
		self::assertSame( '', $visitor->subject );
		self::assertSame( 'worker', $visitor->memberships[0]->class );
		self::assertSame( 0, $this->services()->identities()->count() );
	}

	public function test_a_press_with_a_live_session_does_not_go_round_again(): void {
		$this->sign_in();
		$page = $this->press();
		self::assertInstanceOf( Page::class, $page );
		self::assertStringContainsString( "Example Co-\u{2060}op", $page->content );
		self::assertInstanceOf( Redirect::class, $this->press( array( 'renew' => '1' ) ) );
	}

	/** SIGN-H7. */
	public function test_SIGN_H7_signing_out_ends_the_session_whatever_the_provider_does(): void {
		$this->sign_in();
		$_SERVER['HTTP_SEC_FETCH_SITE'] = 'same-origin';
		$answer                         = $this->plugin->kernel->router()->handle( new \CoopCredentials\Kernel\Front\Front_Request( 'POST', array(), '', array( 'return_to' => '/offers/' ), array(), null, 'coop-credentials/sign-out' ) );
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertSame( 'https://harbour.example/offers/', $answer->url );
		self::assertSame( 0, $this->services()->sessions()->count() );
		self::assertArrayNotHasKey( 'coop_credentials_hint', $_COOKIE );
		self::assertNull( $this->services()->current_visitor()->get() );
		self::assertTrue( $this->services()->cookies()->has_just_left() );
	}

	private function refusals( string $reason ): int {
		return $this->plugin->kernel->audit_log()->query( array( 'event' => 'sign_in', 'outcome' => 'refused', 'reason' => $reason ), 1, 1 )['total']; // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
	}

	private function open(): int {
		$database = $this->plugin->kernel->database();
		return (int) $database->value( 'SELECT COUNT(*) FROM %i', $database->table( 'sign_in_transactions' ) );
	}

	/** By the plugin's clock, which may be some seconds behind the machine's. */
	private function age_transactions( int $seconds ): void {
		$database = $this->plugin->kernel->database();
		$database->execute( 'UPDATE %i SET created_at = %s', $database->table( 'sign_in_transactions' ), $this->plugin->kernel->clock()->now()->modify( "-$seconds seconds" ) );
	}
}
