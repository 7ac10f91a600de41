<?php
/**
 * Base of all REST controllers.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * One class a resource. Routes are declared with route(); Request_Guard then refuses what must be refused before
 * anything of the room runs, and gives every answer its headers.
 */
abstract class Rest_Controller extends \WP_REST_Controller {

	protected const NAMESPACE = 'coop-credentials/v1';

	/** No personal part in the answer; may be cached and read from other origins. */
	public const ACCESS_PUBLIC = 'public';

	/** A visitor session or an account; writes of a visitor session carry its token. */
	public const ACCESS_VISITOR = 'visitor';

	/** Needs a capability; not listed in the index. */
	public const ACCESS_PRIVATE = 'private';

	public function __construct( protected readonly Request_Guard $guard ) {
		$this->namespace = self::NAMESPACE;
	}

	/**
	 * Registers one route. Each endpoint is an array of
	 *  - methods    string, as in register_rest_route();
	 *  - callback   callable( WP_REST_Request ): array|WP_REST_Response; throws Problem to refuse;
	 *  - permission callable( WP_REST_Request ): true|WP_Error, see can() and anyone();
	 *  - args       schema of the arguments; every body field must be listed;
	 *  - access     'public', 'visitor' or 'private' (default);
	 *  - limit      optional array{ bucket, limit, window } per account or visitor, else per address;
	 *  - max_body   optional bytes, default 65,536;
	 *  - max_depth  optional levels of the JSON body, default 10;
	 *  - content_types optional list of accepted media types instead of JSON (uploads);
	 *  - foreign    optional 'anonymous': a foreign origin is answered as a stranger (ask is_foreign()), not refused.
	 *
	 * @param string                     $path      As in register_rest_route(), with leading slash.
	 * @param list<array<string, mixed>> $endpoints One for each set of methods.
	 */
	protected function route( string $path, array $endpoints ): void {
		$registered = array();
		foreach ( $endpoints as $endpoint ) {
			$callback   = $endpoint['callback'] ?? null;
			$permission = $endpoint['permission'] ?? null;
			$access     = $endpoint['access'] ?? self::ACCESS_PRIVATE;
			if ( ! is_callable( $callback ) || ! is_callable( $permission ) || ! in_array( $access, array( self::ACCESS_PUBLIC, self::ACCESS_VISITOR, self::ACCESS_PRIVATE ), true ) ) {
				throw new \LogicException( 'An endpoint needs callback, permission and access: ' . esc_html( $path ) );
			}
			$registered[] = array(
				'methods'             => $endpoint['methods'] ?? \WP_REST_Server::READABLE,
				'callback'            => self::wrap( $callback ),
				'permission_callback' => self::wrap_permission( $permission ),
				'args'                => $endpoint['args'] ?? array(),
				'show_in_index'       => self::ACCESS_PRIVATE !== $access,
				'coop_credentials'    => array( 'access' => $access ) + array_intersect_key(
					$endpoint,
					array_flip( array( 'limit', 'max_body', 'max_depth', 'content_types', 'foreign' ) )
				),
			);
		}
		$registered['schema'] = array( $this, 'get_public_item_schema' );
		register_rest_route( self::NAMESPACE, $path, $registered );
	}

	/**
	 * Permission callback: the current account has the capability.
	 *
	 * @return callable(): (true|\WP_Error)
	 */
	protected function can( string $capability ): callable {
		return static function () use ( $capability ): bool|\WP_Error {
			return current_user_can( $capability ) ? true : self::not_permitted();
		};
	}

	/**
	 * Permission callback of the routes on the checked-in public list.
	 *
	 * @return callable(): true
	 */
	protected function anyone(): callable {
		return static fn(): bool => true;
	}

	/**
	 * coop_credentials_not_permitted with 401 or 403.
	 */
	protected static function not_permitted(): \WP_Error {
		$problem = new Problem( 'not_permitted', rest_authorization_required_code(), __( 'You are not allowed to do that.', 'coop-credentials' ), is_user_logged_in() ? null : 'log_in' );
		return $problem->to_wp_error();
	}

	/**
	 * Only with the endpoint option foreign = anonymous: does another origin ask?
	 */
	protected function is_foreign( \WP_REST_Request $request ): bool {
		return $this->guard->is_foreign( $request );
	}

	/**
	 * @throws Problem With reason edit_conflict (409) when the edit is based on another version than the stored one.
	 */
	protected static function demand_version( string $given, string $current ): void {
		if ( ! hash_equals( $current, $given ) ) {
			throw new Problem( 'edit_conflict', 409, __( 'Somebody else changed this meanwhile. Reload and try again.', 'coop-credentials' ), 'reload' );
		}
	}

	/**
	 * A page of a collection with X-WP-Total and X-WP-TotalPages.
	 *
	 * @param array<array-key, mixed> $items    Of this page.
	 * @param int                     $total    Of all pages.
	 * @param int                     $page     From 1.
	 * @param int                     $per_page Items a page.
	 */
	protected function paged( array $items, int $total, int $page, int $per_page ): \WP_REST_Response {
		$response = new \WP_REST_Response( array_values( $items ) );
		$response->header( 'X-WP-Total', (string) $total );
		$response->header( 'X-WP-TotalPages', (string) (int) ceil( $total / max( 1, $per_page ) ) );
		return $response;
	}

	/**
	 * Arguments of a plain page collection.
	 *
	 * @param list<string> $orderby Allowed columns; the first is the default.
	 * @return array<string, array<string, mixed>>
	 */
	protected static function page_args( array $orderby = array() ): array {
		$args = array(
			'page'     => array(
				'type'    => 'integer',
				'minimum' => 1,
				'default' => 1,
			),
			'per_page' => array(
				'type'    => 'integer',
				'minimum' => 1,
				'maximum' => 100,
				'default' => 20,
			),
			'search'   => array(
				'type'      => 'string',
				'maxLength' => 100,
			),
		);
		if ( array() !== $orderby ) {
			$args['orderby'] = array(
				'type'    => 'string',
				'enum'    => $orderby,
				'default' => $orderby[0],
			);
			$args['order']   = array(
				'type'    => 'string',
				'enum'    => array( 'asc', 'desc' ),
				'default' => 'asc',
			);
		}
		return $args;
	}

	/**
	 * Problem → WP_Error.
	 *
	 * @param callable $callback Of the endpoint.
	 * @return callable(\WP_REST_Request): (\WP_REST_Response|\WP_Error)
	 */
	private static function wrap( callable $callback ): callable {
		return static function ( \WP_REST_Request $request ) use ( $callback ): \WP_REST_Response|\WP_Error {
			try {
				$result = $callback( $request );
			} catch ( Problem $problem ) {
				return $problem->to_wp_error();
			}
			return $result instanceof \WP_REST_Response || $result instanceof \WP_Error ? $result : new \WP_REST_Response( $result );
		};
	}

	/**
	 * @param callable $permission Of the endpoint.
	 * @return callable(\WP_REST_Request): (bool|\WP_Error)
	 */
	private static function wrap_permission( callable $permission ): callable {
		return static function ( \WP_REST_Request $request ) use ( $permission ): bool|\WP_Error {
			try {
				$allowed = $permission( $request );
			} catch ( Problem $problem ) {
				return $problem->to_wp_error();
			}
			if ( $allowed instanceof \WP_Error ) {
				return $allowed;
			}
			return true === $allowed ? true : self::not_permitted();
		};
	}
}
