<?php
/**
 * The password again.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Accounts;

use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Problem;

/**
 * Asks somebody who is logged in for their password once more, and remembers for ten minutes, in that WordPress session
 * only, that they knew it.
 */
final class Password_Proof {

	private const KEY     = 'coop_credentials_password';
	private const SECONDS = 600;

	/**
	 * Builds the proof.
	 *
	 * @param Proof_Limits $limits Limits.
	 * @param Clock        $clock  Time.
	 */
	public function __construct(
		private readonly Proof_Limits $limits,
		private readonly Clock $clock,
	) {
	}

	/**
	 * Whether this is the password of the account.
	 *
	 * @param \WP_User $user     Account.
	 * @param string   $password As typed.
	 * @throws Problem `rate_limited` (429).
	 */
	public function is_right( \WP_User $user, #[\SensitiveParameter] string $password ): bool {
		$this->limits->hit( 'link_proof', $user->ID );

		return '' !== $password && wp_check_password( $password, $user->user_pass, $user->ID );
	}

	/**
	 * Notes in the present WordPress session that the password was right.
	 *
	 * @param int $user_id Account.
	 */
	public function remember( int $user_id ): void {
		$this->write( $user_id, $this->clock->now()->getTimestamp() );
	}

	/**
	 * A privileged account may be linked only right after its password was typed again: somebody at an open screen could
	 * otherwise give themselves a way in for good.
	 *
	 * @param \WP_User $user Account that is to be linked.
	 * @throws Problem `privileged_account` (403).
	 */
	public function require( \WP_User $user ): void {
		if ( Privilege::of_user( $user ) && ! $this->use_up( $user->ID ) ) {
			throw new Problem( 'privileged_account', 403 );
		}
	}

	/**
	 * Whether the password was right a moment ago in this session. Good once.
	 *
	 * @param int $user_id Account.
	 */
	private function use_up( int $user_id ): bool {
		$token = wp_get_session_token();
		$known = '' !== $token ? \WP_Session_Tokens::get_instance( $user_id )->get( $token ) : null;
		$at    = is_array( $known ) ? $known[ self::KEY ] ?? null : null;
		if ( ! is_int( $at ) ) {
			return false;
		}
		$this->write( $user_id, null );
		$age = $this->clock->now()->getTimestamp() - $at;

		return $age >= 0 && $age <= self::SECONDS;
	}

	/**
	 * Writes the note.
	 *
	 * @param int      $user_id Account.
	 * @param int|null $at      UTC seconds; null removes it.
	 */
	private function write( int $user_id, ?int $at ): void {
		$token   = wp_get_session_token();
		$manager = \WP_Session_Tokens::get_instance( $user_id );
		$session = '' !== $token ? $manager->get( $token ) : null;
		if ( ! is_array( $session ) ) {
			return;
		}
		unset( $session[ self::KEY ] );
		$manager->update( $token, null === $at ? $session : $session + array( self::KEY => $at ) );
	}
}
