<?php
/**
 * Menu, page and assets of the admin app.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Admin;

use CoopCredentials\Admin\App_Page;
use CoopCredentials\Admin\Menu;
use CoopCredentials\Kernel\Capabilities;
use CoopCredentials\Tests\Integration\Test_Case;

final class MenuTest extends Test_Case {

	protected function set_up(): void {
		require_once ABSPATH . 'wp-admin/includes/plugin.php';
		$GLOBALS['menu']    = array(); // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- core's own start value.
		$GLOBALS['submenu'] = array(); // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- core's own start value.
	}

	/** @return list<string> Slugs of the submenu the role sees. */
	private function slugs( string $role ): array {
		$this->act_as( $role );
		$GLOBALS['submenu'] = array(); // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- core's own start value.
		( new Menu( new App_Page() ) )->add();
		return array_column( $GLOBALS['submenu'][ Menu::SLUG ] ?? array(), 2 );
	}

	public function test_each_sees_the_rooms_they_may_use(): void {
		self::assertSame( array( 'coop-credentials', 'coop-credentials-directory', 'coop-credentials-sign-in', 'coop-credentials-offers', 'coop-credentials-settings' ), $this->slugs( 'administrator' ) );
		self::assertSame( array(), $this->slugs( 'editor' ) );
		get_role( 'editor' )?->add_cap( Capabilities::MANAGE_OFFERS );
		self::assertSame( array( 'coop-credentials-offers' ), $this->slugs( 'editor' ) );
		get_role( 'editor' )?->remove_cap( Capabilities::MANAGE_OFFERS );
	}

	public function test_the_icon_is_a_data_uri(): void {
		$this->slugs( 'administrator' );
		$entry = array_values( array_filter( $GLOBALS['menu'], static fn( array $item ): bool => Menu::SLUG === $item[2] ) )[0];
		self::assertStringStartsWith( 'data:image/svg+xml;base64,', $entry[6] );
	}

	public function test_the_plugin_row_leads_to_the_settings(): void {
		$this->act_as( 'administrator' );
		$links = apply_filters( 'plugin_action_links_' . plugin_basename( COOP_CREDENTIALS_FILE ), array( 'deactivate' => 'x' ) );
		self::assertStringContainsString( 'page=coop-credentials-settings', $links['settings'] );
		$this->act_as( 'editor' );
		self::assertArrayNotHasKey( 'settings', apply_filters( 'plugin_action_links_' . plugin_basename( COOP_CREDENTIALS_FILE ), array() ) );
	}

	public function test_the_page_works_as_a_note_without_javascript(): void {
		ob_start();
		( new App_Page() )->render();
		$html = (string) ob_get_clean();
		self::assertStringContainsString( 'id="coop-credentials-admin"', $html );
		self::assertStringContainsString( '<noscript>', $html );
	}

	public function test_every_script_the_app_depends_on_is_registered(): void {
		$file = dirname( COOP_CREDENTIALS_FILE ) . '/build/admin/index.asset.php';
		if ( ! is_readable( $file ) ) {
			self::markTestSkipped( 'The admin app is not built.' );
		}
		foreach ( ( require $file )['dependencies'] as $handle ) {
			self::assertTrue( wp_script_is( $handle, 'registered' ), $handle );
		}
	}

	public function test_assets_are_enqueued_with_translations_and_without_secrets(): void {
		if ( ! is_readable( dirname( COOP_CREDENTIALS_FILE ) . '/build/admin/index.asset.php' ) ) {
			self::markTestSkipped( 'The admin app is not built.' );
		}
		$this->act_as( 'administrator' );
		update_option( 'timezone_string', 'Europe/London' );
		( new App_Page() )->enqueue();
		$script = wp_scripts()->registered['coop-credentials-admin'];
		self::assertSame( 'coop-credentials', $script->textdomain );
		$boot = implode( '', array_filter( (array) wp_scripts()->get_data( 'coop-credentials-admin', 'before' ), 'is_string' ) );
		self::assertStringContainsString( '"manage_offers":true', $boot );
		self::assertStringContainsString( '"currency":"GBP"', $boot, 'London’s clock says more than the English every site begins with.' );
		foreach ( array( 'administrator', 'editor' ) as $role ) {
			self::assertStringNotContainsString( '"' . $role . '":', $boot, 'A provider never gives that role.' );
		}
		self::assertStringContainsString( '"subscriber":', $boot );
		self::assertContains( 'wp-components', wp_styles()->registered['coop-credentials-admin-style']->deps );
	}
}
