<?php
declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Blocks;

use CoopCredentials\Blocks\Form_Actions;
use CoopCredentials\Blocks\Render;
use CoopCredentials\Blocks\Services;
use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Privacy;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Tests\Integration\Offers\Offers_Rows;
use CoopCredentials\Tests\Integration\Test_Case;
use CoopCredentials\Tests\Support\Frozen_Clock;

/**
 * Forms without JavaScript: the same services as REST, the same-origin rule instead of a token.
 */
final class FormActionsTest extends Test_Case {

	private Services $blocks;

	protected function set_up(): void {
		Privacy::reset();
		$plugin       = $this->boot_plugin( new Frozen_Clock( '2026-11-23T12:00:00Z' ) );
		$this->blocks = new Services( $plugin->kernel, $plugin->directory, $plugin->sign_in, $plugin->offers );
		Render::use( $this->blocks );
		$_SERVER['REQUEST_URI']         = '/till/';
		$_SERVER['HTTP_SEC_FETCH_SITE'] = 'same-origin';
	}

	protected function tear_down(): void {
		Privacy::reset();
		unset( $_SERVER['HTTP_SEC_FETCH_SITE'], $_SERVER['HTTP_ORIGIN'] );
		$_COOKIE = array();
	}

	/** @param array<string, string> $fields Posted. */
	private function post( string $action, array $fields = array() ): Page|Redirect|\CoopCredentials\Kernel\Front\Plain|null {
		return $this->blocks->form_actions()->handle( new Front_Request( 'POST', array(), '', array( Form_Actions::FIELD => $action ) + $fields ) );
	}

	/** @return array{0: string, 1: string} Code and point. */
	private function coupon(): array {
		$offers         = $this->plugin()->offers;
		$offer          = Offers_Rows::offer( $offers );
		list( , $code ) = Offers_Rows::coupon( $offers, $offer );
		return array( $code->grouped(), Offers_Rows::point( $offers ) );
	}

	private function uses(): int {
		global $wpdb;
		return (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->prefix}coop_credentials_redemptions" );
	}

	public function test_other_posts_are_none_of_ours(): void {
		self::assertNull( $this->post( 'delete_everything' ) );
		self::assertNull( $this->blocks->form_actions()->handle( new Front_Request( 'GET', array(), '', array( Form_Actions::FIELD => 'redeem' ) ) ) );
		self::assertFalse( Privacy::is_private() );
	}

