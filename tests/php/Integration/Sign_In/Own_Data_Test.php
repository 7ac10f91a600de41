<?php
/**
 * People's own records over REST.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Kernel\Person;
use CoopCredentials\Kernel\Problem;

/**
 * What a visitor sees, takes along and takes away; and that nobody else can.
 */
final class Own_Data_Test extends Sign_In_Case {

	/** @param array<string, mixed> $claims Claims that differ. */
	private function wanda( array $claims = array() ): void {
		$this->hostile->person(
			$claims + array(
				'sub'              => 'wanda-7',
				'coop_id'          => 'https://weavers.example/',
				'coop_name'        => 'Example Weavers Co-op',
				'coop_class'       => 'worker',
				'coop_status'      => 'active',
				'coop_valid_until' => '2099-12-31',
			)
		);
		$this->sign_in();
	}

	private function token(): string {
		return (string) $this->rest( 'GET', 'me' )->get_data()['token'];
	}

	private function uid(): string {
		return (string) $this->rest( 'GET', 'me/credentials' )->get_data()[0]['uid'];
	}

	public function test_strangers_have_no_records(): void {
		foreach ( array( array( 'GET', 'me/credentials' ), array( 'GET', 'me/history' ), array( 'GET', 'me/export' ), array( 'DELETE', 'me' ) ) as list( $method, $route ) ) {
			$this->assert_problem( 'not_signed_in', 401, $this->rest( $method, $route ) );
		}
	}

	public function test_credentials_say_who_vouched_what_and_until_when(): void {
		$this->wanda();
		$list = $this->rest( 'GET', 'me/credentials' )->get_data();
		self::assertCount( 1, $list );
		self::assertTrue( $list[0]['current'] );
		self::assertSame( 'Example Co-op', $list[0]['provider']['label'] );
		self::assertSame( $this->hostile->issuer, $list[0]['issuer'] );
		self::assertSame( 'Example Weavers Co-op', $list[0]['memberships'][0]['organisation_name'] );
		self::assertSame( '2099-12-31', $list[0]['memberships'][0]['valid_until'] );
		self::assertTrue( $list[0]['memberships'][0]['member'] );
		self::assertFalse( $list[0]['stale'] );
		self::assertSame( 'claim_unknown', $list[0]['reason'], 'The co-op is not in this directory.' );
		self::assertNotSame( '', $list[0]['message'] );
		self::assertStringNotContainsString( 'wanda-7', (string) wp_json_encode( $list ), 'The subject is in the export only.' );
	}

