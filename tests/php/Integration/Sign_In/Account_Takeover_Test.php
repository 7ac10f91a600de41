<?php
/**
 * Attacks on accounts by way of their credentials and sessions.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Kernel\Front\Page;

/**
 * The attacker has a credential of their own, and sometimes half of what an account asks for.
 */
final class Account_Takeover_Test extends Account_Case {

	/** SIGN-F15. Knowing the password is half a login; the credential must not open the other half in another browser. */
	public function test_SIGN_F15_a_credential_becomes_the_account_s_only_with_the_complete_login(): void {
		$ann = $this->ann();
		$this->sign_in();
		$first = $_COOKIE;
		$this->new_browser();
		$this->sign_in();
		$this->ask_second_factor( $ann );
		$this->prove_password();
		self::assertSame( 0, $this->logged_in(), 'The second factor is still asked.' );
		self::assertNull( $this->identity()->user_id, 'Linked before the login was complete.' );
		self::assertSame( array(), $this->rows( 'identity_linked' ) );
		self::assertNull( $this->services()->current_visitor()->get() );
		$second = $_COOKIE;

		$this->browser( $first );
		self::assertNull( $this->services()->current_visitor()->require()->user_id, 'The first browser is still a visitor without account.' );

		$this->browser( $second );
		$this->pass_second_factor( $ann );
		self::assertSame( array( $ann->ID, 'password' ), array( $this->identity()->user_id, $this->identity()->linked_by ) );
		self::assertSame( $ann->ID, $this->services()->current_visitor()->require()->user_id );
		self::assertCount( 1, $this->rows( 'identity_linked' ) );

		$this->browser( $first );
		self::assertSame( 'session_revoked', $this->services()->current_visitor()->ended(), 'An older session proved the credential only.' );
	}

	/** SIGN-F15. Whoever was faster keeps the credential; the login that waited does not take it away. */
	public function test_SIGN_F15_a_credential_that_was_linked_meanwhile_stays_where_it_is(): void {
		$ann = $this->ann();
		$this->sign_in();
		$this->ask_second_factor( $ann );
		$this->prove_password();
		$other = $this->account();
		$this->services()->accounts()->links()->link( $this->identity(), $other->ID, 'hostile', \CoopCredentials\Sign_In\Accounts\Linked_By::Owner );
		$this->pass_second_factor( $ann );
		self::assertSame( $other->ID, $this->identity()->user_id );
		self::assertNull( $this->services()->current_visitor()->get() );
		self::assertSame( 0, $this->logged_in(), 'The login that the credential began is over.' );
		self::assertSame( 'identity_conflict', $this->rows( 'sign_in', 'refused' )[0]['reason'] );
	}

	/** An account that may only read, whose address the provider confirms for the credential `ann`. */
	private function ann(): \WP_User {
		$this->provider( array( 'accounts' => 'link_only', 'email' => 'offer_link' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->hostile->person( array( 'sub' => 'ann', 'email' => 'ann@harbour.example', 'email_verified' => true ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		return $this->account( 'subscriber', 'ann@harbour.example' );
	}

	/** Types the password on the page "connect". */
	private function prove_password(): void {
		$page = $this->connect();
		self::assertInstanceOf( Page::class, $page );
		self::assertSame( 1, preg_match( '/name="connect_nonce" value="([0-9a-f]{64})"/', $page->content, $found ) );
		$this->connect( array( 'connect_nonce' => $found[1], 'proof' => 'password', 'password' => self::PASSWORD, 'return_to' => '/' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->next_request();
	}

	/** From now on a plugin takes back the login of this account, as one that asks for a second factor does. */
	private function ask_second_factor( \WP_User $user ): void {
		add_filter( 'send_auth_cookies', '__return_false', PHP_INT_MAX );
		add_action( 'wp_login', static fn () => \WP_Session_Tokens::get_instance( $user->ID )->destroy_all(), PHP_INT_MAX );
	}

	/** The right code is typed in this browser. */
	private function pass_second_factor( \WP_User $user ): void {
		remove_filter( 'send_auth_cookies', '__return_false', PHP_INT_MAX );
		wp_set_auth_cookie( $user->ID );
		$this->next_request();
	}

	/** @param array<string, string> $cookies Cookies of the browser that makes the next request. */
	private function browser( array $cookies ): void {
		$_COOKIE = $cookies;
		$this->next_request();
	}
}
