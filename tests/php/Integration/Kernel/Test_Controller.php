<?php
/**
 * A controller with one endpoint of each kind, for tests.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Kernel;

use CoopCredentials\Kernel\Capabilities;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Rest_Controller;

final class Test_Controller extends Rest_Controller {

	public function register_routes(): void {
		$fields = array(
			'title' => array(
				'type'      => 'string',
				'maxLength' => 10,
			),
			'parts' => array(
				'type'                 => 'object',
				'properties'           => array( 'a' => array( 'type' => 'integer' ) ),
				'additionalProperties' => false,
			),
			'deep'  => array( 'type' => 'array' ),
		);
		$echo   = static fn ( \WP_REST_Request $request ): array => array( 'got' => $request->get_json_params() ?? array() );
		$this->route(
			'/test-public',
			array(
				array(
					'callback'   => static fn (): array => array( 'public' => true ),
					'permission' => $this->anyone(),
					'access'     => self::ACCESS_PUBLIC,
				),
				array(
					'methods'    => 'POST',
					'callback'   => $echo,
					'permission' => $this->anyone(),
					'access'     => self::ACCESS_PUBLIC,
					'args'       => $fields,
					'limit'      => array(
						'bucket' => 'test',
						'limit'  => 3,
						'window' => 3600,
					),
				),
			)
		);
		$this->route(
			'/test-me',
			array(
				array(
					'callback'   => fn ( \WP_REST_Request $request ): array => array( 'foreign' => $this->is_foreign( $request ) ),
					'permission' => $this->anyone(),
					'access'     => self::ACCESS_VISITOR,
					'foreign'    => 'anonymous',
					'limit'      => array(
						'bucket' => 'test-me',
						'limit'  => 5,
						'window' => 3600,
					),
				),
				array(
					'methods'    => 'POST',
					'callback'   => $echo,
					'permission' => $this->anyone(),
					'access'     => self::ACCESS_VISITOR,
					'args'       => $fields,
				),
			)
		);
		$this->route(
			'/test-private/(?P<uid>[a-z]+)',
			array(
				array(
					'callback'   => fn ( \WP_REST_Request $request ): \WP_REST_Response => $this->paged( array( 1, 2 ), 45, 1, 20 ),
					'permission' => $this->can( Capabilities::MANAGE ),
					'args'       => self::page_args( array( 'title', 'id' ) ),
				),
				array(
					'methods'    => 'PUT',
					'callback'   => static function ( \WP_REST_Request $request ): array {
						self::demand_version( (string) $request['version'], 'v2' );
						return array();
					},
					'permission' => $this->can( Capabilities::MANAGE ),
					'args'       => array(
						'version' => array(
							'type'     => 'string',
							'required' => true,
						),
					) + $fields,
				),
				array(
					'methods'    => 'DELETE',
					'callback'   => static fn () => throw new Problem( 'busy_try_again', 503, 'Busy', 'try_again', array( 'more' => 1 ), 2 ),
					'permission' => $this->can( Capabilities::MANAGE ),
				),
			)
		);
		$this->route(
			'/test-upload',
			array(
				array(
					'methods'       => 'POST',
					'callback'      => static fn ( \WP_REST_Request $request ): array => array( 'bytes' => strlen( (string) $request->get_body() ) ),
					'permission'    => $this->can( Capabilities::MANAGE ),
					'content_types' => array( 'text/csv' ),
					'max_body'      => 100000,
				),
			)
		);
	}
}
