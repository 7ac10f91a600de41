<?php
declare( strict_types=1 );

namespace CoopCredentials\Admin;

use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Request_Guard;
use CoopCredentials\Kernel\Rest_Controller;

/**
 * REST `health/{test}`: Site Health asks for tests that call out one by one, after its page has loaded.
 */
final class Health_Controller extends Rest_Controller {

	public function __construct( Request_Guard $guard, private readonly Site_Health $health ) {
		parent::__construct( $guard );
	}

	public function register_routes(): void {
		$this->route(
			'/health/(?P<test>[a-z0-9_]{1,60})',
			array(
				array(
					'methods'    => \WP_REST_Server::READABLE,
					'callback'   => fn( \WP_REST_Request $request ): array => $this->run( $request ),
					'permission' => $this->can( 'view_site_health_checks' ),
					'access'     => 'private',
					'args'       => array(
						'test' => array(
							'type'      => 'string',
							'pattern'   => '^[a-z0-9_]{1,60}$',
							'maxLength' => 60,
						),
					),
					'limit'      => array(
						'bucket' => 'health',
						'limit'  => 60,
						'window' => 600,
					),
				),
			)
		);
	}

	/**
	 * @return array<string, mixed>
	 * @throws Problem `health_test_not_found` (404).
	 */
	private function run( \WP_REST_Request $request ): array {
		$name = $request['test'];
		$test = $this->health->find( is_string( $name ) ? $name : '' );
		if ( null === $test ) {
			throw new Problem( 'health_test_not_found', 404, __( 'There is no such test.', 'coop-credentials' ) );
		}
		return $this->health->result( $test );
	}

	/**
	 * @return array<string, mixed>
	 */
	public function get_item_schema(): array {
		$text = array( 'type' => 'string' );
		return array(
			'$schema'    => 'http://json-schema.org/draft-04/schema#',
			'title'      => 'coop-credentials-health-result',
			'type'       => 'object',
			'properties' => array(
				'label'       => $text,
				'status'      => array(
					'type' => 'string',
					'enum' => array( 'good', 'recommended', 'critical' ),
				),
				'badge'       => array( 'type' => 'object' ),
				'description' => $text,
				'actions'     => $text,
				'test'        => $text,
			),
		);
	}
}
