<?php
/**
 * Base of the tests on a network of sites.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Multisite;

use CoopCredentials\Kernel\Schema_Inspector;
use CoopCredentials\Tests\Integration\Sign_In\Sign_In_Case;

/**
 * Makes sites and works on them; at the end of each test the network is one site again.
 */
abstract class Network_Case extends Sign_In_Case {

	/** @var list<array<string, string|null>>|null What the network kept before any test. */
	private static ?array $before = null;

	protected function set_up(): void {
		global $wpdb;
		self::assertTrue( is_multisite(), 'These tests need a network: npm run test:integration -- --multisite.' );
		self::$before ??= $wpdb->get_results( "SELECT * FROM $wpdb->sitemeta", ARRAY_A );
		wp_set_current_user( 0 );
		parent::set_up();
	}

	protected function tear_down(): void {
		global $wpdb;
		parent::tear_down();
		while ( ms_is_switched() ) {
			restore_current_blog();
		}
		foreach ( get_sites( array( 'fields' => 'ids', 'site__not_in' => array( 1 ), 'number' => 0 ) ) as $site ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
			wp_delete_site( $site );
		}
		$wpdb->query( "DELETE FROM $wpdb->sitemeta" );
		foreach ( self::$before ?? array() as $row ) {
			$wpdb->insert( $wpdb->sitemeta, $row );
		}
		wp_cache_flush();
	}

	/** A new site in a subdirectory; the plugin is active on the whole network. */
	protected function site( string $path = '/second/' ): int {
		$site = wp_insert_site(
			array(
				'domain'  => 'harbour.example',
				'path'    => $path,
				'user_id' => 1,
			)
		);
		self::assertIsInt( $site, is_wp_error( $site ) ? $site->get_error_message() : '' );
		$this->on(
			$site,
			static function (): void {
				update_option( 'home', get_option( 'home' ) );
				update_option( 'permalink_structure', '/%postname%/' );
			}
		);
		return $site;
	}

	/**
	 * Does something on a site as a request to that site would: nothing is remembered from another.
	 *
	 * @template T
	 * @param callable(): T $work What.
	 * @return T
	 */
	protected function on( int $site, callable $work ): mixed {
		switch_to_blog( $site );
		try {
			$this->plugin = $this->boot_plugin();
			return $work();
		} finally {
			restore_current_blog();
			$this->plugin = $this->boot_plugin();
		}
	}

	/** @param array<string, mixed> $more Fields that differ. @return array<string, mixed> */
	protected function record( array $more = array() ): array {
		return $more + array(
			'slug'         => 'federation',
			'label'        => 'Example Federation',
			'enabled'      => true,
			'issuer'       => $this->hostile->issuer,
			'client_id'    => $this->hostile->client_id,
			'issuer_scope' => array(
				'organisations' => array( 'any' => true ),
				'max_assurance' => 2,
			),
			'secret'       => $this->hostile->client_secret,
		);
	}

	/** Made over REST by a network administrator, on the first site. @param array<string, mixed> $more Fields that differ. */
	protected function define_provider( array $more = array() ): void {
		wp_set_current_user( 1 );
		$made = $this->rest( 'POST', 'network-providers', $this->record( $more ) );
		self::assertSame( 201, $made->get_status(), (string) wp_json_encode( $made->get_data() ) );
		self::assertStringNotContainsString( $this->hostile->client_secret, (string) wp_json_encode( $made->get_data() ) );
		wp_set_current_user( 0 );
	}

	/** Tables of ours that a site has. */
	protected function tables( int $site ): int {
		switch_to_blog( $site );
		try {
			return count( ( new Schema_Inspector( $this->plugin->kernel->database() ) )->existing_tables() );
		} finally {
			restore_current_blog();
		}
	}

	/** A new account that administers one site and nothing else. */
	protected function site_admin( int $site ): \WP_User {
		$user = $this->user_with_role( 'subscriber' );
		remove_user_from_blog( $user->ID, 1 );
		add_user_to_blog( $site, $user->ID, 'administrator' );
		return $user;
	}
}
