<?php
/**
 * Other plugins that end the request in the middle of a login.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Redirect;
use PHPUnit\Framework\Attributes\DataProvider;

/**
 * "After the log-in, go to this page": such a plugin redirects in `wp_login` and exits. Nothing of ours runs after it.
 */
final class Interrupted_Login_Test extends Account_Case {

	use Exiting_Plugin;

	private \WP_User $user;

	/** Wanda has an account; in a new browser she comes in again, and a plugin ends the request. */
	protected function set_up(): void {
		parent::set_up();
		$this->provider( array( 'accounts' => 'create', 'backchannel' => true, 'recheck' => 'refresh' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->hostile->misbehave( 'refresh' );
		$this->hostile->person( array( 'sub' => 'wanda', 'sid' => 'sid-first' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->sign_in();
		$user = get_userdata( $this->logged_in() );
		self::assertInstanceOf( \WP_User::class, $user );
		$this->user = $user;
		\WP_Session_Tokens::get_instance( $user->ID )->destroy_all();
		$this->services()->sessions()->delete_of_identity( $this->identity()->id );
		$this->new_browser();
	}

	private function come_in_and_be_interrupted(): void {
		$this->hostile->person( array( 'sub' => 'wanda', 'sid' => 'sid-wanda' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->ended_at( 'wp_login', fn () => $this->sign_in() );
		self::assertSame( $this->user->ID, $this->logged_in(), 'WordPress has let her in.' );
	}

	/** The page she was sent to. */
	private function load_page(): void {
		$this->next_request();
		do_action( 'wp_loaded' ); // phpcs:ignore WordPress.NamingConventions -- of WordPress.
	}

	public function test_what_the_provider_said_is_told_though_the_login_was_interrupted(): void {
		self::assertNotFalse( has_action( 'shutdown' ) );
		$told = array();
		add_action(
			'coop_credentials_memberships_renewed',
			static function ( mixed ...$what ) use ( &$told ): void {
				$told[] = $what;
			},
			10,
			3
		);
		$this->come_in_and_be_interrupted();
		self::assertSame( array( array( $this->identity()->uid, 'hostile', 'interrupted' ) ), $told );
		$this->load_page();
		self::assertCount( 1, $told );
		$this->services()->untold()->tell();
		self::assertCount( 1, $told, 'Once.' );
	}

	/**
	 * SIGN-F15. The login is not out of reach of whoever may end it.
	 *
	 * @param string $how   What ends it.
	 * @param bool   $looks Whether she has looked at a page meanwhile.
	 */
	#[DataProvider( 'ends' )]
	public function test_SIGN_F15_a_login_after_which_a_plugin_exits_ends_with_what_opened_it( string $how, bool $looks ): void {
		$this->come_in_and_be_interrupted();
		if ( $looks ) {
			$this->load_page();
		}
		$this->end( $how );
		$this->next_request();
		self::assertSame( 0, $this->logged_in(), 'The login outlived it.' );
		self::assertSame( array(), \WP_Session_Tokens::get_instance( $this->user->ID )->get_all() );
		$this->load_page();
		self::assertNull( $this->services()->current_visitor()->get() );
		self::assertSame( 0, $this->services()->sessions()->count() );

		wp_set_auth_cookie( $this->user->ID );
		if ( 0 === $this->logged_in() ) {
			$this->plugin = $this->boot_plugin(); // A login that waited for a second factor would have been taken back, once.
			wp_set_auth_cookie( $this->user->ID );
		}
		self::assertSame( $this->user->ID, $this->logged_in(), 'A login of its own still opens the account.' );
	}

	/** @return array<string, array{string, bool}> */
	public static function ends(): array {
		$ends = array();
		foreach ( array( 'sid', 'sub', 'unlinked', 'blocked', 'switched off', 'signs out', 'logs out' ) as $how ) {
			$ends[ "SIGN-F15 $how, at once" ]      = array( $how, false );
			$ends[ "SIGN-F15 $how, after a page" ] = array( $how, true );
		}
		return $ends;
	}

	private function end( string $how ): void {
		$links = $this->services()->accounts()->links();
		match ( $how ) {
			'sid'          => $this->token( array( 'sid' => 'sid-wanda' ) ),
			'sub'          => $this->token( array( 'sub' => 'wanda' ) ),
			'unlinked'     => self::assertTrue( $links->unlink( $this->identity(), 'admin' ) ),
			'blocked'      => self::assertTrue( $links->block( $this->identity(), true ) ),
			'switched off' => $this->services()->setup()->editor()->change( 'hostile', array( 'enabled' => false ), null, null ),
			'signs out'    => $this->services()->logout()->sign_out()->leave( '/' ),
			'logs out'     => wp_logout(),
		};
	}

	/** @param array<string, string> $claims Claims of a logout token, which comes without any browser. */
	private function token( array $claims ): void {
		$browser = $_COOKIE;
		$this->new_browser();
		$answer = $this->plugin->kernel->router()->handle( new Front_Request( 'POST', array(), '', array(), array( 'content-type' => 'application/x-www-form-urlencoded' ), http_build_query( array( 'logout_token' => $this->hostile->logout_token( $claims ) ) ), 'coop-credentials/backchannel-logout/hostile' ) );
		self::assertSame( 200, $answer->status );
		$_COOKIE = $browser;
		$this->next_request();
	}

	/** SIGN-F15. WordPress has accepted the login, so the sign-in is complete with the next page. */
	public function test_SIGN_F15_the_session_begins_with_the_page_the_plugin_leads_to(): void {
		$this->come_in_and_be_interrupted();
		self::assertNull( $this->services()->current_visitor()->get(), 'Not before.' );
		$known = count( $this->rows( 'sign_in' ) );
		$this->load_page();
		self::assertSame( $this->user->ID, $this->services()->current_visitor()->require()->user_id );
		self::assertCount( $known + 1, $this->rows( 'sign_in' ) );
		$this->load_page();
		self::assertSame( 0, $this->count_queries( static fn () => do_action( 'wp_loaded' ) ), 'Asked once.' ); // phpcs:ignore WordPress.NamingConventions -- of WordPress.
		self::assertCount( $known + 1, $this->rows( 'sign_in' ) );
		self::assertSame( $this->user->ID, $this->logged_in() );
	}

	/** SIGN-F15. After ten minutes nothing begins any more, what is sealed is taken away, and the login stays within reach. */
	public function test_SIGN_F15_what_nobody_came_back_for_keeps_only_the_way_to_the_login(): void {
		$this->come_in_and_be_interrupted();
		$database = $this->plugin->kernel->database();
		$table    = $database->table( 'visitor_sessions' );
		$database->execute( "UPDATE %i SET last_seen_at = %s, expires_at = %s WHERE status = 'pending'", $table, gmdate( 'Y-m-d H:i:s', time() - 660 ), gmdate( 'Y-m-d H:i:s', time() - 60 ) );
		self::assertNotNull( $database->value( 'SELECT refresh_token FROM %i', $table ) );
		$this->services()->sessions()->purge( $this->plugin->kernel->clock()->now() );
		self::assertSame( array( 'login', null ), array( $database->value( 'SELECT status FROM %i', $table ), $database->value( 'SELECT refresh_token FROM %i', $table ) ) );
		$this->load_page();
		self::assertNull( $this->services()->current_visitor()->get() );
		self::assertSame( $this->user->ID, $this->logged_in() );
		$this->token( array( 'sub' => 'wanda' ) );
		self::assertSame( 0, $this->logged_in() );
		self::assertSame( '0', $database->value( 'SELECT COUNT(*) FROM %i', $table ) );
	}

	/** SIGN-F15. The same when the next sign-in in that browser is with another credential. */
	public function test_SIGN_F15_a_second_credential_does_not_detach_the_login_either(): void {
		$this->come_in_and_be_interrupted();
		$this->hostile->person( array( 'sub' => 'second', 'sid' => 'sid-second' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->sign_in( array( 'another' => '1' ) );
		self::assertSame( $this->user->ID, $this->logged_in() );
		$second = $this->services()->current_visitor()->require()->session_id;
		$this->token( array( 'sid' => 'sid-wanda' ) );
		$this->next_request();
		self::assertSame( 0, $this->logged_in() );
		self::assertSame( $second, $this->services()->current_visitor()->require()->session_id, 'The second one goes on.' );
	}

	/** SIGN-F15. A login that another plugin sends on to its second factor is not complete with any page. */
	public function test_SIGN_F15_a_login_that_was_taken_back_completes_nothing(): void {
		add_action( 'wp_login', fn () => \WP_Session_Tokens::get_instance( $this->user->ID )->destroy_all(), PHP_INT_MIN );
		$this->hostile->person( array( 'sub' => 'wanda', 'sid' => 'sid-wanda' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->ended_at( 'wp_login', fn () => $this->sign_in() );
		self::assertSame( 0, $this->logged_in() );
		$this->load_page();
		self::assertNull( $this->services()->current_visitor()->get() );
		// Another login of hers in another browser, its cookie brought here, is not the one that was waited for.
		$this->log_in( $this->user );
		$this->load_page();
		self::assertNull( $this->services()->current_visitor()->get() );
		self::assertSame( $this->user->ID, $this->logged_in() );
	}

	/** SIGN-F15. Nor does a proof connect anything before its login is complete, and then it does. */
	public function test_SIGN_F15_a_proved_credential_is_connected_with_the_page_the_plugin_leads_to(): void {
		$this->provider( array( 'accounts' => 'link_only', 'email' => 'offer_link', 'backchannel' => true ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->hostile->person( array( 'sub' => 'ann', 'email' => 'ann@harbour.example', 'email_verified' => true ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$ann = $this->account( 'subscriber', 'ann@harbour.example' );
		$this->sign_in();
		$page = $this->connect();
		self::assertInstanceOf( Page::class, $page );
		self::assertSame( 1, preg_match( '/name="connect_nonce" value="([0-9a-f]{64})"/', $page->content, $found ) );
		$uid = $this->services()->current_visitor()->require()->identity_uid;
		$this->ended_at( 'wp_login', fn () => $this->connect( array( 'connect_nonce' => $found[1], 'proof' => 'password', 'password' => self::PASSWORD, 'return_to' => '/' ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( $ann->ID, $this->logged_in() );
		self::assertNull( $this->inventory()['links'][ $uid ] );
		$this->load_page();
		self::assertSame( $ann->ID, $this->inventory()['links'][ $uid ] );
		self::assertSame( $ann->ID, $this->services()->current_visitor()->require()->user_id );
		$this->token( array( 'sub' => 'ann' ) );
		self::assertSame( 0, $this->logged_in() );
	}

	/** A plugin that fails instead of exiting: the visitor reads that it went wrong, and so it did. */
	public function test_a_login_in_which_a_plugin_throws_is_taken_back(): void {
		$url = $this->go();
		add_action( 'wp_login', static fn () => throw new \DomainException( 'A mistake of another plugin.' ) );
		$answer = $this->come_back( $url );
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertSame( 'provider_error', $this->reason( $answer ) );
		$this->load_page();
		self::assertSame( 0, $this->logged_in() );
		self::assertSame( array(), \WP_Session_Tokens::get_instance( $this->user->ID )->get_all() );
		self::assertNull( $this->services()->current_visitor()->get() );
	}
}
