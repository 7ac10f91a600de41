<?php
/**
 * Guards a visitor's writes.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Kernel\Visitor_Guard as Guard;

/**
 * Tells the Kernel whether a write carries the token of its session: nonces of logged-out visitors are all the same and
 * prove nothing.
 */
final class Visitor_Guard implements Guard {

	/**
	 * Builds the guard.
	 *
	 * @param Current_Visitor $visitor Visitor.
	 */
	public function __construct( private readonly Current_Visitor $visitor ) {
	}

	/**
	 * The identity of the session; the session itself where nothing tells the person from another at the next sign-in.
	 */
	public function visitor(): ?string {
		$visitor = $this->visitor->get();

		return null === $visitor ? null : ( null === $visitor->identity_id ? 'session:' . $visitor->session_id : 'identity:' . $visitor->identity_id );
	}

	/**
	 * Whether the token is that of the session.
	 *
	 * @param string $token Header value.
	 */
	public function token_valid( string $token ): bool {
		$expected = $this->visitor->session_token();

		return null !== $expected && hash_equals( $expected, $token );
	}
}
