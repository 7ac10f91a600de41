<?php
/**
 * Leaving cleanly.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * Takes away everything the plugin has put on a site, but only where "remove data" is ticked.
 */
final class Uninstaller {

	public function __construct( private readonly Services $kernel ) {}

	/**
	 * All sites, one hundred at a time.
	 */
	public function run(): void {
		if ( ! is_multisite() ) {
			$this->site();
			return;
		}
		$offset = 0;
		while ( Site_Walk::step( $this->site( ... ), $offset ) ) {
			$offset += Site_Walk::STEP;
		}
	}

	/**
	 * The current site.
	 *
	 * @return bool False when its data is to stay.
	 */
	public function site(): bool {
		if ( true !== $this->kernel->settings()->get( 'remove_data', false ) ) {
			return false;
		}
		$database = $this->kernel->database();
		$this->kernel->schema_manager()->drop_all();
		Capabilities::revoke();
		$this->clear_cron();
		foreach ( array( '', '_transient_', '_transient_timeout_', '_site_transient_', '_site_transient_timeout_', 'widget_' ) as $prefix ) {
			$this->delete_rows( $database->wpdb->options, 'option_name', $prefix . 'coop_credentials' );
		}
		// Settings of people: on a network the table is shared, so only keys of this site go.
		$this->delete_rows( $database->wpdb->usermeta, 'meta_key', $database->wpdb->get_blog_prefix() . 'coop_credentials' );
		if ( ! is_multisite() || is_main_site() ) {
			$this->delete_rows( $database->wpdb->usermeta, 'meta_key', 'coop_credentials' );
		}
		if ( is_multisite() && is_main_site() ) {
			$this->kernel->network_options()->delete_all();
		}
		$this->delete_rows( $database->wpdb->postmeta, 'meta_key', '_coop_credentials' );
		self::delete_folder( wp_upload_dir( null, false )['basedir'] . '/coop-credentials-private' );
		/**
		 * Fires when the data of the current site has been removed on uninstall.
		 *
		 * @since 0.1.0
		 */
		do_action( 'coop_credentials_data_removed' );
		wp_cache_flush();
		return true;
	}

	/**
	 * Uploads that wait for an import. The folder is flat.
	 */
	private static function delete_folder( string $folder ): void {
		if ( ! is_dir( $folder ) ) {
			return;
		}
		foreach ( array_diff( (array) scandir( $folder ), array( '.', '..' ) ) as $name ) {
			wp_delete_file( $folder . '/' . $name );
		}
		rmdir( $folder ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- nobody is there to give the file system's password.
	}

	/**
	 * Takes every scheduled event of ours on the current site away.
	 */
	public function clear_cron(): void {
		foreach ( _get_cron_array() as $hooks ) {
			foreach ( array_keys( (array) $hooks ) as $hook ) {
				if ( str_starts_with( (string) $hook, 'coop_credentials' ) ) {
					wp_unschedule_hook( (string) $hook );
				}
			}
		}
	}

	/**
	 * Rows whose name is the prefix or begins with it and an underscore.
	 */
	private function delete_rows( string $table, string $column, string $prefix ): void {
		$this->kernel->database()->execute(
			'DELETE FROM %i WHERE %i = %s OR %i LIKE %s',
			$table,
			$column,
			$prefix,
			$column,
			$this->kernel->database()->wpdb->esc_like( $prefix . '_' ) . '%'
		);
	}
}
