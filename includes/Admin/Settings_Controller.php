<?php
declare( strict_types=1 );

namespace CoopCredentials\Admin;

use CoopCredentials\Directory\Organisation_Repository;
use CoopCredentials\Kernel\Audit_Log;
use CoopCredentials\Kernel\Capabilities;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Request_Guard;
use CoopCredentials\Kernel\Rest_Controller;
use CoopCredentials\Kernel\Settings;

/**
 * REST `settings`: whose site this is, which pages do what, and whether uninstalling removes the data.
 */
final class Settings_Controller extends Rest_Controller {

	public function __construct(
		Request_Guard $guard,
		private readonly Settings $settings,
		private readonly Organisation_Repository $organisations,
		private readonly Pages $pages,
		private readonly Audit_Log $audit
	) {
		parent::__construct( $guard );
	}

	public function register_routes(): void {
		$this->route(
			'/settings',
			array(
				array(
					'methods'    => \WP_REST_Server::READABLE,
					'callback'   => fn(): array => $this->read(),
					'permission' => $this->can( Capabilities::MANAGE ),
					'access'     => 'private',
				),
				array(
					'methods'    => \WP_REST_Server::EDITABLE,
					'callback'   => fn( \WP_REST_Request $request ): array => $this->write( $request ),
					'permission' => $this->can( Capabilities::MANAGE ),
					'access'     => 'private',
					'args'       => self::fields(),
				),
			)
		);
	}

	/**
	 * @return array<string, mixed>
	 */
	private function read(): array {
		$own   = $this->settings->get( 'own_organisation', '' );
		$found = $this->pages->found();
		$pages = array();
		foreach ( $found as $name => $id ) {
			$pages[ $name ] = array(
				'id'       => (int) $id,
				'title'    => null === $id ? '' : wp_strip_all_tags( get_the_title( $id ) ),
				'url'      => null === $id ? '' : (string) get_permalink( $id ),
				'edit_url' => null === $id ? '' : (string) get_edit_post_link( $id, 'raw' ),
			);
		}
		return array(
			'own_organisation' => is_string( $own ) ? $own : '',
			'pages'            => $pages,
			'login_redirect'   => is_string( $this->settings->get( 'login_redirect' ) ) ? $this->settings->get( 'login_redirect' ) : '',
			'remove_data'      => true === $this->settings->get( 'remove_data', false ),
		);
	}

	/**
	 * @return array<string, mixed>
	 * @throws Problem `invalid_request` (400) with the fields.
	 */
	private function write( \WP_REST_Request $request ): array {
		$given    = $request->get_json_params();
		$problems = array();
		$own      = $given['own_organisation'] ?? null;
		if ( is_string( $own ) && '' !== $own && null === $this->organisations->find_by_uid( $own ) ) {
			$problems['own_organisation'] = __( 'This organisation is no longer in the directory.', 'coop-credentials' );
		}
		$pages = is_array( $given['pages'] ?? null ) ? array_map( 'intval', $given['pages'] ) : null;
		foreach ( $pages ?? array() as $name => $id ) {
			if ( $id > 0 && 'page' !== get_post_type( $id ) ) {
				$problems['pages'] = __( 'One of the chosen pages no longer exists.', 'coop-credentials' );
			}
		}
		if ( array() !== $problems ) {
			throw new Problem( 'invalid_request', 400, (string) reset( $problems ), null, array( 'params' => $problems ) );
		}

		$changed = array();
		if ( is_string( $own ) && $own !== $this->settings->get( 'own_organisation', '' ) ) {
			$this->settings->set( 'own_organisation', '' === $own ? null : $own );
			$changed[] = 'own_organisation';
		}
		if ( null !== $pages ) {
			$this->settings->set( 'pages', array_filter( array_merge( $this->pages->stored(), $pages ) ) );
			$changed[] = 'pages';
		}
		$login = $given['login_redirect'] ?? null;
		if ( is_string( $login ) && $login !== $this->settings->get( 'login_redirect', '' ) ) {
			$this->settings->set( 'login_redirect', '' === $login ? null : $login );
			$changed[] = 'login_redirect';
		}
		if ( is_bool( $given['remove_data'] ?? null ) && $given['remove_data'] !== $this->settings->get( 'remove_data', false ) ) {
			$this->settings->set( 'remove_data', $given['remove_data'] );
			$changed[] = 'remove_data';
		}
		if ( array() !== $changed ) {
			$this->audit->record( 'settings_changed', 'ok', '', array( 'details' => array( 'fields' => implode( ', ', $changed ) ) ) );
		}
		return $this->read();
	}

	/**
	 * @return array<string, array<string, mixed>>
	 */
	private static function fields(): array {
		$page = array(
			'type'    => 'integer',
			'minimum' => 0,
			'maximum' => PHP_INT_MAX,
		);
		return array(
			'own_organisation' => array(
				'type'      => 'string',
				'maxLength' => 26,
				'pattern'   => '^([0-9A-Z]{26})?$',
			),
			'pages'            => array(
				'type'                 => 'object',
				'additionalProperties' => false,
				'properties'           => array_fill_keys( Pages::NAMES, $page ),
			),
			'login_redirect'   => array(
				'type'      => 'string',
				'maxLength' => 32,
				'pattern'   => '^([a-z0-9-]{2,32})?$',
			),
			'remove_data'      => array( 'type' => 'boolean' ),
		);
	}

	/**
	 * @return array<string, mixed>
	 */
	public function get_item_schema(): array {
		return array(
			'$schema'    => 'http://json-schema.org/draft-04/schema#',
			'title'      => 'coop-credentials-settings',
			'type'       => 'object',
			'properties' => self::fields(),
		);
	}
}
