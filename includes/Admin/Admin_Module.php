<?php
declare( strict_types=1 );

namespace CoopCredentials\Admin;

use CoopCredentials\Kernel\Module;

/**
 * Hooks of the admin room. They cost nothing on the front end: every object behind them is built when a hook fires.
 */
final class Admin_Module implements Module {

	public function __construct( private readonly Services $services ) {
	}

	public function register(): void {
		add_action( 'admin_menu', array( $this, 'action_admin_menu' ) );
		add_action( 'network_admin_menu', array( $this, 'action_network_admin_menu' ) );
		add_action( 'admin_init', array( $this, 'action_admin_init' ) );
		add_action( 'rest_api_init', array( $this, 'action_rest_api_init' ) );
		add_filter( 'plugin_action_links_' . plugin_basename( COOP_CREDENTIALS_FILE ), array( $this, 'filter_plugin_action_links' ) );
		add_filter( 'site_status_tests', array( $this, 'filter_site_status_tests' ) );
		add_filter( 'debug_information', array( $this, 'filter_debug_information' ) );
		add_action( 'load-export-personal-data.php', array( $this, 'action_load_requests' ) );
		add_action( 'load-erase-personal-data.php', array( $this, 'action_load_requests' ) );
		add_filter( 'wp_privacy_personal_data_exporters', array( $this, 'filter_exporters' ) );
		add_filter( 'wp_privacy_personal_data_erasers', array( $this, 'filter_erasers' ) );
	}

	public function action_admin_menu(): void {
		foreach ( $this->services->menu()->add() as $hook ) {
			add_action( 'load-' . $hook, array( $this, 'action_load_app' ) );
		}
	}

	public function action_network_admin_menu(): void {
		add_action( 'load-' . $this->services->menu()->add_to_network(), array( $this, 'action_load_app' ) );
	}

	/** Only on the app's own pages. */
	public function action_load_app(): void {
		add_action( 'admin_enqueue_scripts', array( $this, 'action_admin_enqueue_scripts' ) );
	}

	public function action_admin_enqueue_scripts(): void {
		$app = $this->services->app_page();
		if ( ! $app->enqueue() ) {
			add_action( 'admin_notices', array( $app, 'print_not_built' ) );
		}
	}

	/** WordPress answers nothing to the name of an account without an address; whoever may ask, reads why. */
	public function action_load_requests(): void {
		$name = isset( $_POST['username_or_email_for_privacy_request'] ) && is_string( $_POST['username_or_email_for_privacy_request'] ) ? sanitize_text_field( wp_unslash( $_POST['username_or_email_for_privacy_request'] ) ) : ''; // phpcs:ignore WordPress.Security.NonceVerification.Missing -- only chooses a sentence; WordPress verifies before it does anything.
		$may  = current_user_can( 'export_others_personal_data' ) || current_user_can( 'erase_others_personal_data' );
		$why  = $may ? $this->services->privacy()->why_no_request( $name ) : '';
		if ( '' !== $why ) {
			add_settings_error( 'username_or_email_for_privacy_request', 'coop_credentials_no_address', esc_html( $why ), 'error' );
		}
	}

	public function action_admin_init(): void {
		$this->services->privacy()->suggest_policy_text();
	}

	public function action_rest_api_init(): void {
		foreach ( $this->services->controllers() as $controller ) {
			$controller->register_routes();
		}
	}

	/**
	 * @param mixed $links Links of the plugin's row.
	 * @return array<array-key, mixed>
	 */
	public function filter_plugin_action_links( mixed $links ): array {
		return $this->services->menu()->row_links( is_array( $links ) ? $links : array() );
	}

	/**
	 * @param mixed $tests Tests of Site Health.
	 * @return array<array-key, mixed>
	 */
	public function filter_site_status_tests( mixed $tests ): array {
		return $this->services->site_health()->add_tests( is_array( $tests ) ? $tests : array() );
	}

	/**
	 * @param mixed $info Sections of Site Health's information screen.
	 * @return array<array-key, mixed>
	 */
	public function filter_debug_information( mixed $info ): array {
		return $this->services->site_health()->add_information( is_array( $info ) ? $info : array() );
	}

	/**
	 * @param mixed $exporters Known so far.
	 * @return array<array-key, mixed>
	 */
	public function filter_exporters( mixed $exporters ): array {
		return $this->services->privacy()->add_exporters( is_array( $exporters ) ? $exporters : array() );
	}

	/**
	 * @param mixed $erasers Known so far.
	 * @return array<array-key, mixed>
	 */
	public function filter_erasers( mixed $erasers ): array {
		return $this->services->privacy()->add_erasers( is_array( $erasers ) ? $erasers : array() );
	}
}
