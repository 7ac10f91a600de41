<?php
/**
 * A verified logout token.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\OpenID;

/**
 * A provider's word that somebody has logged out there (OpenID Connect Back-Channel Logout 1.0 §2.4). At least one of
 * subject and session id is set. Only {@see Logout_Token_Verifier} makes one.
 */
final class Logout_Token {

	/**
	 * Builds the token.
	 *
	 * @param string      $issuer  `iss`.
	 * @param string      $id      `jti`; whoever acts on the token remembers it, so that it counts once.
	 * @param string|null $subject `sub`.
	 * @param string|null $sid     `sid`, the session at the provider.
	 */
	public function __construct(
		public readonly string $issuer,
		public readonly string $id,
		public readonly ?string $subject,
		public readonly ?string $sid,
	) {
	}
}
