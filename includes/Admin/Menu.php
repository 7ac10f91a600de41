<?php
declare( strict_types=1 );

namespace CoopCredentials\Admin;

use CoopCredentials\Kernel\Capabilities;

/**
 * One entry in WordPress's menu, one line per room below it, each shown to those who may use it.
 */
final class Menu {

	public const SLUG = 'coop-credentials';

	/** Who manages what all sites of a network share. */
	public const NETWORK = 'manage_network_options';

	public function __construct( private readonly App_Page $app ) {
	}

	/**
	 * @return list<string> Hook suffixes of the app's pages.
	 */
	public function add(): array {
		$hooks = array();
		$rooms = $this->rooms();
		$title = __( 'Co-op Credentials', 'coop-credentials' );
		add_menu_page( $title, $title, Capabilities::MANAGE, self::SLUG, array( $this->app, 'render' ), self::icon(), 56 );
		foreach ( $rooms as $room => list( $label, $capability ) ) {
			$slug = self::slug( $room );
			$hook = add_submenu_page( self::SLUG, $label . ' ‹ ' . $title, $label, $capability, $slug, array( $this->app, 'render' ) );
			if ( false !== $hook ) {
				$hooks[] = $hook;
			}
		}
		return $hooks;
	}

	/**
	 * The entry of the network's own screens: its providers.
	 *
	 * @return string Hook suffix of the page.
	 */
	public function add_to_network(): string {
		$title = __( 'Co-op Credentials', 'coop-credentials' );
		return add_menu_page( __( 'Providers of the network', 'coop-credentials' ) . ' ‹ ' . $title, $title, self::NETWORK, self::slug( 'sign-in' ), array( $this->app, 'render' ), self::icon(), 56 );
	}

	/**
	 * @param array<array-key, mixed> $links Links of the plugin's row.
	 * @return array<array-key, mixed>
	 */
	public function row_links( array $links ): array {
		if ( ! current_user_can( Capabilities::MANAGE ) ) {
			return $links;
		}
		$link = sprintf( '<a href="%s">%s</a>', esc_url( self::url( 'settings' ) ), esc_html__( 'Settings', 'coop-credentials' ) );
		return array( 'settings' => $link ) + $links;
	}

	/**
	 * Address of a screen of the app.
	 *
	 * @param string $room   One of overview, directory, sign-in, offers, settings.
	 * @param string $screen Screen within it; empty for its first.
	 */
	public static function url( string $room, string $screen = '' ): string {
		$args = array( 'page' => self::slug( $room ) );
		if ( '' !== $screen ) {
			$args['screen'] = $screen;
		}
		return add_query_arg( $args, admin_url( 'admin.php' ) );
	}

	/**
	 * Address of the network's own screens.
	 */
	public static function network_url(): string {
		return add_query_arg( 'page', self::slug( 'sign-in' ), network_admin_url( 'admin.php' ) );
	}

	private static function slug( string $room ): string {
		return 'overview' === $room ? self::SLUG : self::SLUG . '-' . $room;
	}

	/**
	 * @return array<string, array{string, string}> Room to label and capability.
	 */
	private function rooms(): array {
		return array(
			'overview'  => array( __( 'Start', 'coop-credentials' ), Capabilities::MANAGE ),
			'directory' => array( __( 'Directory', 'coop-credentials' ), Capabilities::EDIT_DIRECTORY ),
			'sign-in'   => array( __( 'Sign-in', 'coop-credentials' ), Capabilities::MANAGE ),
			'offers'    => array( __( 'Offers', 'coop-credentials' ), Capabilities::MANAGE_OFFERS ),
			'settings'  => array( __( 'Settings', 'coop-credentials' ), Capabilities::MANAGE ),
		);
	}

	/** Two overlapping members with a tick; WordPress colours it like its own icons. */
	private static function icon(): string {
		$svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><path fill="black" fill-rule="evenodd" d="M6 1h8l5 5v8l-5 5H6l-5-5V6zm3 12.6 6-6-1.4-1.4L9 10.8 6.4 8.2 5 9.6z"/></svg>';
		return 'data:image/svg+xml;base64,' . base64_encode( $svg ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions.obfuscation_base64_encode -- a menu icon is a data URI.
	}
}
