<?php
/**
 * Sources over REST.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Kernel\Capabilities;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Request_Guard;
use CoopCredentials\Kernel\Rest_Controller;

/**
 * Lists the directory is filled from.
 */
final class Sources_Controller extends Rest_Controller {

	public function __construct( Request_Guard $guard, private readonly Source_Repository $sources ) {
		parent::__construct( $guard );
	}

	public function register_routes(): void {
		$may    = $this->can( Capabilities::EDIT_DIRECTORY );
		$fields = Source::schema();
		$create = $fields;
		foreach ( array( 'slug', 'title' ) as $name ) {
			$create[ $name ]['required'] = true;
		}
		$this->route(
			'/sources',
			array(
				array( 'methods' => 'GET', 'callback' => array( $this, 'list_all' ), 'permission' => $may, 'args' => array() ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
				array( 'methods' => 'POST', 'callback' => array( $this, 'create_item' ), 'permission' => $may, 'args' => $create ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			)
		);
		$this->route(
			'/sources/(?P<slug>[a-z0-9-]{1,64})',
			array(
				array( 'methods' => 'GET', 'callback' => array( $this, 'read' ), 'permission' => $may, 'args' => array() ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
				array( 'methods' => 'POST, PUT, PATCH', 'callback' => array( $this, 'change' ), 'permission' => $may, 'args' => array_map( static fn( array $field ): array => array_diff_key( $field, array( 'default' => true ) ), $fields ) ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			)
		);
	}

	/**
	 * @return list<array<string, mixed>>
	 */
	public function list_all( \WP_REST_Request $request ): array {
		return array_map( static fn( Source $source ): array => $source->to_array(), $this->sources->all() );
	}

	/**
	 * @return array<string, mixed>
	 */
	public function read( \WP_REST_Request $request ): array {
		return $this->find( $request )->to_array();
	}

	public function create_item( $request ): \WP_REST_Response {
		if ( null !== $this->sources->find( (string) $request['slug'] ) ) {
			throw new Problem( 'slug_taken', 409, __( 'A source of this name exists.', 'coop-credentials' ) );
		}
		return new \WP_REST_Response( $this->sources->save( self::fields( $request ) )->to_array(), 201 );
	}

	/**
	 * @return array<string, mixed>
	 */
	public function change( \WP_REST_Request $request ): array {
		$source = $this->find( $request );
		$stored = array(
			'slug'        => $source->slug,
			'title'       => $source->title,
			'kind'        => $source->kind,
			'url'         => $source->url,
			'mode'        => $source->mode,
			'licence'     => $source->licence,
			'attribution' => $source->attribution,
			'priority'    => $source->priority,
			'mapping'     => $source->mapping,
		);
		return $this->sources->save( array( 'slug' => $source->slug ) + self::fields( $request ) + $stored )->to_array();
	}

	/**
	 * @return array<string, mixed>
	 */
	private static function fields( \WP_REST_Request $request ): array {
		$fields = array();
		foreach ( array_keys( Source::schema() ) as $name ) {
			if ( null !== $request[ $name ] ) {
				$fields[ $name ] = is_string( $request[ $name ] ) ? Cell::read( $request[ $name ], 5000 )->text : $request[ $name ];
			}
		}
		return $fields;
	}

	private function find( \WP_REST_Request $request ): Source {
		return $this->sources->find( (string) $request['slug'] ) ?? throw new Problem( 'source_not_found', 404, __( 'There is no such source.', 'coop-credentials' ) );
	}
}
