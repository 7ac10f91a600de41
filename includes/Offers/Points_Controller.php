<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Capabilities;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Database;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Request_Guard;
use CoopCredentials\Kernel\Rest_Controller;
use CoopCredentials\Kernel\Ulid;

/**
 * `points`: tills, doors and online shops.
 */
final class Points_Controller extends Rest_Controller {
	public function __construct(
		Request_Guard $guard,
		private readonly Clock $clock,
		private readonly Point_Repository $points,
		private readonly Organisation_Cards $organisations
	) {
		parent::__construct( $guard );
	}

	/**
	 * Registers the routes.
	 */
	public function register_routes(): void {
		$this->route(
			'/points',
			array(
				array(
					'methods'    => 'GET',
					'callback'   => array( $this, 'get_items' ),
					'permission' => array( $this, 'may_read' ),
					'access'     => self::ACCESS_PRIVATE,
					'args'       => array_diff_key( self::page_args(), array( 'search' => 1 ) ),
				),
				array(
					'methods'    => 'POST',
					'callback'   => array( $this, 'create_item' ),
					'permission' => $this->can( Capabilities::MANAGE_OFFERS ),
					'access'     => self::ACCESS_PRIVATE,
					'args'       => self::fields( true ),
				),
			)
		);
		$this->route(
			'/points/(?P<uid>[0-9A-Z]{26})',
			array(
				array(
					'methods'    => 'GET',
					'callback'   => array( $this, 'get_item' ),
					'permission' => array( $this, 'may_read' ),
					'access'     => self::ACCESS_PRIVATE,
				),
				array(
					'methods'    => 'PUT, PATCH, POST',
					'callback'   => array( $this, 'update_item' ),
					'permission' => $this->can( Capabilities::MANAGE_OFFERS ),
					'access'     => self::ACCESS_PRIVATE,
					'args'       => self::fields( false ),
				),
				array(
					'methods'    => 'DELETE',
					'callback'   => array( $this, 'delete_item' ),
					'permission' => $this->can( Capabilities::MANAGE_OFFERS ),
					'access'     => self::ACCESS_PRIVATE,
					'args'       => array( 'force' => array( 'type' => 'boolean' ) ),
				),
			)
		);
	}

	/**
	 * Tills choose theirs, those who make pages choose one for a block; who looks after offers sees all.
	 */
	public function may_read(): bool|\WP_Error {
		return current_user_can( Capabilities::REDEEM ) || current_user_can( Capabilities::MANAGE_OFFERS ) || current_user_can( 'edit_pages' ) ? true : self::not_permitted();
	}

	/**
	 * @param \WP_REST_Request<array<string, mixed>> $request Request.
	 */
	public function get_items( $request ): \WP_REST_Response {
		$found = $this->points->page( (int) $request['page'], (int) $request['per_page'] );
		return $this->paged( array_map( array( $this, 'item' ), $found['items'] ), $found['total'], (int) $request['page'], (int) $request['per_page'] );
	}

	/**
	 * @param \WP_REST_Request<array<string, mixed>> $request Request.
	 */
	public function get_item( $request ): \WP_REST_Response {
		return new \WP_REST_Response( $this->item( $this->find( $request ) ) );
	}

	/**
	 * @param \WP_REST_Request<array<string, mixed>> $request Request.
	 */
	public function create_item( $request ): \WP_REST_Response {
		$uid = Ulid::generate();
		$now = Database::datetime( $this->clock->now() );
		$this->points->create(
			$this->columns( $request ) + array(
				'uid'        => $uid,
				'created_at' => $now,
				'updated_at' => $now,
			)
		);
		return new \WP_REST_Response( $this->item( $this->points->find( $uid ) ?? throw new Problem( 'storage_failed', 503 ) ), 201 );
	}

	/**
	 * @param \WP_REST_Request<array<string, mixed>> $request Request.
	 */
	public function update_item( $request ): \WP_REST_Response {
		$point = $this->find( $request );
		$this->points->save( $point, $this->columns( $request ) + array( 'updated_at' => Database::datetime( $this->clock->now() ) ) );
		return new \WP_REST_Response( $this->item( $this->points->find( $point->uid ) ?? $point ) );
	}

