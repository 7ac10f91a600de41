<?php
/**
 * What the Kernel asks Sign_In.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * Writes of a visitor session carry its token: nonces of logged-out visitors are all the same and prove nothing.
 */
interface Visitor_Guard {

	/**
	 * Is there a live visitor session in this request?
	 */
	public function has_visitor(): bool;

	/**
	 * Does the value of X-Coop-Credentials-Token belong to that session?
	 */
	public function token_valid( string $token ): bool;
}
