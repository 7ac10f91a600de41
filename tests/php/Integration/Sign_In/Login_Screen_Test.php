<?php
/**
 * Sign-in on wp-login.php.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Sign_In\Login_Screen\Login_Screen;
use CoopCredentials\Tests\Support\Processes;

/**
 * Buttons, the automatic redirect and every way past it. The administrator always gets in.
 */
final class Login_Screen_Test extends Sign_In_Case {

	protected function set_up(): void {
		parent::set_up();
		$this->provider( array( 'show_in' => array( 'blocks', 'wp-login' ) ) );
		$this->plugin->kernel->settings()->set( Login_Screen::SETTING, 'hostile' );
		$_SERVER['REQUEST_METHOD'] = 'GET';
	}

	protected function tear_down(): void {
		parent::tear_down();
		$_GET     = array();
		$_REQUEST = array();
		$_COOKIE  = array();
	}

	private function screen(): Login_Screen {
		$kernel = $this->plugin->kernel;
		return new Login_Screen( $this->services()->providers(), $this->services()->gate(), $kernel->circuit_breaker(), $this->services()->cookies(), $kernel->router(), $kernel->settings() );
	}

	/** @param array<string, string> $query Arguments. */
	private function automatic( array $query = array(), string $method = 'GET', string $action = '' ): ?string {
		return $this->screen()->automatic( $method, $action, $query );
	}

	/** The login page's footer as WordPress prints it. @param array<string, string> $query Arguments. */
	private function footer( array $query = array() ): string {
		$_GET     = $query;
		$_REQUEST = $query;
		ob_start();
		do_action( 'login_init' );
		do_action( 'login_footer' );
		return (string) ob_get_clean();
	}

	public function test_the_button_is_a_form_below_the_password_form_and_by_default_nothing_goes_by_itself(): void {
		$this->plugin->kernel->settings()->set( Login_Screen::SETTING, null );
		$html = $this->footer( array( 'redirect_to' => admin_url( 'edit.php?post_type=page' ) ) );
		self::assertMatchesRegularExpression( '#<form method="post" action="[^"]*/coop-credentials/sign-in/hostile">#', $html );
		self::assertStringContainsString( 'Sign in with Example Co-op', $html );
		self::assertStringContainsString( 'name="return_to" value="/wp-admin/edit.php?post_type=page"', $html );
		self::assertStringNotContainsString( '<script', $html );
		self::assertStringNotContainsString( 'nonce', $html );
	}

	public function test_a_foreign_address_to_return_to_becomes_our_own(): void {
		foreach ( array( 'https://evil.example/x', '//evil.example', 'javascript:alert(1)', '"><script>alert(1)</script>' ) as $bad ) {
			$html = $this->footer( array( 'redirect_to' => $bad ) );
			self::assertStringNotContainsString( 'evil.example/x"', $html );
			self::assertStringNotContainsString( '<script>alert', $html );
			self::assertMatchesRegularExpression( '#name="return_to" value="/[^/]#', $html );
		}
	}

	public function test_show_in_is_honoured(): void {
		$this->provider( array( 'show_in' => array( 'blocks' ) ) );
		self::assertSame( '', $this->footer() );
		self::assertNull( $this->automatic(), 'A provider that is not shown here is not gone to either.' );
	}

	public function test_the_automatic_redirect_is_a_visible_form_that_submits_itself_once(): void {
		self::assertSame( 'hostile', $this->automatic() );
		$html = $this->footer();
		self::assertStringContainsString( 'id="coop-credentials-automatic"', $html );
		self::assertStringContainsString( '.submit()', $html );
		self::assertStringContainsString( 'coop-credentials=local', $html );
		self::assertStringContainsString( '<button type="submit"', $html );
		self::assertStringNotContainsString( '.submit()', $this->footer(), 'Coming back within five minutes shows the form.' );
	}

	public function test_nothing_goes_by_itself_in_the_middle_of_something(): void {
		self::assertSame( 'hostile', $this->automatic() );
		self::assertNull( $this->automatic( array(), 'POST' ) );
		self::assertNull( $this->automatic( array( 'coop-credentials' => 'local' ) ) );
		foreach ( array( 'reauth', 'interim-login', 'loggedout', 'checkemail', 'error', 'coop_reason' ) as $name ) {
			self::assertNull( $this->automatic( array( $name => '1' ) ), $name );
		}
		foreach ( array( 'lostpassword', 'register', 'rp', 'logout', 'postpass', 'confirm_admin_email' ) as $action ) {
			self::assertNull( $this->automatic( array(), 'GET', $action ), $action );
		}
		$this->plugin->kernel->settings()->set( Login_Screen::SETTING, 'unknown' );
		self::assertNull( $this->automatic() );
		$this->plugin->kernel->settings()->set( Login_Screen::SETTING, 'hostile' );
		$this->act_as( 'subscriber' );
		self::assertNull( $this->automatic() );
	}

	public function test_interim_login_and_other_pages_show_no_buttons(): void {
		self::assertSame( '', $this->footer( array( 'interim-login' => '1' ) ) );
		self::assertSame( '', $this->footer( array( 'action' => 'lostpassword' ) ) );
	}

