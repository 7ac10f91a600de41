<?php
/**
 * What the Kernel asks Sign_In.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * Writes of a visitor session carry its token: nonces of logged-out visitors are all the same and prove nothing. Limits count
 * a visitor, not the address that is shared with neighbours.
 */
interface Visitor_Guard {

	/**
	 * Whose live visitor session is in this request: a name for limits, the same for one person's sessions; null without one.
	 */
	public function visitor(): ?string;

	/**
	 * Does the value of X-Coop-Credentials-Token belong to that session?
	 */
	public function token_valid( string $token ): bool;
}
