<?php
/**
 * Who gets which account.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use PHPUnit\Framework\Attributes\DataProvider;

/**
 * Each row of the account policy. The group begins with an honest new account.
 */
final class Account_Policy_Test extends Account_Case {

	public function test_a_new_account_is_made_entered_and_told(): void {
		$this->provider( array( 'accounts' => 'create' ) );
		$seen = array();
		foreach ( array( 'account_created', 'identity_linked', 'signed_in' ) as $name ) {
			add_action(
				'coop_credentials_' . $name,
				static function ( ...$arguments ) use ( &$seen, $name ): void {
					$seen[ $name ] = $arguments;
				},
				10,
				4
			);
		}
		$answer   = $this->sign_in( array( 'return_to' => '/wp-admin/profile.php' ) );
		$identity = $this->identity();
		$user     = get_userdata( (int) $identity->user_id );
		self::assertInstanceOf( \WP_User::class, $user );
		self::assertMatchesRegularExpression( '/\Acoop_[a-z2-7]{10}\z/', $user->user_login );
		self::assertMatchesRegularExpression( '/\Acoop_[a-z2-7]{10}\z/', $user->user_nicename );
		self::assertSame( array( '', array( 'subscriber' ) ), array( $user->user_email, $user->roles ) );
		self::assertSame( $user->ID, $this->logged_in() );
		self::assertSame( 'https://harbour.example/wp-admin/profile.php', $answer->url, 'The dashboard, because there is an account.' );
		self::assertSame( array( $user->ID, $identity->uid, 'hostile' ), $seen['account_created'] );
		self::assertSame( array( $identity->uid, $user->ID, 'hostile', 'created' ), $seen['identity_linked'] );
		self::assertSame( array( $identity->uid, 'hostile', true, $user->ID ), $seen['signed_in'] );
		self::assertCount( 1, $this->rows( 'account_created' ) );
		self::assertSame( $user->ID, $this->services()->current_visitor()->get()?->user_id );

		$session = $this->services()->accounts()->sessions()->of_secret( (string) $this->services()->cookies()->session() );
		self::assertSame( array( hash( 'sha256', wp_parse_auth_cookie( $_COOKIE[ LOGGED_IN_COOKIE ], 'logged_in' )['token'] ) ), array( $session['hash'] ?? null ) );

		$this->new_browser();
		$this->sign_in();
		self::assertSame( $user->ID, $this->logged_in(), 'The second time it is the same account.' );
		self::assertSame( 2, count( get_users() ) );
	}

	#[DataProvider( 'without_account' )]
	public function test_no_account_is_made( array $provider, array $person ): void {
		$this->provider( $provider );
		$this->hostile->person( $person + array( 'sub' => 'wanda' ) );
		$answer = $this->sign_in( array( 'return_to' => '/wp-admin/' ) );
		self::assertSame( 'https://harbour.example/', $answer->url, 'No dashboard without an account.' );
		self::assertCount( 1, get_users() );
		self::assertSame( 0, $this->logged_in() );
		self::assertSame( 1, $this->services()->sessions()->count() );
		self::assertNull( $this->services()->current_visitor()->get()?->user_id );
	}

