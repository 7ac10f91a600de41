<?php
/**
 * What ties an answer to one attempt, and what closes the paths.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Plain;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Sign_In\Intent;
use CoopCredentials\Tests\Support\Processes;

/**
 * Stolen codes, questions that must come back, a link by form post, a switched-off plugin.
 */
final class Binding_Test extends Sign_In_Case {

	/** SIGN-B10. */
	public function test_SIGN_B10_a_stolen_code_in_another_flow(): void {
		foreach ( array( 'honest' => 'token_refused', 'B10-no-pkce' => 'id_token_nonce' ) as $switch => $reason ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			$this->hostile->misbehave( $switch );
			$victim  = $this->go();
			$cookies = $_COOKIE;
			$_COOKIE = array();
			$thief   = $this->go();
			wp_parse_str( (string) wp_parse_url( $victim, PHP_URL_QUERY ), $stolen );
			$this->assert_refused( $reason, $this->come_back( add_query_arg( 'code', rawurlencode( $stolen['code'] ), remove_query_arg( 'code', $thief ) ) ) );
			self::assertSame( 1, $this->hostile->calls( '/token' ), 'The verifier of the thief was sent, and fits nothing.' );
			$_COOKIE = $cookies;
		}
	}

	/** SIGN-E5. */
	public function test_SIGN_E5_the_question_comes_back(): void {
		foreach ( array( 'pres_req_conf_id', '/pres_req_conf_id' ) as $path ) {
			$this->asks( $path );
			$answer = $this->press( array( 'renew' => '1' ) );
			self::assertInstanceOf( Redirect::class, $answer );
			self::assertStringContainsString( 'pres_req_conf_id=worker-members', $answer->url );
			self::assertSame( '', $this->reason( $this->come_back( $this->hostile->visit( $answer->url ) ) ) );
		}
		$identity = (int) $this->services()->current_visitor()->get()?->identity_id;
		$this->services()->sessions()->delete_of_identity( $identity );
		$this->services()->identities()->remove( $identity );
		$this->services()->cookies()->close_session();
		$this->services()->current_visitor()->forget();

		foreach ( array( 'E5-other', 'E5-missing' ) as $count => $switch ) {
			$this->hostile->misbehave( $switch );
			$answer = $this->come_back( $this->go() );
			self::assertInstanceOf( Redirect::class, $answer );
			self::assertSame( 'echo_mismatch', $this->reason( $answer ), $switch );
			$this->assert_nobody_came_in();
			self::assertSame( $count + 1, $this->plugin->kernel->audit_log()->query( array( 'reason' => 'echo_mismatch' ), 1, 10 )['total'] );
		}
	}

