<?php
declare( strict_types=1 );

namespace CoopCredentials\Admin;

use CoopCredentials\Kernel\Capabilities;
use CoopCredentials\Sign_In\Roles\Role_Policy;

/**
 * The page on which the admin app runs, and what it needs.
 */
final class App_Page {

	/** Scripts of the rooms; the names webpack gives them in src/admin/app.tsx. */
	private const ROOMS = array( 'directory', 'offers', 'settings', 'sign-in' );

	private const HANDLE = 'coop-credentials-admin';

	public function render(): void {
		printf(
			'<div id="coop-credentials-admin" class="coop-credentials-admin"><noscript><div class="coop-credentials-screen__body"><h1>%s</h1><p>%s</p></div></noscript></div>',
			esc_html__( 'Co-op Credentials', 'coop-credentials' ),
			esc_html__( 'These settings need JavaScript. Sign-in, the directory and coupons work for visitors without it.', 'coop-credentials' )
		);
	}

	/**
	 * @return bool False when the app is not built.
	 */
	public function enqueue(): bool {
		$folder = dirname( COOP_CREDENTIALS_FILE ) . '/build/admin/';
		$file   = $folder . 'index.asset.php';
		if ( ! is_readable( $file ) ) {
			return false;
		}
		$asset = require $file;
		$base  = plugins_url( 'build/admin/', COOP_CREDENTIALS_FILE );
		wp_enqueue_script( self::HANDLE, $base . 'index.js', $asset['dependencies'], $asset['version'], true );
		wp_set_script_translations( self::HANDLE, 'coop-credentials', dirname( COOP_CREDENTIALS_FILE ) . '/languages' );
		$this->add_room_translations( $folder, $base );
		wp_add_inline_script( self::HANDLE, 'window.coopCredentialsAdmin = ' . wp_json_encode( $this->boot_data() ) . ';', 'before' );
		foreach ( array( 'index.css', 'style-index.css' ) as $name ) {
			if ( is_readable( $folder . $name ) ) {
				$handle = self::HANDLE . ( 'index.css' === $name ? '' : '-style' );
				wp_enqueue_style( $handle, $base . $name, array( 'wp-components' ), $asset['version'] );
				wp_style_add_data( $handle, 'rtl', 'replace' );
			}
		}
		return true;
	}

	/**
	 * Rooms are scripts of their own, loaded when entered; WordPress knows translations of registered scripts only. So
	 * those of the rooms, where a language pack has them, are handed over with the shell.
	 *
	 * @param string $folder Folder of the built app.
	 * @param string $base   Its address.
	 */
	private function add_room_translations( string $folder, string $base ): void {
		foreach ( self::ROOMS as $room ) {
			$handle = self::HANDLE . '-' . $room;
			if ( ! is_readable( $folder . $room . '.js' ) ) {
				continue;
			}
			wp_register_script( $handle, $base . $room . '.js', array( 'wp-i18n' ), null, true ); // phpcs:ignore WordPress.WP.EnqueuedResourceParameters.MissingVersion -- never printed, only its translations are.
			if ( false === load_script_textdomain( $handle, 'coop-credentials' ) ) {
				continue;
			}
			wp_set_script_translations( $handle, 'coop-credentials' );
			$script = wp_scripts()->print_translations( $handle, false );
			if ( is_string( $script ) && '' !== $script ) {
				wp_add_inline_script( self::HANDLE, $script, 'before' );
			}
		}
	}

	public function print_not_built(): void {
		printf( '<div class="notice notice-error"><p>%s</p></div>', esc_html__( 'The admin app is not built. Run “npm run build”, or install the released zip.', 'coop-credentials' ) );
	}

	/**
	 * What the app knows before its first request. No secrets, nothing personal.
	 *
	 * @return array<string, mixed>
	 */
	private function boot_data(): array {
		$can = array();
		foreach ( Capabilities::ALL as $capability ) {
			$can[ substr( $capability, strlen( 'coop_credentials_' ) ) ] = current_user_can( $capability );
		}
		$roles  = array();
		$policy = new Role_Policy();
		foreach ( wp_roles()->role_names as $slug => $name ) {
			if ( $policy->allows( (string) $slug ) ) {
				$roles[ (string) $slug ] = translate_user_role( $name );
			}
		}
		return array(
			'adminUrl'  => self_admin_url( 'admin.php' ),
			'isNetwork' => is_network_admin(),
			'network'   => is_multisite() ? self::network() : null,
			'homeUrl'   => home_url( '/' ),
			'siteTitle' => wp_strip_all_tags( get_bloginfo( 'name' ) ),
			'timezone'  => wp_timezone_string(),
			'can'       => $can,
			'roles'     => $roles,
			'currency'  => self::currency(),
		);
	}

	/**
	 * Who manages what comes from the network: its name, and its screens for those who may enter them.
	 *
	 * @return array{name: string, url: string}
	 */
	private static function network(): array {
		return array(
			'name' => wp_specialchars_decode( (string) get_network_option( null, 'site_name', '' ), ENT_QUOTES ),
			'url'  => current_user_can( Menu::NETWORK ) ? Menu::network_url() : '',
		);
	}

	/** The currency offered first: by the country of the site's clock, else of its language. American English says nothing: every site begins with it. */
	private static function currency(): string {
		$place    = wp_timezone()->getLocation();
		$country  = is_array( $place ) && 1 === preg_match( '/^[A-Z]{2}$/D', (string) $place['country_code'] ) ? (string) $place['country_code'] : substr( (string) strrchr( get_locale(), '_' ), 1, 2 );
		$currency = array(
			'GB' => 'GBP',
			'JE' => 'GBP',
			'GG' => 'GBP',
			'IM' => 'GBP',
			'US' => 'USD',
			'CA' => 'CAD',
			'AU' => 'AUD',
			'NZ' => 'NZD',
			'CH' => 'CHF',
			'LI' => 'CHF',
			'DK' => 'DKK',
			'NO' => 'NOK',
			'SE' => 'SEK',
			'PL' => 'PLN',
			'CZ' => 'CZK',
			'JP' => 'JPY',
			'IN' => 'INR',
			'KE' => 'KES',
			'ZA' => 'ZAR',
		)[ $country ] ?? 'EUR';
		/**
		 * Filters the currency a new offer starts with.
		 *
		 * @since 0.1.0
		 *
		 * @param string $currency ISO 4217 code.
		 */
		$filtered = apply_filters( 'coop_credentials_default_currency', $currency );
		return is_string( $filtered ) && 1 === preg_match( '/^[A-Z]{3}$/D', $filtered ) ? $filtered : $currency;
	}
}
