<?php
/**
 * Checks one signature.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\OpenID;

/**
 * The one step that is left to a library.
 */
interface Signature_Check {

	/**
	 * Verifies the signature of a compact token with one key.
	 *
	 * @param string     $token Compact serialisation.
	 * @param Public_Key $key   Key, with the algorithm it is used for.
	 * @return mixed Only the boolean true means "valid": verifiers have answered −1 and 0 for errors (CVE-2026-15981).
	 */
	public function verify( string $token, Public_Key $key ): mixed;

	/**
	 * Whether the library is there.
	 */
	public function is_available(): bool;
}
