<?php
/**
 * The screen of the network's providers, and what its REST routes add for it.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Multisite;

use CoopCredentials\Admin\App_Page;
use CoopCredentials\Admin\Menu;

/**
 * A provider of the network, a second site whose administrator is nobody in the network, and the super admin.
 */
final class NetworkScreenTest extends Network_Case {

	protected function set_up(): void {
		parent::set_up();
		$this->services()->multisite()->editor()->create( array( 'slug' => 'federation', 'label' => 'Example Federation', 'enabled' => true ) + $this->hostile_record(), $this->hostile->client_secret ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
	}

	protected function tear_down(): void {
		$GLOBALS['menu']           = array(); // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- as it was.
		$GLOBALS['submenu']        = array(); // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- as it was.
		$GLOBALS['current_screen'] = null; // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- as it was.
		parent::tear_down();
	}

	/** @return array<string, mixed> */
	private function hostile_record(): array {
		return array(
			'issuer'        => $this->hostile->issuer,
			'discovery_url' => $this->hostile->issuer . '/.well-known/openid-configuration',
			'client_id'     => $this->hostile->client_id,
		);
	}

	/** The menu of the network's screens as this user sees it. */
	private function menu( int $user ): string {
		require_once ABSPATH . 'wp-admin/includes/plugin.php';
		wp_set_current_user( $user );
		$GLOBALS['menu'] = array(); // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- a fresh one.
		do_action( 'network_admin_menu', '' ); // phpcs:ignore WordPress.NamingConventions -- core's.
		foreach ( $GLOBALS['menu'] as $entry ) {
			if ( 'coop-credentials-sign-in' === $entry[2] ) {
				return (string) $entry[1];
			}
		}
		return '';
	}

	/** @return array<string, mixed> What the app is told on this screen. */
	private function told( string $screen, int $user ): array {
		wp_set_current_user( $user );
		set_current_screen( $screen );
		$GLOBALS['wp_scripts'] = null; // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- a fresh page.
		self::assertTrue( ( new App_Page() )->enqueue(), 'The app is built.' );
		$before = implode( '', array_filter( (array) wp_scripts()->get_data( 'coop-credentials-admin', 'before' ), 'is_string' ) );
		self::assertSame( 1, preg_match( '/window\.coopCredentialsAdmin = (\{.*\});/', $before, $found ) );
		self::assertStringNotContainsString( $this->hostile->client_secret, $before );
		return (array) json_decode( $found[1], true );
	}

	public function test_the_network_has_an_entry_for_those_who_manage_it_alone(): void {
		$second = $this->site();
		$admin  = $this->site_admin( $second );
		self::assertSame( Menu::NETWORK, $this->menu( 1 ) );
		self::assertFalse( user_can( $admin, $this->menu( $admin->ID ) ), 'WordPress shows the entry, and opens the page, with this right only.' );
		self::assertTrue( user_can( 1, Menu::NETWORK ) );
	}

	public function test_the_app_is_told_where_it_runs_and_who_manages_the_network(): void {
		$second = $this->site();
		$admin  = $this->site_admin( $second );
		update_site_option( 'site_name', 'Harbour & Friends' );
		$told = $this->told( 'toplevel_page_coop-credentials-sign-in-network', 1 );
		self::assertTrue( $told['isNetwork'] );
		self::assertSame( network_admin_url( 'admin.php' ), $told['adminUrl'] );
		$told = $this->told( 'toplevel_page_coop-credentials', 1 );
		self::assertFalse( $told['isNetwork'] );
		self::assertSame( admin_url( 'admin.php' ), $told['adminUrl'] );
		self::assertSame( array( 'name' => 'Harbour & Friends', 'url' => network_admin_url( 'admin.php?page=coop-credentials-sign-in' ) ), $told['network'] ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		$this->on(
			$second,
			function () use ( $admin ): void {
				$told = $this->told( 'toplevel_page_coop-credentials', $admin->ID );
				self::assertSame( array( 'name' => 'Harbour & Friends', 'url' => '' ), $told['network'], 'No way in for whoever may not enter.' ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
			}
		);
	}

	public function test_a_site_is_switched_on_and_off_from_the_network(): void {
		$second = $this->site();
		$route  = 'network-providers/federation/sites/' . $second;
		wp_set_current_user( 1 );
		self::assertSame( array( 'site' => $second, 'enabled' => true ), $this->rest( 'PUT', $route, array( 'enabled' => true ) )->get_data() ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		self::assertSame( array( 1 => false, $second => true ), array_column( $this->rest( 'GET', 'network-providers/federation/sites' )->get_data(), 'enabled', 'site' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		self::assertFalse( $this->services()->providers()->find( 'federation' )?->enabled(), 'The site it was asked from is left alone.' );
		self::assertNotContains( 'federation', array_column( $this->services()->providers()->digest(), 'slug' ) );
		$this->on(
			$second,
			function (): void {
				self::assertTrue( $this->services()->providers()->find( 'federation' )?->enabled() );
				self::assertSame( array( 'Example Federation' ), array_column( $this->services()->providers()->digest(), 'label' ) );
				self::assertSame( 1, $this->plugin->kernel->audit_log()->query( array( 'event' => 'provider_changed' ), 1, 10 )['total'], 'The log of the site tells of it.' );
			}
		);
		self::assertSame( 200, $this->rest( 'PUT', $route, array( 'enabled' => false ) )->get_status() );
		$this->on( $second, fn() => self::assertSame( array(), $this->services()->providers()->digest() ) );
	}

	public function test_nobody_else_switches_and_no_site_of_another_network_or_unfinished_provider_is_switched(): void {
		$second = $this->site();
		$admin  = $this->site_admin( $second );
		$route  = 'network-providers/federation/sites/';
		foreach ( array( 0 => 401, $admin->ID => 403, $this->user_with_role( 'administrator' )->ID => 403 ) as $user => $status ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
			wp_set_current_user( $user );
			self::assertSame( $status, $this->rest( 'PUT', $route . $second, array( 'enabled' => true ) )->get_status() );
		}
		wp_set_current_user( 1 );
		$this->assert_problem( 'invalid_request', 400, $this->rest( 'PUT', $route . '999', array( 'enabled' => true ) ) );
		$this->assert_problem( 'invalid_request', 400, $this->rest( 'PUT', $route . $second ) );
		$this->assert_problem( 'provider_unknown', 404, $this->rest( 'PUT', 'network-providers/nobody/sites/' . $second, array( 'enabled' => true ) ) );
		global $wpdb;
		$wpdb->update( $wpdb->blogs, array( 'site_id' => 7 ), array( 'blog_id' => $second ) );
		clean_blog_cache( $second );
		$this->assert_problem( 'invalid_request', 400, $this->rest( 'PUT', $route . $second, array( 'enabled' => true ) ) );
		$wpdb->update( $wpdb->blogs, array( 'site_id' => 1 ), array( 'blog_id' => $second ) );
		clean_blog_cache( $second );
		$this->services()->multisite()->editor()->change( 'federation', array( 'enabled' => false ), null, null );
		$this->assert_problem( 'provider_incomplete', 400, $this->rest( 'PUT', $route . $second, array( 'enabled' => true ) ) );
		$this->on( $second, fn() => self::assertSame( array(), $this->services()->providers()->digest() ) );
		self::assertSame( 1, get_current_blog_id() );
	}

	public function test_the_addresses_of_every_site_are_sent_and_those_in_use_are_tried(): void {
		$second = $this->site();
		wp_set_current_user( 1 );
		$main  = 'https://harbour.example/coop-credentials/';
		$other = 'https://harbour.example/second/coop-credentials/';
		$this->rest( 'PUT', 'network-providers/federation', array( 'backchannel' => true ) );
		$told = $this->rest( 'GET', 'network-providers/federation' )->get_data()['registration'];
		self::assertSame( array( $main . 'callback/federation', $other . 'callback/federation' ), $told['client']['redirect_uris'] );
		self::assertSame( array( $main . 'sign-out', $other . 'sign-out' ), $told['client']['post_logout_redirect_uris'] );
		self::assertSame( $main . 'backchannel-logout/federation', $told['client']['backchannel_logout_uri'], 'Client metadata have room for one.' );
		foreach ( array( 'callback/federation', 'sign-out', 'backchannel-logout/federation' ) as $path ) {
			self::assertStringContainsString( "\n- $main$path\n- $other$path\n", $told['text'] );
		}

		$this->hostile->misbehave( 'T-redirect-second' );
		self::assertSame( array( 'redirect_uri_1' => 'ok' ), $this->tried(), 'While no site uses it, the first one is tried.' );
		$this->rest( 'PUT', 'network-providers/federation/sites/' . $second, array( 'enabled' => true ) );
		self::assertSame( array( 'redirect_uri_' . $second => 'fail' ), $this->tried(), 'That the provider knows the main site helps nobody here.' );
		$this->rest( 'PUT', 'network-providers/federation/sites/1', array( 'enabled' => true ) );
		self::assertSame( array( 'redirect_uri_1' => 'ok', 'redirect_uri_' . $second => 'fail' ), $this->tried() ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
	}

	/** @return array<string, string> Return addresses that a connection test tried at the provider, and how each did. */
	private function tried(): array {
		$checks = $this->rest( 'POST', 'network-providers/federation/test' )->get_data()['checks'];
		return array_filter( array_column( $checks, 'status', 'id' ), static fn ( string $id ): bool => str_starts_with( $id, 'redirect_uri' ), ARRAY_FILTER_USE_KEY );
	}

	public function test_with_more_sites_than_are_tried_the_rest_is_named(): void {
		wp_set_current_user( 1 );
		for ( $number = 1; $number < 6; $number++ ) {
			$this->rest( 'PUT', 'network-providers/federation/sites/' . $this->site( "/site-$number/" ), array( 'enabled' => true ) );
		}
		self::assertCount( 5, $this->tried() );
		$answer = fn (): array => array_column( $this->rest( 'POST', 'network-providers/federation/test' )->get_data()['checks'], 'status', 'id' );
		self::assertArrayNotHasKey( 'sites', $answer() );
		$this->rest( 'PUT', 'network-providers/federation/sites/1', array( 'enabled' => true ) );
		self::assertCount( 5, $this->tried() );
		self::assertSame( 'warn', $answer()['sites'] );
	}

	public function test_a_test_is_remembered_with_the_network_and_not_with_the_site(): void {
		wp_set_current_user( 1 );
		$answer = $this->rest( 'POST', 'network-providers/federation/test' )->get_data();
		self::assertContains( $answer['status'], array( 'ok', 'warn' ), (string) wp_json_encode( $answer['checks'] ) );
		self::assertNull( $answer['round_trip'] );
		$item = $this->rest( 'GET', 'network-providers/federation' )->get_data();
		self::assertSame( $answer['status'], $item['last_test']['status'] );
		self::assertTrue( $item['last_test']['current'] );
		self::assertNull( $this->rest( 'GET', 'providers/federation' )->get_data()['last_test'], 'The words of a test name addresses.' );
		self::assertTrue( $item['has_secret'] );
		self::assertArrayNotHasKey( 'secret', $item );
		$this->rest( 'PUT', 'network-providers/federation', array( 'userinfo' => 'always' ) );
		self::assertFalse( $this->rest( 'GET', 'network-providers/federation' )->get_data()['last_test']['current'] );
	}
}
