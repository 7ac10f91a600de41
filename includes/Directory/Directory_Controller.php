<?php
/**
 * The directory over REST.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Kernel\Request_Guard;
use CoopCredentials\Kernel\Rest_Controller;

/**
 * GET directory and GET directory/{slug}: public, cacheable, the same for everybody.
 */
final class Directory_Controller extends Rest_Controller {

	private const LIMIT = array(
		'bucket' => 'directory',
		'limit'  => 60,
		'window' => 60,
	);

	public function __construct(
		Request_Guard $guard,
		private readonly Directory_Search $search,
		private readonly Profiles $profiles,
		private readonly Directory_Version $version,
		private readonly Standing_Service $standings
	) {
		parent::__construct( $guard );
	}

	public function register_routes(): void {
		$text = array( 'type' => 'string' );
		$this->route(
			'/directory',
			array(
				array(
					'methods'    => 'GET',
					'callback'   => array( $this, 'get_items' ),
					'permission' => $this->anyone(),
					'access'     => self::ACCESS_PUBLIC,
					'limit'      => self::LIMIT,
					'args'       => array_fill_keys( array( 'search', 'bbox', 'near', 'radius', 'cursor', 'orderby', 'level', 'per_page' ), $text )
						+ array_fill_keys( array( 'category', 'type', 'sector', 'country' ), array( 'type' => array( 'string', 'array' ), 'items' => $text ) ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
				),
			)
		);
		$this->route(
			'/directory/(?P<slug>[a-zA-Z0-9-]{1,100})',
			array(
				array(
					'methods'    => 'GET',
					'callback'   => array( $this, 'get_item' ),
					'permission' => $this->anyone(),
					'access'     => self::ACCESS_PUBLIC,
					'limit'      => self::LIMIT,
					'args'       => array( 'slug' => $text ),
				),
			)
		);
	}

	/**
	 * A page of the directory. With _fields that leave out total and facets these are not counted.
	 */
	public function get_items( $request ): \WP_REST_Response {
		$query = Search_Query::from_array( $request->get_query_params() );
		$this->standings->refresh_due();
		$fields = $this->get_fields_for_response( $request );
		$counts = in_array( 'total', $fields, true ) || in_array( 'facets', $fields, true );
		$etag   = $this->etag( array( $query->normal_form(), $counts, (string) $request['_fields'] ) );
		if ( self::not_modified( $request, $etag ) ) {
			return $this->cacheable( new \WP_REST_Response( null, 304 ), $etag );
		}
		$answer = $this->search->search( $query, $counts )->to_array();
		return $this->cacheable( new \WP_REST_Response( array_intersect_key( $answer, array_flip( $fields ) ) ), $etag );
	}

	/**
	 * A profile; a former slug answers 301 with the new address.
	 */
	public function get_item( $request ): \WP_REST_Response {
		$slug = (string) $request['slug'];
		$etag = $this->etag( array( 'profile', strtolower( $slug ), gmdate( 'Y-m-d' ) ) );
		if ( self::not_modified( $request, $etag ) ) {
			return $this->cacheable( new \WP_REST_Response( null, 304 ), $etag );
		}
		$profile = $this->profiles->by_slug( $slug );
		if ( null !== $profile->redirect_slug ) {
			$response = new \WP_REST_Response( array( 'slug' => $profile->redirect_slug ), 301 );
			$response->header( 'Location', rest_url( self::NAMESPACE . '/directory/' . $profile->redirect_slug ) );
			return $response;
		}
		return $this->cacheable( new \WP_REST_Response( $profile->to_array() ), $etag );
	}

	/**
	 * @return array<string, mixed>
	 */
	public function get_item_schema(): array {
		$properties = array();
		foreach ( array( 'items', 'exact', 'total', 'total_is_minimum', 'facets', 'previous', 'next', 'hint', 'version' ) as $name ) {
			$properties[ $name ] = array(
				'type'    => match ( $name ) {
					'items',
				'exact'   => 'array',
				'total',
				'version' => array( 'integer', 'null' ),
				'total_is_minimum' => 'boolean',
				'facets'           => 'object',
				default            => array( 'string', 'null' ),
				},
				'context' => array( 'view' ),
			);
		}
		return array(
			'$schema'    => 'http://json-schema.org/draft-04/schema#',
			'title'      => 'coop-credentials-directory',
			'type'       => 'object',
			'properties' => $properties,
		);
	}

	/**
	 * @param array<array-key, mixed> $parts What the answer depends on besides version and locale.
	 */
	private function etag( array $parts ): string {
		return 'W/"' . substr( hash( 'sha256', (string) wp_json_encode( array( $this->version->current(), determine_locale(), $parts ) ) ), 0, 32 ) . '"';
	}

	private static function not_modified( \WP_REST_Request $request, string $etag ): bool {
		foreach ( explode( ',', (string) $request->get_header( 'If-None-Match' ) ) as $given ) {
			$given = trim( $given );
			if ( '*' === $given || preg_replace( '#^W/#', '', $given ) === substr( $etag, 2 ) ) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Anonymous answers may be kept by caches; with credentials nothing is.
	 */
	private function cacheable( \WP_REST_Response $response, string $etag ): \WP_REST_Response {
		$response->header( 'ETag', $etag );
		$response->header( 'Cache-Control', is_user_logged_in() ? 'private, no-store' : 'public, max-age=60, s-maxage=300, stale-while-revalidate=600' );
		return $response;
	}
}
