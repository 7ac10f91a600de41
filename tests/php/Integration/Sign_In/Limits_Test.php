<?php
/**
 * How often somebody may try.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Blocks\Form_Actions;
use CoopCredentials\Blocks\Services as Blocks;
use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Plain;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Kernel\Health_Test;
use CoopCredentials\Tests\Integration\Offers\Offers_Rows;
use CoopCredentials\Tests\Support\Frozen_Clock;
use CoopCredentials\Tests\Support\Processes;

/**
 * The real limits, on a clock that stands still.
 */
final class Limits_Test extends Sign_In_Case {

	/** Where the clock stands. */
	private int $now = 0;

	protected function set_up(): void {
		parent::set_up();
		remove_all_filters( 'coop_credentials_sign_in_limit' );
		$_SERVER['REMOTE_ADDR'] = '198.18.0.7';
		$this->at_rest();
	}

	protected function tear_down(): void {
		$_SERVER['REMOTE_ADDR'] = '127.0.0.1';
		unset( $_SERVER['HTTP_X_FORWARDED_FOR'] );
		parent::tear_down();
	}

	public function test_a_browser_starts_twenty_times_a_minute(): void {
		self::assertSame( 21, $this->starts( 30 ), 'The first one only marks the browser.' );
		$log = $this->plugin->kernel->audit_log()->query( array( 'event' => 'sign_in_start', 'reason' => 'rate_limited' ), 1, 10 ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( 9, $log['total'] );
		$page = $this->press();
		self::assertInstanceOf( Page::class, $page );
		self::assertSame( 429, $page->status );
		self::assertGreaterThan( 0, (int) $page->headers['Retry-After'] );

		$_COOKIE = array();
		self::assertSame( 1, $this->starts( 1 ), 'Another browser at the same address.' );
		$this->at_rest( '+1 minute' );
		self::assertSame( 1, $this->starts( 1 ), 'A minute later.' );
	}

	public function test_refused_starts_fill_no_log(): void {
		self::assertSame( 21, $this->starts( 21 ) );
		self::assertSame( 0, $this->starts( 60 ) );
		self::assertSame( array( 20, 40 ), $this->refusals( 'sign_in_start', 'rate_limited' ), 'The others share one row.' );
		$shared = $this->plugin->kernel->audit_log()->query( array( 'event' => 'sign_in_start', 'outcome' => 'refused' ), 1, 1 )['items'][0]; // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( array( '', '', null, 'sign_in' ), array( $shared['request_id'], $shared['provider'], $shared['actor_id'], $shared['class'] ), 'It is nobody\'s.' );

		$_COOKIE                = array();
		$_SERVER['REMOTE_ADDR'] = '198.18.0.8';
		$this->press( array(), 'hostile', 'cross-site' );
		self::assertSame( array( 1, 0 ), $this->refusals( 'sign_in_start', 'foreign_origin' ), 'Another address has its rows.' );
		$this->at_rest( '+1 hour' );
		$_SERVER['REMOTE_ADDR'] = '198.18.0.7';
		$this->press( array(), 'nobody' );
		self::assertSame( array( 1, 0 ), $this->refusals( 'sign_in_start', 'provider_unknown' ), 'And so has another hour.' );
	}

	public function test_starts_at_providers_that_do_not_exist_count_too(): void {
		for ( $time = 0; $time < 130; $time++ ) {
			$_COOKIE = array();
			$page    = $this->press( array(), "nobody-$time" );
			self::assertInstanceOf( Page::class, $page );
			self::assertSame( $time < 120 ? 404 : 429, $page->status );
		}
		self::assertSame( array( 20, 100 ), $this->refusals( 'sign_in_start', 'provider_unknown' ) );
		self::assertSame( array( 0, 10 ), $this->refusals( 'sign_in_start', 'rate_limited' ) );
	}

	public function test_foreign_pages_use_nothing_of_their_readers_up(): void {
		for ( $time = 0; $time < 130; $time++ ) {
			$this->press( array(), 'hostile', 'cross-site' );
		}
		self::assertSame( array( 20, 110 ), $this->refusals( 'sign_in_start', 'foreign_origin' ) );
		self::assertSame( 1, $this->starts( 1 ) );
	}

	public function test_forms_of_an_account_that_are_not_ours_fill_no_log_and_name_nobody_else(): void {
		$other = $this->user_with_role( 'administrator' );
		$me    = $this->user_with_role( 'subscriber' );
		wp_set_current_user( $me->ID );
		$actions = $this->services()->accounts()->profile_actions();
		$fields  = array( 'user' => (string) $other->ID, 'provider' => 'hostile', 'identity' => 'x', 'blocked' => '1', '_wpnonce' => 'x' ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		foreach ( array( 'link', 'unlink', 'block' ) as $action ) {
			for ( $time = 0; $time < 30; $time++ ) {
				self::assertStringContainsString( '=foreign_origin', $actions->$action( $fields )->url );
			}
		}
		foreach ( array( 'identity_link', 'identity_unlink', 'identity_block' ) as $event ) {
			list( $alone, $together ) = $this->refusals( $event, 'foreign_origin' );
			self::assertSame( 30, $alone + $together, $event );
			self::assertLessThanOrEqual( 20, $alone, $event );
		}
		foreach ( $this->plugin->kernel->audit_log()->query( array( 'reason' => 'foreign_origin' ), 1, 500 )['items'] as $item ) {
			self::assertContains( $item['user_id'], array( null, $me->ID ) );
			self::assertSame( '', $item['provider'] );
		}
	}

	public function test_a_member_who_presses_for_coupons_all_the_time_fills_no_log(): void {
		$this->sign_in();
		$blocks                         = new Blocks( $this->plugin->kernel, $this->plugin->directory, $this->plugin->sign_in, $this->plugin->offers );
		$offer                          = Offers_Rows::offer( $this->plugin->offers )->uid;
		$_SERVER['HTTP_SEC_FETCH_SITE'] = 'same-origin';
		$told                           = array();
		for ( $time = 0; $time < 65; $time++ ) {
			$answer = $blocks->form_actions()->handle( new Front_Request( 'POST', array(), '', array( Form_Actions::FIELD => 'claim', 'offer' => $offer ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			self::assertInstanceOf( Redirect::class, $answer );
			$told[] = str_contains( $answer->url, 'coop_problem=rate_limited' );
		}
		unset( $_SERVER['HTTP_SEC_FETCH_SITE'] );
		self::assertSame( 5, count( array_filter( $told ) ) );
		self::assertLessThanOrEqual( 61, $this->plugin->kernel->audit_log()->query( array( 'event' => 'rule_decision' ), 1, 1 )['total'] );
	}

	public function test_answers_nobody_waits_for_fill_no_log(): void {
		$reasons = array();
		for ( $time = 0; $time < 70; $time++ ) {
			$answer = $this->come_back( 'https://harbour.example/?state=' . str_repeat( 'A', 43 ) . '&code=x', 0 === $time % 2 ? 'hostile' : "nobody-$time" );
			self::assertInstanceOf( Redirect::class, $answer );
			$reasons[] = $this->reason( $answer );
			self::assertStringNotContainsString( 'ref=', $time < 20 ? '' : $answer->url, 'No number that nobody would find.' );
		}
		self::assertSame( array( 'state_unknown' => 30, 'provider_unknown' => 30, 'rate_limited' => 10 ), array_count_values( $reasons ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( array( array( 10, 20 ), array( 10, 20 ), array( 0, 10 ) ), array_map( fn ( string $reason ): array => $this->refusals( 'sign_in', $reason ), array( 'state_unknown', 'provider_unknown', 'rate_limited' ) ) );
	}

	public function test_from_however_many_networks_one_kind_of_refusal_has_a_hundred_rows_an_hour(): void {
		for ( $time = 0; $time < 130; $time++ ) {
			$_SERVER['REMOTE_ADDR'] = "198.18.1.$time";
			$this->come_back( 'https://harbour.example/?state=' . str_repeat( 'A', 43 ) . '&code=x' );
		}
		self::assertSame( array( 100, 30 ), $this->refusals( 'sign_in', 'state_unknown' ) );
		$this->come_back( 'https://harbour.example/?code=x' );
		self::assertSame( array( 1, 0 ), $this->refusals( 'sign_in', 'state_missing' ), 'Another reason still has its rows.' );
	}

	public function test_one_customer_of_ipv6_has_the_rows_of_one_network(): void {
		for ( $time = 0; $time < 30; $time++ ) {
			$_COOKIE                = array();
			$_SERVER['REMOTE_ADDR'] = sprintf( '2001:db8:7:%x::1', $time );
			$this->press( array(), 'nobody' );
		}
		self::assertSame( array( 20, 10 ), $this->refusals( 'sign_in_start', 'provider_unknown' ) );
	}

	public function test_of_parallel_refusals_none_is_forgotten(): void {
		$limiter = $this->plugin->kernel->rate_limiter();
		for ( $time = 0; $time < 20; $time++ ) {
			$this->services()->limits()->refused( 'sign_in|state_unknown' );
		}
		$places = array_merge( ...Processes::run( __DIR__ . '/tasks/refused.php', 4, array( 'times' => 10, 'address' => '198.18.0.7', 'now' => $this->now ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertCount( 1, array_keys( $places, 1, true ), 'One makes the row.' );
		self::assertSame( array( 40, 39 ), array( max( $places ), $limiter->count( 'refusal_next', 'sign_in|state_unknown', 3600 ) ) );
	}

	public function test_an_address_starts_a_hundred_and_twenty_times_a_minute(): void {
		self::assertSame( 120, $this->starts( 130, true ) );
		self::assertSame( 120, $this->rows() );
		$_SERVER['REMOTE_ADDR'] = '198.18.0.8';
		self::assertSame( 1, $this->starts( 1, true ), 'Another address.' );
	}

	public function test_behind_an_unknown_proxy_browsers_count(): void {
		$_SERVER['REMOTE_ADDR']          = '10.0.0.1';
		$_SERVER['HTTP_X_FORWARDED_FOR'] = '203.0.113.9';
		self::assertSame( 150, $this->starts( 150, true ) );
		$_COOKIE = array();
		self::assertSame( 21, $this->starts( 30 ), 'One browser among them still has its limit.' );
		self::assertSame( 'recommended', $this->health()->run()->status );
	}

	public function test_one_address_that_makes_nearly_all_starts_is_told(): void {
		self::assertSame( 'good', $this->health()->run()->status );
		for ( $minute = 0; $minute < 5; $minute++ ) {
			$this->at_rest( "+$minute minutes" );
			self::assertSame( $minute < 4 ? 120 : 130, $this->starts( 130, true ), 'A burst is a burst; five minutes of it may be a proxy.' );
		}
		self::assertSame( 'recommended', $this->health()->run()->status );
		self::assertSame( 1190, $this->starts( 1300, true ), 'Still not without end.' );
	}

	public function test_twenty_failures_close_the_callback_of_an_address(): void {
		$this->fail_often( 20 );
		$answer = $this->come_back( 'https://harbour.example/?state=' . str_repeat( 'A', 43 ) . '&code=x' );
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertSame( 'rate_limited', $this->reason( $answer ) );
		self::assertSame( 0, $this->hostile->calls( '/token' ) );
		wp_parse_str( (string) wp_parse_url( $answer->url, PHP_URL_QUERY ), $query );
		$wait = 600 - $this->now % 600;
		self::assertSame( (string) $wait, $query['wait'], 'The rest of the window.' );
		$page = $this->plugin->kernel->router()->handle( new Front_Request( 'GET', array(), (string) wp_parse_url( $answer->url, PHP_URL_QUERY ), array(), array(), null, 'coop-credentials/sign-in/hostile' ) );
		self::assertInstanceOf( Page::class, $page );
		self::assertSame( (string) $wait, $page->headers['Retry-After'], 'The page says the real wait.' );
		$_COOKIE = array();
		$this->sign_in(); // A browser with an open sign-in gets in at the same address.

		$_COOKIE                = array();
		$_SERVER['REMOTE_ADDR'] = '198.18.0.8';
		$answer                 = $this->come_back( $this->go() );
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertSame( '', $this->reason( $answer ), 'Another address gets in.' );
	}

	public function test_failures_of_others_behind_a_proxy_keep_nobody_out(): void {
		$_SERVER['REMOTE_ADDR']          = '10.0.0.1';
		$_SERVER['HTTP_X_FORWARDED_FOR'] = '203.0.113.9';
		$this->fail_often( 25 );
		$_COOKIE = array();
		$answer  = $this->come_back( $this->go() );
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertSame( '', $this->reason( $answer ) );
	}

	public function test_twenty_failures_close_the_callback_of_a_browser(): void {
		$this->fail_often( 20, false );
		$answer = $this->come_back( $this->go() );
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertSame( 'rate_limited', $this->reason( $answer ) );
		self::assertSame( 0, $this->hostile->calls( '/token' ) );
		$this->assert_nobody_came_in();
	}

	public function test_pictures_on_a_foreign_page_lock_nobody_out(): void {
		$forged = 'https://harbour.example/?state=' . str_repeat( 'A', 43 ) . '&code=x';
		foreach ( array( 'image', 'iframe', 'empty', 'script' ) as $target ) {
			for ( $time = 0; $time < 20; $time++ ) {
				$answer = $this->come_back( $forged, 'hostile', array( 'sec-fetch-dest' => $target ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
				self::assertInstanceOf( Plain::class, $answer, $target );
				self::assertSame( 400, $answer->status );
			}
		}
		self::assertSame( 0, $this->plugin->kernel->audit_log()->query( array( 'event' => 'sign_in' ), 1, 10 )['total'], 'No row in the log.' ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		for ( $time = 0; $time < 50; $time++ ) {
			$answer = $this->come_back( $forged, 'hostile', array( 'sec-fetch-dest' => 'document' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			self::assertInstanceOf( Redirect::class, $answer );
			self::assertSame( 'state_unknown', $this->reason( $answer ), 'Nothing to win, so not a failure that closes the address.' );
		}
		for ( $time = 0; $time < 20; $time++ ) {
			$this->come_back( $forged );
		}
		$this->sign_in();
	}

	/** @return array{int, int} Rows of a refusal with a number of their own; how many the row without one stands for. */
	private function refusals( string $event, string $reason ): array {
		$found = $this->plugin->kernel->audit_log()->query( array( 'event' => $event, 'outcome' => 'refused', 'reason' => $reason ), 1, 500 ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$many  = array_values( array_filter( $found['items'], static fn ( array $item ): bool => '' === $item['request_id'] ) );
		self::assertLessThanOrEqual( 1, count( $many ) );
		return array( $found['total'] - count( $many ), $many[0]['details']['count'] ?? 0 );
	}

	/** Answers of real sign-ins, each refused by the provider. */
	private function fail_often( int $times, bool $new_browsers = true ): void {
		for ( $time = 0; $time < $times; $time++ ) {
			if ( $new_browsers ) {
				$_COOKIE = array();
			}
			$answer = $this->press();
			self::assertInstanceOf( Redirect::class, $answer );
			wp_parse_str( (string) wp_parse_url( $answer->url, PHP_URL_QUERY ), $query );
			$this->come_back( 'https://harbour.example/?error=access_denied&state=' . $query['state'] );
		}
	}

	/** Presses and counts how often the browser is sent on. */
	private function starts( int $times, bool $new_browsers = false ): int {
		$sent = 0;
		for ( $time = 0; $time < $times; $time++ ) {
			if ( $new_browsers ) {
				$_COOKIE = array();
			}
			$sent += $this->press() instanceof Redirect ? 1 : 0;
		}
		return $sent;
	}

	private function health(): Health_Test {
		return array_values( array_filter( $this->services()->health_tests(), static fn ( Health_Test $test ): bool => 'coop_credentials_visitor_addresses' === $test->id() ) )[0];
	}

	private function at_rest( string $later = '+0 seconds' ): void {
		$time         = ( new \DateTimeImmutable( gmdate( 'Y-m-d H:i:00' ) . ' UTC' ) )->modify( $later );
		$this->now    = $time->getTimestamp();
		$this->plugin = $this->boot_plugin( new Frozen_Clock( $time->format( DATE_ATOM ) ) );
	}

	private function rows(): int {
		$database = $this->plugin->kernel->database();
		return (int) $database->value( 'SELECT COUNT(*) FROM %i', $database->table( 'sign_in_transactions' ) );
	}
}
