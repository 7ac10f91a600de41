<?php
/**
 * The trust policy over REST.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Kernel\Capabilities;
use CoopCredentials\Kernel\Request_Guard;
use CoopCredentials\Kernel\Rest_Controller;

/**
 * Reads and replaces the policy. What is not fully understood is refused and the last good one stays.
 */
final class Trust_Policy_Controller extends Rest_Controller {

	public function __construct( Request_Guard $guard, private readonly Trust_Policy_Repository $policies, private readonly Standing_Service $standings ) {
		parent::__construct( $guard );
	}

	public function register_routes(): void {
		$may = $this->can( Capabilities::MANAGE );
		$put = array(
			'policy'  => array( 'type' => 'object' ),
			'preset'  => array( 'type' => 'string', 'enum' => Trust_Policy_Repository::PRESETS ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			'version' => array( 'type' => 'string', 'required' => true, 'maxLength' => 64 ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
		);
		$this->route(
			'/trust-policy',
			array(
				array( 'methods' => 'GET', 'callback' => array( $this, 'read' ), 'permission' => $may, 'args' => array() ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
				array( 'methods' => 'POST, PUT', 'callback' => array( $this, 'change' ), 'permission' => $may, 'args' => $put, 'max_depth' => 16 ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			)
		);
	}

	/**
	 * @return array<string, mixed>
	 */
	public function read( \WP_REST_Request $request ): array {
		$policy = $this->policies->current();
		return array(
			'document' => (object) $policy->document,
			'stamp'    => $policy->stamp(),
			'readable' => array() !== $policy->categories,
			'presets'  => Trust_Policy_Repository::PRESETS,
			'version'  => $this->policies->hash(),
		);
	}

	/**
	 * @return array<string, mixed>
	 */
	public function change( \WP_REST_Request $request ): array {
		$policy   = is_string( $request['preset'] ) ? $this->policies->preset( $request['preset'] ) : Trust_Policy_Parser::parse( $request['policy'] );
		$document = array( 'version' => max( $policy->version, $this->policies->current()->version + 1 ) ) + $policy->document;
		$this->policies->save( Trust_Policy_Parser::parse( $document ), (string) $request['version'] );
		$after = null;
		do {
			$after = $this->standings->refresh_all( true, $after );
		} while ( null !== $after );
		return $this->read( $request );
	}
}
