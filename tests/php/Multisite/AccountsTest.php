<?php
/**
 * Accounts belong to the network, their credentials to each site.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Multisite;

use CoopCredentials\Sign_In\Accounts\Gone_Accounts;
use CoopCredentials\Sign_In\Accounts\Linked_By;

final class AccountsTest extends Network_Case {

	protected function set_up(): void {
		parent::set_up();
		require_once ABSPATH . 'wp-admin/includes/ms.php';
		require_once ABSPATH . 'wp-admin/includes/user.php';
	}

	/** A login of WordPress counts on every site; only the site of its provider can say that it is over. */
	public function test_a_login_by_a_credential_of_one_site_lasts_on_the_others_until_its_own_site_ends_it(): void {
		add_filter( 'send_auth_cookies', static fn ( $send, $expire, $expiration, $user, $scheme ): bool => 'logged_in' === $scheme, 10, 5 );
		add_action(
			'set_logged_in_cookie',
			static function ( $cookie ): void {
				$_COOKIE[ LOGGED_IN_COOKIE ] = $cookie;
			}
		);
		update_site_option( 'registration', 'user' );
		$second = $this->site();
		$this->provider( array( 'accounts' => 'create' ) );
		$this->sign_in();
		$user = $this->asks( 1 );
		self::assertGreaterThan( 0, $user );
		self::assertSame( $user, $this->asks( $second ), 'A site that never heard of the provider.' );
		self::assertSame( $user, $this->asks( 1 ) );

		$this->services()->setup()->editor()->change( 'hostile', array( 'enabled' => false ), null, null );
		self::assertSame( 0, $this->asks( $second ), 'Its own site has switched the provider off.' );
		self::assertSame( array(), \WP_Session_Tokens::get_instance( $user )->get_all() );
	}

	/** Whom WordPress takes a request to a site for. */
	private function asks( int $site ): int {
		return $this->on(
			$site,
			static function (): int {
				$GLOBALS['current_user'] = null; // phpcs:ignore WordPress.WP.GlobalVariablesOverride -- another request.
				return wp_get_current_user()->ID;
			}
		);
	}

	/** The number of an account may be given out again, by an import or another database: no link may wait for that. */
	public function test_deleting_an_account_unlinks_it_also_where_it_was_removed_before(): void {
		$second = $this->site();
		$bare   = $this->site( '/bare/' );
		$this->on( $bare, fn() => $this->plugin->kernel->schema_manager()->drop_all() );
		$user = $this->user_with_role( 'subscriber' );
		add_user_to_blog( $second, $user->ID, 'subscriber' );
		$this->on( 1, fn() => $this->connect( $user->ID ) );
		$this->on( $second, fn() => $this->connect( $user->ID ) );
		remove_user_from_blog( $user->ID, $second );
		self::assertSame( $user->ID, $this->on( $second, fn(): ?int => $this->owner() ), 'Removed from the site it keeps the link: no second account.' );
		$this->on( $second, fn() => $this->connect( $user->ID ) ); // A session that began meanwhile.
		$told = array();
		add_action(
			'coop_credentials_identity_unlinked',
			static function ( $uid, $user_id, $provider, $why ) use ( &$told ): void {
				$told[] = array( get_current_blog_id(), $user_id, $why );
			},
			10,
			4
		);

		self::assertTrue( wpmu_delete_user( $user->ID ) );

		foreach ( array( 1, $second ) as $site ) {
			$this->on(
				$site,
				function () use ( $site ): void {
					self::assertNull( $this->owner(), "On site $site the link is left." );
					self::assertSame( 0, $this->services()->sessions()->count(), "On site $site somebody is signed in." );
					self::assertSame( 1, $this->plugin->kernel->audit_log()->query( array( 'event' => 'identity_unlinked' ), 1, 10 )['total'] );
				}
			);
		}
		sort( $told );
		self::assertSame( array( array( 1, $user->ID, 'account_deleted' ), array( $second, $user->ID, 'account_deleted' ) ), $told );
		self::assertSame( 0, $this->tables( $bare ), 'A site without tables gets none.' );
		self::assertFalse( wp_next_scheduled( Gone_Accounts::CRON, array( $user->ID, 100 ) ) );
	}

	/** A network's account has one password and one mailbox, whichever site the link in the mail leads to. */
	public function test_a_password_set_by_mail_closes_the_account_on_every_site(): void {
		$second = $this->site();
		$bare   = $this->site( '/bare/' );
		$this->on( $bare, fn() => $this->plugin->kernel->schema_manager()->drop_all() );
		$user = $this->user_with_role( 'subscriber' );
		foreach ( array( 1, $second, $bare ) as $site ) {
			add_user_to_blog( $site, $user->ID, 'subscriber' );
		}
		$this->on( 1, fn() => $this->connect( $user->ID, Linked_By::Password ) );
		$this->on( $second, fn() => $this->connect( $user->ID, Linked_By::Created ) );

		reset_password( $user, 'correct horse battery staple' );

		self::assertSame( $user->ID, $this->on( 1, fn(): ?int => $this->owner() ), 'What was proved stays.' );
		self::assertNull( $this->on( $second, fn(): ?int => $this->owner() ) );
		self::assertSame( 0, $this->on( $second, fn(): int => $this->services()->sessions()->count() ) );
		self::assertSame( 0, $this->tables( $bare ), 'A site without tables gets none.' );
	}

	public function test_a_large_network_is_walked_a_hundred_sites_at_a_time(): void {
		$second = $this->site();
		$user   = $this->user_with_role( 'subscriber' );
		$this->on( $second, fn() => $this->connect( $user->ID ) );
		$asked = array();
		$sites = static function ( $given, \WP_Site_Query $query ) use ( &$asked, $second ) {
			$asked[] = array( $query->query_vars['number'], $query->query_vars['offset'], $query->query_vars['network_id'] );
			return 0 === $query->query_vars['offset'] ? array_fill( 0, 100, 1 ) : array( $second );
		};
		add_filter( 'sites_pre_query', $sites, 10, 2 );
		$this->services()->accounts()->gone()->walk( $user->ID );
		remove_filter( 'sites_pre_query', $sites );
		self::assertSame( array( array( 100, 0, 0 ) ), $asked, 'A hundred at once, of all networks.' );
		self::assertSame( $user->ID, $this->on( $second, fn(): ?int => $this->owner() ) );
		self::assertNotFalse( wp_next_scheduled( Gone_Accounts::CRON, array( $user->ID, 100 ) ), 'The rest by cron.' );

		add_filter( 'sites_pre_query', $sites, 10, 2 );
		do_action( Gone_Accounts::CRON, $user->ID, 100 );
		remove_filter( 'sites_pre_query', $sites );
		self::assertNull( $this->on( $second, fn(): ?int => $this->owner() ) );
		self::assertFalse( wp_next_scheduled( Gone_Accounts::CRON, array( $user->ID, 200 ) ) );
	}

	/** The account that gave way to a twin is gone from the network, not from one site only. */
	public function test_no_account_is_left_over_when_somebody_was_faster(): void {
		update_site_option( 'registration', 'user' );
		$this->provider( array( 'accounts' => 'create', 'username' => 'preferred' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		$this->hostile->person( array( 'sub' => 'wanda', 'preferred_username' => 'wanda' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		$rival = 0;
		add_filter(
			'wp_pre_insert_user_data',
			static function ( $data ) use ( &$rival ) {
				if ( 0 === $rival ) {
					$rival = -1;
					$rival = wp_insert_user( array( 'user_login' => 'wanda', 'user_pass' => 'of the other' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
				}
				return $data;
			}
		);
		$this->sign_in();
		self::assertSame( array( $rival ), array_map( 'intval', get_users( array( 'blog_id' => 0, 'login' => 'wanda', 'fields' => 'ID' ) ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		self::assertNotNull( $this->owner() );
		self::assertNotSame( $rival, $this->owner() );
		self::assertCount( 3, get_users( array( 'blog_id' => 0 ) ) );
	}

	/** The person signs in on the current site and their credential is an account's. */
	private function connect( int $user_id, Linked_By $by = Linked_By::Owner ): void {
		$this->provider();
		unset( $_COOKIE[ $this->services()->cookies()->session_name() ] );
		if ( null === $this->owner() ) {
			$this->sign_in();
			$this->services()->accounts()->links()->link( $this->services()->accounts()->repository()->all( '', null, 1, 0 )[0], $user_id, 'hostile', $by );
		} else {
			$this->services()->sessions()->add( bin2hex( random_bytes( 32 ) ), $this->services()->accounts()->repository()->all( '', null, 1, 0 )[0]->id, 'hostile', null, new \CoopCredentials\Claims\Auth_Context(), null, null, $this->plugin->kernel->clock()->now(), $this->plugin->kernel->clock()->now()->modify( '+1 day' ) );
		}
		$this->plugin->kernel->database()->execute( 'UPDATE %i SET user_id = %d', $this->plugin->kernel->database()->table( 'visitor_sessions' ), $user_id );
		self::assertGreaterThan( 0, $this->services()->sessions()->count() );
	}

	/** Account of the one credential of the current site. */
	private function owner(): ?int {
		return $this->services()->accounts()->repository()->all( '', null, 1, 0 )[0]->user_id ?? null;
	}
}
