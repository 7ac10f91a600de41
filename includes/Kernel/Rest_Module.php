<?php
/**
 * Hooks of the REST base.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * Puts Request_Guard around every endpoint registered by Rest_Controller::route().
 */
final class Rest_Module implements Module {

	public function __construct( private readonly Services $kernel ) {}

	public function register(): void {
		// Last before, first after: what other plugins filter is guarded too.
		add_filter( 'rest_request_before_callbacks', array( $this, 'filter_rest_request_before_callbacks' ), 5, 3 );
		add_filter( 'rest_request_after_callbacks', array( $this, 'filter_rest_request_after_callbacks' ), 100, 3 );
		add_filter( 'rest_pre_serve_request', array( $this, 'filter_rest_pre_serve_request' ), 100, 4 );
	}

	public function filter_rest_request_before_callbacks( mixed $response, mixed $handler, mixed $request ): mixed {
		if ( is_array( $handler ) && Request_Guard::is_ours( $handler ) && $request instanceof \WP_REST_Request ) {
			return $this->kernel->request_guard()->before( $response, $handler, $request );
		}
		return $response;
	}

	public function filter_rest_request_after_callbacks( mixed $response, mixed $handler, mixed $request ): mixed {
		if ( is_array( $handler ) && Request_Guard::is_ours( $handler ) && $request instanceof \WP_REST_Request ) {
			return $this->kernel->request_guard()->after( $response, $handler, $request );
		}
		return $response;
	}

	/**
	 * Takes back the Access-Control headers core has sent, on every route of ours that is not public.
	 */
	public function filter_rest_pre_serve_request( mixed $served, mixed $result, mixed $request, mixed $server ): mixed {
		if ( ! $request instanceof \WP_REST_Request || ! $server instanceof \WP_REST_Server || ! str_starts_with( strtolower( $request->get_route() ), '/coop-credentials/v1' ) ) {
			return $served;
		}
		if ( Request_Guard::drops_cors( $request, $server ) ) {
			foreach ( array( 'Access-Control-Allow-Origin', 'Access-Control-Allow-Credentials', 'Access-Control-Allow-Methods', 'Access-Control-Allow-Headers', 'Access-Control-Expose-Headers' ) as $name ) {
				$server->remove_header( $name );
			}
		}
		return $served;
	}
}