	public function test_a_foreign_form_does_nothing(): void {
		list( $code, $point )           = $this->coupon();
		$_SERVER['HTTP_SEC_FETCH_SITE'] = 'cross-site';
		$this->act_as( 'coop_till' );
		$page = $this->post( 'redeem', array( 'code' => $code, 'point' => $point, 'idempotency_key' => 'k1' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		self::assertInstanceOf( Page::class, $page );
		self::assertSame( 403, $page->status );
		self::assertSame( 0, $this->uses() );
	}

	public function test_an_unknown_origin_is_asked_once_with_a_value_bound_to_the_browser(): void {
		list( $code, $point ) = $this->coupon();
		unset( $_SERVER['HTTP_SEC_FETCH_SITE'] );
		$_SERVER['HTTP_ORIGIN'] = 'null';
		$this->act_as( 'coop_till' );
		$fields = array(
			'code'            => $code,
			'point'           => $point,
			'idempotency_key' => 'k1',
		);
		$page   = $this->post( 'redeem', $fields );
		self::assertInstanceOf( Page::class, $page );
		self::assertTrue( $page->private );
		self::assertSame( 0, $this->uses() );
		self::assertSame( 1, preg_match( '/name="coop_credentials_confirm" value="([^"]+)"/', $page->content, $match ) );

		// Another code with the same value, then a browser without the cookie: asked again.
		self::assertInstanceOf( Page::class, $this->post( 'redeem', array( 'coop_credentials_confirm' => $match[1], 'code' => '0000-0000-001J' ) + $fields ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		$cookies = $_COOKIE;
		$_COOKIE = array();
		self::assertInstanceOf( Page::class, $this->post( 'redeem', array( 'coop_credentials_confirm' => $match[1] ) + $fields ) );
		self::assertSame( 0, $this->uses() );

		$page = $this->post( 'redeem', $fields );
		self::assertInstanceOf( Page::class, $page );
		self::assertSame( 1, preg_match( '/name="coop_credentials_confirm" value="([^"]+)"/', $page->content, $match ) );
		self::assertNull( $this->post( 'redeem', array( 'coop_credentials_confirm' => $match[1] ) + $fields ) );
		self::assertSame( 1, $this->uses() );
		unset( $cookies );
	}

	public function test_the_till_page_shows_the_result_and_a_reload_counts_once(): void {
		list( $code, $point ) = $this->coupon();
		$this->act_as( 'coop_till' );
		$fields = array(
			'code'            => $code,
			'point'           => $point,
			'idempotency_key' => 'a-key-of-the-form',
			'order_ref'       => '1001',
		);
		foreach ( array( 'first', 'reload' ) as $try ) {
			self::assertNull( $this->post( 'redeem', $fields ), $try );
			$html = do_blocks( '<!-- wp:coop-credentials/redeem {"mode":"till"} /-->' );
			self::assertStringContainsString( 'data-tone="ok"', $html, $try );
			self::assertStringContainsString( 'Use 1 of 1', $html, $try );
			self::assertSame( 1, $this->uses(), $try );
		}
		self::assertSame( '1001', $GLOBALS['wpdb']->get_var( "SELECT order_ref FROM {$GLOBALS['wpdb']->prefix}coop_credentials_redemptions WHERE stack_no = 1" ), 'Staff name the order.' );
		self::assertNull( $this->post( 'redeem', array( 'idempotency_key' => 'another-key' ) + $fields ) );
		$html = do_blocks( '<!-- wp:coop-credentials/redeem {"mode":"till"} /-->' );
		self::assertStringContainsString( 'data-tone="no"', $html );
		self::assertStringContainsString( 'data-reason="already_redeemed"', $html );
		self::assertSame( 1, $this->uses() );
	}

	public function test_a_wrong_character_stays_in_the_field(): void {
		list( , $point ) = $this->coupon();
		$this->act_as( 'coop_till' );
		self::assertNull( $this->post( 'redeem', array( 'code' => '7KQ2-9FXN-P4TS', 'point' => $point, 'idempotency_key' => 'k' ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		$html = do_blocks( '<!-- wp:coop-credentials/redeem {"mode":"till"} /-->' );
		self::assertStringContainsString( 'value="7KQ2-9FXN-P4TS"', $html );
		self::assertStringContainsString( 'aria-invalid="true"', $html );
		self::assertStringContainsString( 'One character does not fit', $html );
		self::assertStringNotContainsString( 'data-tone="no"', $html );
	}

	public function test_a_till_that_guessed_too_often_is_told_to_wait(): void {
		list( $good, $point ) = $this->coupon();
		$this->act_as( 'coop_till' );
		for ( $attempt = 0; $attempt < 26; $attempt++ ) {
			$this->post( 'redeem', array( 'code' => '0000-0000-001J', 'point' => $point, 'idempotency_key' => "k$attempt" ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		}
		self::assertNull( $this->post( 'redeem', array( 'code' => $good, 'point' => $point, 'idempotency_key' => 'last' ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		$html = do_blocks( '<!-- wp:coop-credentials/redeem {"mode":"till"} /-->' );
		self::assertStringContainsString( 'data-tone="am"', $html );
		self::assertStringContainsString( 'data-reason="too_many_attempts"', $html );
		self::assertMatchesRegularExpression( '/Too many attempts\. Try again in \d+ minutes?\./', $html );
		self::assertStringContainsString( 'The code was not looked at.', $html );
		self::assertSame( 0, $this->uses() );
	}

	public function test_only_staff_use_codes(): void {
		list( $code, $point ) = $this->coupon();
		foreach ( array( 'anonymous', 'subscriber', 'editor' ) as $role ) {
			$this->act_as( $role );
			self::assertNull( $this->post( 'redeem', array( 'code' => $code, 'point' => $point, 'idempotency_key' => 'k' ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		}
		self::assertSame( 0, $this->uses() );
	}

	public function test_a_claim_of_nobody_goes_back_to_the_offer(): void {
		$answer = $this->post( 'claim', array( 'offer' => 'OFFER1' ) );
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertSame( 303, $answer->status );
		self::assertStringContainsString( 'coop_credentials_private=1', $answer->url );
		self::assertStringContainsString( 'coop_problem=not_signed_in', $answer->url );
		self::assertStringEndsWith( '#coop-offer-OFFER1', $answer->url );
		$answer = $this->post( 'claim', array( 'offer' => '"><script>' ) );
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertStringNotContainsString( 'script', $answer->url );
	}

	public function test_sign_out_goes_to_the_one_place_that_ends_sessions(): void {
		$answer = $this->post( 'sign_out', array( 'return_to' => '/' ) );
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertSame( 307, $answer->status );
		self::assertStringContainsString( '/coop-credentials/sign-out', $answer->url );
	}
}
