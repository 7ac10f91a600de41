<?php
/**
 * Blocking a credential and letting it in again.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Kernel\Person;
use CoopCredentials\Sign_In\Accounts\Profile_Actions;
use CoopCredentials\Sign_In\Accounts\Profile_Section;

/**
 * By those who manage sign-in, on the screen of the account. The group begins with an honest block.
 */
final class Account_Block_Test extends Account_Case {

	private int $user_id = 0;

	protected function set_up(): void {
		parent::set_up();
		$this->provider( array( 'accounts' => 'create' ) );
		$this->sign_in();
		$this->user_id = $this->logged_in();
	}

	public function test_who_manages_sign_in_blocks_and_lets_in_again(): void {
		$news = array();
		add_action(
			'coop_credentials_identity_blocked',
			static function ( ...$arguments ) use ( &$news ): void {
				$news[] = $arguments;
			},
			10,
			4
		);
		$member = $_COOKIE;
		$uid    = $this->identity()->uid;
		$this->new_browser();
		$manager = $this->user_with_role( 'administrator' );
		$this->log_in( $manager );
		$screen = $this->screen();
		self::assertStringContainsString( 'Block Example Co-op', $screen );
		self::assertStringContainsString( 'user-edit.php?user_id=' . $this->user_id . '&' . Profile_Actions::NOTE . '=blocked', $this->press_block( true )->url );
		self::assertSame( 'blocked', $this->identity()->status );
		self::assertStringContainsString( 'Let Example Co-op in again', $this->screen() );
		$row = $this->rows( 'identity_blocked' );
		self::assertCount( 1, $row );
		self::assertSame( array( $uid, $this->user_id, $manager->ID, 'admin' ), array( $row[0]['identity_uid'], (int) $row[0]['user_id'], (int) $row[0]['actor_id'], $row[0]['details']['why'] ) );

		$admin   = $_COOKIE;
		$_COOKIE = $member;
		self::assertSame( 0, $this->logged_in(), 'WordPress is left at once.' );
		$this->next_request();
		self::assertSame( 'session_revoked', $this->services()->current_visitor()->ended() );
		self::assertSame( 0, $this->services()->sessions()->count() );
		$this->new_browser();
		$this->assert_only_refused( 'identity_blocked', fn () => $this->come_back( $this->go() ) );
		$this->log_in( get_userdata( $this->user_id ) ?: self::fail() );
		$this->next_request();
		self::assertSame( $this->user_id, get_current_user_id(), 'The password still opens the account.' );

		$_COOKIE = $admin;
		$this->next_request();
		$this->press_block( false );
		self::assertSame( 'active', $this->identity()->status );
		self::assertCount( 1, $this->rows( 'identity_unblocked' ) );
		self::assertSame( array( array( $uid, true, 'hostile', $this->user_id ), array( $uid, false, 'hostile', $this->user_id ) ), $news );
		$this->new_browser();
		$this->sign_in();
		self::assertSame( $this->user_id, $this->logged_in() );
	}

	public function test_who_asks_for_nothing_between_block_and_release_is_signed_out_all_the_same(): void {
		$links = $this->services()->accounts()->links();
		self::assertTrue( $links->block( $this->identity(), true ) );
		self::assertFalse( $links->block( $this->identity(), true ), 'Once.' );
		self::assertTrue( $links->block( $this->identity(), false ) );
		$this->next_request();
		self::assertSame( 'session_revoked', $this->services()->current_visitor()->ended() );
		self::assertSame( 0, $this->logged_in() );
		self::assertCount( 1, $this->rows( 'identity_blocked' ) );
	}

	public function test_a_login_that_waits_for_a_second_factor_does_not_begin_after_the_block(): void {
		$database = $this->plugin->kernel->database();
		$database->execute( "UPDATE %i SET status = 'pending', wp_session_hash = NULL", $database->table( 'visitor_sessions' ) );
		$this->services()->accounts()->links()->block( $this->identity(), true );
		wp_set_auth_cookie( $this->user_id );
		$this->next_request();
		self::assertNull( $this->services()->current_visitor()->get() );
		self::assertSame( 'session_revoked', $this->services()->current_visitor()->ended() );
	}

	public function test_nobody_else_blocks_and_nothing_without_the_nonce_of_its_page(): void {
		$manager = $this->user_with_role( 'administrator' );
		foreach ( array( 'editor', 'subscriber' ) as $role ) {
			$this->new_browser();
			$this->log_in( $this->user_with_role( $role ) );
			self::assertStringNotContainsString( 'Let in again', $this->screen() );
			self::assertStringNotContainsString( '>Block<', $this->screen() );
			self::assertStringContainsString( '=foreign_origin', $this->press_block( true )->url );
		}
		$this->new_browser();
		$this->log_in( $manager );
		foreach ( array( array( '_wpnonce' => 'x' ), array( '_wpnonce' => wp_create_nonce( Profile_Actions::block_nonce( $this->identity()->uid, false ) ) ) ) as $fields ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			self::assertStringContainsString( '=foreign_origin', $this->press_block( true, $fields )->url );
		}
		self::assertStringContainsString( '=account_changed', $this->press_block( true, array( 'user' => (string) $manager->ID ) )->url );
		self::assertSame( 'active', $this->identity()->status );
		self::assertSame( array(), $this->rows( 'identity_blocked' ) );
		self::assertCount( 5, $this->rows( 'identity_block', 'refused' ) );
		self::assertSame( 1, $this->services()->sessions()->count() );
	}

	public function test_erasing_a_person_does_not_let_a_blocked_credential_in_again(): void {
		$this->services()->accounts()->links()->block( $this->identity(), true );
		$source = $this->services()->personal_data()[0];
		$answer = $source->erase( new Person( $this->user_id, '', array() ), 1 );
		self::assertSame( array( 0, 1, true ), array( $answer['removed'], $answer['retained'], $answer['done'] ) );
		self::assertStringContainsString( 'stays blocked', $answer['messages'][0] );
		$kept = $this->identity();
		self::assertSame( array( 'blocked', null, array() ), array( $kept->status, $kept->user_id, $kept->snapshot->memberships ) );
		$this->new_browser();
		$answer = $this->come_back( $this->go() );
		self::assertInstanceOf( \CoopCredentials\Kernel\Front\Redirect::class, $answer );
		self::assertSame( 'identity_blocked', $this->reason( $answer ) );
		self::assertSame( 0, $this->services()->sessions()->count() );
	}

	/** @param array<string, string> $fields Fields that differ. */
	private function press_block( bool $blocked, array $fields = array() ): \CoopCredentials\Kernel\Front\Redirect {
		return $this->services()->accounts()->profile_actions()->block(
			$fields + array(
				'identity' => $this->identity()->uid,
				'user'     => (string) $this->user_id,
				'blocked'  => $blocked ? '1' : '0',
				'_wpnonce' => wp_create_nonce( Profile_Actions::block_nonce( $this->identity()->uid, $blocked ) ),
			)
		);
	}

	private function screen(): string {
		$section = new Profile_Section( $this->services()->accounts()->repository(), $this->services()->providers() );
		return $section->html( get_userdata( $this->user_id ) ?: self::fail(), '' );
	}
}
