<?php
/**
 * Many at once, and a second factor in between: real processes.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Tests\Support\Environment;
use CoopCredentials\Tests\Support\Network_Task;
use CoopCredentials\Tests\Support\Processes;

/**
 * One identity, one account, whatever the crowd does.
 */
final class Account_Race_Test extends Account_Case {

	public function test_a_thousand_first_sign_ins_make_one_identity_and_one_account(): void {
		$this->provider( array( 'accounts' => 'create' ) );
		$processes = 16;
		$attempts  = $this->is_sqlite() ? 6 : 63; // 1,008 on a server; SQLite has one writer at a time.
		$answers   = Processes::run(
			__DIR__ . '/tasks/first-sign-ins.php',
			$processes,
			array(
				'attempts' => $attempts,
				'issuer'   => $this->hostile->issuer,
			)
		);
		$counts    = array();
		foreach ( $answers as $answer ) {
			foreach ( $answer as $what => $count ) {
				$counts[ $what ] = ( $counts[ $what ] ?? 0 ) + $count;
			}
		}
		wp_cache_flush();
		$identity = $this->identity();
		self::assertSame( array( 'user ' . $identity->user_id => $processes * $attempts ), $counts );
		self::assertCount( 2, get_users(), 'The administrator and one more.' );
		self::assertCount( 1, $this->rows( 'account_created' ) );
		self::assertSame( 'created', $identity->linked_by );
	}

