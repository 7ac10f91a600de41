<?php
declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Blocks;

use CoopCredentials\Blocks\Form_Actions;
use CoopCredentials\Blocks\Render;
use CoopCredentials\Blocks\Services;
use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Plain;
use CoopCredentials\Kernel\Front\Privacy;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Tests\Integration\Sign_In\Sign_In_Case;

/**
 * The block of a visitor's own records, with a visitor who really signed in; everything by form posts.
 */
final class MyCredentialsTest extends Sign_In_Case {

	private Services $blocks;

	protected function set_up(): void {
		parent::set_up();
		Privacy::reset();
		$this->blocks = new Services( $this->plugin->kernel, $this->plugin->directory, $this->plugin->sign_in, $this->plugin->offers );
		Render::use( $this->blocks );
		$_SERVER['REQUEST_URI']         = '/my-credentials/';
		$_SERVER['HTTP_SEC_FETCH_SITE'] = 'same-origin';
	}

	protected function tear_down(): void {
		parent::tear_down();
		Privacy::reset();
		unset( $_SERVER['HTTP_SEC_FETCH_SITE'] );
		$_GET    = array();
		$_COOKIE = array();
	}

	/** @param array<string, mixed> $claims Claims that differ. */
	private function enter( array $claims = array() ): void {
		$this->hostile->person(
			$claims + array(
				'sub'              => 'wanda',
				'coop_id'          => 'https://weavers.example/',
				'coop_name'        => 'Example Weavers Co-op',
				'coop_status'      => 'active',
				'coop_valid_until' => '2099-12-31',
			)
		);
		$this->sign_in();
	}

	private function html(): string {
		Privacy::mark_private();
		return do_blocks( '<!-- wp:coop-credentials/my-credentials /-->' );
	}

	private function text( string $html ): string {
		return (string) preg_replace( '/\s+/', ' ', str_replace( "\u{2060}", '', html_entity_decode( wp_strip_all_tags( (string) preg_replace( '/<[^>]+>/', ' $0 ', $html ) ) ) ) );
	}

	/** @param array<string, string> $fields Posted. */
	private function post( string $action, array $fields = array() ): Page|Redirect|Plain|null {
		return $this->blocks->form_actions()->handle( new Front_Request( 'POST', array(), '', array( Form_Actions::FIELD => $action ) + $fields ) );
	}

	private function uid(): string {
		return $this->plugin->sign_in->own_data()->owners()->require()->uids()[0];
	}

	/** One-time value of a confirmation. */
	private function value( Page|Redirect|Plain|null $page ): string {
		self::assertInstanceOf( Page::class, $page );
		self::assertTrue( $page->private );
		self::assertSame( 1, preg_match( '/name="coop_credentials_confirm" value="([^"]+)"/', $page->content, $found ) );
		return $found[1];
	}

	public function test_it_says_who_vouched_for_what_and_until_when(): void {
		$this->enter();
		$text = $this->text( $this->html() );
		foreach ( array( 'Example Co-op', 'Example Weavers Co-op', 'Member, active', 'December 31, 2099', 'Memberships last checked', 'Confirm again with Example Co-op', 'Disconnect', 'Download my records', 'Forget me', 'What happened in the last 90 days', 'Sign-in' ) as $words ) {
			self::assertStringContainsString( $words, $text );
		}
		self::assertStringNotContainsString( 'wanda', $text, 'The subject is in the file only.' );
	}