	/** SIGN-E5. */
	public function test_SIGN_E5_userinfo_cannot_answer_for_the_id_token(): void {
		$this->asks( 'pres_req_conf_id', array( 'userinfo' => 'always' ) );
		$this->hostile->misbehave( 'E5-missing' );
		$this->hostile->person( array( 'sub' => 'wanda', 'pres_req_conf_id' => 'worker-members' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->assert_refused( 'echo_mismatch', $this->come_back( $this->go() ) );
	}

	/** SIGN-B14. */
	public function test_SIGN_B14_a_link_by_form_post_knows_who_began(): void {
		$this->provider( array( 'response_mode' => 'form_post' ) );
		$user = $this->act_as( 'subscriber' );
		$url  = $this->go( $this->services()->flow()->forms()->fields( Intent::Link, 'hostile', '/offers/' ) );

		// The provider's cross-site post brings no cookies: nobody is logged in, nothing is used.
		wp_set_current_user( 0 );
		$_SERVER['HTTP_SEC_FETCH_SITE'] = 'cross-site';
		$page                           = $this->come_back( $url, 'hostile', array(), 'POST' );
		self::assertInstanceOf( Plain::class, $page );
		self::assertStringContainsString( '<button', $page->body );
		self::assertSame( 0, $this->hostile->calls( '/token' ) );

		// The same fields from our own origin do.
		wp_set_current_user( $user->ID );
		$_SERVER['HTTP_SEC_FETCH_SITE'] = 'same-origin';
		$answer                         = $this->come_back( $url . '&coop_again=1', 'hostile', array(), 'POST' );
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertNotContains( $this->reason( $answer ), array( 'account_changed', 'state_unknown', 'state_browser' ) );
		self::assertSame( 1, $this->hostile->calls( '/token' ) );
	}

	/** SIGN-B14. */
	public function test_SIGN_B14_an_error_by_form_post(): void {
		$this->provider( array( 'response_mode' => 'form_post' ) );
		$this->hostile->misbehave( 'B14-login-required' );
		$url = $this->go();
		$this->assert_refused( 'provider_login_required', $this->come_back( $url . '&coop_again=1', 'hostile', array(), 'POST' ) );
		self::assertSame( 0, $this->hostile->calls( '/token' ) );
	}

	/** SIGN-B12. */
	public function test_SIGN_B12_the_constant_closes_every_path(): void {
		$url      = $this->go();
		$rows     = $this->rows();
		$query    = (string) wp_parse_url( $url, PHP_URL_QUERY );
		$requests = array();
		foreach ( array( 'hostile', 'nobody' ) as $slug ) {
			$requests[ "show $slug" ]  = array( 'GET', '', array(), "coop-credentials/sign-in/$slug" );
			$requests[ "press $slug" ] = array( 'POST', '', array( 'return_to' => '/' ), "coop-credentials/sign-in/$slug" );
			$requests[ "back $slug" ]  = array( 'GET', $query, array(), "coop-credentials/callback/$slug" );
			$requests[ "post $slug" ]  = array( 'POST', $query . '&coop_again=1', array(), "coop-credentials/callback/$slug" );
		}
		$answers = Processes::run(
			__DIR__ . '/tasks/switched-off.php',
			1,
			array(
				'cookies'  => $_COOKIE,
				'requests' => array_map( static fn ( array $request ): array => array_combine( array( 'method', 'query', 'post', 'path' ), $request ), $requests ),
			)
		)[0];
		foreach ( $answers as $name => $answer ) {
			if ( 'redirect' === $answer[0] ) {
				self::assertStringContainsString( 'reason=sign_in_disabled', $answer[1], $name );
			} else {
				self::assertSame( array( 'page', 404, false ), $answer, $name );
			}
		}
		self::assertCount( 8, $answers );
		self::assertSame( $rows, $this->rows(), 'The open sign-in is still there.' );
		self::assertSame( 0, $this->hostile->calls( '/token' ) );
		$this->assert_nobody_came_in();
		self::assertSame( '', $this->reason( $this->come_back( $url ) ), 'Without the constant the way is open again.' );
	}

	/** SIGN-F8. */
	public function test_SIGN_F8_a_write_without_the_token_is_refused(): void {
		$this->sign_in();
		$token = (string) $this->services()->current_visitor()->session_token();
		foreach ( array( null, '', str_repeat( '0', 64 ), substr( $token, 0, 63 ) ) as $given ) {
			$this->assert_problem( 'session_token_invalid', 403, $this->rest( 'POST', 'offers/01JD0000000000000000000000/claim', array(), array( 'X-Coop-Credentials-Token' => $given ) ) );
		}
		$this->assert_problem( 'offer_not_found', 404, $this->rest( 'POST', 'offers/01JD0000000000000000000000/claim', array(), array( 'X-Coop-Credentials-Token' => $token ) ) );
	}

	/** SIGN-F8. */
	public function test_SIGN_F8_get_links_nothing(): void {
		$this->act_as( 'subscriber' );
		$fields = $this->services()->flow()->forms()->fields( Intent::Link, 'hostile', '/offers/' );
		$page   = $this->plugin->kernel->router()->handle( new \CoopCredentials\Kernel\Front\Front_Request( 'GET', array(), http_build_query( $fields ), array(), array(), null, 'coop-credentials/sign-in/hostile' ) );
		self::assertInstanceOf( Page::class, $page );
		self::assertSame( 0, $this->rows() );
	}

	/** @param array<string, mixed> $values Fields that differ. */
	private function asks( string $path, array $values = array() ): void {
		$this->provider(
			$values + array(
				'extra_parameters' => array( 'pres_req_conf_id' => 'worker-members' ),
				'echo'             => array( 'pres_req_conf_id' => $path ),
			)
		);
	}

	private function rows(): int {
		$database = $this->plugin->kernel->database();
		return (int) $database->value( 'SELECT COUNT(*) FROM %i', $database->table( 'sign_in_transactions' ) );
	}
}