	/** SIGN-F16. */
	public function test_SIGN_F16_with_the_provider_down_the_administrator_gets_in(): void {
		$admin = $this->user_with_role( 'administrator', array( 'user_pass' => 'correct horse' ) );
		self::assertSame( 'hostile', $this->automatic(), 'An honest start: it would go by itself.' );

		// The provider is gone: the press ends on our page, not on an error of the browser, and nobody came in.
		$this->provider(
			array(
				'show_in'       => array( 'wp-login' ),
				'issuer'        => 'http://127.0.0.1:9/',
				'discovery_url' => 'http://127.0.0.1:9/.well-known/openid-configuration',
			)
		);
		putenv( 'COOP_CREDENTIALS_INSECURE_HOSTS=127.0.0.1:9' );
		$this->plugin = $this->boot_plugin();
		$answer       = $this->press( array( 'return_to' => '/wp-admin/edit.php' ) );
		self::assertInstanceOf( Page::class, $answer );
		self::assertStringContainsString( 'Please try again in a few minutes.', $answer->content );
		self::assertMatchesRegularExpression( '#href="[^"]*wp-login\.php\?[^"]*redirect_to=[^"]*edit\.php[^"]*coop-credentials=local"#', $answer->content, 'The way to the password form.' );
		self::assertSame( 0, $this->services()->sessions()->count() );

		// The password form is posted and is never taken over.
		self::assertNull( $this->automatic( array(), 'POST' ) );
		self::assertNull( $this->automatic( array( 'coop-credentials' => 'local' ) ) );
		$user = wp_authenticate( $admin->user_login, 'correct horse' );
		self::assertInstanceOf( \WP_User::class, $user );
		self::assertSame( $admin->ID, $user->ID );

		// After five failures the provider is paused and nobody is sent there any more.
		for ( $press = 0; $press < 6; $press++ ) {
			$this->press();
		}
		self::assertTrue( $this->plugin->kernel->circuit_breaker()->is_open( '127.0.0.1:9' ) );
		self::assertNull( $this->automatic() );
		self::assertStringContainsString( 'Sign in with Example Co-op', $this->footer(), 'The button stays for who wants to try.' );
	}

	/** SIGN-H8. */
	public function test_SIGN_H8_after_signing_out_nobody_is_sent_back_in(): void {
		$this->sign_in();
		$_COOKIE = array_intersect_key( $_COOKIE, array( $this->services()->cookies()->session_name() => 1 ) );
		self::assertSame( 'hostile', $this->automatic() );
		$this->services()->logout()->sign_out()->leave( '/' );
		self::assertNull( $this->automatic() );
		self::assertStringNotContainsString( '.submit()', $this->footer() );
		self::assertSame( 0, $this->services()->sessions()->count() );
	}

	/** SIGN-H8. */
	public function test_SIGN_H8_nor_after_logging_out_of_wordpress_or_coming_back_from_the_provider(): void {
		add_filter( 'send_auth_cookies', '__return_false' ); // Nothing is sent anywhere; WordPress would try.
		$user = $this->act_as( 'subscriber' );
		self::assertNotNull( $user );
		wp_logout();
		self::assertNull( $this->automatic() );

		$_COOKIE = array();
		$this->provider( array( 'show_in' => array( 'wp-login' ), 'logout' => 'rp_initiated' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->sign_in();
		$this->hostile->misbehave( 'H7-no-state' );
		$back = $this->hostile->visit( $this->services()->logout()->sign_out()->leave( '/' ) );
		$this->plugin->kernel->router()->handle( new \CoopCredentials\Kernel\Front\Front_Request( 'GET', array(), (string) wp_parse_url( $back, PHP_URL_QUERY ), array(), array(), null, 'coop-credentials/sign-out' ) );
		self::assertNull( $this->automatic() );
		self::assertSame( 0, $this->services()->sessions()->count() );

		// Whoever then signs in by a press is no longer somebody who has just signed out.
		$this->hostile->misbehave( 'honest' );
		$this->sign_in();
		self::assertFalse( $this->services()->cookies()->has_just_left() );
	}

	/** SIGN-B12: the constant, in a process of its own. */
	public function test_SIGN_B12_the_constant_removes_buttons_and_closes_every_path(): void {
		$answer = Processes::run( __DIR__ . '/tasks/disabled.php', 1 )[0];
		self::assertSame( '', $answer['footer'] );
		self::assertNull( $answer['automatic'] );
		self::assertSame( array( 404, 404 ), array( $answer['get'], $answer['post'] ) );
		self::assertStringContainsString( 'This way to sign in does not exist', $answer['title'] );
		self::assertStringContainsString( 'reason=sign_in_disabled', $answer['callback'] );
		$this->assert_nobody_came_in();
	}

	public function test_the_administration_is_remembered_but_only_an_account_comes_back_to_it(): void {
		self::assertSame( '/wp-admin/edit.php', \CoopCredentials\Sign_In\Return_Target::remember( '/wp-admin/edit.php' ) );
		$this->sign_in( array( 'return_to' => '/wp-admin/edit.php' ) );
		$answer = $this->come_back( $this->go( array( 'return_to' => '/wp-admin/edit.php', 'renew' => '1' ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertInstanceOf( \CoopCredentials\Kernel\Front\Redirect::class, $answer );
		self::assertSame( home_url( '/' ), $answer->url, 'A visitor without account goes home.' );
	}
}
