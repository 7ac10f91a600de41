<?php
/**
 * The audit log: what is kept, masked and forgotten.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Kernel;

use CoopCredentials\Kernel\Audit_Details;
use CoopCredentials\Kernel\Audit_Log;
use CoopCredentials\Kernel\Person;
use CoopCredentials\Kernel\Services;
use CoopCredentials\Tests\Integration\Test_Case;
use CoopCredentials\Tests\Support\Frozen_Clock;

final class AuditLogTest extends Test_Case {

	private Frozen_Clock $clock;

	private Services $kernel;

	protected function set_up(): void {
		$this->clock  = new Frozen_Clock( '2026-11-23T12:00:00Z' );
		$this->kernel = $this->boot_plugin( $this->clock )->kernel;
	}

	public function test_keeps_listed_facts_and_finds_them_newest_first(): void {
		$log = $this->kernel->audit_log();
		$log->record(
			'sign_in',
			'refused',
			'state_unknown',
			array(
				'provider'     => 'demo',
				'identity_uid' => '01ARYZ6S410000000000000000',
				'details'      => array(
					'intent'  => 'link',
					'surname' => 'Meyer',
				),
			)
		);
		$user = $this->act_as( 'administrator' );
		$log->record(
			'provider_changed',
			'ok',
			'',
			array(
				'details' => array(
					'slug'   => 'demo',
					'fields' => array(
						'label',
						'issuer',
					),
				),
			)
		);
		$all = $log->query( array(), 1, 10 );
		self::assertSame( 2, $all['total'] );
		self::assertSame( array( 'provider_changed', 'sign_in' ), array_column( $all['items'], 'event' ) );
		self::assertSame( array( 'admin', 'sign_in' ), array_column( $all['items'], 'class' ) );
		self::assertSame( $user?->ID, $all['items'][0]['actor_id'] );
		self::assertSame(
			array(
				'slug'   => 'demo',
				'fields' => 'label, issuer',
			),
			$all['items'][0]['details']
		);
		self::assertSame(
			array(
				'intent'  => 'link',
				'dropped' => 1,
			),
			$all['items'][1]['details']
		);
		self::assertSame( $log->request_id(), $all['items'][1]['request_id'] );
		self::assertArrayNotHasKey( 'address_hash', $all['items'][0] );
		self::assertSame(
			1,
			$log->query(
				array(
					'reason'   => 'state_unknown',
					'provider' => 'demo',
				),
				1,
				10
			)['total']
		);
		self::assertSame( 0, $log->query( array( 'until' => '2026-11-23 12:00:00' ), 1, 10 )['total'] );
		self::assertSame( 2, $log->query( array( 'since' => '2026-11-23 12:00:00' ), 2, 1 )['total'] );
		self::assertCount( 1, $log->query( array(), 2, 1 )['items'] );
	}

	/**
	 * Sign-in 8: never a code, token, key, e-mail or address.
	 *
	 * @dataProvider secrets
	 */
	public function test_masks_what_must_not_be_kept( string $text, string $secret ): void {
		self::assertStringNotContainsString( $secret, Audit_Details::clean( $text ) );
	}

	/** @return array<string, array{string, string}> */
	public static function secrets(): array {
		return array(
			'e-mail'      => array( 'from carl@bakers.example today', 'carl@' ),
			'IPv4'        => array( 'by 192.0.2.10', '192.0.2.10' ),
			'IPv6'        => array( 'by 2001:db8:1:2:3:4:5:6', '2001:db8' ),
			'coupon code' => array( 'code 7KQ2-9FXM-P4TS used', '9FXM' ),
			'plain code'  => array( 'code 7KQ29FXMP4TS used', '7KQ29FXMP4TS' ),
			'JWT'         => array( 'got eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.abc', 'eyJhbGci' ),
			'hex key'     => array( 'key 0123456789abcdef0123456789abcdef', '0123456789abcdef' ),
			'base64url'   => array( 'state dGVzdC1zaXRlLWtleS10ZXN0LXNpdGUta2V5LTAwMDE=', 'dGVzdC1z' ),
		);
	}

	public function test_cleans_and_cuts_texts(): void {
		self::assertSame( 'a b', Audit_Details::clean( "<b>a</b>\n<script>x</script> b" ) );
		self::assertSame( 200, mb_strlen( Audit_Details::clean( str_repeat( 'ü ', 300 ) ) ) );
		self::assertSame( 'offer 01ARYZ6S410000000000000000', Audit_Details::clean( 'offer 01ARYZ6S410000000000000000' ), 'Public ids stay.' );
		$details = new Audit_Details();
		self::assertLessThanOrEqual( 2048, strlen( $details->encode( array_fill_keys( array( 'error', 'description', 'problem', 'trace', 'title', 'name', 'label', 'reason', 'old', 'new', 'source', 'table' ), str_repeat( 'ü ', 300 ) ) ) ) );
	}

	public function test_rows_go_by_class_without_cron(): void {
		$log = $this->kernel->audit_log();
		$log->record( 'redeem', 'refused', 'code_checksum' );
		$log->record( 'sign_in', 'ok' );
		$log->record( 'provider_changed', 'ok' );
		$expected = array(
			29  => 3,
			31  => 2,
			89  => 2,
			91  => 1,
			179 => 1,
			181 => 0,
		);
		$begin    = $this->clock->now();
		foreach ( $expected as $days => $left ) {
			$this->clock->set( $begin->modify( "+$days days" ) );
			$log->tidy();
			self::assertSame( $left, $log->query( array(), 1, 10 )['total'], "$days days" );
		}
		// Writing alone tidies too.
		$this->clock->set( $begin );
		$log->record( 'sign_in', 'ok', 'old' );
		$this->clock->set( $begin->modify( '+100 days' ) );
		for ( $i = 0; $i < 25; $i++ ) {
			$log->record( 'provider_changed', 'ok' );
		}
		self::assertSame( 0, $log->query( array( 'reason' => 'old' ), 1, 10 )['total'] );
	}

	public function test_a_flood_of_one_class_leaves_the_others(): void {
		add_filter( 'coop_credentials_audit_cap', static fn (): int => 100 );
		$log = $this->kernel->audit_log();
		$log->record( 'provider_changed', 'ok' );
		for ( $i = 0; $i < 130; $i++ ) {
			$log->record( 'redeem', 'refused', "r$i" );
		}
		$log->tidy( true );
		self::assertSame( 100, $log->query( array( 'class' => Audit_Log::ATTEMPTS ), 1, 10 )['total'] );
		self::assertSame( 1, $log->query( array( 'reason' => 'r129' ), 1, 10 )['total'] );
		self::assertSame( 1, $log->query( array( 'class' => Audit_Log::ADMIN ), 1, 10 )['total'] );
	}

	/** Failures of sign-in are a class of their own: neither their number nor their reasons reach what administrators did. */
	public function test_a_flood_of_failed_sign_ins_never_pushes_out_what_administrators_did(): void {
		add_filter( 'coop_credentials_audit_cap', static fn (): int => 100 );
		$log    = $this->kernel->audit_log();
		$admin  = array( 'provider_created', 'provider_changed', 'provider_deleted', 'provider_secret_changed', 'provider_issuer_changed', 'provider_endpoint_changed', 'key_rotated', 'settings_changed', 'rule_changed', 'role_granted', 'audit_exported' );
		$floods = array( 'sign_in', 'sign_out', 'start', 'callback', 'step_up', 'refresh', 'logout_token', 'backchannel_logout', 'identity_link', 'account_created' );
		foreach ( $admin as $event ) {
			self::assertSame( Audit_Log::ADMIN, Audit_Log::retention_class( $event ), $event );
			$log->record( $event, 'ok' );
		}
		foreach ( $floods as $event ) {
			self::assertSame( Audit_Log::SIGN_IN, Audit_Log::retention_class( $event ), $event );
		}
		foreach ( array( 'after_commit', 'listener_failed', 'coupon_refused', 'redeem' ) as $event ) {
			self::assertSame( Audit_Log::ATTEMPTS, Audit_Log::retention_class( $event ), $event );
		}
		for ( $row = 0; $row < 450; $row++ ) {
			$log->record( $floods[ $row % count( $floods ) ], 'refused', 'signature_invalid' );
		}
		$log->tidy( true );
		self::assertSame( 100, $log->query( array( 'class' => Audit_Log::SIGN_IN ), 1, 10 )['total'] );
		self::assertSame( count( $admin ), $log->query( array( 'class' => Audit_Log::ADMIN ), 1, 10 )['total'] );
	}

	public function test_one_row_stands_for_many_and_is_nobodys(): void {
		$log  = $this->kernel->audit_log();
		$hour = $this->clock->now();
		$this->act_as( 'subscriber' );
		$log->record( 'sign_in', 'refused', 'state_unknown' );
		for ( $place = 1; $place <= 3; $place++ ) {
			$this->clock->advance( 1 );
			$log->tally( 'sign_in', 'refused', 'state_unknown', $place, $hour );
		}
		$log->tally( 'sign_in', 'refused', 'state_missing', 1, $hour );
		$items = $log->query( array( 'reason' => 'state_unknown' ), 1, 10 )['items'];
		self::assertSame( array( 3, 1 ), array_column( $items, 'count' ) );
		self::assertSame( array( '', null, '2026-11-23T12:00:01+00:00' ), array( $items[0]['request_id'], $items[0]['actor_id'], $items[0]['occurred_at'] ) );
		self::assertNotSame( '', $items[1]['request_id'] );
		self::assertSame( '1', $this->kernel->database()->value( 'SELECT COUNT(*) FROM %i WHERE address_hash IS NULL AND reason = %s', $this->kernel->database()->table( 'audit_log' ), 'state_unknown' ) );

		$this->clock->advance( 3600 );
		$log->tally( 'sign_in', 'refused', 'state_unknown', 2, $this->clock->now() );
		self::assertSame( 3, $log->query( array( 'reason' => 'state_unknown' ), 1, 1 )['items'][0]['count'], 'The row of another hour stays as it is.' );
	}

	/** The hash of an address is of one day only: two days cannot be put together, and the address is in neither. */
	public function test_addresses_are_kept_as_a_hash_whose_key_changes_daily(): void {
		$hashes = array();
		foreach ( array( '2026-11-23T12:00:00Z', '2026-11-23T23:59:59Z', '2026-11-24T00:00:00Z' ) as $moment ) {
			$this->clock->set( new \DateTimeImmutable( $moment ) );
			$this->kernel->audit_log()->record( 'sign_in', 'ok' );
			$hashes[] = (string) $this->kernel->database()->value( 'SELECT address_hash FROM %i ORDER BY id DESC LIMIT 1', $this->kernel->database()->table( 'audit_log' ) );
		}
		self::assertMatchesRegularExpression( '/^[0-9a-f]{64}$/', $hashes[0] );
		self::assertSame( $hashes[0], $hashes[1] );
		self::assertNotSame( $hashes[0], $hashes[2] );
		self::assertNotContains( hash( 'sha256', '192.0.2.10' ), $hashes );
	}

	public function test_a_log_that_cannot_be_written_stops_nobody(): void {
		add_filter( 'query', static fn ( $sql ) => str_contains( (string) $sql, 'audit_log' ) ? '' : $sql );
		$this->kernel->audit_log()->record( 'sign_in', 'ok' );
		remove_all_filters( 'query' );
		self::assertSame( 0, $this->kernel->audit_log()->query( array(), 1, 10 )['total'] );
	}

	public function test_exports_and_erases_a_person(): void {
		$log  = $this->kernel->audit_log();
		$user = $this->act_as( 'subscriber' );
		self::assertNotNull( $user );
		$log->record( 'sign_in', 'ok', '', array( 'user_id' => $user->ID ) );
		$log->record(
			'sign_in',
			'ok',
			'',
			array(
				'identity_uid' => '01ARYZ6S410000000000000000',
				'actor_id'     => 0,
			)
		);
		wp_set_current_user( 0 );
		$log->record( 'sign_in', 'ok', 'stranger' );
		$source = $this->kernel->personal_data()[0];
		$person = new Person( $user->ID, 'a@b.example', array( '01ARYZ6S410000000000000000' ) );
		$export = $source->export( $person, 1 );
		self::assertCount( 2, $export['items'] );
		self::assertTrue( $export['done'] );
		self::assertSame( 2, $source->erase( $person, 1 )['removed'] );
		self::assertCount( 0, $source->export( $person, 1 )['items'] );
		self::assertSame( 3, $log->query( array(), 1, 10 )['total'], 'Entries stay, without the person.' );
	}
}