	public function test_history_says_of_a_log_in_once_that_it_was_done(): void {
		$this->wanda();
		$log = $this->plugin->kernel->audit_log();
		foreach ( array( 'waiting', 'ok' ) as $outcome ) {
			$log->record( 'sign_in', $outcome, '', array( 'identity_uid' => $this->uid() ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		}
		$log->record( 'rule_decision', 'deny', 'rule_missing', array( 'identity_uid' => $this->uid() ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		$rows = $this->rest( 'GET', 'me/history' )->get_data();
		self::assertNotContains( 'waiting', array_column( $rows, 'outcome' ) );
		self::assertStringContainsString( 'closed at the moment', $rows[0]['message'], 'Not that a membership is missing.' );
	}

	public function test_history_of_a_log_in_that_never_followed_stays(): void {
		$this->wanda();
		$this->plugin->kernel->database()->execute( 'DELETE FROM %i', $this->plugin->kernel->database()->table( 'audit_log' ) );
		$this->plugin->kernel->audit_log()->record( 'sign_in', 'waiting', '', array( 'identity_uid' => $this->uid() ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		self::assertSame( array( 'waiting' ), array_column( $this->rest( 'GET', 'me/history' )->get_data(), 'outcome' ) );
	}

	public function test_history_is_of_this_person_alone_newest_first_and_paged(): void {
		$this->wanda( array( 'sub' => 'somebody-else' ) );
		$foreign = $this->uid();
		$this->services()->logout()->sign_out()->leave( '/' );
		$this->wanda();
		$this->sign_in( array( 'renew' => '1' ) );
		$own      = $this->uid();
		$response = $this->rest( 'GET', 'me/history', array( 'per_page' => 2 ) );
		self::assertSame( '4', $response->get_headers()['X-WP-Total'] );
		self::assertSame( array( 'rule_decision', 'sign_in' ), array_column( $response->get_data(), 'event' ), 'Each of two sign-ins, and what decided it.' );
		self::assertSame( array( 'sign_in', 'ok', $own, null ), array( $response->get_data()[1]['event'], $response->get_data()[1]['outcome'], $response->get_data()[1]['credential'], $response->get_data()[1]['reason'] ) );
		self::assertStringNotContainsString( $foreign, (string) wp_json_encode( $this->rest( 'GET', 'me/history' )->get_data() ) );
		self::assertArrayNotHasKey( 'address_hash', $response->get_data()[0] );
	}

	public function test_the_export_holds_the_subject_and_no_secret(): void {
		$this->wanda();
		$answer = $this->serve( 'GET', 'me/export' );
		self::assertSame( 200, $answer['status'] );
		self::assertSame( 'private, no-store', $answer['headers']['Cache-Control'] );
		self::assertStringContainsString( 'attachment', $answer['headers']['Content-Disposition'] );
		self::assertStringContainsString( 'wanda-7', $answer['body'] );
		self::assertStringNotContainsString( $this->hostile->client_secret, $answer['body'] );
		self::assertStringNotContainsString( (string) $_COOKIE[ $this->services()->cookies()->session_name() ], $answer['body'] );
	}

	/** SIGN-F8. */
	public function test_SIGN_F8_taking_away_needs_the_token_and_never_happens_by_get(): void {
		$this->wanda();
		$uid = $this->uid();
		foreach ( array( 'me', 'me/credentials/' . $uid ) as $route ) {
			$this->assert_problem( 'session_token_invalid', 403, $this->rest( 'DELETE', $route ) );
			$this->assert_problem( 'session_token_invalid', 403, $this->rest( 'DELETE', $route, array(), array( 'X-Coop-Credentials-Token' => str_repeat( '0', 64 ) ) ) );
			$this->assert_problem( 'foreign_origin', 403, $this->rest( 'DELETE', $route, array(), array( 'X-Coop-Credentials-Token' => $this->token(), 'Origin' => 'https://evil.example' ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		}
		self::assertSame( 404, $this->rest( 'GET', 'me/credentials/' . $uid )->get_status(), 'No GET at all.' );
		self::assertSame( 1, $this->services()->identities()->count() );
		self::assertSame( 1, $this->services()->sessions()->count() );
	}

	/** SIGN-F24. */
	public function test_SIGN_F24_own_records_answer_no_script_element(): void {
		$this->wanda();
		foreach ( array( 'me/credentials', 'me/history', 'me/export' ) as $route ) {
			foreach ( array( array( $route . '?_jsonp=f', array(), 400 ), array( $route, array( 'X-Coop-Credentials' => null ), 403 ), array( $route, array( 'Origin' => 'https://evil.example' ), 403 ) ) as list( $address, $headers, $status ) ) {
				$answer = $this->serve( 'GET', $address, array(), $headers );
				self::assertSame( $status, $answer['status'], $address );
				self::assertStringNotContainsString( 'Weavers', $answer['body'] );
			}
			$answer = $this->serve( 'GET', $route . '?_method=DELETE' );
			self::assertNotSame( 200, $answer['status'] );
		}
		self::assertSame( 1, $this->services()->identities()->count() );
	}

	public function test_disconnecting_removes_the_row_and_signs_out(): void {
		$this->wanda();
		$uid = $this->uid();
		self::assertSame( 200, $this->rest( 'DELETE', 'me/credentials/' . $uid, array(), array( 'X-Coop-Credentials-Token' => $this->token() ) )->get_status() );
		self::assertSame( 0, $this->services()->identities()->count() );
		self::assertSame( 0, $this->services()->sessions()->count() );
		self::assertNull( $this->services()->current_visitor()->get() );
		$rows = $this->plugin->kernel->audit_log()->query( array( 'event' => 'identity_disconnected' ), 1, 10 );
		self::assertSame( 1, $rows['total'] );
		self::assertNull( $rows['items'][0]['identity_uid'], 'The row names nobody.' );
	}

	public function test_another_persons_credential_is_as_absent_as_none(): void {
		$this->wanda( array( 'sub' => 'somebody-else' ) );
		$foreign = $this->uid();
		$this->services()->logout()->sign_out()->leave( '/' );
		$this->wanda();
		$headers = array( 'X-Coop-Credentials-Token' => $this->token() );
		$this->assert_problem( 'identity_not_found', 404, $this->rest( 'DELETE', 'me/credentials/' . $foreign, array(), $headers ) );
		$this->assert_problem( 'identity_not_found', 404, $this->rest( 'DELETE', 'me/credentials/01ARZ3NDEKTSV4RRFFQ69G5FAV', array(), $headers ) );
		self::assertSame( 2, $this->services()->identities()->count() );
	}

	public function test_a_block_that_comes_while_a_credential_is_taken_off_stays(): void {
		$this->sign_in();
		$owner    = $this->services()->own_data()->owners()->require();
		$identity = $owner->identities[0];
		self::assertTrue( $this->services()->accounts()->links()->block( $identity, true ) ); // After the request below has looked.
		$this->services()->own_data()->farewell()->disconnect( $owner, $identity->uid );
		self::assertSame( 'blocked', $this->services()->identities()->find( $identity->id )?->status );
		$this->services()->cookies()->close_session();
		$this->services()->current_visitor()->forget();
		$back = $this->come_back( $this->go() );
		self::assertInstanceOf( \CoopCredentials\Kernel\Front\Redirect::class, $back );
		self::assertSame( 'identity_blocked', $this->reason( $back ) );
	}

	public function test_forget_me_leaves_nothing_that_names_the_person(): void {
		$this->wanda();
		$uid    = $this->uid();
		$answer = $this->rest( 'DELETE', 'me', array(), array( 'X-Coop-Credentials-Token' => $this->token() ) );
		self::assertSame( array( 200, true ), array( $answer->get_status(), $answer->get_data()['forgotten'] ) );
		self::assertSame( 0, $this->services()->identities()->count() );
		self::assertSame( 0, $this->services()->sessions()->count() );
		self::assertNull( $_COOKIE[ $this->services()->cookies()->session_name() ] ?? null );
		self::assertSame( 0, $this->plugin->kernel->audit_log()->query( array( 'identity_uid' => $uid ), 1, 10 )['total'] );
		foreach ( $this->plugin->personal_data() as $source ) {
			self::assertSame( array(), $source->export( new Person( null, '', array( $uid ) ), 1 )['items'], $source->group() );
		}
	}

	public function test_a_credential_of_an_account_is_not_taken_off_here(): void {
		$this->wanda();
		$uid   = $this->uid();
		$token = $this->token();
		$this->belongs_to( $this->user_with_role( 'subscriber' )->ID );
		$headers = array( 'X-Coop-Credentials-Token' => $token );
		$this->assert_problem( 'password_first', 409, $this->rest( 'DELETE', 'me/credentials/' . $uid, array(), $headers ) );
		$this->assert_problem( 'password_first', 409, $this->rest( 'DELETE', 'me', array(), $headers ) );
		self::assertSame( 1, $this->services()->identities()->count() );
		self::assertSame( 1, $this->services()->sessions()->count() );
	}

	/** All identities and their sessions are this account's. */
	private function belongs_to( int $user_id ): void {
		$database = $this->plugin->kernel->database();
		foreach ( array( 'identities', 'visitor_sessions' ) as $table ) {
			$database->execute( 'UPDATE %i SET user_id = %d', $database->table( $table ), $user_id );
		}
		$this->services()->current_visitor()->forget();
	}

	public function test_a_credential_alone_does_not_show_the_accounts_other_ones(): void {
		$this->wanda( array( 'sub' => 'first' ) );
		$this->services()->logout()->sign_out()->leave( '/' );
		$this->wanda( array( 'sub' => 'second' ) );
		$user = $this->user_with_role( 'subscriber' )->ID;
		$this->belongs_to( $user );
		self::assertCount( 1, $this->rest( 'GET', 'me/credentials' )->get_data() );
		wp_set_current_user( $user );
		self::assertCount( 2, $this->rest( 'GET', 'me/credentials' )->get_data() );
	}

	/** Two requests that have both read that there is another credential. */
	public function test_the_last_credential_is_not_taken_off_by_two_requests_at_once(): void {
		$this->wanda( array( 'sub' => 'first' ) );
		$this->services()->logout()->sign_out()->leave( '/' );
		$this->wanda( array( 'sub' => 'second' ) );
		$user = $this->user_with_role( 'subscriber' )->ID;
		$this->belongs_to( $user );
		wp_set_current_user( $user );
		$owner    = $this->services()->own_data()->owners()->require();
		$farewell = $this->services()->own_data()->farewell();
		self::assertCount( 2, $owner->identities );
		$farewell->disconnect( $owner, $owner->identities[0]->uid );
		try {
			$farewell->disconnect( $owner, $owner->identities[1]->uid );
			self::fail( 'The last way in is gone.' );
		} catch ( Problem $problem ) {
			self::assertSame( array( 'password_first', 409 ), array( $problem->reason, $problem->status ) );
		}
		self::assertSame( $user, $this->services()->identities()->find( $owner->identities[1]->id )?->user_id );
	}

	public function test_people_who_do_not_come_for_two_years_are_forgotten_without_cron(): void {
		$this->wanda( array( 'sub' => 'long-gone' ) );
		$gone = $this->uid();
		$this->services()->logout()->sign_out()->leave( '/' );
		$this->wanda( array( 'sub' => 'blocked' ) );
		$blocked = $this->uid();
		$this->services()->logout()->sign_out()->leave( '/' );
		$this->wanda( array( 'sub' => 'just-in-time' ) );
		$kept = $this->uid();
		$this->services()->logout()->sign_out()->leave( '/' );
		$database = $this->plugin->kernel->database();
		$now      = $this->plugin->kernel->clock()->now();
		$database->update( 'identities', array( 'last_seen_at' => $now->modify( '-24 months -1 day' ) ), array( 'uid' => $gone ) );
		$database->update( 'identities', array( 'last_seen_at' => $now->modify( '-30 months' ), 'status' => 'blocked' ), array( 'uid' => $blocked ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$database->update( 'identities', array( 'last_seen_at' => $now->modify( '-24 months +1 day' ) ), array( 'uid' => $kept ) );

		$this->wanda();
		$uids = $database->column( 'SELECT uid FROM %i ORDER BY id', $database->table( 'identities' ) );
		self::assertSame( array( $blocked, $kept, $this->uid() ), $uids );
		self::assertSame( 1, $this->plugin->kernel->audit_log()->query( array( 'event' => 'identity_forgotten' ), 1, 10 )['total'] );
	}

	public function test_people_of_a_provider_that_was_removed_are_forgotten_too(): void {
		$database = $this->plugin->kernel->database();
		$years    = $this->plugin->kernel->clock()->now()->modify( '-25 months' );
		$database->update( 'identities', array( 'provider' => 'gone', 'last_seen_at' => $years ), array( 'uid' => $this->gone( 'first' ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->plugin->kernel->settings()->set( 'retired', '20200101' );
		$this->wanda();
		self::assertSame( array( $this->uid() ), $database->column( 'SELECT uid FROM %i', $database->table( 'identities' ) ), 'With the first sign-in of the day.' );
		$this->services()->logout()->sign_out()->leave( '/' );

		$second = $this->gone( 'second' );
		$database->update( 'identities', array( 'provider' => 'gone', 'last_seen_at' => $years ), array( 'uid' => $second ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->wanda();
		self::assertContains( $second, $database->column( 'SELECT uid FROM %i', $database->table( 'identities' ) ), 'Once a day is enough.' );
		do_action( \CoopCredentials\Sign_In\Sign_In_Module::CRON );
		self::assertSame( array( $this->uid() ), $database->column( 'SELECT uid FROM %i', $database->table( 'identities' ) ), 'Or in the background.' );
	}

	/** Somebody who came and left: their uid. */
	private function gone( string $subject ): string {
		$this->wanda( array( 'sub' => $subject ) );
		$uid = $this->uid();
		$this->services()->logout()->sign_out()->leave( '/' );
		return $uid;
	}

	public function test_an_account_takes_one_of_two_credentials_off_but_not_the_last_one(): void {
		$this->wanda( array( 'sub' => 'first' ) );
		$this->services()->logout()->sign_out()->leave( '/' );
		$this->wanda( array( 'sub' => 'second' ) );
		$user = $this->user_with_role( 'subscriber' )->ID;
		$this->plugin->kernel->database()->execute( 'UPDATE %i SET user_id = %d', $this->plugin->kernel->database()->table( 'identities' ), $user );
		$this->services()->current_visitor()->forget();
		wp_set_current_user( $user );
		$headers = array( 'X-Coop-Credentials-Token' => $this->token() );
		$list    = $this->rest( 'GET', 'me/credentials' )->get_data();
		self::assertSame( array( false, false ), array_column( $list, 'last_way_in' ) );
		$unlinked = 0;
		add_action(
			'coop_credentials_identity_unlinked',
			static function () use ( &$unlinked ): void {
				++$unlinked;
			}
		);
		self::assertSame( 200, $this->rest( 'DELETE', 'me/credentials/' . $list[1]['uid'], array(), $headers )->get_status() );
		self::assertSame( array( 1, 1 ), array( $unlinked, $this->services()->identities()->count() ) );
		self::assertTrue( $this->rest( 'GET', 'me/credentials' )->get_data()[0]['last_way_in'] );
		$this->assert_problem( 'password_first', 409, $this->rest( 'DELETE', 'me/credentials/' . $list[0]['uid'], array(), $headers ) );
		$this->assert_problem( 'password_first', 409, $this->rest( 'DELETE', 'me', array(), $headers ) );
		self::assertSame( 1, $this->services()->identities()->count() );
		self::assertInstanceOf( \WP_User::class, get_userdata( $user ) );
	}
}
