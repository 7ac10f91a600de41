<?php
/**
 * Accounts whose password is set by mail.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Sign_In\Accounts\Linked_By;

/**
 * The attacker's provider says that ann's address is theirs, before ann has an account; later ann sets its password by mail.
 */
final class Password_Reset_Test extends Account_Case {

	protected function set_up(): void {
		parent::set_up();
		$this->provider( array( 'accounts' => 'create', 'email' => 'fill' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->hostile->person( array( 'sub' => 'mallory', 'email' => 'ann@harbour.example', 'email_verified' => true ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
	}

	/** What wp-login.php does with the mailed link and a new password; returns what its page says besides. */
	private function set_password( \WP_User $user ): string {
		$key = get_password_reset_key( $user );
		self::assertIsString( $key );
		$found = check_password_reset_key( $key, $user->user_login );
		self::assertInstanceOf( \WP_User::class, $found );
		reset_password( $found, self::PASSWORD );
		$said = apply_filters( 'login_message', '' ); // phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals.NonPrefixedHooknameFound -- WordPress's.
		remove_all_filters( 'login_message' );
		return is_string( $said ) ? $said : '';
	}

	private function made(): \WP_User {
		$this->sign_in();
		$user = get_userdata( $this->logged_in() );
		self::assertInstanceOf( \WP_User::class, $user );
		self::assertSame( array( 'ann@harbour.example', 'created' ), array( $user->user_email, $this->identity()->linked_by ) );
		return $user;
	}

	/** SIGN-F19. Whoever waits in an account made with a stranger's address loses it when its mailbox speaks. */
	public function test_SIGN_F19_a_password_set_by_mail_takes_the_account_from_the_credential_it_was_made_for(): void {
		$user = $this->made();
		self::assertIsArray( \WP_Application_Passwords::create_new_application_password( $user->ID, array( 'name' => 'planted' ) ) );
		update_user_meta( $user->ID, '_new_email', array( 'hash' => 'abc', 'newemail' => 'mallory@harbour.example' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$mallory = $_COOKIE;

		$this->new_browser();
		self::assertStringContainsString( 'connect it again on your profile', $this->set_password( $user ) );
		self::assertNull( $this->identity()->user_id );
		self::assertSame( '', $this->identity()->linked_by );
		self::assertSame( array(), \WP_Application_Passwords::get_user_application_passwords( $user->ID ) );
		self::assertSame( '', get_user_meta( $user->ID, '_new_email', true ) );
		self::assertSame( array( array( 'why' => 'password_reset' ) ), array_column( $this->rows( 'identity_unlinked' ), 'details' ) );
		self::assertSame( array( $user->ID ), array_column( $this->rows( 'account_reset' ), 'user_id' ) );

		$this->browser( $mallory );
		self::assertSame( 0, $this->logged_in(), 'The login of before.' );
		self::assertNull( $this->services()->current_visitor()->get(), 'The visitor session of before.' );

		$this->new_browser();
		$this->sign_in();
		$own = get_userdata( $this->logged_in() );
		self::assertInstanceOf( \WP_User::class, $own );
		self::assertNotSame( $user->ID, $own->ID, 'The credential opens it no more.' );
		self::assertSame( '', $own->user_email );
	}

	/** The owner of both connects them again; what was proved so stays. */
	public function test_it_is_connected_again_with_the_new_password(): void {
		$user = $this->made();
		$this->new_browser();
		$this->set_password( $user );
		$this->log_in( $user );
		self::assertSame( '', $this->reason( $this->come_back( $this->begin_link() ) ) );
		self::assertSame( array( $user->ID, 'owner' ), array( $this->identity()->user_id, $this->identity()->linked_by ) );
		$this->new_browser();
		self::assertSame( '', $this->set_password( $user ) );
		self::assertSame( $user->ID, $this->identity()->user_id );
	}

	/** Who wants a password beside their credential keeps both, in the browser in which they are signed in. */
	public function test_whoever_is_signed_in_with_the_credential_keeps_it(): void {
		$user = $this->made();
		self::assertSame( '', $this->set_password( $user ) );
		self::assertSame( $user->ID, $this->identity()->user_id );
		self::assertSame( array(), $this->rows( 'account_reset' ) );
		$this->new_browser();
		$this->sign_in();
		self::assertSame( $user->ID, $this->logged_in() );
	}

	/** A session of another credential proves nothing about this one; accounts of other people lose nothing. */
	public function test_another_credential_in_this_browser_spares_nothing(): void {
		$user = $this->made();
		$this->new_browser();
		$this->hostile->person( array( 'sub' => 'ann', 'email' => 'other@harbour.example', 'email_verified' => true ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->sign_in();
		$other = $this->logged_in();
		self::assertNotSame( $user->ID, $other );
		self::assertNotSame( '', $this->set_password( $user ) );
		$linked = array();
		foreach ( $this->services()->accounts()->repository()->all( '', null, 10, 0 ) as $identity ) {
			$linked[ $identity->subject ] = array( $identity->user_id, $identity->linked_by );
		}
		self::assertSame( array( 'ann' => array( $other, Linked_By::Created->value ), 'mallory' => array( null, '' ) ), $linked ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( $other, $this->logged_in() );
	}
}
