<?php
/**
 * Going to the provider for more than a sign-in.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Sign_In\Flow\Demand;
use CoopCredentials\Sign_In\Intent;

/**
 * Link, step-up and test: who may begin them, and whose answer it is. The group begins with an honest start.
 */
final class Intent_Test extends Sign_In_Case {

	public function test_a_logged_in_account_goes_to_link_with_the_nonce_of_its_page(): void {
		$user   = $this->act_as( 'subscriber' );
		$answer = $this->press( $this->form( Intent::Link ) );
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertStringStartsWith( $this->hostile->issuer, $answer->url );
		$row = $this->row();
		self::assertSame( array( 'link', (string) $user->ID ), array( $row['intent'], (string) $row['user_id'] ) );
		self::assertStringNotContainsString( 'prompt=', $answer->url );
	}

	/** SIGN-B15, SIGN-F8. */
	public function test_SIGN_B15_link_without_a_nonce_asks_first(): void {
		$this->act_as( 'subscriber' );
		$page = $this->press( array( 'intent' => 'link' ) );
		self::assertInstanceOf( Page::class, $page );
		self::assertStringContainsString( wp_get_current_user()->display_name, $page->content );
		self::assertStringContainsString( "Example Co-\u{2060}op", $page->content );
		self::assertSame( array(), $this->row() );

		preg_match_all( '/name="([a-z_]+)" value="([^"]*)"/', $page->content, $found );
		$fields = array_map( 'html_entity_decode', array_combine( $found[1], $found[2] ) );
		self::assertInstanceOf( Redirect::class, $this->press( $fields ) );
		self::assertSame( 'link', $this->row()['intent'] );

		$stolen = $this->form( Intent::Link );
		$this->act_as( 'subscriber' );
		self::assertInstanceOf( Page::class, $this->press( $stolen ), 'The nonce of another account.' );
	}

	public function test_nobody_links_without_an_account(): void {
		$page = $this->press( array( 'intent' => 'link' ) );
		self::assertInstanceOf( Page::class, $page );
		$this->assert_not_begun( 'account_changed' );
		$this->press( array( 'intent' => 'takeover' ) );
		$this->assert_not_begun( 'parameter_invalid' );
	}

	/** Changing the person at the provider makes it sign the former one out here, while the answer is on its way. */
	public function test_a_sign_in_comes_back_after_the_account_was_logged_out(): void {
		$this->act_as( 'subscriber' );
		$url = $this->go();
		wp_set_current_user( 0 );
		$answer = $this->come_back( $url );
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertSame( '', $this->reason( $answer ) );
		self::assertSame( 1, $this->services()->sessions()->count() );
	}

	/** SIGN-F7. */
	public function test_SIGN_F7_sign_in_answer_in_another_account(): void {
		$this->act_as( 'subscriber' );
		$url = $this->go();
		$this->act_as( 'subscriber' );
		$answer = $this->come_back( $url );
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertSame( 'account_changed', $this->reason( $answer ) );
		self::assertSame( array( 0, 0 ), array( $this->services()->identities()->count(), $this->services()->sessions()->count() ) );
	}

