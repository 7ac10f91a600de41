<?php
/**
 * Hooks of the directory.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Kernel\Module;

/**
 * Routes, pages, the head of profile pages and the hourly tidying.
 */
final class Directory_Module implements Module {

	public const CRON = 'coop_credentials_directory_tidy';

	public function __construct( private readonly Services $directory ) {}

	public function register(): void {
		$this->directory->pages()->add_routes();
		add_action( 'rest_api_init', array( $this, 'action_rest_api_init' ) );
		add_action( 'wp_head', array( $this, 'action_wp_head' ), 5 );
		add_action( self::CRON, array( $this, 'action_tidy' ) );
		add_action( 'admin_init', array( $this, 'action_admin_init' ) );
		foreach ( array( 'organisation_created', 'organisation_updated', 'organisation_removed', 'evidence_added', 'import_finished' ) as $event ) {
			add_action( 'coop_credentials_' . $event, array( $this, 'action_changed' ) );
		}
	}

	public function action_rest_api_init(): void {
		$directory = $this->directory;
		$guard     = $directory->kernel()->request_guard();
		( new Directory_Controller( $guard, $directory->search(), $directory->profiles(), $directory->version(), $directory->standings() ) )->register_routes();
		( new Organisations_Controller( $guard, $directory->organisations(), $directory->identifiers(), $directory->writer(), $directory->tokens(), $directory->words(), $directory->kernel()->clock(), $directory->kernel()->settings(), $directory->url() ) )->register_routes();
		( new Evidence_Controller( $guard, $directory->organisations(), $directory->evidence_records(), $directory->evidence(), $directory->words(), $directory->kernel()->clock() ) )->register_routes();
		( new Sources_Controller( $guard, $directory->sources() ) )->register_routes();
		( new Imports_Controller( $guard, $directory->importer(), $directory->import_runs(), $directory->sources() ) )->register_routes();
		( new Trust_Policy_Controller( $guard, $directory->trust_policies(), $directory->standings() ) )->register_routes();
	}

	public function action_wp_head(): void {
		$this->directory->pages()->print_head();
	}

	/**
	 * The hourly event, planned from the admin only: pages for visitors write no options.
	 */
	public function action_admin_init(): void {
		if ( false === wp_next_scheduled( self::CRON ) ) {
			wp_schedule_event( time() + HOUR_IN_SECONDS, 'hourly', self::CRON );
		}
	}

	public function action_tidy(): void {
		$this->directory->standings()->refresh_due();
		$this->directory->facets()->warm();
		$this->directory->importer()->tidy();
	}

	/**
	 * Counts for the new version, once at the end of the request.
	 */
	public function action_changed(): void {
		if ( false === has_action( 'shutdown', array( $this, 'action_shutdown' ) ) ) {
			add_action( 'shutdown', array( $this, 'action_shutdown' ) );
		}
	}

	public function action_shutdown(): void {
		try {
			$this->directory->facets()->warm();
		} catch ( \Throwable ) {
			return; // A warm cache is a comfort: without it the next reader counts.
		}
	}
}