	/** @return array<string, array{array<string, mixed>, array<string, mixed>}> */
	public static function without_account(): array {
		return array(
			'visitor_only'           => array( array(), array() ),
			'link_only'              => array( array( 'accounts' => 'link_only' ), array() ),
			'SIGN-F22 ephemeral'     => array( array( 'accounts' => 'create', 'subject' => 'ephemeral' ), array() ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			'SIGN-F3 e-mail ignored' => array( array( 'accounts' => 'link_only' ), array( 'email' => 'admin@harbour.example', 'email_verified' => true ) ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		);
	}

	/** SIGN-F22. */
	public function test_SIGN_F22_an_ephemeral_subject_gets_neither_account_nor_link(): void {
		$this->provider( array( 'accounts' => 'create', 'subject' => 'ephemeral' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->sign_in();
		self::assertSame( 0, $this->services()->identities()->count() );
		self::assertCount( 1, get_users() );
		$user = $this->account();
		$this->log_in( $user );
		$answer = $this->press_link();
		self::assertStringContainsString( 'coop_credentials_note=parameter_invalid', $answer->url );
		self::assertSame( 0, $this->services()->identities()->count() );
	}

	/** SIGN-F1. */
	public function test_SIGN_F1_the_address_of_an_administrator_is_never_linked_nor_hinted_at(): void {
		$this->provider( array( 'accounts' => 'create', 'email' => 'offer_link' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->hostile->person( array( 'sub' => 'mallory', 'email' => 'admin@harbour.example', 'email_verified' => true ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$answer = $this->sign_in();
		self::assertStringNotContainsString( 'connect', $answer->url );
		self::assertNotSame( 1, $this->identity()->user_id );
		self::assertNotSame( 1, $this->logged_in() );
		self::assertSame( '', get_userdata( (int) $this->identity()->user_id )->user_email );
		self::assertFalse( $this->services()->accounts()->connect()->is_offered() );
	}

	/** SIGN-F1. */
	public function test_SIGN_F1_a_linked_account_that_became_privileged_signs_in_with_its_password(): void {
		$this->provider( array( 'accounts' => 'link_only', 'show_in' => array( 'profile' ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$user = $this->account();
		$this->link( $user );
		$this->sign_in();
		self::assertSame( $user->ID, $this->logged_in() );
		$this->new_browser();
		$user->set_role( 'editor' );
		$this->assert_only_refused( 'privileged_account', fn () => $this->come_back( $this->go() ) );

		$this->provider( array( 'accounts' => 'link_only', 'allow_privileged' => true ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->sign_in();
		self::assertSame( $user->ID, $this->logged_in(), 'The owner of the site may want it so.' );
	}

	/** SIGN-F1. Whoever runs a provider must not come by more than a member's own rights. */
	#[DataProvider( 'rights' )]
	public function test_SIGN_F1_an_account_with_any_right_over_the_site_or_others_is_not_entered( string $capability ): void {
		$this->provider( array( 'accounts' => 'link_only', 'show_in' => array( 'profile' ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$user = $this->account();
		$this->link( $user );
		$user->add_cap( $capability );
		$this->assert_only_refused( 'privileged_account', fn () => $this->come_back( $this->go() ) );
		self::assertSame( 0, $this->logged_in() );
		$this->log_in( $user );
		self::assertStringNotContainsString( $this->hostile->issuer, $this->press_link()->url, 'Linking asks for the password.' );
	}

	/** @return array<string, array{string}> */
	public static function rights(): array {
		$all = array( 'edit_plugins', 'edit_files', 'create_users', 'delete_users', 'install_themes', 'manage_sites', 'list_users', 'moderate_comments', 'export' );
		return array_combine( $all, array_map( static fn ( string $capability ): array => array( $capability ), $all ) );
	}

	/** SIGN-F1. */
	#[DataProvider( 'harmless' )]
	public function test_SIGN_F1_an_account_with_its_own_rights_only_is_entered( string $role ): void {
		$this->provider( array( 'accounts' => 'link_only', 'show_in' => array( 'profile' ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$user = $this->account( $role );
		$this->link( $user );
		$this->sign_in();
		self::assertSame( $user->ID, $this->logged_in() );
	}

	/** @return array<string, array{string}> */
	public static function harmless(): array {
		return array( 'subscriber' => array( 'subscriber' ), 'contributor' => array( 'contributor' ), 'author' => array( 'author' ), 'till' => array( 'coop_till' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
	}

	#[DataProvider( 'unverified' )]
	public function test_SIGN_F2_only_true_confirms_an_address( mixed $verified ): void {
		$this->account( 'subscriber', 'ann@harbour.example' );
		$this->provider( array( 'accounts' => 'link_only', 'email' => 'offer_link' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->hostile->person( array( 'sub' => 'ann', 'email' => 'ann@harbour.example' ) + ( null === $verified ? array() : array( 'email_verified' => $verified ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$answer = $this->sign_in();
		self::assertSame( 'https://harbour.example/offers/', $answer->url );
		self::assertNull( $this->identity()->email, 'Not even stored.' );
		self::assertNull( $this->identity()->user_id );
		self::assertFalse( $this->services()->accounts()->connect()->is_offered() );

		$this->provider( array( 'accounts' => 'create', 'email' => 'fill' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->hostile->person( array( 'sub' => 'bea', 'email' => 'bea@harbour.example' ) + ( null === $verified ? array() : array( 'email_verified' => $verified ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->new_browser();
		$this->sign_in();
		self::assertSame( '', get_userdata( $this->logged_in() )->user_email );
	}

	/** @return array<string, array{mixed}> */
	public static function unverified(): array {
		return array(
			'SIGN-F2 false'  => array( false ),
			'SIGN-F2 absent' => array( null ),
			'SIGN-F2 text'   => array( 'true' ),
			'SIGN-F2 one'    => array( 1 ),
		);
	}

	#[DataProvider( 'strangers' )]
	public function test_SIGN_F3_an_address_that_is_not_the_same_is_a_strangers( string $email ): void {
		$user = $this->account( 'subscriber', 'ann@harbour.example' );
		$this->provider( array( 'accounts' => 'link_only', 'email' => 'offer_link' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->hostile->person( array( 'sub' => 'stranger', 'email' => $email, 'email_verified' => true ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$answer = $this->sign_in();
		self::assertSame( 'https://harbour.example/offers/', $answer->url );
		self::assertNull( $this->identity()->user_id );
		self::assertFalse( $this->services()->accounts()->connect()->is_offered() );
		self::assertSame( 0, $this->logged_in() );
		self::assertSame( 'ann@harbour.example', get_userdata( $user->ID )->user_email );
	}

	/** @return array<string, array{string}> */
	public static function strangers(): array {
		return array(
			'SIGN-F3 Cyrillic a' => array( "\u{0430}nn@harbour.example" ),
			'SIGN-F3 accent'     => array( "\u{00e1}nn@harbour.example" ),
			'SIGN-F3 plus tag'   => array( 'ann+shop@harbour.example' ),
			'SIGN-F3 wildcard'   => array( '*@harbour.example' ),
			'SIGN-F3 like'       => array( 'an_@harbour.example' ),
		);
	}

	/** SIGN-F3. */
	public function test_SIGN_F3_a_recycled_or_changed_address_changes_nobody(): void {
		$this->provider( array( 'accounts' => 'create', 'email' => 'fill' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->hostile->person( array( 'sub' => 'first', 'email' => 'shared@harbour.example', 'email_verified' => true ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->sign_in();
		$first = $this->logged_in();
		self::assertSame( 'shared@harbour.example', get_userdata( $first )->user_email );

		$this->new_browser();
		$this->hostile->person( array( 'sub' => 'second', 'email' => 'shared@harbour.example', 'email_verified' => true ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->sign_in();
		$second = $this->logged_in();
		self::assertNotSame( $first, $second );
		self::assertSame( '', get_userdata( $second )->user_email, 'Taken: left empty.' );

		$this->new_browser();
		$this->hostile->person( array( 'sub' => 'first', 'email' => 'new@harbour.example', 'email_verified' => true ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->sign_in();
		self::assertSame( $first, $this->logged_in() );
		self::assertSame( 'shared@harbour.example', get_userdata( $first )->user_email, 'Never changed later.' );
	}

	/** SIGN-F4. */
	public function test_SIGN_F4_the_same_subject_of_two_issuers_is_two_people(): void {
		$this->provider( array( 'accounts' => 'create' ) );
		$this->sign_in();
		$first = $this->logged_in();
		$this->new_browser();
		$verified = new \CoopCredentials\Sign_In\Verified( 'https://elsewhere.example', 'wanda', '', (object) array( 'iss' => 'https://elsewhere.example', 'sub' => 'wanda' ), null, new \CoopCredentials\Claims\Auth_Context(), null, null ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->provider( array( 'accounts' => 'create', 'issuer' => 'https://elsewhere.example' ), 'elsewhere' ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		Accounts_Entry::enter( $this->services(), 'elsewhere', $verified );
		self::assertSame( 2, $this->services()->identities()->count() );
		self::assertNotSame( $first, $this->logged_in() );
		self::assertGreaterThan( 0, $this->logged_in() );
	}

	#[DataProvider( 'wishes' )]
	public function test_SIGN_F6_a_preferred_name_that_is_taken_or_reserved_becomes_a_random_one( string $wish, ?string $expected ): void {
		$this->provider( array( 'accounts' => 'create', 'username' => 'preferred' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->hostile->person( array( 'sub' => 'wisher', 'preferred_username' => $wish ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->sign_in();
		$user = get_userdata( $this->logged_in() );
		null === $expected ? self::assertMatchesRegularExpression( '/\Acoop_[a-z2-7]{10}\z/', $user->user_login ) : self::assertSame( $expected, $user->user_login );
		self::assertMatchesRegularExpression( '/\Acoop_[a-z2-7]{10}\z/', $user->user_nicename );
		self::assertSame( 'admin', get_userdata( 1 )->user_login );
		self::assertNotSame( 1, $user->ID );
	}

	/** @return array<string, array{string, string|null}> */
	public static function wishes(): array {
		return array(
			'SIGN-F6 free'                 => array( 'Wanda.W', 'wanda.w' ),
			'SIGN-F6 admin'                => array( 'admin', null ),
			'SIGN-F6 Admin'                => array( ' ADMIN ', null ),
			'SIGN-F6 ad-min'               => array( 'ad-min', null ),
			'SIGN-F6 address'              => array( 'wanda@harbour.example', null ),
			'SIGN-F6 our own'              => array( 'coop_aaaaaaaaaa', null ),
			'SIGN-F6 markup'               => array( '<b>', null ),
			'SIGN-F6 too short'            => array( 'w', null ),
			'SIGN-F6 admin-1'              => array( 'admin-1', null ),
			'SIGN-F6 the.admin'            => array( 'the.admin', null ),
			'SIGN-F6 wp_support'           => array( 'wp_support', null ),
			'SIGN-F6 wpadmin'              => array( 'wpadmin', null ),
			'SIGN-F6 support2'             => array( 'support2', null ),
			'SIGN-F6 a desk'               => array( 'Help-Desk', null ),
			'SIGN-F6 2team'                => array( 'harbour-2team', null ),
			'SIGN-F6 digits for letters'   => array( 'supp0rt', null ),
			'SIGN-F6 adm1n at the end'     => array( 'harbour.adm1n', null ),
			'SIGN-F6 l for i'              => array( 'officlal', null ),
			'SIGN-F6 rn for m'             => array( 'adrnin', null ),
			'SIGN-F6 Cyrillic a'           => array( "\u{0430}dmin", null ),
			'SIGN-F6 Cyrillic near a name' => array( "w\u{0430}nda", null ),
			'SIGN-F6 Greek'                => array( "\u{0392}\u{03ac}\u{03bd}\u{03c4}\u{03b1}", null ),
			'SIGN-F6 full width'           => array( "\u{ff57}anda", null ),
			'SIGN-F6 a joiner inside'      => array( "wan\u{200d}da", null ),
			'SIGN-F6 an accent'            => array( "Ren\u{00e9}e", 'renee' ),
			'SIGN-F6 a word in a word'     => array( 'badminton', 'badminton' ),
			'SIGN-F6 a word in words'      => array( 'steam.homeowner-meg', 'steam.homeowner-meg' ),
			'SIGN-F6 digits of a year'     => array( 'wanda1975', 'wanda1975' ),
		);
	}

	/** SIGN-F9. */
	public function test_SIGN_F9_a_planted_cookie_never_becomes_the_session(): void {
		$this->provider( array( 'accounts' => 'create' ) );
		$planted = str_repeat( 'ab', 32 );
		$_COOKIE[ $this->services()->cookies()->session_name() ] = $planted;
		$this->sign_in();
		self::assertNotSame( $planted, $this->services()->cookies()->session() );
		self::assertNull( $this->services()->sessions()->find( $planted ) );
		self::assertSame( 1, $this->services()->sessions()->count() );
	}

	/** SIGN-F13. */
	public function test_SIGN_F13_a_foreign_organisation_is_dropped_and_assurance_capped(): void {
		$this->provider( array( 'accounts' => 'create', 'issuer_scope' => '{"organisations":{"own":"https://weavers.example/"},"max_assurance":1}' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->hostile->person( array( 'sub' => 'board', 'coop_id' => 'https://weavers.example/', 'coop_name' => 'Example Weavers Co-op', 'coop_status' => 'active', 'coop_assurance' => 4 ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->sign_in();
		$visitor = $this->services()->current_visitor()->get();
		self::assertSame( array( 'https://weavers.example/' ), array_map( static fn ( $membership ): string => $membership->organisation_id, $visitor->memberships ?? array() ) );
		self::assertLessThanOrEqual( 1, $visitor->memberships[0]->assurance );
		$this->new_browser();
		$this->hostile->person( array( 'sub' => 'thief', 'coop_id' => 'https://bakers.example/', 'coop_name' => 'Example Bakers Co-op', 'coop_status' => 'active' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->sign_in();
		self::assertSame( array(), $this->services()->current_visitor()->get()?->memberships );
	}

	/** SIGN-F13. */
	public function test_SIGN_F13_a_lapsed_member_is_signed_in_and_refused_at_the_offer(): void {
		$rule = $this->services()->rules()->create( 'Workers', '{"v":1,"when":{"path":["class"],"op":"eq","value":"worker"}}' )->uid;
		foreach ( array( 'active' => array( 'allow', '' ), 'lapsed' => array( 'deny', 'membership_inactive' ) ) as $status => $expected ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			$this->new_browser();
			$this->hostile->person( array( 'sub' => $status, 'coop_id' => 'https://weavers.example/', 'coop_class' => 'worker', 'coop_status' => $status ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			$this->sign_in();
			$visitor = $this->services()->current_visitor()->get();
			self::assertNotNull( $visitor, 'Signed in.' );
			$decision = $this->services()->flow()->action_gate()->decide( $visitor, $rule, 'offer', '', 86400 )[1];
			self::assertSame( $expected, array( $decision->outcome, $decision->reason ) );
		}
	}

	/** SIGN-F14. */
	public function test_SIGN_F14_an_account_refused_by_the_site_does_not_get_in(): void {
		$this->provider( array( 'accounts' => 'create' ) );
		$this->sign_in();
		$this->new_browser();
		add_filter( 'authenticate', static fn () => new \WP_Error( 'suspended', 'Suspended.' ), 50 );
		$this->assert_only_refused( 'account_blocked', fn () => $this->come_back( $this->go() ) );
		self::assertNull( $this->services()->cookies()->session() );
	}

	/** SIGN-F14. */
	public function test_SIGN_F14_live_sessions_end_at_the_next_request(): void {
		$this->provider( array( 'accounts' => 'create' ) );
		$this->sign_in();
		$identity = $this->identity();
		$user_id  = $this->logged_in();
		self::assertTrue( $this->services()->accounts()->links()->block( $identity, true ) );
		$this->next_request();
		self::assertNull( $this->services()->current_visitor()->get() );
		self::assertSame( 'session_revoked', $this->services()->current_visitor()->ended() );
		self::assertSame( 0, $this->services()->sessions()->count() );
		self::assertSame( 0, $this->logged_in(), 'WordPress is left too.' );

		$this->new_browser();
		$this->assert_only_refused( 'identity_blocked', fn () => $this->come_back( $this->go() ) );
		self::assertSame( $user_id, $this->identity()->user_id );
		self::assertTrue( $this->services()->accounts()->links()->block( $this->identity(), false ) );
		$this->sign_in();
		$this->provider( array( 'accounts' => 'create', 'enabled' => false ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->next_request();
		self::assertNull( $this->services()->current_visitor()->get() );
		self::assertSame( 'session_revoked', $this->services()->current_visitor()->ended() );
	}

	/** SIGN-F17. */
	public function test_SIGN_F17_an_empty_issuer_or_subject_finds_nobody(): void {
		$this->provider( array( 'accounts' => 'create' ) );
		$user = $this->account();
		$this->plugin->kernel->database()->insert( 'identities', array( 'uid' => str_repeat( '0', 26 ), 'identity_hash' => '', 'issuer' => '', 'subject' => '', 'provider' => 'hostile', 'user_id' => $user->ID, 'memberships' => '{}', 'granted_roles' => '[]', 'created_at' => '2026-01-01 00:00:00', 'last_seen_at' => '2026-01-01 00:00:00', 'memberships_at' => '2026-01-01 00:00:00' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$before = $this->inventory();
		foreach ( array( array( '', 'wanda', 'id_token_iss' ), array( $this->hostile->issuer, '', 'id_token_sub' ), array( '', '', 'id_token_iss' ) ) as list( $issuer, $subject, $reason ) ) {
			try {
				Accounts_Entry::enter( $this->services(), 'hostile', new \CoopCredentials\Sign_In\Verified( $issuer, $subject, '', (object) array( 'sub' => $subject ), null, new \CoopCredentials\Claims\Auth_Context(), null, null ) );
				self::fail( 'Somebody was found.' );
			} catch ( \CoopCredentials\Kernel\Problem $problem ) {
				self::assertSame( $reason, $problem->reason );
			}
		}
		self::assertSame( $before, $this->inventory() );
	}

	/** SIGN-F18. */
	public function test_SIGN_F18_what_the_browser_posts_about_itself_is_ignored(): void {
		$this->provider( array( 'accounts' => 'create' ) );
		$claims   = array( 'sub' => 'admin', 'email' => 'admin@harbour.example', 'user_id' => '1', 'role' => 'administrator', 'user_login' => 'admin' ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$_POST    = $claims;
		$_REQUEST = $claims;
		$_GET     = $claims;
		$answer   = $this->come_back( $this->go( $claims ) . '&' . http_build_query( array_diff_key( $claims, array( 'sub' => 1 ) ) ) );
		self::assertSame( '', $this->reason( $answer ) );
		self::assertSame( 'wanda', $this->identity()->subject );
		$user = get_userdata( $this->logged_in() );
		self::assertNotSame( 1, $user->ID );
		self::assertSame( array( array( 'subscriber' ), '' ), array( $user->roles, $user->user_email ) );
	}

	public function test_a_role_that_has_grown_is_not_given_to_a_new_account(): void {
		add_role( 'regular', 'Regular', array( 'read' => true ) );
		$this->provider( array( 'accounts' => 'create', 'role' => 'regular' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->sign_in();
		self::assertSame( array( 'regular' ), get_userdata( $this->logged_in() )->roles );
		get_role( 'regular' )->add_cap( 'edit_users' );
		$this->new_browser();
		$this->hostile->person( array( 'sub' => 'second' ) );
		$this->sign_in();
		self::assertSame( array( 'subscriber' ), get_userdata( $this->logged_in() )->roles );
		remove_role( 'regular' );
	}

	public function test_an_account_that_was_half_made_is_found_again(): void {
		$this->provider( array( 'accounts' => 'create' ) );
		$this->sign_in();
		$user_id  = $this->logged_in();
		$identity = $this->identity();
		$this->new_browser();
		// The process died after WordPress had stored the account.
		$lease = 'making ' . dechex( time() - 3600 ) . '-0000';
		$this->plugin->kernel->database()->update( 'identities', array( 'user_id' => null, 'linked_by' => $lease ), array( 'id' => $identity->id ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->plugin->kernel->database()->wpdb->update( $GLOBALS['wpdb']->users, array( 'user_nicename' => \CoopCredentials\Sign_In\Accounts\Usernames::of_attempt( $identity->uid . '|' . $lease ) ), array( 'ID' => $user_id ) );
		clean_user_cache( $user_id );
		$this->sign_in();
		self::assertSame( $user_id, $this->logged_in() );
		self::assertCount( 2, get_users() );
	}
}
