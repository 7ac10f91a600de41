<?php
/**
 * The commands, with a console that remembers.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\CLI;

use CoopCredentials\CLI\Claims_Command;
use CoopCredentials\CLI\CLI_Module;
use CoopCredentials\CLI\Identity_Command;
use CoopCredentials\CLI\Key_Command;
use CoopCredentials\CLI\Log_Command;
use CoopCredentials\CLI\Provider_Command;
use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Tests\Integration\Offers\Offers_Rows;
use CoopCredentials\Tests\Integration\Test_Case;

final class CommandsTest extends Test_Case {

	private Remembering_Console $console;

	protected function set_up(): void {
		$this->console = new Remembering_Console();
	}

	/** @return list<mixed> */
	private function printed(): array {
		return $this->console->printed;
	}

	private function provider(): void {
		$sealed = $this->plugin()->sign_in->provider_secrets()->seal( 'weavers', 'canary-secret' );
		$this->plugin()->sign_in->providers()->save(
			Provider::from_array(
				array(
					'slug'          => 'weavers',
					'label'         => 'Example Weavers',
					'issuer'        => 'https://id.weavers.example',
					'discovery_url' => 'https://id.weavers.example/.well-known/openid-configuration',
					'client_id'     => 'site',
					'issuer_scope'  => '{"organisations":{"own":"https://weavers.example/"}}',
				),
				$sealed
			)
		);
	}

	public function test_provider_list_shows_where_the_secret_is_and_not_the_secret(): void {
		$this->provider();
		( new Provider_Command( $this->plugin()->sign_in, $this->console ) )->list( array(), array() );
		self::assertSame( 'option', $this->printed()[0][0]['secret'] );
		self::assertStringNotContainsString( 'canary', (string) wp_json_encode( $this->printed() ) );
	}

	public function test_provider_test_ends_with_1_when_something_stops_sign_in(): void {
		$this->provider();
		$this->expectException( \DomainException::class );
		( new Provider_Command( $this->plugin()->sign_in, $this->console ) )->test( array( 'weavers' ), array() );
	}

	public function test_claims_explain_shows_memberships_and_trace(): void {
		$this->provider();
		$file = (string) tempnam( sys_get_temp_dir(), 'claims' );
		file_put_contents(
			$file,
			(string) wp_json_encode(
				array(
					'sub'         => 'wanda',
					'coop_id'     => 'https://weavers.example/',
					'coop_status' => 'active',
				)
			)
		);
		( new Claims_Command( $this->plugin()->sign_in, $this->console ) )->explain(
			array(),
			array(
				'provider' => 'weavers',
				'file'     => $file,
			)
		);
		unlink( $file );
		self::assertSame( 'https://weavers.example/', $this->printed()[0]['memberships'][0]['organisation_id'] );
		self::assertSame( 'allow', $this->printed()[0]['outcome'] );
		self::assertSame( 0, $this->plugin()->sign_in->identities()->count(), 'Nobody was stored.' );
	}

	public function test_a_key_outside_the_database_is_named_and_never_printed(): void {
		$command = new Key_Command( $this->plugin()->kernel, $this->plugin()->offers, $this->console );
		$command->status( array(), array() );
		self::assertSame( $this->plugin()->kernel->secrets()->status() . ', version 1', $this->printed()[0] );
		$this->expectException( \DomainException::class );
		$command->export( array(), array() );
	}

	public function test_log_tail_filters_by_reason(): void {
		$this->plugin()->kernel->audit_log()->record( 'sign_in', 'refused', 'nonce_wrong' );
		$this->plugin()->kernel->audit_log()->record( 'sign_in', 'ok' );
		( new Log_Command( $this->plugin()->kernel, $this->console ) )->tail( array(), array( 'reason' => 'nonce_wrong' ) );
		self::assertSame( array( 1 ), array_column( $this->printed()[0], 'count' ) );
	}

	public function test_every_command_has_its_object(): void {
		$plugin = $this->plugin();
		$module = new CLI_Module( $plugin->kernel, $plugin->directory, $plugin->sign_in, $plugin->offers );
		self::assertSame( array( 'provider', 'identity', 'claims', 'directory', 'coupons', 'key', 'log' ), array_keys( $module->commands() ) );
	}

	public function test_identity_list_and_unlink(): void {
		$room             = $this->plugin()->sign_in;
		$now              = $this->plugin()->kernel->clock()->now();
		$user             = $this->user_with_role( 'subscriber' );
		list( $identity ) = $room->identities()->remember( \CoopCredentials\Sign_In\Identity::hash( 'https://id.weavers.example', 'canary-subject' ), 'https://id.weavers.example', 'canary-subject', 'weavers', new \CoopCredentials\Sign_In\Snapshot(), 'canary@harbour.example', $now );
		$room->accounts()->links()->link( $identity, $user->ID, 'weavers', \CoopCredentials\Sign_In\Accounts\Linked_By::Owner );
		$command = new Identity_Command( $room, $this->console );
		$command->list( array(), array( 'provider' => 'weavers' ) );
		$command->list( array(), array( 'user' => '1' ) );
		self::assertSame( array( $identity->uid, $user->ID, 'owner' ), array( $this->printed()[0][0]['uid'], $this->printed()[0][0]['user_id'], $this->printed()[0][0]['linked_by'] ) );
		self::assertSame( array(), $this->printed()[1] );
		self::assertStringNotContainsString( 'canary', (string) wp_json_encode( $this->printed() ) );
		try {
			$command->unlink( array( $identity->uid ), array() );
			self::fail( 'It did not ask.' );
		} catch ( \DomainException $no ) {
			self::assertSame( $user->ID, $room->accounts()->repository()->find_by_uid( $identity->uid )?->user_id );
		}
		$command->unlink( array( $identity->uid ), array( 'yes' => true ) );
		self::assertNull( $room->accounts()->repository()->find_by_uid( $identity->uid )?->user_id );
		$this->expectException( \DomainException::class );
		$command->unlink( array( str_repeat( '0', 26 ) ), array( 'yes' => true ) );
	}

	public function test_identity_export_and_erase(): void {
		$room             = $this->plugin()->sign_in;
		$user             = $this->user_with_role( 'subscriber' );
		list( $identity ) = $room->identities()->remember( \CoopCredentials\Sign_In\Identity::hash( 'https://id.weavers.example', 'canary-subject' ), 'https://id.weavers.example', 'canary-subject', 'weavers', new \CoopCredentials\Sign_In\Snapshot(), null, $this->plugin()->kernel->clock()->now() );
		$room->accounts()->links()->link( $identity, $user->ID, 'weavers', \CoopCredentials\Sign_In\Accounts\Linked_By::Created );
		$command = new Identity_Command( $room, $this->console );
		$command->export( array( $identity->uid ), array() );
		$file = json_decode( (string) $this->printed()[0], true );
		self::assertIsArray( $file );
		self::assertStringContainsString( 'canary-subject', (string) wp_json_encode( $file['records'] ), 'The person’s own file.' );
		try {
			$command->erase( array( $identity->uid ), array() );
			self::fail( 'It did not ask.' );
		} catch ( \DomainException $no ) {
			self::assertSame( 1, $room->identities()->count() );
		}
		$command->erase( array( $identity->uid ), array( 'yes' => true ) );
		self::assertSame( 0, $room->identities()->count() );
		self::assertNotFalse( get_userdata( $user->ID ), 'The account stays.' );
		$this->expectException( \DomainException::class );
		$command->export( array( $identity->uid ), array() );
	}

	public function test_identity_block_and_unblock(): void {
		$room             = $this->plugin()->sign_in;
		list( $identity ) = $room->identities()->remember( \CoopCredentials\Sign_In\Identity::hash( 'https://id.weavers.example', 'wanda' ), 'https://id.weavers.example', 'wanda', 'weavers', new \CoopCredentials\Sign_In\Snapshot(), null, $this->plugin()->kernel->clock()->now() );
		$command          = new Identity_Command( $room, $this->console );
		$status           = static fn(): ?string => $room->accounts()->repository()->find_by_uid( $identity->uid )?->status;
		$refused          = function ( callable $attempt ): void {
			try {
				$attempt();
				self::fail( 'It was done.' );
			} catch ( \DomainException ) {
				self::assertNotEmpty( $this->plugin() );
			}
		};
		$refused( fn() => $command->block( array( $identity->uid ), array() ) );
		self::assertSame( 'active', $status(), 'It asks, and no answer is no.' );
		$refused( fn() => $command->unblock( array( $identity->uid ), array() ) );
		$command->block( array( $identity->uid ), array( 'yes' => true ) );
		self::assertSame( 'blocked', $status() );
		$refused( fn() => $command->block( array( $identity->uid ), array( 'yes' => true ) ) );
		$command->list( array(), array( 'status' => 'blocked' ) );
		$command->list( array(), array( 'status' => 'active' ) );
		list( $blocked, $active ) = array_values( array_filter( $this->printed(), 'is_array' ) );
		self::assertSame( array( $identity->uid, 'blocked' ), array( $blocked[0]['uid'], $blocked[0]['status'] ) );
		self::assertSame( array(), $active );
		$refused( fn() => $command->list( array(), array( 'status' => 'gone' ) ) );
		$command->unblock( array( $identity->uid ), array() );
		self::assertSame( 'active', $status() );
		$refused( fn() => $command->block( array( str_repeat( '0', 26 ) ), array( 'yes' => true ) ) );
		$log = $this->plugin()->kernel->audit_log();
		foreach ( array( 'identity_blocked', 'identity_unblocked' ) as $event ) {
			$rows = $log->query( array( 'event' => $event ), 1, 10 );
			self::assertSame( array( 1, $identity->uid, 'command' ), array( $rows['total'], $rows['items'][0]['identity_uid'], $rows['items'][0]['details']['why'] ) );
		}
	}

	/** OFFER-G11, from the command line. */
	public function test_a_key_version_is_not_dropped_while_a_coupon_needs_it(): void {
		$plugin  = $this->plugin();
		$command = new Key_Command( $plugin->kernel, $plugin->offers, $this->console );
		$offer   = Offers_Rows::offer( $plugin->offers );
		Offers_Rows::coupon( $plugin->offers, $offer );
		$command->rotate( array(), array() );
		$command->rotate( array(), array() );
		self::assertSame( array( 3, 2, 1 ), $plugin->kernel->secrets()->live_versions() );
		try {
			$command->rotate( array(), array() );
			self::fail( 'The version of an open coupon was dropped.' );
		} catch ( \DomainException $no ) {
			self::assertStringContainsString( 'version 1', $no->getMessage() );
		}
		self::assertSame( array( 3, 2, 1 ), $plugin->kernel->secrets()->live_versions() );
		self::assertSame( 2, $plugin->kernel->audit_log()->query( array( 'event' => 'key_rotated' ), 1, 10 )['total'] );
		$GLOBALS['wpdb']->update( $plugin->kernel->database()->table( 'coupons' ), array( 'status' => 'redeemed' ), array( 'offer_id' => $offer->id ) );
		$command->rotate( array(), array() );
		self::assertSame( array( 4, 3, 2 ), $plugin->kernel->secrets()->live_versions() );
	}

	public function test_log_tail_begins_at_a_moment_and_refuses_what_is_none(): void {
		$this->plugin()->kernel->audit_log()->record( 'sign_in', 'ok' );
		$command = new Log_Command( $this->plugin()->kernel, $this->console );
		$now     = $this->plugin()->kernel->clock()->now();
		$command->tail( array(), array( 'since' => $now->modify( '-1 minute' )->format( 'Y-m-d\TH:i:s\Z' ) ) );
		$command->tail( array(), array( 'since' => $now->modify( '+1 minute' )->format( 'Y-m-d\TH:i:s' ) ) );
		$command->tail( array(), array( 'since' => $now->format( 'Y-m-d' ), 'event' => 'sign_out' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		$GLOBALS['wpdb']->update( $this->plugin()->kernel->database()->table( 'audit_log' ), array( 'occurred_at' => $now->modify( '-3 hours' )->format( 'Y-m-d H:i:s' ) ), array( 'event' => 'sign_in' ) );
		$command->tail( array(), array( 'since' => '2h' ) );
		$command->tail( array(), array( 'since' => '200m' ) );
		$command->tail( array(), array( 'since' => '1d' ) );
		self::assertSame( array( 1, 0, 0, 0, 1, 1 ), array_map( 'count', $this->printed() ) );
		$this->expectException( \DomainException::class );
		$command->tail( array(), array( 'since' => 'yesterday' ) );
	}

	public function test_network_commands_say_that_there_is_no_network(): void {
		$this->expectException( \DomainException::class );
		$this->expectExceptionMessage( 'not a network' );
		( new Provider_Command( $this->plugin()->sign_in, $this->console ) )->network_list( array(), array() );
	}
}
