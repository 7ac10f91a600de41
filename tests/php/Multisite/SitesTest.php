<?php
/**
 * Sites of a network know nothing of one another.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Multisite;

use CoopCredentials\Kernel\Uninstaller;
use CoopCredentials\Plugin;

final class SitesTest extends Network_Case {

	public function test_two_sites_see_neither_people_nor_sessions_nor_providers_of_each_other(): void {
		$second = $this->site();
		$this->sign_in();
		$cookie = $this->services()->cookies()->session_name();
		self::assertSame( array( 1, 1, 1 ), array( $this->services()->identities()->count(), $this->services()->sessions()->count(), count( $this->services()->providers()->all() ) ) );
		$this->on(
			$second,
			function () use ( $cookie ): void {
				self::assertSame( array(), $this->services()->providers()->all() );
				self::assertNull( $this->services()->providers()->find( 'hostile' ) );
				self::assertSame( 0, $this->services()->identities()->count() );
				self::assertSame( 0, $this->services()->sessions()->count() );
				self::assertSame( 0, $this->plugin->kernel->audit_log()->query( array(), 1, 10 )['total'] );
				self::assertNotSame( $cookie, $this->services()->cookies()->session_name() );
				self::assertNull( $this->services()->current_visitor()->get(), 'The session of the first site is none here.' );
				$_COOKIE[ $this->services()->cookies()->session_name() ] = $_COOKIE[ $cookie ] ?? '';
				$this->plugin = $this->boot_plugin();
				self::assertNull( $this->services()->current_visitor()->get(), 'Nor under the name of this site.' );
			}
		);
		self::assertNotNull( $this->services()->current_visitor()->get(), 'The first site still knows the visitor.' );
	}

	public function test_a_person_of_both_sites_is_two_identities(): void {
		$second = $this->site();
		$this->sign_in();
		$this->on(
			$second,
			function (): void {
				$this->provider();
				$this->sign_in();
				self::assertSame( 1, $this->services()->identities()->count() );
			}
		);
		self::assertSame( 1, $this->services()->identities()->count() );
	}

	public function test_activation_for_the_network_makes_nothing_up_front(): void {
		$second = $this->site();
		$this->on( $second, fn() => $this->plugin->kernel->schema_manager()->drop_all() );
		$this->on( 1, fn() => $this->plugin->kernel->schema_manager()->drop_all() );
		Plugin::activate( true );
		self::assertSame( array( 0, 0 ), array( $this->tables( 1 ), $this->tables( $second ) ) );
		$this->on( $second, fn(): bool => $this->plugin->kernel->inbox()->remember( 'a', 'b', 60 ) );
		self::assertSame( 0, $this->tables( 1 ), 'Only the site that is used.' );
		self::assertGreaterThan( 10, $this->tables( $second ) );
		$this->plugin = $this->boot_plugin();
		Plugin::activate( false );
		self::assertGreaterThan( 10, $this->tables( 1 ) );
	}

	public function test_a_deleted_site_leaves_no_table(): void {
		$second = $this->site();
		self::assertGreaterThan( 10, $this->tables( $second ) );
		wp_delete_site( $second );
		self::assertSame( 0, $this->tables( $second ) );
		self::assertGreaterThan( 10, $this->tables( 1 ) );
	}

	public function test_an_account_removed_from_a_site_loses_its_sessions_there_and_only_there(): void {
		$second = $this->site();
		$user   = $this->site_admin( $second );
		add_user_to_blog( 1, $user->ID, 'subscriber' );
		$give = function () use ( $user ): void {
			$this->provider();
			unset( $_COOKIE[ $this->services()->cookies()->session_name() ] );
			$this->sign_in();
			$this->services()->current_visitor()->forget();
			$identity = $this->services()->accounts()->repository()->find_by_uid( (string) $this->services()->current_visitor()->get()?->identity_uid );
			self::assertNotNull( $identity );
			$this->services()->accounts()->links()->link( $identity, $user->ID, 'hostile', \CoopCredentials\Sign_In\Accounts\Linked_By::Owner );
			$GLOBALS['wpdb']->update( $this->plugin->kernel->database()->table( 'visitor_sessions' ), array( 'user_id' => $user->ID ), array( 'status' => 'active' ) );
			self::assertSame( 1, $this->services()->sessions()->count() );
		};
		$this->on( 1, $give );
		$this->on( $second, $give );
		remove_user_from_blog( $user->ID, $second );
		$this->on( $second, fn() => self::assertSame( 0, $this->active_sessions() ) );
		self::assertSame( 1, $this->active_sessions() );
	}

	private function active_sessions(): int {
		return (int) $this->plugin->kernel->database()->value( 'SELECT COUNT(*) FROM %i WHERE status = %s', $this->plugin->kernel->database()->table( 'visitor_sessions' ), 'active' );
	}

	public function test_uninstall_cleans_the_sites_that_ticked_it(): void {
		$second = $this->site();
		$third  = $this->site( '/third/' );
		$this->on( $second, fn() => $this->plugin->kernel->settings()->set( 'remove_data', true ) );
		( new Uninstaller( $this->plugin->kernel ) )->run();
		self::assertSame( 0, $this->tables( $second ) );
		self::assertGreaterThan( 10, $this->tables( $third ) );
		self::assertGreaterThan( 10, $this->tables( 1 ) );
		$this->on( $second, static fn() => self::assertFalse( get_option( 'coop_credentials' ) ) );
		self::assertNotNull( $this->services()->providers()->find( 'hostile' ) );
	}
}
