<?php
/**
 * Hooks of sign-in.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Module;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Request_Guard;

/**
 * All hooks of this room on one page.
 */
final class Sign_In_Module implements Module {

	public const CRON = 'coop_credentials_refresh_documents';

	/** Setting: the day on which all providers were looked at for people who have not come for long. */
	private const RETIRED = 'retired';

	private const DAILY_ROUNDS = 5;
	private const CRON_ROUNDS  = 20;

	/**
	 * Builds the module.
	 *
	 * @param Services $services Services.
	 */
	public function __construct( private readonly Services $services ) {
	}

	/**
	 * Registers paths and hooks. Nothing here asks the database.
	 */
	public function register(): void {
		$router  = $this->services->kernel->router();
		$methods = array( 'methods' => array( 'GET', 'POST' ) );
		$router->add( 'sign_in', 'coop-credentials/sign-in/{provider}', fn( Front_Request $request ) => $this->services->flow()->start()->handle( $request ), $methods );
		$router->add( 'callback', 'coop-credentials/callback/{provider}', fn( Front_Request $request ) => $this->services->flow()->callback()->handle( $request ), $methods );
		( new Logout\Logout_Module( $this->services ) )->register();
		( new Login_Screen\Login_Screen_Module( $this->services ) )->register();

		$this->services->kernel->audit_log()->allow_details( 'cause', 'expected', 'seen', 'endpoint', 'alg', 'algorithms', 'error_description' );

		add_action( 'rest_api_init', array( $this, 'action_rest_api_init' ) );
		add_filter( 'rest_request_after_callbacks', array( $this, 'filter_rest_request_after_callbacks' ), 110, 3 );
		add_action( 'admin_init', array( $this, 'action_admin_init' ) );
		add_action( self::CRON, array( $this, 'action_refresh_documents' ) );
		add_action( 'coop_credentials_signed_in', array( $this, 'action_retire_unused' ), 20, 2 );
		add_action( 'shutdown', array( $this, 'action_shutdown' ), PHP_INT_MIN );
	}

	/**
	 * Registers the REST routes.
	 */
	public function action_rest_api_init(): void {
		foreach ( $this->services->controllers() as $controller ) {
			$controller->register_routes();
		}
	}

	/**
	 * The request ends, perhaps before its time.
	 */
	public function action_shutdown(): void {
		$this->services->untold()->tell();
	}

	/**
	 * Names in a header what a step-up has to bring; after our REST base has made the answer.
	 *
	 * @param mixed $response Answer.
	 * @param mixed $handler  Endpoint.
	 * @param mixed $request  Request.
	 */
	public function filter_rest_request_after_callbacks( mixed $response, mixed $handler, mixed $request ): mixed {
		unset( $request );
		if ( $response instanceof \WP_REST_Response && Request_Guard::is_ours( $handler ) ) {
			Flow\Challenge::add_header( $response );
		}

		return $response;
	}

	/**
	 * Plans the background reading, from the admin only: a page view writes no option.
	 */
	public function action_admin_init(): void {
		if ( array() !== $this->services->providers()->digest() && false === wp_next_scheduled( self::CRON ) ) {
			wp_schedule_event( time() + 60, 'hourly', self::CRON );
		}
	}

	/**
	 * Reads metadata and keys in the background, and lets those go who have not come for long.
	 */
	public function action_refresh_documents(): void {
		$this->services->setup()->refresh_documents();
		$this->retire( '', self::CRON_ROUNDS );
	}

	/**
	 * Lets those go who have not come for long; the first sign-in of a day looks at all providers, for who has no cron.
	 * What cannot be done now is done after another sign-in.
	 *
	 * @param mixed $identity_uid Identity of the visitor who just came.
	 * @param mixed $provider     Slug.
	 */
	public function action_retire_unused( mixed $identity_uid, mixed $provider ): void {
		unset( $identity_uid );
		if ( ! is_string( $provider ) ) {
			return;
		}
		$today   = $this->services->kernel->clock()->now()->format( 'Ymd' );
		$is_done = $today === $this->services->kernel->settings()->get( self::RETIRED );
		$this->retire( $is_done ? $provider : '', self::DAILY_ROUNDS, $is_done ? null : $today );
	}

	/**
	 * Lets people go.
	 *
	 * @param string      $provider Slug, '' for all.
	 * @param int         $rounds   Most batches of each, for all.
	 * @param string|null $today    Day to note as done.
	 */
	private function retire( string $provider, int $rounds, ?string $today = null ): void {
		$farewell = $this->services->own_data()->farewell();
		$now      = $this->services->kernel->clock()->now();
		try {
			null === $today || $this->services->kernel->settings()->set( self::RETIRED, $today );
			'' === $provider ? $farewell->retire_all( $now, $rounds ) : $farewell->retire( $provider, $now );
		} catch ( Problem $problem ) {
			$this->services->kernel->audit_log()->record( 'identity_retirement', 'error', $problem->reason, array( 'provider' => $provider ) );
		}
	}
}
