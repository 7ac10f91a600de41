<?php
declare( strict_types=1 );

namespace CoopCredentials\Admin;

use CoopCredentials\Kernel\Capabilities;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Request_Guard;
use CoopCredentials\Kernel\Rest_Controller;

/**
 * REST `onboarding`: the checklist as of now, and making the pages that are missing.
 */
final class Onboarding_Controller extends Rest_Controller {

	public function __construct( Request_Guard $guard, private readonly Onboarding $onboarding, private readonly Pages $pages ) {
		parent::__construct( $guard );
	}

	public function register_routes(): void {
		$this->route(
			'/onboarding',
			array(
				array(
					'methods'    => \WP_REST_Server::READABLE,
					'callback'   => fn(): array => $this->onboarding->report(),
					'permission' => $this->can( Capabilities::MANAGE ),
					'access'     => 'private',
				),
			)
		);
		$this->route(
			'/onboarding/pages',
			array(
				array(
					'methods'    => \WP_REST_Server::CREATABLE,
					'callback'   => fn(): array => $this->create_pages(),
					'permission' => $this->can( Capabilities::MANAGE ),
					'access'     => 'private',
				),
			)
		);
	}

	/**
	 * @return array<string, mixed>
	 * @throws Problem `not_permitted` (403): the account may not publish pages.
	 */
	private function create_pages(): array {
		if ( ! current_user_can( 'publish_pages' ) ) {
			throw new Problem( 'not_permitted', 403, __( 'Your account may not publish pages. Ask an administrator to do it.', 'coop-credentials' ) );
		}
		$this->pages->make_missing();
		return $this->onboarding->report();
	}

	/**
	 * @return array<string, mixed>
	 */
	public function get_item_schema(): array {
		$text = array( 'type' => 'string' );
		return array(
			'$schema'    => 'http://json-schema.org/draft-04/schema#',
			'title'      => 'coop-credentials-onboarding',
			'type'       => 'object',
			'properties' => array(
				'ready'      => array( 'type' => 'integer' ),
				'total'      => array( 'type' => 'integer' ),
				'sentence'   => $text,
				'checked_at' => $text,
				'checks'     => array(
					'type'  => 'array',
					'items' => array(
						'type'       => 'object',
						'properties' => array(
							'id'     => $text,
							'state'  => array(
								'type' => 'string',
								'enum' => array( 'ok', 'attention', 'todo', 'no' ),
							),
							'title'  => $text,
							'detail' => $text,
							'code'   => $text,
							'remedy' => array( 'type' => array( 'object', 'null' ) ),
						),
					),
				),
			),
		);
	}
}
