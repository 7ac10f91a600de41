<?php
/**
 * Answer of a token endpoint.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\OpenID;

/**
 * Tokens of one exchange. Held in memory only, dropped after use.
 */
final class Tokens {

	/**
	 * Builds the answer.
	 *
	 * @param string      $access_token  Access token.
	 * @param string|null $id_token      ID token; null only for `oauth2`.
	 * @param string|null $refresh_token Refresh token.
	 */
	public function __construct(
		#[\SensitiveParameter]
		public readonly string $access_token,
		#[\SensitiveParameter]
		public readonly ?string $id_token,
		#[\SensitiveParameter]
		public readonly ?string $refresh_token,
	) {
	}

	/**
	 * Keeps tokens out of dumps.
	 *
	 * @return array<string,bool>
	 */
	public function __debugInfo(): array {
		return array( 'id_token' => null !== $this->id_token );
	}
}
