<?php
/**
 * `GET sign-in/organisations`.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Chooser;

use CoopCredentials\Kernel\Front\Router;
use CoopCredentials\Kernel\Request_Guard;
use CoopCredentials\Kernel\Rest_Controller;

/**
 * Public: the same answer for everyone, nothing but what the directory and the sign-in button show anyway.
 */
final class Chooser_Controller extends Rest_Controller {

	/**
	 * Builds the controller.
	 *
	 * @param Request_Guard $guard   Refusals.
	 * @param Chooser       $chooser Search.
	 * @param Router        $router  Addresses.
	 */
	public function __construct( Request_Guard $guard, private readonly Chooser $chooser, private readonly Router $router ) {
		parent::__construct( $guard );
	}

	/**
	 * Registers the route.
	 */
	public function register_routes(): void {
		$this->route(
			'/sign-in/organisations',
			array(
				array(
					'methods'    => 'GET',
					'callback'   => $this->search( ... ),
					'permission' => $this->anyone(),
					'access'     => self::ACCESS_PUBLIC,
					'limit'      => array(
						'bucket' => 'chooser',
						'limit'  => 120,
						'window' => 60,
					),
					'args'       => array(
						'search' => array(
							'type'      => 'string',
							'required'  => true,
							'minLength' => 2,
							'maxLength' => 100,
						),
					),
				),
			)
		);
	}

	/**
	 * Organisations with the address where a sign-in for each starts (POST).
	 *
	 * @param \WP_REST_Request<array<string,mixed>> $request Request.
	 */
	private function search( \WP_REST_Request $request ): \WP_REST_Response {
		$text     = $request['search'];
		$response = new \WP_REST_Response(
			array_map(
				fn( array $entry ): array => $entry + array( 'start' => $this->router->url( 'sign_in', array( 'provider' => $entry['provider'] ) ) ),
				$this->chooser->search( is_string( $text ) ? $text : '' )
			)
		);
		$response->header( 'Cache-Control', 'public, max-age=300' );

		return $response;
	}
}
