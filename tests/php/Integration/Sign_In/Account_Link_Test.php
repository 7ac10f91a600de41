<?php
/**
 * Credentials put on accounts, taken off, and claimed.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Sign_In\Accounts\Profile_Actions;
use CoopCredentials\Tests\Support\Outbox;

/**
 * The profile screen, the list of users and the page "connect". The group begins with an honest link.
 */
final class Account_Link_Test extends Account_Case {

	public function test_an_account_links_signs_in_with_it_and_unlinks(): void {
		$this->provider( array( 'accounts' => 'link_only' ) );
		$user = $this->account();
		$this->log_in( $user );
		$answer = $this->come_back( $this->begin_link() );
		self::assertSame( 'https://harbour.example/wp-admin/profile.php?coop_credentials_note=linked', $answer->url );
		self::assertSame( array( $user->ID, 'owner' ), array( $this->identity()->user_id, $this->identity()->linked_by ) );
		self::assertCount( 1, $this->rows( 'identity_linked' ) );

		$this->new_browser();
		$this->sign_in();
		self::assertSame( $user->ID, $this->logged_in() );
		$elsewhere = $_COOKIE;

		$this->new_browser();
		$this->log_in( $user );
		$gone = null;
		add_action(
			'coop_credentials_identity_unlinked',
			static function ( ...$arguments ) use ( &$gone ): void {
				$gone = $arguments;
			},
			10,
			4
		);
		$identity = $this->identity();
		$answer   = $this->press_unlink( $identity, $user->ID, 'wrong' );
		self::assertStringContainsString( 'coop_credentials_note=password_wrong', $answer->url, 'The last one asks for the password.' );
		self::assertSame( $user->ID, $this->identity()->user_id );
		$answer = $this->press_unlink( $identity, $user->ID, self::PASSWORD );
		self::assertStringContainsString( 'coop_credentials_note=unlinked', $answer->url );
		self::assertNull( $this->identity()->user_id );
		self::assertSame( array( $identity->uid, $user->ID, 'hostile', 'owner' ), $gone );
		self::assertSame( 0, $this->services()->sessions()->count() );
		self::assertSame( $user->ID, $this->logged_in(), 'This browser goes on.' );
		$_COOKIE = $elsewhere;
		self::assertSame( 0, $this->logged_in(), 'The login that the credential opened has ended.' );
	}

	/** SIGN-F5. */
	public function test_SIGN_F5_the_second_account_is_told_of_the_conflict(): void {
		$this->provider( array( 'accounts' => 'link_only' ) );
		$first = $this->account();
		$this->link( $first );
		$second = $this->account();
		$this->log_in( $second );
		$url = $this->begin_link();
		$this->assert_only_refused( 'identity_conflict', fn () => $this->come_back( $url ) );
		self::assertSame( $first->ID, $this->identity()->user_id );
		// The same without asking for a link: an account is not changed by pressing a button.
		$url    = $this->go();
		$answer = $this->come_back( $url );
		self::assertSame( 'identity_conflict', $this->reason( $answer ) );
		self::assertSame( $second->ID, $this->logged_in() );
	}

	public function test_after_a_conflict_another_log_in_can_be_connected(): void {
		$this->provider( array( 'accounts' => 'link_only' ) );
		$this->link( $this->account() );
		$this->log_in( $this->account() );
		$answer = $this->come_back( $this->begin_link() );
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertStringNotContainsString( Profile_Actions::NOTE, rawurldecode( $answer->url ), 'The way back does not speak of success.' );
		wp_parse_str( (string) wp_parse_url( $answer->url, PHP_URL_QUERY ), $query );
		$page = $this->plugin->kernel->router()->handle( new Front_Request( 'GET', array(), http_build_query( $query ), array(), array(), null, 'coop-credentials/sign-in/hostile' ) );
		self::assertInstanceOf( Page::class, $page );
		self::assertStringContainsString( 'log out here first', $page->content );
		$fields = self::hidden( $page );
		self::assertSame( array( 'link', '1' ), array( $fields['intent'], $fields['another'] ) );
		$confirm = $this->press( $fields );
		self::assertInstanceOf( Page::class, $confirm );
		self::assertStringContainsString( 'From now on', $confirm->content );
		$go = $this->press( self::hidden( $confirm ) );
		self::assertInstanceOf( Redirect::class, $go );
		self::assertStringContainsString( 'prompt=login', $go->url );
	}