	/** SIGN-F7. */
	public function test_SIGN_F7_link_answer_after_the_account_changed(): void {
		$this->act_as( 'subscriber' );
		$url = $this->go( $this->form( Intent::Link ) );
		$this->act_as( 'subscriber' );
		$answer = $this->come_back( $url );
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertSame( 'account_changed', $this->reason( $answer ) );
		self::assertSame( 1, $this->plugin->kernel->audit_log()->query( array( 'event' => 'sign_in', 'outcome' => 'refused', 'reason' => 'account_changed' ), 1, 10 )['total'] ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( 0, $this->hostile->calls( '/token' ) );
		self::assertSame( 0, $this->services()->identities()->count() );
		self::assertSame( 0, $this->services()->sessions()->count() );
	}

	public function test_only_managers_test_a_provider(): void {
		$this->provider( array( 'enabled' => false ) );
		$this->act_as( 'editor' );
		$this->press( $this->form( Intent::Test ) );
		$this->assert_not_begun( 'provider_unknown' );
		$this->provider( array( 'enabled' => true ) );
		$this->press( $this->form( Intent::Test ) );
		$this->assert_not_begun( 'parameter_invalid' );

		$this->provider( array( 'enabled' => false ) );
		$this->act_as( 'administrator' );
		self::assertInstanceOf( Redirect::class, $this->press( $this->form( Intent::Test ) ) );
		self::assertInstanceOf( Page::class, $this->press() );
		$this->assert_not_begun( 'provider_unknown' );
	}

	public function test_a_step_up_belongs_to_a_session_and_asks_for_something(): void {
		$demand = new Demand( 300, array( 'urn:coop:acr:2' ) );
		$this->press( $this->form( Intent::Step_Up, $demand ) );
		$this->assert_not_begun( 'session_expired' );

		$this->sign_in();
		$this->press( $this->form( Intent::Step_Up ) );
		$this->assert_not_begun( 'parameter_invalid' );
		$forged = array( 'max_age' => '0' ) + $this->form( Intent::Step_Up, $demand );
		self::assertInstanceOf( Page::class, $this->press( $forged ), 'The nonce stands for the values.' );

		$answer = $this->press( $this->form( Intent::Step_Up, $demand ) );
		self::assertInstanceOf( Redirect::class, $answer );
		wp_parse_str( (string) wp_parse_url( $answer->url, PHP_URL_QUERY ), $query );
		self::assertSame( array( '300', 'urn:coop:acr:2', 'login' ), array( $query['max_age'], $query['acr_values'], $query['prompt'] ) );
		$row = $this->row();
		self::assertSame( array( 'step_up', '300', '["urn:coop:acr:2"]', '1' ), array( $row['intent'], $row['max_age'], $row['acr_any'], $row['round'] ) );
		self::assertSame( $this->services()->current_visitor()->get()?->session_id, (int) $row['session_id'] );
	}

	/** @return array<string, string> Hidden fields of a private page. */
	private function form( Intent $intent, ?Demand $demand = null ): array {
		return $this->services()->flow()->forms()->fields( $intent, 'hostile', '/offers/', $demand );
	}

	/** @return array<string, string|null> The newest transaction. */
	private function row(): array {
		$database = $this->plugin->kernel->database();
		return $database->row( 'SELECT * FROM %i ORDER BY id DESC LIMIT 1', $database->table( 'sign_in_transactions' ) ) ?? array();
	}

	private function assert_not_begun( string $reason ): void {
		$log = $this->plugin->kernel->audit_log()->query( array( 'event' => 'sign_in_start' ), 1, 1 );
		self::assertSame( $reason, $log['items'][0]->reason ?? $log['items'][0]['reason'] ?? null );
		self::assertNotContains( $this->row()['intent'] ?? '', array( 'link', 'step_up' ) );
	}

	public function test_who_wants_another_account_is_asked_anew_by_the_provider(): void {
		$this->sign_in();
		self::assertNotInstanceOf( Redirect::class, $this->press(), 'A fresh session needs no provider.' );
		$renewed = $this->press( array( 'renew' => '1' ) );
		self::assertInstanceOf( Redirect::class, $renewed );
		self::assertStringNotContainsString( 'prompt=', $renewed->url );
		$another = $this->press( array( 'another' => '1' ) );
		self::assertInstanceOf( Redirect::class, $another );
		self::assertStringContainsString( 'prompt=login', $another->url );
	}

	public function test_who_is_refused_by_the_rule_is_offered_another_co_op_not_the_same_answer(): void {
		$get  = function ( string $reason, string $return_to = '/offers/' ): string {
			$query = http_build_query( compact( 'reason', 'return_to' ) );
			$page  = $this->plugin->kernel->router()->handle( new Front_Request( 'GET', array(), $query, array(), array(), null, 'coop-credentials/sign-in/hostile' ) );
			self::assertInstanceOf( Page::class, $page );
			return str_replace( "\u{2060}", '', $page->content );
		};
		$page = $get( 'no_membership' );
		self::assertStringContainsString( 'name="another" value="1"', $page );
		self::assertStringContainsString( 'Use another co-op', $page );
		self::assertStringNotContainsString( 'Start again', $page );
		self::assertStringNotContainsString( '<details', $page, 'One button where there is one provider.' );
		self::assertStringContainsString( 'Start again', $get( 'provider_denied' ) );
		self::assertStringNotContainsString( 'another', $get( 'provider_denied' ) );

		$this->provider( array( 'label' => 'Example Bakers' ), 'bakers' );
		$this->provider( array( 'label' => 'Staff only', 'show_in' => array( 'wp-login' ) ), 'staff' ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$page = $get( 'no_membership' );
		self::assertSame( 2, substr_count( $page, '<form' ) );
		self::assertSame( 1, substr_count( $page, 'name="another"' ), 'Only the one that answered is asked anew.' );
		self::assertMatchesRegularExpression( '#sign-in/bakers"((?!another|</form>).)*Sign in with Example Bakers#s', $page );
		self::assertMatchesRegularExpression( '#sign-in/hostile"((?!</form>).)*name="another"((?!</form>).)*Use another log-in#s', $page );
		self::assertStringContainsString( 'Staff only', $get( 'no_membership', '/wp-admin/' ) );
		self::assertStringNotContainsString( 'Example Bakers', $get( 'no_membership', '/wp-admin/' ) );
	}

	public function test_another_log_in_is_still_meant_after_one_more_press(): void {
		$page = $this->press( array( 'another' => '1' ), 'hostile', '' );
		self::assertInstanceOf( Page::class, $page );
		self::assertStringContainsString( 'name="another" value="1"', $page->content );
	}
}
