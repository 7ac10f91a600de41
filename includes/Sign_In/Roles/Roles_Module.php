<?php
/**
 * When roles are looked at.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Roles;

use CoopCredentials\Kernel\Module;

/**
 * After a sign-in, a renewed snapshot, linking and unlinking at once; after a changed rule or provider, and with time, at
 * the account's next request, before its rights are asked.
 */
final class Roles_Module implements Module {

	/**
	 * Takes the services.
	 *
	 * @param \Closure(): Services $services Services, built when first needed.
	 */
	public function __construct( private readonly \Closure $services ) {
	}

	/**
	 * Adds the hooks.
	 */
	public function register(): void {
		// Before other plugins: one that throws or exits where it hears of this must not leave a role in place.
		add_action( 'coop_credentials_signed_in', array( $this, 'action_signed_in' ), PHP_INT_MIN );
		add_action( 'coop_credentials_memberships_renewed', array( $this, 'action_signed_in' ), PHP_INT_MIN );
		add_action( 'coop_credentials_identity_linked', array( $this, 'action_identity_linked' ), PHP_INT_MIN );
		add_action( 'coop_credentials_identity_blocked', array( $this, 'action_identity_linked' ), PHP_INT_MIN );
		add_action( 'coop_credentials_identity_unlinked', array( $this, 'action_identity_unlinked' ), PHP_INT_MIN, 2 );
		add_action( 'coop_credentials_rule_changed', array( $this, 'action_changed' ), PHP_INT_MIN );
		add_action( 'coop_credentials_provider_changed', array( $this, 'action_changed' ), PHP_INT_MIN );
		add_action( 'set_current_user', array( $this, 'action_set_current_user' ) );
		add_filter( 'user_has_cap', array( $this, 'filter_user_has_cap' ), 1, 4 );
	}

	/**
	 * Somebody signed in, or a snapshot was renewed.
	 *
	 * @param mixed $identity_uid Identity; null for an ephemeral subject.
	 */
	public function action_signed_in( mixed $identity_uid ): void {
		if ( is_string( $identity_uid ) && '' !== $identity_uid ) {
			$this->services()->mapper()->identity( $identity_uid );
		}
	}

	/**
	 * An identity was linked to an account, perhaps one that was just made, or was blocked or let in again.
	 *
	 * @param mixed $identity_uid Identity.
	 */
	public function action_identity_linked( mixed $identity_uid ): void {
		$this->action_signed_in( $identity_uid );
	}

	/**
	 * An identity was taken away from an account.
	 *
	 * @param mixed $identity_uid Identity.
	 * @param mixed $user_id      Account.
	 */
	public function action_identity_unlinked( mixed $identity_uid, mixed $user_id = 0 ): void {
		if ( is_int( $user_id ) && $user_id > 0 && is_string( $identity_uid ) ) {
			$this->services()->mapper()->unlinked( $user_id, $identity_uid );
		}
	}

	/**
	 * A rule or a provider was changed: every account is looked at again when it makes its next request.
	 */
	public function action_changed(): void {
		$this->services()->marks()->renew_stamp();
	}

	/**
	 * WordPress knows who makes this request.
	 */
	public function action_set_current_user(): void {
		$user_id = get_current_user_id();
		if ( $user_id > 0 ) {
			$this->services()->mapper()->request( $user_id );
		}
	}

	/**
	 * WordPress asks what an account may do. Before other plugins, so that what these add stays.
	 *
	 * @param mixed $rights Rights, by name.
	 * @param mixed $needed Rights that are asked for.
	 * @param mixed $asked  Question as it was put.
	 * @param mixed $user   Account.
	 * @return mixed Rights.
	 */
	public function filter_user_has_cap( mixed $rights, mixed $needed, mixed $asked, mixed $user ): mixed {
		return is_array( $rights ) && $user instanceof \WP_User ? $this->services()->session_roles()->rights( $rights, $user ) : $rights;
	}

	/**
	 * The services.
	 */
	private function services(): Services {
		return ( $this->services )();
	}
}