	public function test_a_membership_that_ended_is_not_called_valid(): void {
		$this->enter( array( 'coop_status' => 'lapsed', 'coop_valid_until' => '2020-05-31', 'coop_since' => '2017' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$text = $this->text( $this->html() );
		self::assertStringContainsString( 'Lapsed', $text );
		self::assertMatchesRegularExpression( '/Member since\s*2017\s/', $text, 'A year is a year.' );
		self::assertMatchesRegularExpression( '/End of the membership\s*May 31, 2020/', $text );
		self::assertStringNotContainsString( 'Valid until', $text );
	}

	public function test_the_history_names_what_was_asked_for_and_why_not(): void {
		$this->enter();
		$page  = wp_insert_post( array( 'post_type' => 'page', 'post_status' => 'publish', 'post_title' => 'Minutes of the board' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$draft = wp_insert_post( array( 'post_type' => 'page', 'post_status' => 'draft', 'post_title' => 'Not yet public' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		foreach ( array( array( 'gate', "post:$page", 'deny', 'rule_not_met' ), array( 'gate', "post:$draft", 'deny', 'rule_not_met' ), array( 'role', 'editor', 'allow', '' ) ) as list( $use, $target, $outcome, $reason ) ) {
			$this->plugin->kernel->audit_log()->record( 'rule_decision', $outcome, $reason, array( 'provider' => 'hostile', 'identity_uid' => $this->uid(), 'details' => array( 'use' => $use, 'target' => $target, 'organisation' => 'https://unknown.example/' ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		}
		$text = $this->text( $this->html() );
		foreach ( array( 'Page for members', 'Minutes of the board', 'https://unknown.example/', 'rule_not_met', 'Role checked', 'Editor' ) as $words ) {
			self::assertStringContainsString( $words, $text );
		}
		self::assertStringNotContainsString( 'Not yet public', $text );
	}

	public function test_the_history_is_paged_and_ends_after_ninety_days(): void {
		$this->enter();
		for ( $number = 0; $number < 25; $number++ ) {
			$this->plugin->kernel->audit_log()->record( 'sign_in', 'refused', 'provider_denied', array( 'provider' => 'hostile', 'identity_uid' => $this->uid() ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		}
		$html = $this->html();
		self::assertSame( 21, substr_count( $html, '<tr role="row">' ), 'Twenty and the heads.' );
		self::assertStringContainsString( 'coop_history=2', $html );
		$_GET['coop_history'] = '2';
		$html                 = $this->html();
		self::assertSame( 8, substr_count( $html, '<tr role="row">' ), 'Five refusals, the sign-in, what decided it, and the heads.' );
		self::assertStringContainsString( 'coop_history=1', $html );
		self::assertStringNotContainsString( 'coop_history=3', $html );
		$_GET['coop_history'] = '1 OR 1=1';
		self::assertSame( 21, substr_count( $this->html(), '<tr role="row">' ) );
		$table = $this->plugin->kernel->database()->table( 'audit_log' );
		$this->plugin->kernel->database()->execute( 'UPDATE %i SET occurred_at = %s', $table, gmdate( 'Y-m-d H:i:s', time() - 91 * 86400 ) );
		self::assertStringContainsString( 'Nothing yet.', $this->text( $this->html() ) );
	}

	/** A date that has passed wins over the word the co-op sent. */
	public function test_a_membership_that_ended_does_not_look_active(): void {
		$this->enter( array( 'coop_valid_until' => '2020-01-31' ) );
		$text = $this->text( $this->html() );
		self::assertStringContainsString( 'No longer in force', $text );
		self::assertStringContainsString( 'Your membership has ended.', $text );
		self::assertStringNotContainsString( 'Member, active', $text );
	}

	/** SIGN-F20. */
	public function test_SIGN_F20_script_in_claims_comes_out_as_text(): void {
		$this->enter( array( 'coop_name' => '</script><script>alert(1)</script><img src=x onerror=alert(2)>' ) );
		$html = $this->html();
		self::assertStringNotContainsString( '<script>alert', $html );
		self::assertStringNotContainsString( '<img', $html );
		self::assertStringContainsString( 'alert(1)', $html, 'The name is shown, as text.' );
	}

	public function test_a_page_that_may_be_cached_holds_nothing_personal(): void {
		$this->enter();
		Privacy::reset();
		$html = do_blocks( '<!-- wp:coop-credentials/my-credentials /-->' );
		self::assertStringNotContainsString( 'Weavers', $html );
		self::assertStringContainsString( 'coop_credentials_private=1', $html );
	}

	/** SIGN-F8: without JavaScript the same rules. */
	public function test_SIGN_F8_disconnect_asks_first_and_takes_only_this_browsers_value(): void {
		$this->enter();
		$uid   = $this->uid();
		$first = $this->post( 'disconnect', array( 'identity' => $uid ) );
		self::assertSame( 1, $this->services()->identities()->count(), 'One press does nothing yet.' );
		$value  = $this->value( $first );
		$cookie = $_COOKIE;
		foreach ( array_keys( $_COOKIE ) as $name ) {
			if ( str_contains( (string) $name, 'once' ) ) {
				unset( $_COOKIE[ $name ] );
			}
		}
		self::assertInstanceOf( Page::class, $this->post( 'disconnect', array( 'identity' => $uid, Form_Actions::CONFIRM => $value ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( 1, $this->services()->identities()->count(), 'Another browser cannot use it.' );
		$_COOKIE                        = $cookie;
		$_SERVER['HTTP_SEC_FETCH_SITE'] = 'cross-site';
		$refused                        = $this->post( 'disconnect', array( 'identity' => $uid, Form_Actions::CONFIRM => $value ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertInstanceOf( Page::class, $refused );
		self::assertSame( 403, $refused->status );
		$_SERVER['HTTP_SEC_FETCH_SITE'] = 'same-origin';
		$done                           = $this->post( 'disconnect', array( 'identity' => $uid, Form_Actions::CONFIRM => $value ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertInstanceOf( Redirect::class, $done );
		self::assertStringContainsString( 'coop_done=disconnected', $done->url );
		self::assertSame( array( 0, 0 ), array( $this->services()->identities()->count(), $this->services()->sessions()->count() ) );
		$_GET['coop_done'] = 'disconnected';
		self::assertStringContainsString( 'What this site knew from that credential is removed.', $this->text( $this->html() ) );
	}

	public function test_somebody_elses_credential_is_not_even_asked_about(): void {
		$this->enter( array( 'sub' => 'other' ) );
		$foreign = $this->uid();
		$this->services()->logout()->sign_out()->leave( '/' );
		$this->enter();
		$page = $this->post( 'disconnect', array( 'identity' => $foreign ) );
		self::assertInstanceOf( Page::class, $page );
		self::assertSame( 404, $page->status );
		self::assertSame( 2, $this->services()->identities()->count() );
	}

	public function test_forget_me_asks_then_removes_everything(): void {
		$this->enter();
		$done = $this->post( 'forget', array( Form_Actions::CONFIRM => $this->value( $this->post( 'forget' ) ) ) );
		self::assertInstanceOf( Redirect::class, $done );
		self::assertStringContainsString( 'coop_done=forgotten', $done->url );
		self::assertSame( array( 0, 0 ), array( $this->services()->identities()->count(), $this->services()->sessions()->count() ) );
		self::assertNull( $this->services()->current_visitor()->get() );
	}

	public function test_the_file_is_a_download_of_ones_own_records(): void {
		$stranger = $this->post( 'export' );
		self::assertInstanceOf( Page::class, $stranger );
		self::assertSame( 401, $stranger->status );
		$this->enter();
		$file = $this->post( 'export' );
		self::assertInstanceOf( Plain::class, $file );
		self::assertStringStartsWith( 'attachment', $file->headers['Content-Disposition'] );
		$data = json_decode( $file->body, true );
		self::assertSame( 'Example Weavers Co-op', $data['credentials'][0]['memberships'][0]['organisation_name'] );
		self::assertStringContainsString( 'wanda', $file->body );
	}
}
