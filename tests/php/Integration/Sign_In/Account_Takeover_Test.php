<?php
/**
 * Attacks on accounts by way of their credentials and sessions.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Tests\Support\Outbox;
use CoopCredentials\Tests\Support\Processes;

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

	/** SIGN-F19. WordPress lets people put a stranger's address on their own account; whoever waits there gets nothing. */
	public function test_SIGN_F19_a_mailed_link_takes_the_account_from_whoever_had_it(): void {
		$ann = $this->ann();
		$this->log_in( $ann );
		$planted = $_COOKIE;
		$key     = \WP_Application_Passwords::create_new_application_password( $ann->ID, array( 'name' => 'planted' ) );
		self::assertIsArray( $key );
		$reset = get_password_reset_key( $ann );
		self::assertIsString( $reset );
		update_user_meta( $ann->ID, '_new_email', array( 'hash' => 'abc', 'newemail' => 'attacker@harbour.example' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$old = $this->services()->sessions();
		$this->new_browser();
		$this->sign_in();
		$other = $this->services()->current_visitor()->require();
		$this->plugin->kernel->database()->update( 'visitor_sessions', array( 'user_id' => $ann->ID ), array( 'id' => $other->session_id ) ); // A session of the account from before.
		$this->new_browser();
		$this->sign_in();
		$ours = $this->services()->current_visitor()->require()->session_id;
		self::assertSame( 2, $old->count() );

		$page = $this->connect();
		self::assertInstanceOf( Page::class, $page );
		$token   = $this->mailed_token( $page );
		$confirm = $this->connect( null, 'proof=' . $token );
		self::assertInstanceOf( Page::class, $confirm );
		foreach ( array( $page->content, $confirm->content, Outbox::$mails[0]['message'] ) as $text ) {
			self::assertStringContainsString( $ann->user_login, $text );
			self::assertStringContainsString( (string) wp_date( (string) get_option( 'date_format' ), (int) strtotime( $ann->user_registered . ' UTC' ) ), $text );
			self::assertStringContainsString( 'its password stops working', $text );
		}
		self::assertInstanceOf( \WP_User::class, wp_authenticate_username_password( null, $ann->user_login, self::PASSWORD ), 'Nothing ends before the press.' );
		self::assertInstanceOf( Redirect::class, $this->press_button( $page, array( 'proof' => 'link', 'token' => $token ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( array( $ann->ID, 'mail', $ann->ID ), array( $this->identity()->user_id, $this->identity()->linked_by, $this->logged_in() ) );

		self::assertInstanceOf( \WP_Error::class, wp_authenticate_username_password( null, $ann->user_login, self::PASSWORD ), 'The old password.' );
		self::assertInstanceOf( \WP_Error::class, check_password_reset_key( $reset, $ann->user_login ), 'A key to reset it.' );
		self::assertSame( array(), \WP_Application_Passwords::get_user_application_passwords( $ann->ID ) );
		self::assertSame( '', get_user_meta( $ann->ID, '_new_email', true ) );
		self::assertCount( 1, \WP_Session_Tokens::get_instance( $ann->ID )->get_all(), 'Only the new login.' );
		self::assertSame( 1, $old->count() );
		self::assertSame( $ours, $this->services()->current_visitor()->require()->session_id );
		$this->browser( $planted );
		self::assertSame( 0, $this->logged_in(), 'The login of before.' );

		$rows = $this->rows( 'account_reset' );
		self::assertCount( 1, $rows, 'The log tells what ended, and for which credential.' );
		self::assertSame( array( $ann->ID, $this->identity()->uid, 'hostile', array( 'method' => 'mail' ) ), array( $rows[0]['user_id'], $rows[0]['identity_uid'], $rows[0]['provider'], $rows[0]['details'] ) );
		self::assertSame( 'sign_in', $rows[0]['class'] );
		foreach ( array( 'ann@', $ann->user_login, $token, 'attacker' ) as $secret ) {
			self::assertStringNotContainsString( $secret, (string) wp_json_encode( $rows ) );
		}
	}

	/** SIGN-F19. What was ended is in the log also when the account turns out to be somebody else's in the last moment. */
	public function test_SIGN_F19_an_account_whose_address_changes_at_the_press_is_not_connected_and_logged(): void {
		$ann = $this->ann();
		$this->sign_in();
		$page = $this->connect();
		self::assertInstanceOf( Page::class, $page );
		$token = $this->mailed_token( $page );
		add_action(
			'wp_set_password',
			static function ( $password, $user_id ): void {
				$GLOBALS['wpdb']->update( $GLOBALS['wpdb']->users, array( 'user_email' => 'attacker@harbour.example' ), array( 'ID' => $user_id ) );
			},
			10,
			2
		);
		self::assertInstanceOf( Page::class, $this->press_button( $page, array( 'proof' => 'link', 'token' => $token ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertNull( $this->identity()->user_id );
		self::assertSame( 0, $this->logged_in() );
		self::assertSame( array( $ann->ID ), array_column( $this->rows( 'account_reset' ), 'user_id' ) );
		self::assertSame( array( 'link_required' ), array_column( $this->rows( 'identity_link', 'refused' ), 'reason' ) );
	}

	/** SIGN-F19. Whoever knows the password had the account already; nothing of it ends. */
	public function test_SIGN_F19_a_password_proof_ends_nothing(): void {
		$ann = $this->ann();
		$this->log_in( $ann );
		$home = $_COOKIE;
		$this->new_browser();
		$this->sign_in();
		$this->prove_password();
		self::assertSame( $ann->ID, $this->identity()->user_id );
		self::assertSame( array(), $this->rows( 'account_reset' ) );
		$this->browser( $home );
		self::assertSame( $ann->ID, $this->logged_in() );
		self::assertInstanceOf( \WP_User::class, wp_authenticate_username_password( null, $ann->user_login, self::PASSWORD ) );
	}

	/** SIGN-B12. What the constant leaves open leads out. */
	public function test_SIGN_B12_the_constant_closes_the_way_into_an_account_and_leaves_the_way_out(): void {
		$this->ann();
		$this->sign_in();
		$page = $this->connect();
		self::assertInstanceOf( Page::class, $page );
		self::assertSame( 1, preg_match( '/name="connect_nonce" value="([0-9a-f]{64})"/', $page->content, $found ) );
		$proof   = array( 'connect_nonce' => $found[1], 'proof' => 'password', 'password' => self::PASSWORD, 'return_to' => '/' ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$answers = Processes::run(
			__DIR__ . '/tasks/switched-off.php',
			1,
			array(
				'cookies'  => $_COOKIE,
				'requests' => array_map(
					static fn ( array $request ): array => array_combine( array( 'method', 'query', 'post', 'path' ), $request ),
					array(
						'look'  => array( 'GET', '', array(), 'coop-credentials/connect' ),
						'press' => array( 'POST', '', $proof, 'coop-credentials/connect' ),
						'leave' => array( 'POST', '', array( 'return_to' => '/' ), 'coop-credentials/sign-out' ),
					)
				),
			)
		)[0];
		self::assertSame( array( 'page', 200, false ), $answers['look'] );
		self::assertSame( $answers['look'], $answers['press'] );
		self::assertNull( $this->identity()->user_id );
		self::assertSame( 'redirect', $answers['leave'][0] );
		self::assertSame( 0, $this->services()->sessions()->count() );
	}

	/** SIGN-F1. A credential of the attacker's own on the account would open it again, whatever else ended. */
	public function test_SIGN_F1_an_account_with_a_credential_is_offered_to_nobody(): void {
		$ann = $this->ann();
		$this->sign_in();
		$page = $this->connect();
		self::assertInstanceOf( Page::class, $page );
		$token = $this->mailed_token( $page );
		$this->plugin->kernel->database()->update( 'identities', array( 'user_id' => $ann->ID ), array( 'id' => $this->other_identity() ) );
		self::assertFalse( $this->services()->accounts()->connect()->is_offered() );
		$before = $this->inventory();
		$answer = $this->press_button( $page, array( 'proof' => 'link', 'token' => $token ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertInstanceOf( Page::class, $answer );
		self::assertStringNotContainsString( '<form', $answer->content );
		self::assertSame( $before, $this->inventory() );
		self::assertInstanceOf( \WP_User::class, wp_authenticate_username_password( null, $ann->user_login, self::PASSWORD ) );
	}

	/** An identity of somebody else, signed in once in another browser. */
	private function other_identity(): int {
		$browser = $_COOKIE;
		$this->new_browser();
		$this->hostile->person( array( 'sub' => 'mallory' ) );
		$this->sign_in();
		$id = $this->services()->current_visitor()->require()->identity_id;
		self::assertNotNull( $id );
		$this->browser( $browser );
		return $id;
	}

	/** Asks for the mail and takes the token out of it. */
	private function mailed_token( Page $page ): string {
		$this->press_button( $page, array( 'proof' => 'mail' ) );
		self::assertSame( 'ann@harbour.example', Outbox::$mails[0]['to'] );
		self::assertSame( 1, preg_match( '/proof=([0-9a-f-]+)/', Outbox::$mails[0]['message'], $found ) );
		return $found[1];
	}

	/** @param array<string, string> $fields Fields to set on a page with a form. */
	private function press_button( Page $page, array $fields ): Page|Redirect {
		self::assertSame( 1, preg_match( '/name="connect_nonce" value="([0-9a-f]{64})"/', $page->content, $found ) );
		return $this->connect( $fields + array( 'connect_nonce' => $found[1], 'return_to' => '/' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
	}

	/** SIGN-F14. A plugin that approves or suspends people speaks between name and password; it is asked here too. */
	public function test_SIGN_F14_a_suspended_account_is_not_entered(): void {
		$this->provider( array( 'accounts' => 'create' ) );
		$this->sign_in();
		$user = get_userdata( $this->logged_in() );
		self::assertInstanceOf( \WP_User::class, $user );
		$denied = true;
		add_filter(
			'wp_authenticate_user',
			static function ( $answer ) use ( &$denied ) {
				return $denied ? new \WP_Error( 'denied', 'suspended' ) : $answer;
			}
		);
		$url = $this->go( array( 'renew' => '1' ) );
		$this->assert_only_refused( 'account_blocked', fn () => $this->come_back( $url ) ); // Logged in already.
		$this->new_browser();
		$url = $this->go();
		$this->assert_only_refused( 'account_blocked', fn () => $this->come_back( $url ) );
		self::assertSame( 0, $this->logged_in() );
		$denied = false;
		$this->sign_in();
		self::assertSame( $user->ID, $this->logged_in() );
	}

	/**
	 * SIGN-F15. Whatever ends a sign-in ends also a login that waits for its second factor, though a plugin finishes it.
	 *
	 * @dataProvider called_back
	 */
	public function test_SIGN_F15_a_login_that_waits_can_be_called_back( string $how, bool $looks ): void {
		$this->provider( array( 'accounts' => 'create', 'backchannel' => true ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->hostile->person( array( 'sub' => 'wanda', 'sid' => 'sid-wanda' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->sign_in();
		$user = get_userdata( $this->logged_in() );
		self::assertInstanceOf( \WP_User::class, $user );
		$this->new_browser();
		$this->ask_second_factor( $user );
		$this->sign_in();
		$this->next_request();
		$identity = $this->identity();
		$links    = $this->services()->accounts()->links();
		match ( $how ) {
			'unlinked'   => $links->unlink( $identity, 'admin' ),
			'blocked'    => $links->block( $identity, true ),
			'released'   => array( $links->block( $identity, true ), $links->block( $identity, false ) ),
			'switched'   => $this->services()->setup()->editor()->change( 'hostile', array( 'enabled' => false ), null, null ),
			'logged out' => $this->plugin->kernel->router()->handle( new Front_Request( 'POST', array(), '', array(), array( 'content-type' => 'application/x-www-form-urlencoded' ), http_build_query( array( 'logout_token' => $this->hostile->logout_token( array( 'sub' => 'wanda' ) ) ) ), 'coop-credentials/backchannel-logout/hostile' ) ),
		};
		if ( $looks ) {
			$this->next_request();
			self::assertNull( $this->services()->current_visitor()->get() );
		}
		$this->pass_second_factor( $user, 2 );
		self::assertSame( 0, $this->logged_in(), 'The account was entered.' );
		self::assertNull( $this->services()->current_visitor()->get() );
		self::assertSame( array(), \WP_Session_Tokens::get_instance( $user->ID )->get_all() );
		self::assertSame( 'session_revoked', $this->rows( 'sign_in', 'refused' )[0]['reason'] );

		$this->plugin = $this->boot_plugin();
		wp_set_auth_cookie( $user->ID );
		self::assertSame( $user->ID, $this->logged_in(), 'A login of its own still opens the account.' );
	}

	/** @return array<string, array{string, bool}> */
	public static function called_back(): array {
		return array(
			'the team takes the credential off' => array( 'unlinked', false ),
			'and a page is looked at meanwhile' => array( 'unlinked', true ),
			'the team blocks the credential'    => array( 'blocked', true ),
			'and lets it in again'              => array( 'released', false ),
			'the provider is switched off'      => array( 'switched', true ),
			'the provider signs the person out' => array( 'logged out', false ),
		);
	}

	/** An account that may only read, whose address the provider confirms for the credential `ann`. */
	private function ann(): \WP_User {
		$this->provider( array( 'accounts' => 'link_only', 'email' => 'offer_link' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->hostile->person( array( 'sub' => 'ann', 'email' => 'ann@harbour.example', 'email_verified' => true ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		return $this->account( 'subscriber', 'ann@harbour.example' );
	}

	/** From now on a plugin takes back the login of this account, as one that asks for a second factor does. */
	private function ask_second_factor( \WP_User $user ): void {
		add_filter( 'send_auth_cookies', '__return_false', PHP_INT_MAX );
		add_action( 'wp_login', static fn () => \WP_Session_Tokens::get_instance( $user->ID )->destroy_all(), PHP_INT_MAX );
	}

	/** The right code is typed in this browser; the plugin sets the login cookie, perhaps more than once. */
	private function pass_second_factor( \WP_User $user, int $times = 1 ): void {
		remove_filter( 'send_auth_cookies', '__return_false', PHP_INT_MAX );
		for ( $time = 0; $time < $times; $time++ ) {
			wp_set_auth_cookie( $user->ID );
		}
		$this->next_request();
	}
}