	/**
	 * @param \WP_REST_Request<array<string, mixed>> $request Request.
	 */
	public function delete_item( $request ): \WP_REST_Response {
		if ( ! $this->points->delete_unused( $this->find( $request ) ) ) {
			throw new Problem( 'point_in_use', 409, __( 'Codes were used at this till, so its name must stay. Close it instead.', 'coop-credentials' ), 'close' );
		}
		return new \WP_REST_Response( array( 'deleted' => true ) );
	}

	/**
	 * @param \WP_REST_Request<array<string, mixed>> $request Request.
	 */
	private function find( \WP_REST_Request $request ): Point {
		return $this->points->find( (string) $request['uid'] ) ?? throw new Problem( 'point_not_found', 404, __( 'There is no such till.', 'coop-credentials' ) );
	}

	/**
	 * @return array<string, mixed>
	 */
	private function item( Point $point ): array {
		$card = 0 === $point->organisation_id ? null : $this->organisations->card( $point->organisation_id );
		return $point->to_array() + array(
			'organisation_uid'  => $card['uid'] ?? '',
			'organisation_name' => $card['name'] ?? '',
		);
	}

	/**
	 * @param \WP_REST_Request<array<string, mixed>> $request Request.
	 * @return array<string, mixed>
	 */
	private function columns( \WP_REST_Request $request ): array {
		$columns = array();
		foreach ( array( 'name', 'kind', 'mode', 'counts_apart', 'allow_multiple', 'allow_reentry', 'active', 'offers', 'opens_at', 'closes_at' ) as $field ) {
			if ( ! $request->has_param( $field ) ) {
				continue;
			}
			$value             = $request[ $field ];
			$columns[ $field ] = match ( $field ) {
				'name'                  => sanitize_text_field( (string) $value ),
				'offers'                => is_array( $value ) ? (string) wp_json_encode( $value ) : null,
				'opens_at', 'closes_at' => is_string( $value ) && '' !== $value ? gmdate( 'Y-m-d H:i:s', (int) strtotime( $value ) ) : null,
				'kind', 'mode'          => $value,
				default                 => $value ? 1 : 0,
			};
		}
		if ( is_string( $request['organisation_uid'] ) ) {
			$columns['organisation_id'] = '' === $request['organisation_uid'] ? 0 : ( $this->organisations->id_of_uid( $request['organisation_uid'] )
				?? throw new Problem( 'invalid_request', 400, __( 'This co-op is not in the directory.', 'coop-credentials' ), null, array( 'params' => array( 'organisation_uid' ) ) ) );
		}
		return $columns;
	}

	/**
	 * @param bool $create Whether the name is required.
	 * @return array<string, array<string, mixed>>
	 */
	private static function fields( bool $create ): array {
		$flag = array( 'type' => 'boolean' );
		$time = array(
			'type'      => array( 'string', 'null' ),
			'maxLength' => 30,
			'pattern'   => '^(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(Z|[+\-]\d{2}:?\d{2})?)?$',
		);
		return array(
			'organisation_uid' => array(
				'type'      => 'string',
				'maxLength' => 26,
			),
			'name'             => array(
				'type'      => 'string',
				'minLength' => 1,
				'maxLength' => 100,
				'required'  => $create,
			),
			'kind'             => array(
				'type' => 'string',
				'enum' => array( 'till', 'door', 'online' ),
			),
			'offers'           => array(
				'type'     => array( 'array', 'null' ),
				'maxItems' => 200,
				'items'    => array(
					'type'      => 'string',
					'maxLength' => 26,
				),
			),
			'mode'             => array(
				'type' => 'string',
				'enum' => array( 'at_once', 'confirm' ),
			),
			'counts_apart'     => $flag,
			'allow_multiple'   => $flag,
			'allow_reentry'    => $flag,
			'opens_at'         => $time,
			'closes_at'        => $time,
			'active'           => $flag,
		);
	}
}
