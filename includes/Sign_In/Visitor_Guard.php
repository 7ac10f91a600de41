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
	 * Whether a visitor session is there.
	 */
	public function has_visitor(): bool {
		return null !== $this->visitor->get();
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
