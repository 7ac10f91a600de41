<?php
/**
 * Tells other rooms what happened to accounts.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Accounts;

use CoopCredentials\Kernel\Audit_Log;
use CoopCredentials\Sign_In\Identity;

/**
 * Every action of this part of the room with its audit row. Called after the database has committed.
 */
final class News {

	/**
	 * Builds the news.
	 *
	 * @param Audit_Log $audit Audit log.
	 */
	public function __construct( private readonly Audit_Log $audit ) {
	}

	/**
	 * Somebody is signed in.
	 *
	 * @param string|null $identity_uid Identity; null for an ephemeral subject.
	 * @param string      $provider     Slug.
	 * @param bool        $is_new       Whether the identity was seen for the first time.
	 * @param int|null    $user_id      Account, if the identity belongs to one.
	 * @param int         $memberships  How many memberships were confirmed.
	 */
	public function signed_in( ?string $identity_uid, string $provider, bool $is_new, ?int $user_id, int $memberships ): void {
		$this->audit->record(
			'sign_in',
			'ok',
			'',
			array(
				'provider'     => $provider,
				'identity_uid' => $identity_uid,
				'user_id'      => $user_id,
				'details'      => array(
					'memberships' => $memberships,
					'new'         => $is_new,
				),
			)
		);

		/**
		 * Fires after a visitor signed in and the session is stored. With an account, after its login was complete,
		 * second factor included.
		 *
		 * @since 0.1.0
		 *
		 * @param string|null $identity_uid Uid of the identity; null for an ephemeral subject.
		 * @param string      $provider     Slug of the provider.
		 * @param bool        $is_new       Whether the identity was seen for the first time.
		 * @param int|null    $user_id      Account of the identity; null without.
		 */
		do_action( 'coop_credentials_signed_in', $identity_uid, $provider, $is_new, $user_id );
	}

	/**
	 * A login that was finished elsewhere may not begin any more.
	 *
	 * @param int    $user_id Account.
	 * @param string $reason  Why.
	 */
	public function turned_away( int $user_id, string $reason ): void {
		$this->audit->record( 'sign_in', 'refused', $reason, array( 'user_id' => $user_id ) );
	}

	/**
	 * An account was made for an identity.
	 *
	 * @param Identity $identity Identity.
	 * @param int      $user_id  Account.
	 * @param string   $provider Slug.
	 */
	public function account_created( Identity $identity, int $user_id, string $provider ): void {
		$this->record( 'account_created', $identity, $user_id, $provider, array() );

		/**
		 * Fires after an account was made for an identity and linked to it.
		 *
		 * @since 0.1.0
		 *
		 * @param int    $user_id      Account.
		 * @param string $identity_uid Uid of the identity.
		 * @param string $provider     Slug of the provider.
		 */
		do_action( 'coop_credentials_account_created', $user_id, $identity->uid, $provider );
	}

	/**
	 * Whatever opened an account has ended, because a mailed link is about to connect an identity with it, or has set its
	 * password.
	 *
	 * @param Identity $identity Identity.
	 * @param int      $user_id  Account.
	 */
	public function account_reset( Identity $identity, int $user_id ): void {
		$this->record( 'account_reset', $identity, $user_id, $identity->provider, array( 'method' => 'mail' ) );
	}

	/**
	 * An identity now belongs to an account.
	 *
	 * @param Identity  $identity Identity.
	 * @param int       $user_id  Account.
	 * @param string    $provider Slug.
	 * @param Linked_By $by       How.
	 */
	public function linked( Identity $identity, int $user_id, string $provider, Linked_By $by ): void {
		$this->record( 'identity_linked', $identity, $user_id, $provider, array( 'linked_by' => $by->value ) );

		/**
		 * Fires after an identity was linked to an account, a new account included.
		 *
		 * @since 0.1.0
		 *
		 * @param string $identity_uid Uid of the identity.
		 * @param int    $user_id      Account.
		 * @param string $provider     Slug of the provider.
		 * @param string $linked_by    created, owner, password or mail.
		 */
		do_action( 'coop_credentials_identity_linked', $identity->uid, $user_id, $provider, $by->value );
	}

	/**
	 * An identity no longer belongs to an account.
	 *
	 * @param Identity $identity Identity, as it was before.
	 * @param int      $user_id  Account it belonged to.
	 * @param string   $why      `owner`, `admin`, `command`, `erased`, `password_reset`, `account_deleted` or `account_gone`.
	 */
	public function unlinked( Identity $identity, int $user_id, string $why ): void {
		$this->record( 'identity_unlinked', $identity, $user_id, $identity->provider, array( 'why' => $why ) );

		/**
		 * Fires after an identity was taken from an account and its sessions ended.
		 *
		 * @since 0.1.0
		 *
		 * @param string $identity_uid Uid of the identity.
		 * @param int    $user_id      Account it belonged to; it may be gone.
		 * @param string $provider     Slug of the provider.
		 * @param string $why          owner, admin, command, erased, password_reset, account_deleted or account_gone.
		 */
		do_action( 'coop_credentials_identity_unlinked', $identity->uid, $user_id, $identity->provider, $why );
	}

	/**
	 * An identity is refused from now on, or no longer.
	 *
	 * @param Identity $identity Identity.
	 * @param bool     $blocked  Whether it is refused.
	 * @param string   $why      `admin` or `command`.
	 */
	public function blocked( Identity $identity, bool $blocked, string $why ): void {
		$this->record( $blocked ? 'identity_blocked' : 'identity_unblocked', $identity, $identity->user_id, $identity->provider, array( 'why' => $why ) );

		/**
		 * Fires after an identity was blocked and its sessions ended, or was let in again.
		 *
		 * @since 0.1.0
		 *
		 * @param string   $identity_uid Uid of the identity.
		 * @param bool     $blocked      Whether it is refused from now on.
		 * @param string   $provider     Slug of the provider.
		 * @param int|null $user_id      Account it belongs to.
		 */
		do_action( 'coop_credentials_identity_blocked', $identity->uid, $blocked, $identity->provider, $identity->user_id );
	}

	/**
	 * One row in the audit log.
	 *
	 * @param string               $event    Event.
	 * @param Identity             $identity Identity.
	 * @param int|null             $user_id  Account.
	 * @param string               $provider Slug.
	 * @param array<string,string> $details  Details.
	 */
	private function record( string $event, Identity $identity, ?int $user_id, string $provider, array $details ): void {
		$this->audit->record(
			$event,
			'ok',
			'',
			array(
				'provider'     => $provider,
				'identity_uid' => $identity->uid,
				'user_id'      => $user_id,
				'details'      => $details,
			)
		);
	}
}
