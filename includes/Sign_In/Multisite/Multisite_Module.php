<?php
/**
 * Hooks of a network of sites.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Multisite;

use CoopCredentials\Kernel\Module;
use CoopCredentials\Sign_In\Services as Sign_In;

/**
 * Registered only where there is a network.
 */
final class Multisite_Module implements Module {

	/**
	 * Takes the room.
	 *
	 * @param Sign_In $sign_in Room.
	 */
	public function __construct( private readonly Sign_In $sign_in ) {
	}

	/**
	 * Adds the hooks. Nothing here asks the database.
	 */
	public function register(): void {
		if ( ! is_multisite() ) {
			return;
		}
		add_action( 'rest_api_init', array( $this, 'action_rest_api_init' ) );
		add_action( Network_Editor::CRON, array( $this, 'action_tell' ), 10, 2 );
	}

	/**
	 * Registers the REST routes.
	 */
	public function action_rest_api_init(): void {
		$this->sign_in->multisite()->controller()->register_routes();
	}

	/**
	 * Goes on telling sites of a changed provider.
	 *
	 * @param mixed $slug   Provider.
	 * @param mixed $offset Sites already told.
	 */
	public function action_tell( mixed $slug, mixed $offset = 0 ): void {
		if ( is_string( $slug ) && is_int( $offset ) ) {
			$this->sign_in->multisite()->editor()->tell( $slug, $offset );
		}
	}
}
