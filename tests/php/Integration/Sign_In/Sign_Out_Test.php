<?php
/**
 * Signing out here and at the provider.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Redirect;
use PHPUnit\Framework\Attributes\DataProvider;

/**
 * Whatever the provider does, this browser is signed out here and no other is.
 */
final class Sign_Out_Test extends Logout_Case {

	protected function set_up(): void {
		parent::set_up();
		add_filter( 'send_auth_cookies', '__return_false' ); // Nothing is sent anywhere; WordPress would try.
	}

	/** SIGN-H7. */
	public function test_SIGN_H7_signed_out_here_first_then_there_and_back(): void {
		$there = $this->leave( 'home' );
		$this->assert_alive( array( 'office', 'carl' ) );
		self::assertStringStartsWith( $this->hostile->issuer . '/end-session?', $there );
		wp_parse_str( (string) wp_parse_url( $there, PHP_URL_QUERY ), $query );
		self::assertSame( array( 'client_id', 'post_logout_redirect_uri', 'state', 'id_token_hint' ), array_keys( $query ) );
		self::assertSame( 'https://harbour.example/coop-credentials/sign-out', $query['post_logout_redirect_uri'] );

		// The provider takes the hint for one of its own ID tokens, else it would not redirect.
		$back   = $this->hostile->visit( $there );
		$answer = $this->in( 'home', fn () => $this->return_from_logout( $back ) );
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertSame( array( 'https://harbour.example/offers/', 303, false ), array( $answer->url, $answer->status, $answer->external ) );
		$this->assert_alive( array( 'office', 'carl' ) );
	}

	#[DataProvider( 'states' )]
	public function test_SIGN_H7_a_wrong_or_missing_state_stays_signed_out( string $switch ): void {
		$this->hostile->misbehave( $switch );
		$back   = $this->hostile->visit( $this->leave( 'home' ) );
		$answer = $this->in( 'home', fn () => $this->return_from_logout( $back ) );
		self::assertInstanceOf( Page::class, $answer );
		self::assertStringContainsString( 'You are signed out of this site.', $answer->content );
		self::assertStringNotContainsString( '/offers/', $answer->content, 'The way back is not taken from an answer nobody asked for.' );
		$this->assert_alive( array( 'office', 'carl' ) );
	}

	/** @return array<string, array{string}> */
	public static function states(): array {
		return array(
			'SIGN-H7 other state' => array( 'H7-other-state' ),
			'SIGN-H7 no state'    => array( 'H7-no-state' ),
		);
	}

	/** SIGN-H7. */
	public function test_SIGN_H7_an_answer_in_another_browser_signs_nobody_out(): void {
		$back   = $this->hostile->visit( $this->leave( 'home' ) );
		$answer = $this->in( 'office', fn () => $this->return_from_logout( $back ) );
		self::assertInstanceOf( Page::class, $answer );
		self::assertStringContainsString( 'Please press once more', $answer->content );
		$this->assert_alive( array( 'office', 'carl' ) );
	}

	/** SIGN-H7. */
	public function test_SIGN_H7_provider_down(): void {
		$this->hostile->misbehave( 'down' );
		self::assertStringStartsWith( $this->hostile->issuer . '/end-session?', $this->leave( 'home' ), 'The address is known.' );
		$this->assert_alive( array( 'office', 'carl' ) );

		$this->plugin->openid->cache()->forget( 'hostile' );
		self::assertSame( 'https://harbour.example/offers/', $this->leave( 'office' ), 'The address is not known.' );
		$this->assert_alive( array( 'carl' ) );
	}

	/** SIGN-H7. */
	public function test_SIGN_H7_no_logout_at_the_provider(): void {
		$this->plugin->openid->cache()->forget( 'hostile' );
		$this->hostile->misbehave( 'H7-no-end-session' );
		self::assertSame( 'https://harbour.example/offers/', $this->leave( 'home' ) );

		$this->provider( array( 'logout' => 'local' ) );
		self::assertSame( 'https://harbour.example/offers/', $this->leave( 'office' ) );
		self::assertSame( 0, $this->hostile->calls( '/end-session' ) );
		$this->assert_alive( array( 'carl' ) );
	}

