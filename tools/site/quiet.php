<?php
/**
 * Keeps the development site from asking strangers: no update checks, no remote avatars, no block directory.
 */

declare( strict_types=1 );

foreach ( array( 'wp_version_check', 'wp_update_plugins', 'wp_update_themes' ) as $coop_check ) {
	remove_action( 'init', 'wp_schedule_update_checks' );
	add_filter( 'pre_site_transient_' . str_replace( array( 'wp_version_check', 'wp_update_' ), array( 'update_core', 'update_' ), $coop_check ), '__return_zero' );
}
add_action(
	'admin_init',
	static function (): void {
		remove_action( 'admin_init', '_maybe_update_core' );
		remove_action( 'admin_init', '_maybe_update_plugins' );
		remove_action( 'admin_init', '_maybe_update_themes' );
		remove_action( 'enqueue_block_editor_assets', 'wp_enqueue_editor_block_directory_assets' );
		remove_action( 'wp_dashboard_setup', 'wp_dashboard_browser_nag' );
	},
	0
);
// Languages to install are known at WordPress.org only.
add_filter( 'translations_api', static fn (): array => array( 'translations' => array() ) );
add_filter( 'pre_get_avatar', static fn (): string => '' );
add_filter( 'should_load_remote_block_patterns', '__return_false' );
add_filter(
	'pre_wp_mail',
	static function ( $answer, array $mail ): bool {
		unset( $answer );
		error_log( 'Mail to ' . implode( ', ', (array) $mail['to'] ) . ': ' . $mail['subject'] );
		return true;
	},
	10,
	2
);
