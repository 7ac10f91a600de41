<?php
/**
 * What is pressed on the profile screen.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Accounts;

use CoopCredentials\Kernel\Capabilities;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Sign_In\Current_Visitor;
use CoopCredentials\Sign_In\Flow\Demand;
use CoopCredentials\Sign_In\Flow\Departure;
use CoopCredentials\Sign_In\Gate;
use CoopCredentials\Sign_In\Intent;
use CoopCredentials\Sign_In\Logout\WordPress_Sessions;
use CoopCredentials\Sign_In\Refusals;

/**
 * Links and unlinks from the dashboard: POST with a nonce only. Whoever may edit an account may take a credential off it;
 * only the account itself may put one on; who manages sign-in may block one.
 */
final class Profile_Actions {

	public const LINK   = 'coop_credentials_link';
	public const UNLINK = 'coop_credentials_unlink';
	public const BLOCK  = 'coop_credentials_block';

	/** Query argument of the screen that says what happened. */
	public const NOTE = 'coop_credentials_note';

	/**
	 * Builds the service.
	 *
	 * @param Link_Repository $identities Identities of accounts.
	 * @param Links           $links      Links.
	 * @param Password_Proof  $password   The password again.
	 * @param Gate            $gate       Providers that may be used.
	 * @param Departure       $departure  The way to the provider.
	 * @param Current_Visitor $visitor    Visitor.
	 * @param Refusals        $refusals   Log of refusals.
	 */
	public function __construct(
		private readonly Link_Repository $identities,
		private readonly Links $links,
		private readonly Password_Proof $password,
		private readonly Gate $gate,
		private readonly Departure $departure,
		private readonly Current_Visitor $visitor,
		private readonly Refusals $refusals,
	) {
	}

	/**
	 * Begins to connect a credential with the account that is logged in.
	 *
	 * @param array<string,string> $fields `provider`, `password`, `_wpnonce`.
	 */
	public function link( array $fields ): Redirect {
		$user = wp_get_current_user();
		$slug = $fields['provider'] ?? '';
		try {
			if ( ! $user->exists() || false === wp_verify_nonce( $fields['_wpnonce'] ?? '', self::LINK . '|' . $slug ) ) {
				throw new Problem( 'foreign_origin', 403 );
			}
			$provider = $this->gate->provider( $slug );
			if ( ! Policy::can_link( $provider ) ) {
				throw new Problem( 'parameter_invalid', 400 );
			}
			if ( ! Policy::may_open( $provider, $user ) ) {
				throw new Problem( 'privileged_account', 403 );
			}
			if ( Privilege::of_user( $user ) ) {
				if ( ! $this->password->is_right( $user, $fields['password'] ?? '' ) ) {
					throw new Problem( 'password_wrong', 403 );
				}
				$this->password->remember( $user->ID );
			}
			$path = (string) wp_parse_url( self::screen( $user->ID, 'linked' ), PHP_URL_PATH ) . '?' . self::NOTE . '=linked';

			return $this->departure->to( $provider, Intent::Link, $path, null, $this->visitor->get(), new Demand() );
		} catch ( Problem $problem ) {
			return $this->refuse( 'identity_link', $user->ID, $slug, $problem );
		}
	}

