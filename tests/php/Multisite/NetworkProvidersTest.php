<?php
/**
 * Providers that the network defines and sites only switch.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Multisite;

use CoopCredentials\Admin\Privacy;
use CoopCredentials\Claims\Rule_Templates;
use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Sign_In\Multisite\Network_Editor;

final class NetworkProvidersTest extends Network_Case {

	private const FIELDS = array( 'issuer', 'discovery_url', 'client_id', 'authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'issuer_scope', 'claim_map' );

	private function editor(): Network_Editor {
		return $this->services()->multisite()->editor();
	}

	private function turn( bool $on ): void {
		$provider = $this->services()->providers()->find( 'federation' );
		self::assertNotNull( $provider );
		$this->services()->multisite()->site_switch()->turn( $provider, $on );
	}

	public function test_it_signs_people_in_on_the_site_that_switched_it_on_and_nowhere_else(): void {
		$second = $this->site();
		$this->define_provider();
		$this->on(
			$second,
			function (): void {
				self::assertSame( array(), $this->services()->providers()->digest(), 'Off until the site wants it.' );
				self::assertInstanceOf( Page::class, $this->press( array(), 'federation' ) );
				$this->turn( true );
				self::assertSame( array( 'federation' ), array_column( $this->services()->providers()->digest(), 'slug' ) );
				$away = $this->press( array(), 'federation' );
				self::assertStringContainsString( rawurlencode( 'https://harbour.example/second/coop-credentials/callback/federation' ), $away->url ?? '' );
				self::assertSame( '', $this->reason( $this->come_back( $this->hostile->visit( $away->url ), 'federation' ) ) );
				self::assertSame( 1, $this->services()->identities()->count() );
				self::assertSame( 1, $this->services()->sessions()->count() );
				$policy = new Privacy( array(), $this->services()->identities(), $this->services()->providers() );
				self::assertStringContainsString( 'Example Federation', $policy->policy_text() );
			}
		);
		self::assertNotContains( 'federation', array_column( $this->services()->providers()->digest(), 'slug' ) );
		$page = $this->press( array(), 'federation' );
		self::assertInstanceOf( Page::class, $page );
		self::assertSame( 404, $page->status );
		$this->assert_nobody_came_in();
	}

	public function test_whoever_administers_a_site_can_switch_it_and_read_nothing_of_it(): void {
		$second = $this->site();
		$admin  = $this->site_admin( $second );
		$this->define_provider();
		$this->on(
			$second,
			function () use ( $admin ): void {
				wp_set_current_user( $admin->ID );
				$list = $this->rest( 'GET', 'providers' );
				self::assertSame( 200, $list->get_status() );
				$item = $list->get_data()[0];
				self::assertSame( array( 'federation', 'Example Federation', true, false, array() ), array( $item['slug'], $item['label'], $item['from_network'], $item['enabled'], $item['missing'] ) );
				self::assertSame( 'https://harbour.example/second/coop-credentials/callback/federation', $item['redirect_uri'] );
				foreach ( array( $list, $this->rest( 'GET', 'providers/federation' ), $this->rest( 'PUT', 'providers/federation', array( 'enabled' => true ) ) ) as $answer ) {
					self::assertSame( 200, $answer->get_status() );
					$this->assert_nothing_of_it( (string) wp_json_encode( $answer->get_data() ) );
				}
				self::assertTrue( $this->rest( 'GET', 'providers/federation' )->get_data()['enabled'] );
				$this->assert_problem( 'network_provider', 403, $this->rest( 'PUT', 'providers/federation', array( 'token_endpoint' => 'https://thief.example/token', 'enabled' => true ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
				$this->assert_problem( 'network_provider', 403, $this->rest( 'DELETE', 'providers/federation' ) );
				$this->assert_problem( 'network_provider', 403, $this->rest( 'POST', 'providers/federation/test' ) );
				$this->assert_problem( 'network_provider', 403, $this->rest( 'GET', 'providers/federation/export' ) );
				$this->assert_problem( 'network_provider', 403, $this->rest( 'GET', 'providers/federation/history' ) );
				$this->assert_problem( 'provider_exists', 409, $this->rest( 'POST', 'providers', $this->record() ) );
				$tried = $this->rest( 'POST', 'rules/evaluate', array( 'uid' => 'any_identity', 'provider' => 'federation', 'claims' => array( 'sub' => 'wanda', 'coop_id' => 'https://weavers.example/' ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
				self::assertSame( array( 'allow', array(), array() ), array( $tried->get_data()['outcome'], $tried->get_data()['mapping']['trace'], $tried->get_data()['mapping']['scope'] ), 'It decides, and does not say how it reads.' );
				self::assertSame( array(), $this->plugin->kernel->options()->names( 'provider_' ), 'No copy lies on the site.' );
			}
		);
	}

	private function assert_nothing_of_it( string $text ): void {
		foreach ( array( $this->hostile->client_secret, $this->hostile->client_id, substr( $this->hostile->issuer, 7 ) ) as $secret ) {
			self::assertStringNotContainsString( $secret, $text );
		}
		$item = json_decode( $text, true );
		foreach ( self::FIELDS as $field ) {
			self::assertEmpty( $item[ $field ] ?? null, $field );
		}
	}

	public function test_only_managers_of_the_network_reach_the_resource(): void {
		$second = $this->site();
		$admin  = $this->site_admin( $second );
		$this->define_provider();
		$calls = array(
			array( 'GET', 'network-providers', array(), 200 ),
			array( 'GET', 'network-providers/federation', array(), 200 ),
			array( 'GET', 'network-providers/federation/sites', array(), 200 ),
			array( 'POST', 'network-providers/federation/test', array(), 200 ),
			array( 'PUT', 'network-providers/federation', array( 'label' => 'Federation' ), 200 ),
			array( 'POST', 'network-providers', $this->record( array( 'slug' => 'another' ) ), 201 ),
			array( 'DELETE', 'network-providers/federation', array(), 200 ),
		);
		$this->on(
			$second,
			function () use ( $calls, $admin ): void {
				foreach ( array( 0 => 401, $admin->ID => 403, $this->user_with_role( 'subscriber' )->ID => 403, $this->user_with_role( 'coop_till' )->ID => 403 ) as $user => $status ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
					wp_set_current_user( $user );
					foreach ( $calls as list( $method, $route, $body ) ) {
						self::assertSame( $status, $this->rest( $method, $route, $body )->get_status(), "$method $route" );
					}
				}
				wp_set_current_user( 1 );
				foreach ( $calls as list( $method, $route, $body, $status ) ) {
					$answer = $this->rest( $method, $route, $body );
					self::assertSame( $status, $answer->get_status(), "$method $route: " . wp_json_encode( $answer->get_data() ) );
					self::assertStringNotContainsString( $this->hostile->client_secret, (string) wp_json_encode( $answer->get_data() ) );
				}
				self::assertSame( 0, $this->plugin->kernel->audit_log()->query( array( 'event' => array( 'provider_created', 'provider_changed', 'provider_deleted' ) ), 1, 10 )['total'], 'The log of the site tells nothing of it.' ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
			}
		);
		self::assertSame( 4, $this->plugin->kernel->audit_log()->query( array( 'event' => array( 'provider_created', 'provider_changed', 'provider_deleted' ) ), 1, 10 )['total'] ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		self::assertSame( array( 'another' ), $this->services()->multisite()->providers()->slugs() );
	}

	public function test_the_addresses_of_every_site_are_listed(): void {
		$second = $this->site();
		$third  = (int) wp_insert_site(
			array(
				'domain'  => 'weavers.harbour.example',
				'path'    => '/',
				'user_id' => 1,
			)
		);
		$this->on( $third, static fn() => update_option( 'permalink_structure', '/%postname%/' ) );
		$this->define_provider();
		$this->on( $second, fn() => $this->turn( true ) );
		$sites = array_column( $this->services()->multisite()->sites()->of( 'federation', 1, 10 )['items'], null, 'site' );
		self::assertSame( 'https://harbour.example/coop-credentials/callback/federation', $sites[1]['redirect_uri'] );
		self::assertSame( 'https://harbour.example/second/coop-credentials/callback/federation', $sites[ $second ]['redirect_uri'] );
		self::assertStringContainsString( '://weavers.harbour.example/coop-credentials/callback/federation', $sites[ $third ]['redirect_uri'] );
		self::assertSame( array( false, true, false ), array( $sites[1]['enabled'], $sites[ $second ]['enabled'], $sites[ $third ]['enabled'] ) );
	}

	public function test_a_change_reaches_the_sites_and_a_removed_one_is_gone_everywhere(): void {
		$second = $this->site();
		$this->define_provider();
		$this->on( $second, fn() => $this->turn( true ) );
		$this->editor()->change( 'federation', array( 'label' => 'New name' ), null, null );
		$this->on( $second, fn() => self::assertSame( 'New name', $this->services()->providers()->digest()[0]['label'] ) );
		$this->editor()->change( 'federation', array( 'enabled' => false ), null, null );
		$this->on( $second, fn() => self::assertSame( array(), $this->services()->providers()->digest(), 'Off for the network is off for its sites.' ) );
		$this->editor()->change( 'federation', array( 'enabled' => true ), null, null );
		$this->editor()->remove( 'federation' );
		$this->define_provider();
		$this->on(
			$second,
			function (): void {
				self::assertSame( array(), $this->services()->providers()->digest() );
				self::assertFalse( $this->services()->providers()->find( 'federation' )?->enabled(), 'Another one of that name begins switched off.' );
			}
		);
		self::assertFalse( wp_next_scheduled( Network_Editor::CRON, array( 'federation', 100 ) ) );
	}

	public function test_rules_of_one_site_are_none_of_the_network(): void {
		$rule = $this->services()->rules()->create( 'Ours', Rule_Templates::all()['any_identity']['rule'] );
		wp_set_current_user( 1 );
		$this->assert_problem( 'invalid_request', 400, $this->rest( 'POST', 'network-providers', $this->record( array( 'require' => $rule->uid ) ) ) );
		self::assertSame( array(), $this->services()->multisite()->providers()->slugs() );
	}

	public function test_a_provider_of_the_site_comes_first_and_never_gets_the_secret_of_the_network(): void {
		$name = 'COOP_CREDENTIALS_FEDERATION_SECRET';
		putenv( $name . '=canary-of-the-network' );
		try {
			$second = $this->site();
			$this->on( $second, fn() => $this->provider( array( 'label' => 'Our own' ), 'federation' ) );
			$this->define_provider( array( 'secret' => '' ) );
			$secret = fn(): string => $this->services()->provider_secrets()->secret( $this->services()->providers()->find( 'federation' ) ?? throw new \LogicException() );
			self::assertSame( 'canary-of-the-network', $secret() );
			$this->on(
				$second,
				function () use ( $secret ): void {
					self::assertSame( 'Our own', $this->services()->providers()->find( 'federation' )?->label );
					self::assertSame( $this->hostile->client_secret, $secret() );
				}
			);
		} finally {
			putenv( $name );
		}
	}

	public function test_the_secret_lies_sealed_by_the_key_of_the_network(): void {
		global $wpdb;
		$this->define_provider();
		$stored = (string) $wpdb->get_var( "SELECT GROUP_CONCAT( meta_value ) FROM $wpdb->sitemeta WHERE meta_key LIKE 'coop\\_credentials\\_%'" );
		self::assertStringContainsString( 'Example Federation', $stored );
		self::assertStringNotContainsString( $this->hostile->client_secret, $stored );
		$provider = $this->services()->multisite()->providers()->find( 'federation' );
		self::assertNotNull( $provider );
		self::assertSame( $this->hostile->client_secret, $this->services()->provider_secrets()->secret( $provider ) );
		$this->plugin->kernel->settings()->set( 'remove_data', true );
		( new \CoopCredentials\Kernel\Uninstaller( $this->plugin->kernel ) )->run();
		self::assertNull( $wpdb->get_var( "SELECT meta_key FROM $wpdb->sitemeta WHERE meta_key LIKE 'coop\\_credentials\\_%'" ) );
		$this->boot_plugin()->kernel->schema_manager()->ensure( true );
	}

	public function test_accounts_are_made_only_where_the_network_lets_people_register(): void {
		$second = $this->site();
		$this->define_provider( array( 'accounts' => 'create' ) );
		foreach ( array( 'none' => 0, 'user' => 1 ) as $registration => $accounts ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
			update_site_option( 'registration', $registration );
			$this->on(
				$second,
				function () use ( $accounts ): void {
					$_COOKIE = array();
					$this->turn( true );
					$before = count( get_users( array( 'fields' => 'ID' ) ) );
					$away   = $this->press( array(), 'federation' );
					self::assertSame( '', $this->reason( $this->come_back( $this->hostile->visit( $away->url ?? '' ), 'federation' ) ) );
					self::assertCount( $before + $accounts, get_users( array( 'fields' => 'ID' ) ) );
				}
			);
		}
		self::assertCount( 1, get_users( array( 'blog_id' => 1, 'fields' => 'ID' ) ), 'A member of the site where it was made only.' ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
	}
}