	public function test_the_hint_is_sealed_and_one_that_cannot_be_read_stops_nobody(): void {
		$database = $this->plugin->kernel->database();
		$stored   = (string) $database->value( 'SELECT id_token_hint FROM %i WHERE id = %d', $database->table( 'visitor_sessions' ), $this->session['home'] );
		self::assertNotSame( '', $stored );
		self::assertDoesNotMatchRegularExpression( '/eyJ/', $stored, 'No token in clear.' );

		$database->update( 'visitor_sessions', array( 'id_token_hint' => strrev( $stored ) ), array( 'id' => $this->session['home'] ) );
		$there = $this->leave( 'home' );
		self::assertStringStartsWith( $this->hostile->issuer . '/end-session?client_id=', $there );
		self::assertStringNotContainsString( 'id_token_hint', $there );
		$this->assert_alive( array( 'office', 'carl' ) );
	}

	public function test_a_hint_too_long_for_an_address_is_left_out(): void {
		$this->hostile->person(
			array(
				'sub'     => 'wanda',
				'padding' => str_repeat( 'x', 4000 ),
			)
		);
		$this->in( 'home', fn () => $this->sign_in( array( 'renew' => '1' ) ) );
		$there = $this->leave( 'home' );
		self::assertStringStartsWith( $this->hostile->issuer . '/end-session?client_id=', $there );
		self::assertStringNotContainsString( 'id_token_hint', $there );
		$this->assert_alive( array( 'office', 'carl' ) );
	}

	public function test_a_foreign_page_signs_nobody_out(): void {
		$_SERVER['HTTP_SEC_FETCH_SITE'] = 'cross-site';
		$request                        = new \CoopCredentials\Kernel\Front\Front_Request( 'POST', array(), '', array( 'return_to' => '/offers/' ), array(), null, 'coop-credentials/sign-out' );
		self::assertInstanceOf( Page::class, $this->in( 'home', fn () => $this->plugin->kernel->router()->handle( $request ) ) );
		$this->assert_alive( array( 'home', 'office', 'carl' ) );
	}

	public function test_the_longest_way_back_fits_into_the_cookie(): void {
		$path  = '/offers/?x=' . str_repeat( 'a', 2030 );
		$back  = $this->hostile->visit( $this->leave( 'home', $path ) );
		$sizes = $this->in( 'home', static fn (): array => array_map( 'strlen', $_COOKIE ) );
		self::assertNotSame( array(), $sizes );
		self::assertLessThan( 3000, max( $sizes ) );
		$answer = $this->in( 'home', fn () => $this->return_from_logout( $back ) );
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertSame( 'https://harbour.example' . $path, $answer->url );
	}

	public function test_the_wordpress_session_of_this_sign_in_ends_and_no_other(): void {
		$user  = $this->user_with_role( 'subscriber' );
		$ours  = $this->log_in( $user );
		$phone = $this->log_in( $user );
		$this->tie( 'home', $user, $ours );
		$heard = array();
		add_action(
			'wp_logout',
			static function ( $id ) use ( &$heard ): void {
				$heard[] = $id;
			}
		);

		$this->in(
			'home',
			function () use ( $user, $ours ): void {
				$_COOKIE[ LOGGED_IN_COOKIE ] = wp_generate_auth_cookie( $user->ID, time() + 3600, 'logged_in', $ours );
				wp_set_current_user( $user->ID );
				$this->press_sign_out();
				self::assertSame( 0, get_current_user_id() );
				self::assertTrue( $this->services()->cookies()->has_just_left() );
			}
		);
		self::assertSame( array( $user->ID ), $heard, 'Other plugins hear of it once.' );
		self::assertFalse( $this->is_logged_in( $user, $ours ) );
		self::assertTrue( $this->is_logged_in( $user, $phone ) );
		$this->assert_alive( array( 'office', 'carl' ) );
	}