	/**
	 * Hidden fields of the one form of a page.
	 *
	 * @return array<string, string>
	 */
	private static function hidden( Page $page ): array {
		preg_match_all( '/<input type="hidden" name="([^"]+)" value="([^"]*)">/', $page->content, $found );
		return array_map( 'html_entity_decode', array_combine( $found[1], $found[2] ) );
	}

	/** SIGN-F7. */
	public function test_SIGN_F7_a_link_comes_back_after_the_user_was_switched(): void {
		$this->provider( array( 'accounts' => 'link_only' ) );
		$this->log_in( $this->account() );
		$url    = $this->begin_link();
		$second = $this->account();
		$this->log_in( $second );
		$this->assert_only_refused( 'account_changed', fn () => $this->come_back( $url ) );
		self::assertSame( 0, $this->services()->identities()->count() );
		self::assertSame( 0, $this->hostile->calls( '/token' ) );
	}

	/** SIGN-F8. */
	public function test_SIGN_F8_link_and_unlink_want_a_post_with_its_nonce(): void {
		$this->provider( array( 'accounts' => 'link_only' ) );
		$user = $this->account();
		$this->link( $user );
		$this->log_in( $user );
		$before  = $this->inventory();
		$actions = $this->services()->accounts()->profile_actions();
		$uid     = $this->identity()->uid;
		foreach ( array( '', wp_create_nonce( 'coop_credentials_link|other' ) ) as $nonce ) {
			self::assertStringContainsString( 'note=foreign_origin', $actions->link( array( 'provider' => 'hostile', '_wpnonce' => $nonce ) )->url ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			self::assertStringContainsString( 'note=foreign_origin', $actions->unlink( array( 'identity' => $uid, 'user' => (string) $user->ID, 'password' => self::PASSWORD, '_wpnonce' => $nonce ) )->url ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		}
		self::assertSame( $before, $this->inventory() );
		$this->log_in( $this->account() );
		self::assertStringContainsString( 'note=foreign_origin', $this->press_unlink( $this->identity(), $user->ID, self::PASSWORD )->url, 'Nor may another account.' );
		self::assertSame( $user->ID, $this->identity()->user_id );
		self::assertCount( 3, $this->rows( 'identity_unlink', 'refused' ) );
		// The dashboard reads the fields of a POST only.
		self::assertNotFalse( has_action( 'admin_post_coop_credentials_unlink' ) );
	}

	/** SIGN-F1. */
	public function test_SIGN_F1_a_privileged_account_links_after_its_password_only(): void {
		$this->provider( array( 'accounts' => 'link_only' ) );
		$editor = $this->account( 'editor' );
		$this->log_in( $editor );
		self::assertStringContainsString( 'note=privileged_account', $this->press_link( self::PASSWORD )->url );

		$this->provider( array( 'accounts' => 'link_only', 'allow_privileged' => true ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertStringContainsString( 'note=password_wrong', $this->press_link( 'guess' )->url );
		// Not through the start either: that form asks for no password.
		$fields = $this->services()->flow()->forms()->fields( \CoopCredentials\Sign_In\Intent::Link, 'hostile', '/offers/' );
		$url    = $this->go( $fields );
		$this->assert_only_refused( 'privileged_account', fn () => $this->come_back( $url ) );
		self::assertSame( 0, $this->services()->identities()->count() );

		self::assertSame( '', $this->reason( $this->come_back( $this->begin_link( self::PASSWORD ) ) ) );
		self::assertSame( $editor->ID, $this->identity()->user_id );
	}

	public function test_a_verified_address_of_a_reader_is_offered_and_proved_by_password(): void {
		$user = $this->reader();
		self::assertStringContainsString( '/coop-credentials/connect', $this->sign_in()->url );
		self::assertTrue( $this->services()->accounts()->connect()->is_offered() );
		self::assertSame( array( null, 0 ), array( $this->identity()->user_id, $this->logged_in() ), 'Only offered.' );
		$page = $this->connect();
		self::assertInstanceOf( Page::class, $page );
		self::assertStringContainsString( $user->user_login, $page->content, 'Nobody connects an account they have never had.' );
		self::assertStringNotContainsString( $user->user_email, $page->content );
		$answer = $this->connect( $this->fields( $page, array( 'proof' => 'password', 'password' => self::PASSWORD ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertSame( array( $user->ID, 'password', $user->ID ), array( $this->identity()->user_id, $this->identity()->linked_by, $this->logged_in() ) );
		self::assertSame( $user->ID, $this->services()->current_visitor()->get()?->user_id );
	}

	public function test_a_mailed_link_proves_once_and_in_this_browser_only(): void {
		$user = $this->reader();
		$this->sign_in();
		$page = $this->connect();
		$sent = $this->connect( $this->fields( $page, array( 'proof' => 'mail' ) ) );
		self::assertInstanceOf( Page::class, $sent );
		self::assertSame( 'ann@harbour.example', Outbox::$mails[0]['to'] );
		self::assertSame( 1, preg_match( '/proof=([0-9a-f-]+)/', Outbox::$mails[0]['message'], $found ) );

		$browser = $_COOKIE;
		$this->new_browser();
		$stranger = $this->connect( null, 'proof=' . $found[1] );
		self::assertInstanceOf( Page::class, $stranger );
		self::assertStringNotContainsString( '<form', $stranger->content );

		$_COOKIE = $browser;
		$this->next_request();
		$confirm = $this->connect( null, 'proof=' . $found[1] );
		self::assertInstanceOf( Page::class, $confirm );
		self::assertNull( $this->identity()->user_id, 'Opening it does nothing: programs open links too.' );
		$fields = $this->fields( $page, array( 'proof' => 'link', 'token' => $found[1] ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertInstanceOf( Redirect::class, $this->connect( $fields ) );
		self::assertSame( array( $user->ID, 'mail', $user->ID ), array( $this->identity()->user_id, $this->identity()->linked_by, $this->logged_in() ) );
	}

	/** SIGN-F19. */
	public function test_SIGN_F19_guessing_is_limited_and_a_mailed_link_is_used_once(): void {
		$this->plugin = $this->boot_standing_still();
		$user         = $this->reader();
		$this->sign_in();
		$page = $this->connect();
		$this->connect( $this->fields( $page, array( 'proof' => 'mail' ) ) );
		preg_match( '/proof=([0-9a-f-]+)/', Outbox::$mails[0]['message'], $found );
		// Used up, as if by the account's owner, who has unlinked since.
		$this->connect( $this->fields( $page, array( 'proof' => 'link', 'token' => $found[1] ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( $user->ID, $this->identity()->user_id );
		$this->services()->accounts()->links()->unlink( $this->identity(), 'owner' );
		$this->new_browser();
		$this->sign_in();
		$page   = $this->connect();
		$before = $this->inventory();
		$again  = $this->connect( $this->fields( $page, array( 'proof' => 'link', 'token' => $found[1] ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertInstanceOf( Page::class, $again );
		self::assertSame( 409, $again->status );
		for ( $guess = 0; $guess < 3; $guess++ ) {
			$answer = $this->connect( $this->fields( $page, array( 'proof' => 'password', 'password' => "guess $guess" ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			self::assertSame( 409, $answer->status );
		}
		$answer = $this->connect( $this->fields( $page, array( 'proof' => 'password', 'password' => self::PASSWORD ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertInstanceOf( Page::class, $answer );
		self::assertSame( 429, $answer->status, 'Even the right one waits now.' );
		self::assertArrayHasKey( 'Retry-After', $answer->headers );
		self::assertSame( $before, $this->inventory() );
		self::assertSame( array( 'rate_limited', 'link_required' ), array_values( array_unique( array_column( $this->rows( 'identity_link', 'refused' ), 'reason' ) ) ) );

		for ( $mail = 0; $mail < 3; $mail++ ) {
			$answer = $this->connect( $this->fields( $page, array( 'proof' => 'mail' ) ) );
		}
		self::assertSame( 429, $answer->status, 'Three mails an hour, one was sent before.' );
		self::assertCount( 3, Outbox::$mails );
	}

	public function test_a_foreign_page_cannot_press_the_buttons(): void {
		$this->reader();
		$this->sign_in();
		$before = $this->inventory();
		$answer = $this->connect( array( 'proof' => 'password', 'password' => self::PASSWORD, 'connect_nonce' => str_repeat( 'a', 64 ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertInstanceOf( Page::class, $answer );
		self::assertSame( 403, $answer->status );
		self::assertSame( $before, $this->inventory() );
		self::assertSame( 'session_token_invalid', $this->rows( 'identity_link', 'refused' )[0]['reason'] );
	}

	public function test_a_deleted_account_leaves_nothing_behind(): void {
		$this->provider( array( 'accounts' => 'create' ) );
		$this->sign_in();
		$user_id = $this->logged_in();
		require_once ABSPATH . 'wp-admin/includes/user.php';
		wp_delete_user( $user_id );
		self::assertNull( $this->identity()->user_id );
		self::assertSame( 0, $this->services()->sessions()->count() );
		self::assertSame( 'account_deleted', $this->rows( 'identity_unlinked' )[0]['details']['why'] );
		$this->new_browser();
		$this->sign_in();
		self::assertNotSame( $user_id, $this->logged_in() );
		self::assertGreaterThan( 1, $this->logged_in() );
	}

	public function test_a_password_is_set_by_mail_or_where_there_is_no_address_on_the_screen(): void {
		$this->provider( array( 'accounts' => 'create', 'email' => 'fill' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		foreach ( array( 'ann@harbour.example' => esc_url( wp_lostpassword_url() ), '' => '#password' ) as $email => $link ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			$this->new_browser();
			$this->hostile->person( array( 'sub' => 'person ' . $email, 'email' => $email, 'email_verified' => true ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			$this->sign_in();
			$user = get_userdata( $this->logged_in() );
			self::assertInstanceOf( \WP_User::class, $user );
			self::assertSame( $email, $user->user_email );
			self::assertStringContainsString( '<a href="' . $link . '"', $this->services()->accounts()->profile()->html( $user, '' ) );
		}
	}

	public function test_who_began_at_the_log_in_page_arrives_where_a_password_leads(): void {
		$this->provider( array( 'accounts' => 'create' ) );
		$arrive = function ( string $target ): string {
			$this->new_browser();
			return $this->sign_in( array( 'return_to' => $target ) )->url;
		};
		self::assertSame( admin_url( 'profile.php' ), $arrive( '/wp-admin/' ), 'Nothing else there is theirs.' );
		self::assertSame( admin_url( 'index.php' ), $arrive( '/wp-admin/index.php' ), 'What was chosen stays.' );

		$asked  = array();
		$answer = home_url( '/members/' );
		$other  = static function ( $url, $requested, $user ) use ( &$asked, &$answer ) {
			$asked[] = array( $url, $requested, $user->ID );
			return $answer;
		};
		add_filter( 'login_redirect', $other, 10, 3 );
		self::assertSame( home_url( '/members/' ), $arrive( '/wp-admin/' ) );
		self::assertSame( array( array( admin_url(), '', $this->logged_in() ) ), $asked );
		$answer = 'https://thief.example/';
		self::assertSame( admin_url(), $arrive( '/wp-admin/' ), 'Not to another site.' );
		self::assertSame( home_url( '/offers/' ), $arrive( '/offers/' ) );
		self::assertCount( 2, $asked );
		remove_filter( 'login_redirect', $other );

		$user = get_userdata( $this->logged_in() );
		self::assertInstanceOf( \WP_User::class, $user );
		$user->set_role( 'author' );
		self::assertSame( admin_url(), $arrive( '/wp-admin/' ) );
	}

	/** WordPress's own screen refuses to save an account without an address; then nobody could set a first password there. */
	public function test_an_account_without_an_address_can_set_its_password(): void {
		require_once ABSPATH . 'wp-admin/includes/user.php';
		$this->provider( array( 'accounts' => 'create' ) );
		$this->sign_in();
		$user = get_userdata( $this->logged_in() );
		self::assertInstanceOf( \WP_User::class, $user );
		$save  = static function ( array $fields ) use ( $user ): mixed {
			$_POST = wp_slash( $fields + array( 'email' => '', 'nickname' => 'x', 'role' => 'subscriber' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			$saved = edit_user( $user->ID );
			$_POST = array();
			return $saved;
		};
		$words = 'a new password, long enough';
		self::assertSame( $user->ID, $save( array( 'pass1' => $words, 'pass2' => $words ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertInstanceOf( \WP_User::class, wp_authenticate_username_password( null, $user->user_login, $words ) );

		$saved = $save( array( 'email' => 'no address' ) );
		self::assertInstanceOf( \WP_Error::class, $saved );
		self::assertContains( 'invalid_email', $saved->get_error_codes() );

		$other = $this->account( 'subscriber', 'ann@harbour.example' );
		$_POST = wp_slash( array( 'email' => '', 'nickname' => 'x', 'role' => 'subscriber' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$saved = edit_user( $other->ID );
		$_POST = array();
		self::assertInstanceOf( \WP_Error::class, $saved, 'Whoever has an address keeps one.' );
		self::assertContains( 'empty_email', $saved->get_error_codes() );
	}

	public function test_profile_screen_and_list_of_users(): void {
		$this->provider( array( 'accounts' => 'link_only', 'show_in' => array( 'profile' ), 'label' => 'Example <b>Co-op</b> & Sons' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$user = $this->account();
		$this->hostile->person( array( 'sub' => 'wanda', 'coop_id' => 'https://weavers.example/', 'coop_name' => 'Weavers "<script>"', 'coop_status' => 'active' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->link( $user );
		$this->log_in( $user );
		$section = $this->services()->accounts()->profile();
		$html    = $section->html( $user, 'linked' );
		self::assertStringContainsString( 'Connected.', $html );
		self::assertStringContainsString( 'Weavers &quot;', $html );
		self::assertStringNotContainsString( '<script>', $html );
		self::assertStringNotContainsString( '<form', $html, 'The screen is a form itself.' );
		self::assertStringContainsString( 'type="password"', $html, 'It is the last one.' );
		self::assertSame( 2, substr_count( $section->forms(), '<form ' ) );
		self::assertSame( 2, substr_count( $section->forms(), 'name="_wpnonce"' ) );
		self::assertStringNotContainsString( 'wanda', $html . $section->forms(), 'No subject.' );
		self::assertStringNotContainsString( '<b>x', $this->services()->accounts()->profile()->html( $user, '<b>x' ) );

		$other = $this->account();
		$list  = $this->services()->accounts()->users_list();
		self::assertSame( 1, $this->count_queries( static fn () => $list->prepare( array( $user->ID, $other->ID, 1 ) ), true ) );
		self::assertSame( 0, $this->count_queries( static fn () => $list->cell( $other->ID ), true ) );
		self::assertStringContainsString( 'Sons', $list->cell( $user->ID ) );
		self::assertStringNotContainsString( 'blocked', $list->cell( $user->ID ) );
		$this->services()->accounts()->links()->block( $this->identity(), true );
		$list->prepare( array( $user->ID, $other->ID ) );
		self::assertStringContainsString( '(blocked)', $list->cell( $user->ID ) );
		self::assertStringContainsString( 'No credential', $list->cell( $other->ID ) );
		foreach ( array( 'hostile' => array( $user->ID ), '*' => array( $user->ID ), 'nobody' => array() ) as $chosen => $expected ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			$query = new \WP_User_Query( array( 'coop_credentials_provider' => $chosen, 'fields' => 'ID' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			self::assertSame( $expected, array_map( 'intval', $query->get_results() ), $chosen );
		}
	}

	/** An account that may only read, whose address the provider confirms. */
	private function reader(): \WP_User {
		$this->provider( array( 'accounts' => 'link_only', 'email' => 'offer_link' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->hostile->person( array( 'sub' => 'ann', 'email' => 'Ann@Harbour.example', 'email_verified' => true ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		return $this->account( 'subscriber', 'ann@harbour.example' );
	}

	/**
	 * @param Page                  $page Page with a form.
	 * @param array<string, string> $more Fields to set.
	 * @return array<string, string>
	 */
	private function fields( Page $page, array $more ): array {
		self::assertSame( 1, preg_match( '/name="connect_nonce" value="([0-9a-f]{64})"/', $page->content, $found ), $page->content );
		return $more + array( 'connect_nonce' => $found[1], 'return_to' => '/offers/' ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
	}
}
