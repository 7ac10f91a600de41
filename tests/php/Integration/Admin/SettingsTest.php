<?php
/**
 * REST settings and audit.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Admin;

use CoopCredentials\Kernel\Ulid;
use CoopCredentials\Tests\Integration\Test_Case;

final class SettingsTest extends Test_Case {

	public function test_the_log_in_page_goes_nowhere_by_itself_unless_chosen(): void {
		$this->act_as( 'administrator' );
		self::assertSame( '', $this->rest( 'GET', 'settings' )->get_data()['login_redirect'] );
		self::assertSame( 'demo', $this->rest( 'POST', 'settings', array( 'login_redirect' => 'demo' ) )->get_data()['login_redirect'] );
		$this->assert_problem( 'invalid_request', 400, $this->rest( 'POST', 'settings', array( 'login_redirect' => '../x' ) ) );
		self::assertSame( '', $this->rest( 'POST', 'settings', array( 'login_redirect' => '' ) )->get_data()['login_redirect'] );
		self::assertNull( $this->plugin()->kernel->settings()->get( 'login_redirect' ) );
	}

	public function test_reads_and_writes(): void {
		$this->act_as( 'administrator' );
		self::assertFalse( $this->rest( 'GET', 'settings' )->get_data()['remove_data'] );
		$response = $this->rest( 'POST', 'settings', array( 'remove_data' => true ) );
		self::assertTrue( $response->get_data()['remove_data'] );
		self::assertTrue( $this->plugin()->kernel->settings()->get( 'remove_data' ) );
		self::assertSame( 1, $this->plugin()->kernel->audit_log()->query( array( 'event' => 'settings_changed' ), 1, 10 )['total'] );
	}

	public function test_an_unknown_organisation_is_refused_at_its_field(): void {
		$this->act_as( 'administrator' );
		$data = $this->assert_problem( 'invalid_request', 400, $this->rest( 'POST', 'settings', array( 'own_organisation' => '01J0000000000000000000000A' ) ) );
		self::assertArrayHasKey( 'own_organisation', (array) $data['params'] );
		self::assertSame( '', $this->rest( 'GET', 'settings' )->get_data()['own_organisation'] );
	}

	public function test_unknown_fields_are_refused(): void {
		$this->act_as( 'administrator' );
		$this->assert_problem( 'unknown_field', 400, $this->rest( 'POST', 'settings', array( 'site_key' => 'x' ) ) );
	}

	/** @return array<string, array{string, string, int}> */
	public static function strangers(): array {
		$cases = array();
		foreach ( array(
			'anonymous'  => 401,
			'subscriber' => 403,
			'editor'     => 403,
			'coop_till'  => 403,
		) as $role => $status ) {
			foreach ( array( 'settings', 'audit', 'health/kernel_schema' ) as $route ) {
				$cases[ "$role $route" ] = array( $role, $route, $status );
			}
		}
		return $cases;
	}

	/** @dataProvider strangers */
	public function test_only_managers_may_look( string $role, string $route, int $status ): void {
		$this->act_as( $role );
		self::assertSame( $status, $this->rest( 'GET', $route )->get_status() );
	}

	public function test_the_log_is_paged_filtered_and_names_staff(): void {
		$user = $this->act_as( 'administrator' );
		self::assertNotNull( $user );
		$log = $this->plugin()->kernel->audit_log();
		$log->record(
			'sign_in',
			'refused',
			'nonce_wrong',
			array(
				'provider' => 'weavers',
				'actor_id' => 0,
			)
		);
		$log->record( 'offer_active', 'ok', '', array( 'actor_id' => $user->ID ) );

		$response = $this->rest( 'GET', 'audit', array( 'per_page' => 1 ) );
		self::assertSame( '2', $response->get_headers()['X-WP-Total'] );
		self::assertSame( $user->display_name, $response->get_data()[0]['actor_name'] );
		$log->record( 'account_created', 'ok', '', array( 'user_id' => $user->ID ) );
		self::assertSame( array( $user->display_name, '' ), array_column( array_merge( $this->rest( 'GET', 'audit', array( 'event' => 'account_created' ) )->get_data(), $this->rest( 'GET', 'audit', array( 'reason' => 'nonce_wrong' ) )->get_data() ), 'actor_name' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertStringContainsString( 'no-store', $response->get_headers()['Cache-Control'] );

		$found = $this->rest( 'GET', 'audit', array( 'search' => 'nonce_wrong' ) )->get_data();
		self::assertSame( array( 'sign_in' ), array_column( $found, 'event' ) );
		self::assertSame( array( 1 ), array_column( $found, 'count' ) );
		self::assertArrayNotHasKey( 'address_hash', $found[0] );

		$number = (string) $found[0]['request_id'];
		self::assertSame( array( 'sign_in', 'offer_active' ), array_values( array_intersect( array( 'sign_in', 'offer_active' ), array_column( $this->rest( 'GET', 'audit', array( 'search' => ' ' . strtolower( $number ) ) )->get_data(), 'event' ) ) ) );
		self::assertSame( array(), $this->rest( 'GET', 'audit', array( 'search' => Ulid::generate() ) )->get_data() );
	}

	public function test_the_log_says_what_a_row_is_about_and_why(): void {
		$this->act_as( 'administrator' );
		$log  = $this->plugin()->kernel->audit_log();
		$post = wp_insert_post( array( 'post_title' => 'Minutes', 'post_status' => 'publish' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		$log->record(
			'rule_decision',
			'deny',
			'no_membership',
			array(
				'details' => array(
					'use'      => 'gate',
					'target'   => "post:$post",
					'rule_uid' => 'any_listed_member',
				),
			)
		);
		$log->record( 'provider_changed', 'ok', '', array( 'details' => array( 'fields' => 'label client_id' ) ) );
		$log->record( 'sign_in', 'refused', 'provider_denied', array( 'provider' => 'gone' ) );
		$log->record( 'coupon_refused', 'refused', 'code_unknown' );
		$log->record( 'step_up', 'ok', '', array( 'details' => array( 'new' => true ) ) );
		$log->record( 'provider_issuer_changed', 'ok', '', array( 'details' => array( 'old' => 'https://a.example', 'new' => 'https://b.example' ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		$log->record( 'offer_revoked', 'ok', '', array( 'details' => array( 'offer_uid' => Ulid::generate() ) ) );
		self::assertSame(
			array(
				'offer_revoked'           => array( '', '' ),
				'provider_issuer_changed' => array( 'https://a.example → https://b.example', '' ),
				'step_up'                 => array( '', '' ),
				'coupon_refused'          => array( '', '' ),
				'sign_in'                 => array( '', 'You stopped at gone. Nothing was stored.' ),
				'provider_changed'        => array( 'label client_id', '' ),
				'rule_decision'           => array( 'Minutes · Active members of any listed co-op', 'You are signed in, but no co-op membership was confirmed.' ),
			),
			array_map( static fn( array $row ): array => array( $row['about'], $row['why'] ), array_column( $this->rest( 'GET', 'audit' )->get_data(), null, 'event' ) )
		);
		self::assertStringContainsString( 'Minutes', $this->rest( 'GET', 'audit/export' )->get_data()['content'] );
	}

	public function test_the_log_says_events_in_words_beside_their_codes(): void {
		$this->act_as( 'administrator' );
		$log = $this->plugin()->kernel->audit_log();
		foreach ( array( 'sign_in_start', 'provider_secret_changed', 'offer_revoked', 'account_reset', 'event_of_tomorrow' ) as $event ) {
			$log->record( $event, 'ok' );
		}
		add_filter( 'gettext', static fn( string $words, string $text ): string => 'Offer withdrawn' === $text ? "Angebot zur\u{00fc}ckgezogen" : $words, 10, 2 );
		self::assertSame(
			array(
				'event_of_tomorrow'       => '',
				'account_reset'           => 'Password and log-ins of an account ended by a mailed link',
				'offer_revoked'           => "Angebot zur\u{00fc}ckgezogen",
				'provider_secret_changed' => 'Secret of a provider changed',
				'sign_in_start'           => 'Start of a sign-in',
			),
			array_column( $this->rest( 'GET', 'audit' )->get_data(), 'title', 'event' )
		);
		self::assertStringContainsString( ',sign_in_start,ok,', $this->rest( 'GET', 'audit/export' )->get_data()['content'] );
	}

	public function test_script_elements_and_other_sites_get_nothing(): void {
		$this->act_as( 'administrator' );
		self::assertSame( 403, $this->rest( 'GET', 'settings', array(), array( 'X-Coop-Credentials' => null ) )->get_status() );
		self::assertSame( 403, $this->rest( 'GET', 'settings', array(), array( 'Origin' => 'https://stranger.example' ) )->get_status() );
	}

	public function test_the_log_is_filtered_and_exported_without_formulas(): void {
		$this->act_as( 'administrator' );
		$log = $this->plugin()->kernel->audit_log();
		$log->record( 'sign_in', 'refused', 'state_unknown', array( 'provider' => 'one' ) );
		$log->record( 'sign_in', 'ok', '', array( 'provider' => 'two' ) );
		$log->record( 'settings_changed', 'ok', '', array( 'details' => array( 'field' => '=1+1' ) ) );
		self::assertSame( 2, (int) $this->rest( 'GET', 'audit', array( 'class' => 'sign_in' ) )->get_headers()['X-WP-Total'] );
		self::assertSame( 1, (int) $this->rest( 'GET', 'audit', array( 'provider' => 'two' ) )->get_headers()['X-WP-Total'] );

		$file = $this->rest( 'GET', 'audit/export', array( 'class' => 'sign_in' ) )->get_data();
		self::assertSame( 2, $file['rows'] );
		self::assertSame( 2, $file['total'] );
		self::assertMatchesRegularExpression( '/^occurred_at,event,.*\r\n[^\n]*sign_in,ok,,two,[^\n]*\r\n[^\n]*sign_in,refused,state_unknown,one,/', $file['content'] );
		self::assertStringNotContainsString( 'address_hash', $file['content'] );
		self::assertSame( 1, $log->query( array( 'event' => 'audit_exported' ), 1, 1 )['total'], 'The export is logged itself.' );
	}

	public function test_an_export_holds_more_than_one_page(): void {
		$this->act_as( 'administrator' );
		$log = $this->plugin()->kernel->audit_log();
		for ( $row = 0; $row < 501; ++$row ) {
			$log->record( 'settings_changed', 'ok' );
		}
		$file = $this->rest( 'GET', 'audit/export' )->get_data();
		self::assertSame( 501, $file['rows'] );
		self::assertSame( 502, substr_count( $file['content'], "\r\n" ) );
	}
}
