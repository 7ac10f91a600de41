<?php
/**
 * Imports over REST.
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
 * Upload, check, confirm, step by step to the end. Closing the browser loses nothing.
 */
final class Imports_Controller extends Rest_Controller {

	private const UID = '(?P<uid>[0-9A-HJKMNP-TV-Z]{26})';

	private const MAX_BYTES = 67108864;

	public function __construct( Request_Guard $guard, private readonly Importer $importer, private readonly Import_Run_Repository $runs, private readonly Source_Repository $sources ) {
		parent::__construct( $guard );
	}

	public function register_routes(): void {
		$may    = $this->can( Capabilities::EDIT_DIRECTORY );
		$upload = array(
			'source'   => array( 'type' => 'string', 'pattern' => '^[a-z0-9-]{1,64}$', 'required' => true ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			'encoding' => array( 'type' => 'string', 'enum' => array( 'utf-8', 'windows-1252' ) ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			'dry_run'  => array( 'type' => 'boolean', 'default' => true ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
		);
		$this->route(
			'/imports',
			array(
				array( 'methods' => 'GET', 'callback' => array( $this, 'get_items' ), 'permission' => $may, 'args' => array_diff_key( self::page_args(), array( 'search' => true ) ) ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
				array( 'methods' => 'POST', 'callback' => array( $this, 'create_item' ), 'permission' => $may, 'args' => $upload, 'max_body' => self::MAX_BYTES, 'content_types' => array( 'text/csv', 'multipart/form-data' ) ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			)
		);
		$this->route(
			'/imports/' . self::UID,
			array(
				array( 'methods' => 'GET', 'callback' => array( $this, 'read' ), 'permission' => $may, 'args' => array() ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			)
		);
		foreach ( array( 'step', 'confirm', 'pause', 'resume', 'cancel' ) as $action ) {
			$this->route(
				'/imports/' . self::UID . '/' . $action,
				array(
					array( 'methods' => 'POST', 'callback' => fn( \WP_REST_Request $request ): array => $this->act( $action, (string) $request['uid'] ), 'permission' => $may, 'args' => array() ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
				)
			);
		}
		$this->route(
			'/imports/' . self::UID . '/problems',
			array(
				array( 'methods' => 'GET', 'callback' => array( $this, 'get_problems' ), 'permission' => $may, 'args' => array_diff_key( self::page_args(), array( 'search' => true ) ) ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			)
		);
	}

	public function get_items( $request ): \WP_REST_Response {
		$page = $this->runs->page( (int) $request['page'], (int) $request['per_page'] );
		return $this->paged( array_map( static fn( Import_Run $run ): array => $run->to_array(), $page['items'] ), $page['total'], (int) $request['page'], (int) $request['per_page'] );
	}

	/**
	 * @return array<string, mixed>
	 */
	public function read( \WP_REST_Request $request ): array {
		return $this->importer->get( (string) $request['uid'] )->to_array();
	}

	/**
	 * The file as the body (text/csv), or as the field file of a form.
	 */
	public function create_item( $request ): \WP_REST_Response {
		$source = $this->sources->find( (string) $request['source'] ) ?? throw new Problem( 'source_not_found', 404, __( 'There is no such source.', 'coop-credentials' ) );
		$files  = $request->get_file_params();
		$path   = is_string( $files['file']['tmp_name'] ?? null ) && is_uploaded_file( $files['file']['tmp_name'] ) ? $files['file']['tmp_name'] : '';
		$made   = '' === $path;
		if ( $made ) {
			require_once ABSPATH . 'wp-admin/includes/file.php'; // @phpstan-ignore requireOnce.fileNotFound
			$path = (string) wp_tempnam( 'coop-credentials' );
			file_put_contents( $path, (string) $request->get_body() ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- a temporary file.
		}
		try {
			$run = $this->importer->create_run( $path, $source, (bool) $request['dry_run'], is_string( $request['encoding'] ) ? $request['encoding'] : null, get_current_user_id() );
		} finally {
			if ( $made ) {
				wp_delete_file( $path );
			}
		}
		return new \WP_REST_Response( $run->to_array(), 201 );
	}

	public function get_problems( \WP_REST_Request $request ): \WP_REST_Response {
		$run   = $this->importer->get( (string) $request['uid'] );
		$items = $this->runs->items( $run->id, 'problem', (int) $request['page'], (int) $request['per_page'] );
		return $this->paged( $items, $this->runs->count_items( $run->id, 'problem' ), (int) $request['page'], (int) $request['per_page'] );
	}

	/**
	 * @return array<string, mixed>
	 */
	private function act( string $action, string $uid ): array {
		$run = match ( $action ) {
			'step'    => $this->importer->step( $uid, 15.0 ),
			'confirm' => $this->importer->confirm( $uid ),
			default   => $this->importer->control( $uid, $action ),
		};
		return $run->to_array();
	}
}
