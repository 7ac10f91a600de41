<?php
/**
 * REST: file and history of a provider.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Setup;

use CoopCredentials\Kernel\Capabilities;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Request_Guard;
use CoopCredentials\Kernel\Rest_Controller;
use CoopCredentials\Sign_In\Multisite\Network_Providers;
use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Sign_In\Provider_Repository;

/**
 * `providers/{slug}/export` and `providers/{slug}/history`.
 */
final class Records_Controller extends Rest_Controller {

	/**
	 * Builds the controller.
	 *
	 * @param Request_Guard       $guard     Refusals.
	 * @param Provider_Repository $providers Providers.
	 * @param Map_History         $history   Earlier maps and scopes.
	 */
	public function __construct(
		Request_Guard $guard,
		private readonly Provider_Repository $providers,
		private readonly Map_History $history,
	) {
		parent::__construct( $guard );
	}

	/**
	 * Registers the routes.
	 */
	public function register_routes(): void {
		foreach (
			array(
				'export'  => fn( \WP_REST_Request $request ): array => Provider_File::of( $this->find( $request ) ),
				'history' => fn( \WP_REST_Request $request ): array => $this->history->of( $this->find( $request )->slug ),
			) as $name => $callback
		) {
			$this->route(
				'/providers/(?P<slug>[a-z0-9-]{2,32})/' . $name,
				array(
					array(
						'methods'    => \WP_REST_Server::READABLE,
						'callback'   => $callback,
						'permission' => $this->can( Capabilities::MANAGE ),
						'args'       => array(
							'slug' => array(
								'type'    => 'string',
								'pattern' => '^[a-z0-9-]{2,32}$',
							),
						),
					),
				)
			);
		}
	}

	/**
	 * Schema of what both answer.
	 *
	 * @return array<string,mixed>
	 */
	public function get_item_schema(): array {
		return array(
			'$schema' => 'http://json-schema.org/draft-04/schema#',
			'title'   => 'coop-credentials-provider-record',
			'type'    => array( 'object', 'array' ),
		);
	}

	/**
	 * The provider of the path. Those of a network are not for the sites to read.
	 *
	 * @param \WP_REST_Request $request Request.
	 * @throws Problem `provider_unknown` (404), `network_provider` (403).
	 */
	private function find( \WP_REST_Request $request ): Provider {
		$slug     = $request->get_url_params()['slug'] ?? '';
		$provider = $this->providers->find( is_string( $slug ) ? $slug : '' );
		if ( null === $provider ) {
			throw new Problem( 'provider_unknown', 404, __( 'There is no such provider.', 'coop-credentials' ) );
		}
		if ( $provider->from_network ) {
			Network_Providers::refuse();
		}

		return $provider;
	}
}