	/** SIGN-F6. WordPress's table of accounts has no UNIQUE key; whoever sees a twin gives way. */
	public function test_SIGN_F6_first_sign_ins_that_wish_the_same_at_once_all_get_an_account(): void {
		$this->provider( array( 'accounts' => 'create', 'username' => 'preferred', 'email' => 'fill' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$processes = 6;
		$attempts  = $this->is_sqlite() ? 3 : 12;
		$answers   = Processes::run(
			__DIR__ . '/tasks/first-sign-ins.php',
			$processes,
			array(
				'attempts' => $attempts,
				'issuer'   => $this->hostile->issuer,
				'claims'   => array(
					'preferred_username' => 'wished-#-name',
					'email'              => 'shared-#@harbour.example',
					'email_verified'     => true,
				),
			)
		);
		wp_cache_flush();
		$seen = array_merge( ...array_map( 'array_keys', $answers ) );
		self::assertCount( $processes * $attempts, preg_grep( '/\Auser \d+\z/', $seen ) ?: array(), (string) wp_json_encode( $answers ) );
		self::assertSame( $seen, array_unique( $seen ), 'Everybody has an account of their own.' );
		self::assertCount( $processes * $attempts + 1, get_users(), 'None is left over.' );
		$this->assert_no_twins();
	}

	/**
	 * SIGN-F6. Somebody else is faster between the look and the account: before WordPress looks, and after.
	 *
	 * @dataProvider rivals
	 */
	public function test_SIGN_F6_who_is_faster_keeps_what_was_wished( string $hook, string $login, string $email ): void {
		$this->provider( array( 'accounts' => 'create', 'username' => 'preferred', 'email' => 'fill' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->hostile->person( array( 'sub' => 'wanda', 'preferred_username' => 'wanda', 'email' => 'wanda@harbour.example', 'email_verified' => true ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$rival = 0;
		add_filter(
			$hook,
			function ( $value ) use ( &$rival, $login, $email ) {
				if ( 0 === $rival ) {
					$rival = -1;
					$rival = $this->account_named( $login, $email );
				}
				return $value;
			}
		);
		$this->sign_in();
		$user = get_userdata( (int) $this->identity()->user_id );
		self::assertInstanceOf( \WP_User::class, $user );
		self::assertNotSame( $rival, $user->ID );
		self::assertSame( $user->ID, $this->logged_in() );
		'wanda' === $login ? self::assertMatchesRegularExpression( '/\Acoop_[a-z2-7]{10}\z/', $user->user_login ) : self::assertSame( 'wanda', $user->user_login );
		self::assertSame( array( $user->user_login, $user->user_login ), array( $user->display_name, $user->nickname ) );
		self::assertSame( '' === $email ? 'wanda@harbour.example' : '', $user->user_email );
		self::assertSame( array( $login, $email ), array( get_userdata( $rival )->user_login, get_userdata( $rival )->user_email ), 'The other account is as it was.' );
		self::assertSame( $rival, get_user_by( 'login', $login )->ID );
		self::assertCount( 3, get_users(), 'No account is left over.' );
		self::assertCount( 1, $this->rows( 'account_created' ) );
		$this->assert_no_twins();
	}

	/** @return array<string, array{string, string, string}> */
	public static function rivals(): array {
		return array(
			'SIGN-F6 the name'                     => array( 'pre_user_login', 'wanda', '' ),
			'SIGN-F6 the address'                  => array( 'pre_user_email', 'other', 'wanda@harbour.example' ),
			'SIGN-F6 both'                         => array( 'pre_user_login', 'wanda', 'wanda@harbour.example' ),
			'SIGN-F6 the name, at the very end'    => array( 'wp_pre_insert_user_data', 'wanda', '' ),
			'SIGN-F6 the address, at the very end' => array( 'wp_pre_insert_user_data', 'other', 'wanda@harbour.example' ),
			'SIGN-F6 both, at the very end'        => array( 'wp_pre_insert_user_data', 'wanda', 'wanda@harbour.example' ),
		);
	}

	/** SIGN-F6. The process died with the account made and the twin not yet seen. */
	public function test_SIGN_F6_a_half_made_account_with_a_twin_is_not_taken_up(): void {
		$this->provider( array( 'accounts' => 'create', 'username' => 'preferred' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->hostile->person( array( 'sub' => 'wanda', 'preferred_username' => 'wanda' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->sign_in();
		$left     = $this->logged_in();
		$identity = $this->identity();
		$this->new_browser();
		$lease = 'making ' . dechex( time() - 3600 ) . '-0000';
		$this->plugin->kernel->database()->update( 'identities', array( 'user_id' => null, 'linked_by' => $lease ), array( 'id' => $identity->id ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->plugin->kernel->database()->wpdb->update( $GLOBALS['wpdb']->users, array( 'user_nicename' => \CoopCredentials\Sign_In\Accounts\Usernames::of_attempt( $identity->uid . '|' . $lease ) ), array( 'ID' => $left ) );
		$GLOBALS['wpdb']->insert( $GLOBALS['wpdb']->users, array( 'user_login' => 'wanda', 'user_nicename' => 'twin', 'user_registered' => '2026-01-01 00:00:00' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		clean_user_cache( $left );
		$this->sign_in();
		self::assertNotSame( $left, $this->logged_in() );
		self::assertFalse( get_userdata( $left ) );
		$this->assert_no_twins();
	}

	/** An account of somebody else, whatever WordPress would say to it. */
	private function account_named( string $login, string $email ): int {
		$id = wp_insert_user( array( 'user_login' => $login, 'user_email' => $email, 'user_pass' => 'of the other', 'role' => 'subscriber' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertIsInt( $id );
		return $id;
	}

	private function assert_no_twins(): void {
		foreach ( array( 'user_login', 'user_email' ) as $field ) {
			$all = array_filter( array_map( static fn ( \WP_User $user ): string => strtolower( $user->$field ), get_users() ) );
			self::assertSame( $all, array_unique( $all ), $field );
		}
	}

	/** SIGN-F5. */
	public function test_SIGN_F5_two_accounts_that_link_one_credential_at_once(): void {
		$this->provider( array( 'accounts' => 'link_only' ) );
		$users   = array( $this->account(), $this->account() );
		$cookies = array();
		$queries = array();
		foreach ( $users as $number => $user ) {
			$this->new_browser();
			$this->log_in( $user );
			$queries[ $number ] = (string) wp_parse_url( $this->begin_link(), PHP_URL_QUERY );
			$cookies[ $number ] = $_COOKIE;
		}
		$answers = Processes::run(
			__DIR__ . '/tasks/link.php',
			2,
			array(
				'users'   => array_map( static fn ( \WP_User $user ): int => $user->ID, $users ),
				'cookies' => $cookies,
				'queries' => $queries,
			)
		);
		sort( $answers );
		self::assertSame( array( 'identity_conflict', 'linked' ), $answers );
		$identity = $this->identity();
		self::assertContains( $identity->user_id, array( $users[0]->ID, $users[1]->ID ) );
		self::assertSame( 'owner', $identity->linked_by );
		self::assertCount( 1, $this->rows( 'identity_linked' ) );
		self::assertSame( 1, $this->services()->sessions()->count(), 'The second got no session.' );
		self::assertCount( 1, $this->rows( 'sign_in', 'refused' ) );
	}

	public function test_two_requests_at_once_leave_an_account_one_credential(): void {
		$user     = $this->account();
		$database = $this->plugin->kernel->database();
		for ( $round = 0; $round < 3; $round++ ) {
			foreach ( array( 'one', 'two' ) as $subject ) {
				$this->hostile->person( array( 'sub' => "$subject-$round" ) );
				$this->new_browser();
				$this->sign_in();
			}
			$database->execute( 'UPDATE %i SET user_id = %d', $database->table( 'identities' ), $user->ID );
			$ids     = array_map( 'intval', $database->column( 'SELECT id FROM %i ORDER BY id', $database->table( 'identities' ) ) );
			$answers = Processes::run( __DIR__ . '/tasks/disconnect.php', 2, array( 'identities' => $ids ) );
			sort( $answers );
			self::assertSame( array( 'password_first', 'unlinked' ), $answers );
			self::assertSame( '1', $database->value( 'SELECT COUNT(*) FROM %i WHERE user_id = %d', $database->table( 'identities' ), $user->ID ) );
			$database->execute( 'DELETE FROM %i', $database->table( 'identities' ) );
		}
	}

	/** SIGN-F15. */
	public function test_SIGN_F15_a_second_factor_is_asked_and_the_target_kept(): void {
		$folder = getenv( 'COOP_TEST_TWO_FACTOR' );
		$real   = is_string( $folder ) && is_file( $folder . '/two-factor.php' );
		$this->provider( array( 'accounts' => 'create', 'recheck' => 'refresh' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->hostile->misbehave( 'refresh' );
		$this->sign_in();
		$user_id = $this->logged_in();
		$this->new_browser();
		$this->services()->sessions()->delete_of_identity( $this->identity()->id );
		\WP_Session_Tokens::get_instance( $user_id )->destroy_all();
		$this->second_factor( $user_id, $real );

		$url  = $this->go( array( 'return_to' => '/offers/?page=2' ) );
		$file = Environment::current()->folder . '/second-factor.json';
		$all  = Processes::start(
			__DIR__ . '/tasks/second-factor.php',
			1,
			array(
				'plugin'  => $real ? $folder . '/two-factor.php' : Environment::root() . '/tests/fixtures/plugins/second-factor/second-factor.php',
				'cookies' => $_COOKIE,
				'query'   => (string) wp_parse_url( $url, PHP_URL_QUERY ),
				'file'    => $file,
			)
		);
		$all->release();
		$end     = $all->wait()[0];
		$cookies = json_decode( (string) file_get_contents( $file ), true );
		self::assertFalse( $end['finished'], 'The plugin ends the request.' );
		self::assertStringContainsString( 'validate_2fa', $end['errors'] );
		self::assertStringContainsString( 'https://harbour.example/offers/?page=2', html_entity_decode( $end['errors'] ), 'The target is kept.' );
		wp_cache_flush();
		self::assertSame( array(), \WP_Session_Tokens::get_instance( $user_id )->get_all(), 'No WordPress session.' );

		$_COOKIE = $cookies;
		$this->next_request();
		self::assertNull( $this->services()->current_visitor()->get(), 'Nobody yet.' );
		self::assertNull( $this->services()->current_visitor()->ended(), 'It waits.' );
		self::assertCount( 1, $this->rows( 'sign_in' ), 'Only the first time was complete.' );
		self::assertSame( array(), array_filter( array_keys( $_COOKIE ), static fn ( string $name ): bool => str_contains( $name, 'coop_credentials_t_' ) ) );

		$waiting = $this->session_row();
		self::assertSame( 'pending', $waiting['status'] );
		self::assertStringStartsWith( 'v1.', (string) $waiting['refresh_token'], 'Sealed, it waits too.' );
		self::assertEqualsWithDelta( time() + 600, strtotime( $waiting['expires_at'] . ' UTC' ), 30, 'And goes with the wait.' );

		// Somebody else's login in this browser wakes nothing.
		wp_set_auth_cookie( $this->account()->ID, false );
		$this->services()->current_visitor()->forget();
		self::assertNull( $this->services()->current_visitor()->get() );

		wp_set_auth_cookie( $user_id, false );
		$this->next_request();
		self::assertSame( $user_id, $this->services()->current_visitor()->get()?->user_id );
		self::assertCount( 2, $this->rows( 'sign_in' ) );
		self::assertTrue( $this->services()->current_visitor()->require()->can_refresh );
		$begun = $this->session_row();
		self::assertSame( array( 'active', $waiting['refresh_token'] ), array( $begun['status'], $begun['refresh_token'] ) );
		self::assertSame( 7 * DAY_IN_SECONDS, strtotime( $begun['expires_at'] ) - strtotime( $begun['created_at'] ), 'The wait shortens and lengthens nothing.' );
		$session = $this->services()->accounts()->sessions()->of_secret( (string) $this->services()->cookies()->session() );
		self::assertSame( hash( 'sha256', wp_parse_auth_cookie( $_COOKIE[ LOGGED_IN_COOKIE ], 'logged_in' )['token'] ), $session['hash'] ?? null );
	}

	/** A refresh token whose second factor never came goes with its row. */
	public function test_SIGN_F15_what_waits_in_vain_is_taken_away(): void {
		$this->provider( array( 'accounts' => 'create', 'recheck' => 'refresh' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->hostile->misbehave( 'refresh' );
		$this->sign_in();
		$row = $this->session_row();
		$now = $this->plugin->kernel->clock()->now();
		$this->services()->accounts()->sessions()->assign( (int) $row['id'], (int) $row['user_id'], true, null, null, null, $now );
		self::assertNotNull( $this->session_row()['refresh_token'] );
		$this->services()->sessions()->purge( $now->modify( '+599 seconds' ) );
		self::assertSame( 1, $this->services()->sessions()->count() );
		$this->services()->sessions()->purge( $now->modify( '+601 seconds' ) );
		self::assertSame( 0, $this->services()->sessions()->count() );
	}

	/** @return array<string, string|null> The one session there is. */
	private function session_row(): array {
		$database = $this->plugin->kernel->database();
		$rows     = $database->rows( 'SELECT * FROM %i', $database->table( 'visitor_sessions' ) );
		self::assertCount( 1, $rows );
		return $rows[0];
	}

	/** SIGN-F15. */
	public function test_SIGN_F15_a_session_waits_ten_minutes_and_no_longer(): void {
		$this->provider( array( 'accounts' => 'create' ) );
		$this->sign_in();
		$user_id      = $this->logged_in();
		$this->plugin = $this->boot_standing_still();
		foreach ( array( 600 => true, 601 => false ) as $seconds => $begins ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			$this->plugin->kernel->database()->execute( 'UPDATE %i SET status = %s, wp_session_hash = NULL, last_seen_at = %s', $this->plugin->kernel->database()->table( 'visitor_sessions' ), 'pending', $this->plugin->kernel->clock()->now()->modify( "-$seconds seconds" ) );
			wp_set_auth_cookie( $user_id, false );
			$this->next_request();
			self::assertSame( $begins, null !== $this->services()->current_visitor()->get(), (string) $seconds );
		}
		self::assertSame( 'session_revoked', $this->services()->current_visitor()->ended() );
		self::assertSame( 0, $this->services()->sessions()->count() );
	}

	public function test_accounts_of_a_network_belong_to_its_sites(): void {
		list( $seen, $output ) = Network_Task::run( __DIR__ . '/tasks/network-accounts.php' );
		self::assertSame(
			array(
				'forbidden'               => array( 'visitor', 1 ),
				'allowed'                 => 'account',
				'other site'              => 0,
				'administrator elsewhere' => 'privileged_account',
				'no longer'               => 'account',
				'sessions before'         => true,
				'logins before'           => true,
				'sessions'                => 0,
				'link stays'              => true,
				'removed'                 => 'account_blocked',
				'deleted'                 => null,
			),
			$seen,
			$output
		);
	}

	private function second_factor( int $user_id, bool $real ): void {
		if ( ! $real ) {
			update_user_meta( $user_id, 'coop_test_second_factor', '1' );
			return;
		}
		update_user_meta( $user_id, '_two_factor_enabled_providers', array( 'Two_Factor_Email' ) );
		update_user_meta( $user_id, '_two_factor_provider', 'Two_Factor_Email' );
		$GLOBALS['wpdb']->update( $GLOBALS['wpdb']->users, array( 'user_email' => 'second@harbour.example' ), array( 'ID' => $user_id ) );
		clean_user_cache( $user_id );
	}
}
