<?php
/**
 * Other plugins that end the request in the middle of a logout.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Kernel\Front\Front_Request;
use PHPUnit\Framework\Attributes\DataProvider;

/**
 * "After the log-out, go to this page": such a plugin redirects in `wp_logout` and exits.
 */
final class Interrupted_Logout_Test extends Account_Case {

	use Exiting_Plugin;

	/** SIGN-H8. Whoever logs out of a shared device leaves nothing behind, though the session is not the account's. */
	#[DataProvider( 'moments' )]
	public function test_SIGN_H8_logging_out_of_wordpress_signs_out_whatever_exits( string $hook ): void {
		$this->log_in( $this->account() );
		$this->sign_in();
		$this->next_request();
		self::assertNull( $this->services()->current_visitor()->require()->user_id );
		$this->ended_at( $hook, wp_logout( ... ) );
		self::assertSame( 0, $this->logged_in() );
		$this->assert_out();
	}

	/** SIGN-H8. */
	#[DataProvider( 'moments' )]
	public function test_SIGN_H8_signing_out_is_complete_whatever_exits( string $hook ): void {
		$user = $this->come_in();
		$this->ended_at( $hook, fn () => $this->services()->logout()->sign_out()->leave( '/' ) );
		self::assertSame( array(), \WP_Session_Tokens::get_instance( $user )->get_all() );
		$this->assert_out();
	}

	/** SIGN-H8. */
	#[DataProvider( 'moments' )]
	public function test_SIGN_H8_signing_out_after_a_second_credential_too( string $hook ): void {
		$user = $this->come_in();
		$this->hostile->person( array( 'sub' => 'second' ) );
		$this->sign_in( array( 'another' => '1' ) );
		$this->next_request();
		$this->ended_at( $hook, fn () => $this->services()->logout()->sign_out()->leave( '/' ) );
		self::assertSame( array(), \WP_Session_Tokens::get_instance( $user )->get_all() );
		$this->assert_out();
	}

	/** @return array<string, array{string}> */
	public static function moments(): array {
		return array(
			'SIGN-H8 clear_auth_cookie' => array( 'clear_auth_cookie' ),
			'SIGN-H8 set_current_user'  => array( 'set_current_user' ),
			'SIGN-H8 wp_logout'         => array( 'wp_logout' ),
			'SIGN-H8 our own action'    => array( 'coop_credentials_signed_out' ),
		);
	}

	/** Clearing the cookies to log in anew, as WordPress does, signs nobody out. */
	public function test_clearing_the_cookies_alone_is_no_logout(): void {
		$this->come_in();
		do_action( 'clear_auth_cookie' ); // phpcs:ignore WordPress.NamingConventions -- of WordPress.
		self::assertNotNull( $this->services()->current_visitor()->get() );
		self::assertFalse( $this->services()->cookies()->has_just_left() );
	}

	/** SIGN-H6. The token counts once, so all it means has to be over before anybody else hears of it. */
	public function test_SIGN_H6_a_logout_token_ends_all_of_the_person_whatever_exits(): void {
		$user = $this->come_in();
		$this->new_browser();
		self::assertSame( $user, $this->come_in() );
		self::assertCount( 2, \WP_Session_Tokens::get_instance( $user )->get_all() );
		$this->new_browser();
		$body = http_build_query( array( 'logout_token' => $this->hostile->logout_token( array( 'sub' => 'wanda' ) ) ) );
		$this->ended_at( 'coop_credentials_signed_out', fn () => $this->plugin->kernel->router()->handle( new Front_Request( 'POST', array(), '', array(), array( 'content-type' => 'application/x-www-form-urlencoded' ), $body, 'coop-credentials/backchannel-logout/hostile' ) ) );
		self::assertSame( 0, $this->services()->sessions()->count() );
		self::assertSame( array(), \WP_Session_Tokens::get_instance( $user )->get_all() );
	}

	/** Wanda enters her account in this browser. */
	private function come_in(): int {
		$this->provider( array( 'accounts' => 'create', 'backchannel' => true ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->hostile->person( array( 'sub' => 'wanda' ) );
		$this->sign_in();
		$this->next_request();
		return $this->logged_in();
	}

	/** Signed out here, and remembered so that no automatic redirect leads in again. */
	private function assert_out(): void {
		self::assertNull( $this->services()->current_visitor()->get() );
		self::assertSame( '0', $this->plugin->kernel->database()->value( 'SELECT COUNT(*) FROM %i', $this->plugin->kernel->database()->table( 'visitor_sessions' ) ) );
		self::assertTrue( $this->services()->cookies()->has_just_left() );
		self::assertCount( 1, $this->rows( 'sign_out' ) );
	}
}