	/**
	 * Takes a credential off an account.
	 *
	 * @param array<string,string> $fields `identity`, `user`, `password`, `_wpnonce`.
	 */
	public function unlink( array $fields ): Redirect {
		$me      = wp_get_current_user();
		$user_id = (int) ( $fields['user'] ?? '0' );
		$uid     = $fields['identity'] ?? '';
		$slug    = '';
		try {
			if ( ! $me->exists() || false === wp_verify_nonce( $fields['_wpnonce'] ?? '', self::UNLINK . '|' . $uid ) || ! current_user_can( 'edit_user', $user_id ) ) {
				throw new Problem( 'foreign_origin', 403 );
			}
			$all   = $this->identities->of_user( $user_id );
			$found = array_values( array_filter( $all, static fn( $identity ): bool => $identity->uid === $uid ) );
			if ( array() === $found ) {
				throw new Problem( 'account_changed', 400 );
			}
			$slug = $found[0]->provider;
			$own  = $me->ID === $user_id;
			$last = 1 === count( $all );
			if ( $own && $last && ! $this->password->is_right( $me, $fields['password'] ?? '' ) ) {
				throw new Problem( 'password_wrong', 403 );
			}
			$this->links->unlink( $found[0], $own ? 'owner' : 'admin', $own ? WordPress_Sessions::verifier( wp_get_session_token() ) : null, $own && ! $last );
			$this->visitor->forget();

			return new Redirect( self::screen( $user_id, 'unlinked' ) );
		} catch ( Problem $problem ) {
			$problem = 'password_first' === $problem->reason ? new Problem( 'account_changed', 409 ) : $problem; // Another request was first: the form is shown anew, now with a password.
			return $this->refuse( 'identity_unlink', $user_id, $slug, $problem );
		}
	}

	/**
	 * Blocks a credential, or lets it in again: for those who manage sign-in and may edit the account.
	 *
	 * @param array<string,string> $fields `identity`, `user`, `blocked` (`1` or `0`), `_wpnonce`.
	 */
	public function block( array $fields ): Redirect {
		$user_id = (int) ( $fields['user'] ?? '0' );
		$uid     = $fields['identity'] ?? '';
		$blocked = '1' === ( $fields['blocked'] ?? '' );
		$slug    = '';
		try {
			if ( false === wp_verify_nonce( $fields['_wpnonce'] ?? '', self::block_nonce( $uid, $blocked ) ) || ! current_user_can( Capabilities::MANAGE ) || ! current_user_can( 'edit_user', $user_id ) ) {
				throw new Problem( 'foreign_origin', 403 );
			}
			$identity = $this->identities->find_by_uid( $uid );
			if ( null === $identity || $identity->user_id !== $user_id ) {
				throw new Problem( 'account_changed', 400 );
			}
			$slug = $identity->provider;
			$this->links->block( $identity, $blocked );
			$this->visitor->forget();

			return new Redirect( self::screen( $user_id, $blocked ? 'blocked' : 'unblocked' ) );
		} catch ( Problem $problem ) {
			return $this->refuse( 'identity_block', $user_id, $slug, $problem );
		}
	}

	/**
	 * What a nonce of {@see block()} stands for.
	 *
	 * @param string $uid     Identity.
	 * @param bool   $blocked Whether it is refused from now on.
	 */
	public static function block_nonce( string $uid, bool $blocked ): string {
		return self::BLOCK . '|' . $uid . '|' . ( $blocked ? '1' : '0' );
	}

	/**
	 * Address of the screen, with what to say there.
	 *
	 * @param int    $user_id Account.
	 * @param string $note    `linked`, `unlinked`, `blocked`, `unblocked` or a reason.
	 */
	public static function screen( int $user_id, string $note ): string {
		$url = get_current_user_id() === $user_id ? admin_url( 'profile.php' ) : add_query_arg( 'user_id', $user_id, admin_url( 'user-edit.php' ) );

		return add_query_arg( self::NOTE, rawurlencode( $note ), $url ) . '#coop-credentials';
	}

	/**
	 * Says on the screen why not.
	 *
	 * @param string  $event   Event of the audit log.
	 * @param int     $user_id Account.
	 * @param string  $slug    Provider.
	 * @param Problem $problem Why.
	 */
	private function refuse( string $event, int $user_id, string $slug, Problem $problem ): Redirect {
		// Of a form that is not ours nothing it says is believed: the row names who sent it, and no one else.
		$foreign = 'foreign_origin' === $problem->reason;
		$this->refusals->note( $event, $problem->reason, $foreign ? '' : $slug, array(), $foreign ? get_current_user_id() : $user_id );

		return new Redirect( self::screen( $user_id, $problem->reason ) );
	}
}
