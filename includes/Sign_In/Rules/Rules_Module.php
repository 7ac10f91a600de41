<?php
/**
 * What rules hear of.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Rules;

use CoopCredentials\Kernel\Module;
use CoopCredentials\Sign_In\Services as Sign_In;

/**
 * Hooks of rules in use.
 */
final class Rules_Module implements Module {

	/**
	 * Takes the room.
	 *
	 * @param Sign_In $sign_in Room.
	 */
	public function __construct( private readonly Sign_In $sign_in ) {
	}

	/**
	 * Adds the hooks.
	 */
	public function register(): void {
		add_action( 'coop_credentials_signed_in', array( $this, 'action_signed_in' ), 1, 4 );
	}

	/**
	 * Records why somebody got in.
	 *
	 * @param mixed $identity_uid Identity; null for an ephemeral subject.
	 * @param mixed $provider     Slug.
	 * @param mixed $is_new       Whether the identity was seen for the first time.
	 * @param mixed $user_id      Account.
	 */
	public function action_signed_in( mixed $identity_uid, mixed $provider = '', mixed $is_new = false, mixed $user_id = null ): void {
		$this->sign_in->linked_identities()->forget();
		$this->sign_in->admission()->entered( is_string( $identity_uid ) ? $identity_uid : null, is_string( $provider ) ? $provider : '', is_int( $user_id ) ? $user_id : null );
	}
}
