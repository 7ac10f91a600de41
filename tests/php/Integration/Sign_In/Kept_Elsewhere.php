<?php
/**
 * A session manager as another plugin may bring one.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

/**
 * Keeps WordPress's sessions in memory instead of in user meta.
 */
final class Kept_Elsewhere extends \WP_Session_Tokens {

	/** @var array<int, array<string, array<string, mixed>>> */
	private static array $kept = array();

	/** @return array<string, array<string, mixed>> */
	protected function get_sessions(): array {
		return self::$kept[ $this->user_id ] ?? array();
	}

	/**
	 * @param string $verifier Verifier.
	 * @return array<string, mixed>|null
	 */
	protected function get_session( $verifier ): ?array {
		return self::$kept[ $this->user_id ][ $verifier ] ?? null;
	}

	/**
	 * @param string                    $verifier Verifier.
	 * @param array<string, mixed>|null $session  Session; null ends it.
	 */
	protected function update_session( $verifier, $session = null ): void {
		if ( null === $session ) {
			unset( self::$kept[ $this->user_id ][ $verifier ] );
		} else {
			self::$kept[ $this->user_id ][ $verifier ] = $session;
		}
	}

	/** @param string $verifier Verifier. */
	protected function destroy_other_sessions( $verifier ): void {
		self::$kept[ $this->user_id ] = array_intersect_key( $this->get_sessions(), array( $verifier => true ) );
	}

	protected function destroy_all_sessions(): void {
		unset( self::$kept[ $this->user_id ] );
	}
}
