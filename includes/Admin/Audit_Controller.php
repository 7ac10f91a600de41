<?php
declare( strict_types=1 );

namespace CoopCredentials\Admin;

use CoopCredentials\Kernel\Audit_Log;
use CoopCredentials\Kernel\Capabilities;
use CoopCredentials\Kernel\Request_Guard;
use CoopCredentials\Kernel\Rest_Controller;

/**
 * REST `audit`: what happened, newest first, with filters. Never codes, tokens or addresses: the log holds none.
 */
final class Audit_Controller extends Rest_Controller {

	private const FILTERS = array( 'event', 'outcome', 'reason', 'provider', 'identity_uid' );

	public function __construct( Request_Guard $guard, private readonly Audit_Log $log ) {
		parent::__construct( $guard );
	}

	public function register_routes(): void {
		$this->route(
			'/audit',
			array(
				array(
					'methods'    => \WP_REST_Server::READABLE,
					'callback'   => fn( \WP_REST_Request $request ): \WP_REST_Response => $this->items( $request ),
					'permission' => $this->can( Capabilities::MANAGE ),
					'access'     => 'private',
					'args'       => $this->arguments(),
				),
			)
		);
	}

	private function items( \WP_REST_Request $request ): \WP_REST_Response {
		$filters = array();
		foreach ( self::FILTERS as $name ) {
			$value = $request[ $name ];
			if ( is_string( $value ) && '' !== $value ) {
				$filters[ $name ] = $value;
			}
		}
		foreach ( array( 'since', 'until' ) as $name ) {
			$value = $request[ $name ];
			if ( is_string( $value ) && '' !== $value ) {
				$filters[ $name ] = $value . ' 00:00:00';
			}
		}
		if ( is_string( $request['search'] ) && '' !== $request['search'] ) {
			// The log has no full text: a search looks for a reason code, as the screens and tills show them.
			$filters['reason'] = sanitize_key( $request['search'] );
		}
		$page     = max( 1, (int) $request['page'] );
		$per_page = max( 1, (int) $request['per_page'] );
		$found    = $this->log->query( $filters, $page, $per_page );
		return $this->paged( array_map( array( $this, 'with_names' ), $found['items'] ), $found['total'], $page, $per_page );
	}

	/**
	 * The log keeps account ids; a person wants the name.
	 *
	 * @param array<string, mixed> $item Row.
	 * @return array<string, mixed>
	 */
	private function with_names( array $item ): array {
		$id                 = is_int( $item['actor_id'] ?? null ) ? $item['actor_id'] : 0;
		$user               = $id > 0 ? get_userdata( $id ) : false;
		$item['actor_name'] = $user instanceof \WP_User ? $user->display_name : '';
		return $item;
	}

	/**
	 * @return array<string, array<string, mixed>>
	 */
	private function arguments(): array {
		$args = self::page_args();
		foreach ( self::FILTERS as $name ) {
			$args[ $name ] = array(
				'type'      => 'string',
				'maxLength' => 64,
			);
		}
		foreach ( array( 'since', 'until' ) as $name ) {
			$args[ $name ] = array(
				'type'    => 'string',
				'pattern' => '^\d{4}-\d{2}-\d{2}$',
			);
		}
		return $args;
	}

	/**
	 * @return array<string, mixed>
	 */
	public function get_item_schema(): array {
		$text   = array( 'type' => array( 'string', 'null' ) );
		$number = array( 'type' => array( 'integer', 'null' ) );
		return array(
			'$schema'    => 'http://json-schema.org/draft-04/schema#',
			'title'      => 'coop-credentials-audit-entry',
			'type'       => 'object',
			'properties' => array(
				'id'           => array( 'type' => 'integer' ),
				'occurred_at'  => $text,
				'event'        => $text,
				'outcome'      => $text,
				'reason'       => $text,
				'provider'     => $text,
				'identity_uid' => $text,
				'user_id'      => $number,
				'actor_id'     => $number,
				'actor_name'   => $text,
				'request_id'   => $text,
				'class'        => $text,
				'details'      => array( 'type' => 'object' ),
			),
		);
	}
}
