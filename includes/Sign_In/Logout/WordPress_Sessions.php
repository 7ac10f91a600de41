<?php
/**
 * WordPress's own sessions.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Logout;

/**
 * Ends login sessions of WordPress. It keeps them under a verifier, the SHA-256 of the token in the cookie; that verifier
 * is what `wp_session_hash` of a visitor session holds, so one session can be ended without knowing its token.
 */
final class WordPress_Sessions {

	/**
	 * The verifier of a token.
	 *
	 * @param string $token Session token of WordPress.
	 * @return string 64 lower hex.
	 */
	public static function verifier( #[\SensitiveParameter] string $token ): string {
		return hash( 'sha256', $token );
	}

	/**
	 * Whether this request is logged in by this session.
	 *
	 * @param int    $user_id  Account.
	 * @param string $verifier Verifier.
	 */
	public function is_current( int $user_id, string $verifier ): bool {
		return $user_id > 0 && get_current_user_id() === $user_id && hash_equals( self::verifier( wp_get_session_token() ), $verifier );
	}

	/**
	 * Whether a session is there and has not run out.
	 *
	 * @param int    $user_id  Account.
	 * @param string $verifier Verifier.
	 */
	public function is_alive( int $user_id, string $verifier ): bool {
		$read    = \Closure::bind(
			static fn( \WP_Session_Tokens $manager, string $verifier ): mixed => $manager->get_session( $verifier ),
			null,
			\WP_Session_Tokens::class
		);
		$session = $read( \WP_Session_Tokens::get_instance( $user_id ), $verifier );

		return is_array( $session ) && (int) ( $session['expiration'] ?? 0 ) >= time();
	}

	/**
	 * Ends one session; others of the same account stay.
	 *
	 * @param int    $user_id  Account.
	 * @param string $verifier Verifier.
	 */
	public function end( int $user_id, string $verifier ): void {
		// WordPress ends a session by its token only. The method behind that takes the verifier and is the one every
		// session manager has to implement, so managers of other plugins are served too.
		$end = \Closure::bind(
			static function ( \WP_Session_Tokens $manager, string $verifier ): void {
				$manager->update_session( $verifier, null );
			},
			null,
			\WP_Session_Tokens::class
		);
		$end( \WP_Session_Tokens::get_instance( $user_id ), $verifier );
	}

	/**
	 * Ends each of these sessions. Where another plugin throws at one (WordPress fires hooks), the others end all the same.
	 *
	 * @param list<array{int,string|null}> $logins Account and verifier, null for all of the account.
	 * @throws \Throwable What the first one threw, when all have had their turn.
	 */
	public function end_each( array $logins ): void {
		$first = null;
		foreach ( $logins as list( $user_id, $verifier ) ) {
			try {
				null === $verifier ? $this->end_all( $user_id ) : $this->end( $user_id, $verifier );
			} catch ( \Throwable $thrown ) {
				$first ??= $thrown;
			}
		}
		null === $first || throw $first;
	}

	/**
	 * Ends all sessions of an account.
	 *
	 * @param int $user_id Account.
	 */
	public function end_all( int $user_id ): void {
		\WP_Session_Tokens::get_instance( $user_id )->destroy_all();
	}
}
