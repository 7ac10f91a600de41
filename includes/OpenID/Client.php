<?php
/**
 * What the protocol needs to know of one configured provider.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\OpenID;

/**
 * This site as a client of one provider: everything an answer is pinned to.
 */
final class Client {

	/**
	 * Builds the client.
	 *
	 * @param string       $slug          The provider's slug; names cached documents.
	 * @param string       $kind          `oidc` or `oauth2` (no ID token).
	 * @param string       $discovery_url Where metadata is read.
	 * @param string       $issuer        Expected issuer, compared byte by byte.
	 * @param string       $client_id     Client identifier.
	 * @param string       $client_auth   `client_secret_basic`, `client_secret_post` or `none`.
	 * @param string       $secret        Client secret, '' when there is none.
	 * @param list<string> $algorithms    Accepted ID-token algorithms.
	 * @param string       $require_iss   `auto` or `always`: is `iss` in the response compulsory (RFC 9207).
	 * @param string       $response_mode `query` or `form_post`.
	 * @param Metadata|null $typed        Endpoints typed by the owner, for `oauth2` only.
	 */
	public function __construct(
		public readonly string $slug,
		public readonly string $kind,
		public readonly string $discovery_url,
		public readonly string $issuer,
		public readonly string $client_id,
		public readonly string $client_auth,
		#[\SensitiveParameter]
		private readonly string $secret,
		public readonly array $algorithms,
		public readonly string $require_iss = 'auto',
		public readonly string $response_mode = 'query',
		public readonly ?Metadata $typed = null,
	) {
	}

	/**
	 * The client secret. A method, so that dumping the object in a template does not print it by accident.
	 */
	public function secret(): string {
		return $this->secret;
	}

	/**
	 * Keeps the secret out of `var_dump()` and error reports.
	 *
	 * @return array<string,string>
	 */
	public function __debugInfo(): array {
		return array(
			'slug'      => $this->slug,
			'issuer'    => $this->issuer,
			'client_id' => $this->client_id,
		);
	}
}