	public function test_a_wordpress_session_of_another_browser_ends_by_its_hash(): void {
		$user  = $this->user_with_role( 'subscriber' );
		$ours  = $this->log_in( $user );
		$phone = $this->log_in( $user );
		$this->tie( 'home', $user, $ours );
		$this->leave( 'home' );
		self::assertFalse( $this->is_logged_in( $user, $ours ) );
		self::assertTrue( $this->is_logged_in( $user, $phone ) );
	}

	public function test_sessions_kept_by_another_plugin_end_too(): void {
		add_filter( 'session_token_manager', static fn (): string => Kept_Elsewhere::class );
		$user  = $this->user_with_role( 'subscriber' );
		$ours  = $this->log_in( $user );
		$phone = $this->log_in( $user );
		$this->tie( 'home', $user, $ours );
		$this->leave( 'home' );
		self::assertFalse( $this->is_logged_in( $user, $ours ) );
		self::assertTrue( $this->is_logged_in( $user, $phone ) );
		self::assertSame( '', get_user_meta( $user->ID, 'session_tokens', true ) );
	}

	public function test_without_a_wordpress_session_of_its_own_none_ends(): void {
		$user     = $this->user_with_role( 'subscriber' );
		$password = $this->log_in( $user );
		$this->tie( 'home', $user, null );
		$this->leave( 'home' );
		self::assertTrue( $this->is_logged_in( $user, $password ) );
		$this->assert_alive( array( 'office', 'carl' ) );
	}

	public function test_logging_out_of_wordpress_ends_the_session_of_this_browser_and_goes_on_to_the_provider(): void {
		$user  = $this->user_with_role( 'subscriber' );
		$token = $this->log_in( $user );
		$phone = $this->log_in( $user );
		$this->tie( 'home', $user, $token );
		self::assertFalse( $this->may_redirect( $this->hostile->issuer . '/end-session' ) );

		$there = $this->in(
			'home',
			function () use ( $user, $token ): string {
				$_COOKIE[ LOGGED_IN_COOKIE ] = wp_generate_auth_cookie( $user->ID, time() + 3600, 'logged_in', $token );
				wp_set_current_user( $user->ID );
				wp_logout();
				self::assertTrue( $this->services()->cookies()->has_just_left() );
				return (string) apply_filters( 'logout_redirect', home_url( '/offers/?a=1' ), home_url( '/offers/?a=1' ), $user );
			}
		);
		self::assertStringStartsWith( $this->hostile->issuer . '/end-session?', $there );
		self::assertTrue( $this->may_redirect( $there ) );
		self::assertFalse( $this->may_redirect( 'https://elsewhere.example/' ) );
		$this->assert_alive( array( 'office', 'carl' ) );
		self::assertFalse( $this->is_logged_in( $user, $token ) );
		self::assertTrue( $this->is_logged_in( $user, $phone ) );

		$answer = $this->in( 'home', fn () => $this->return_from_logout( $this->hostile->visit( $there ) ) );
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertSame( 'https://harbour.example/offers/?a=1', $answer->url );
	}

	public function test_logging_out_of_wordpress_without_a_sign_in_changes_no_address(): void {
		$user = $this->act_as( 'editor' );
		self::assertNotNull( $user );
		wp_logout();
		self::assertSame( 'https://harbour.example/wp-login.php?loggedout=true', apply_filters( 'logout_redirect', 'https://harbour.example/wp-login.php?loggedout=true', '', $user ) );
		$this->assert_alive( array( 'home', 'office', 'carl' ) );
		self::assertTrue( $this->services()->cookies()->has_just_left() );
	}

	/** Whether WordPress would send a browser there. */
	private function may_redirect( string $url ): bool {
		return '' !== wp_validate_redirect( $url, '' );
	}
}
