<?php
/**
 * Hooks of the Kernel.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * Tables on new and deleted sites, and first use. Nothing here asks the database on an ordinary page.
 */
final class Kernel_Module implements Module {

	public const CRON = 'coop_credentials_tidy';

	public function __construct( private readonly Services $kernel ) {}

	public function register(): void {
		$this->kernel->database()->on_first_use( fn() => $this->kernel->schema_manager()->ensure() );
		add_action( 'admin_init', array( $this, 'action_admin_init' ) );
		add_action( 'wp_initialize_site', array( $this, 'action_wp_initialize_site' ), 200 );
		add_filter( 'wpmu_drop_tables', array( $this, 'filter_wpmu_drop_tables' ), 10, 2 );
		add_action( 'coop_credentials_after_commit_failed', array( $this, 'action_after_commit_failed' ) );
		add_action( self::CRON, array( $this, 'action_tidy' ) );
	}

	public function action_admin_init(): void {
		$this->kernel->schema_manager()->ensure();
		if ( false === wp_next_scheduled( self::CRON ) ) {
			wp_schedule_event( time() + HOUR_IN_SECONDS, 'daily', self::CRON ); // Only tidies: expiry is checked at reading.
		}
	}

	/**
	 * A new site where the plugin runs.
	 *
	 * @param mixed $site The WP_Site.
	 */
	public function action_wp_initialize_site( mixed $site ): void {
		require_once ABSPATH . 'wp-admin/includes/plugin.php'; // @phpstan-ignore requireOnce.fileNotFound
		if ( ! $site instanceof \WP_Site || ! is_plugin_active_for_network( plugin_basename( COOP_CREDENTIALS_FILE ) ) ) {
			return;
		}
		switch_to_blog( (int) $site->blog_id );
		try {
			$this->kernel->schema_manager()->ensure( true );
		} finally {
			restore_current_blog();
		}
	}

	/**
	 * With the site's own tables and not before: WordPress first removes its people, and the rooms look them up.
	 *
	 * @param mixed $tables  Names.
	 * @param mixed $site_id Site that is deleted.
	 * @return array<array-key, mixed>
	 */
	public function filter_wpmu_drop_tables( mixed $tables, mixed $site_id ): array {
		$tables = is_array( $tables ) ? $tables : array();
		if ( ! is_numeric( $site_id ) || get_current_blog_id() !== (int) $site_id ) {
			return $tables;
		}
		return array_merge( $tables, $this->kernel->schema_manager()->existing_tables() );
	}

	public function action_after_commit_failed( mixed $thrown ): void {
		if ( $thrown instanceof \Throwable ) {
			$this->kernel->audit_log()->record( 'after_commit', 'error', 'internal_error', array( 'details' => array( 'error' => get_class( $thrown ) . ': ' . $thrown->getMessage() ) ) );
		}
	}

	public function action_tidy(): void {
		$this->kernel->audit_log()->tidy( true );
	}

}
