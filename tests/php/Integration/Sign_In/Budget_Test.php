<?php
/**
 * What a sign-in costs.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Tests\Support\Frozen_Clock;

/**
 * With warm keys a callback makes one outbound request and at most twelve queries of our tables on the way in; what is
 * done with the news afterwards (roles, coupons) counts apart. A start counts itself twice, looks for what has expired, and
 * writes one row.
 */
final class Budget_Test extends Sign_In_Case {

	public function test_PERF_P12_a_callback_with_warm_keys(): void {
		$this->hostile->person(
			array(
				'sub'         => 'wanda',
				'coop_id'     => 'https://weavers.example/',
				'coop_class'  => 'worker',
				'coop_status' => 'active',
			)
		);
		$this->sign_in();
		foreach ( array( 'a known person in another browser' => 12, 'in the same browser, whose session ends' => 14 ) as $what => $most ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			if ( 14 !== $most ) {
				$this->services()->cookies()->close_session();
			}
			$database = $this->plugin->kernel->database();
			$database->execute( "UPDATE %i SET last_seen_at = '2026-01-01 00:00:00'", $database->table( 'identities' ) );
			$url = $this->go( array( 'renew' => '1' ) );
			$this->hostile->misbehave( 'honest' );
			$this->plugin = $this->boot_plugin();
			remove_all_actions( 'coop_credentials_signed_in' );
			$answer  = null;
			$queries = $this->queries(
				function () use ( $url, &$answer ): void {
					$answer = $this->come_back( $url );
				},
				true
			);
			self::assertInstanceOf( Redirect::class, $answer );
			self::assertSame( '', $this->reason( $answer ) );
			self::assertSame( array( 1, 0, 0, 0 ), array( $this->hostile->calls( '/token' ), $this->hostile->calls( '/userinfo' ), $this->hostile->calls( '/keys' ), $this->hostile->calls( '/.well-known/openid-configuration' ) ), $what );
			// Every twentieth row of the log takes old ones with it, whichever request writes it.
			$tables = array_values( array_filter( $queries, static fn ( string $sql ): bool => ! str_contains( $sql, $GLOBALS['wpdb']->options ) && ! preg_match( '/^SELECT id FROM \S+audit_log\S* WHERE class = /', $sql ) ) );
			self::assertCount( 1, (array) preg_grep( '/^SELECT \* FROM \S+sign_in_transactions/', $tables ), "The open sign-in is read once, $what." );
			self::assertLessThanOrEqual( $most, count( $tables ), $what . ":\n" . implode( "\n", $tables ) );
		}
	}

	public function test_a_start_asks_little(): void {
		$clock        = new Frozen_Clock( gmdate( 'Y-m-d\TH:i:s\Z' ) );
		$this->plugin = $this->boot_plugin( $clock );
		$this->go(); // Marks the browser.
		$this->go(); // Opens the window of its limit.
		$this->plugin = $this->boot_plugin( $clock );
		$queries      = array_filter( $this->queries( fn () => self::assertInstanceOf( Redirect::class, $this->press() ), true ), static fn ( string $sql ): bool => ! str_contains( $sql, $GLOBALS['wpdb']->options ) );
		self::assertLessThanOrEqual( 5, count( $queries ), implode( "\n", $queries ) );
	}

	public function test_me_asks_little_whoever_asks(): void {
		$this->rest( 'GET', 'me' ); // Opens the window of the limit.
		$this->assert_me( 1 );
		$this->sign_in();
		$this->rest( 'GET', 'me' ); // Opens that of the member.
		$this->assert_me( 5 );
	}

	/** At most so many queries of our tables, that of the limit among them, and no call to anybody. */
	private function assert_me( int $most ): void {
		$this->hostile->misbehave( 'honest' );
		$this->plugin = $this->boot_plugin();
		$queries      = array_filter( $this->queries( fn () => $this->rest( 'GET', 'me' ), true ), static fn ( string $sql ): bool => ! str_contains( $sql, $GLOBALS['wpdb']->options ) );
		self::assertLessThanOrEqual( $most, count( $queries ), implode( "\n", $queries ) );
		self::assertSame( 0, $this->hostile->calls( '/token' ) + $this->hostile->calls( '/userinfo' ) + $this->hostile->calls( '/.well-known/openid-configuration' ) );
	}
}
