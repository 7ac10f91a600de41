<?php
/**
 * A provider's metadata.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\OpenID;

/**
 * The part of a provider's metadata that is used (OpenID Connect Discovery 1.0 §3, RFC 8414 §2).
 */
final class Metadata {

	/**
	 * Builds the metadata.
	 *
	 * @param string       $issuer                 Issuer the document states.
	 * @param string       $authorization_endpoint Where the visitor is sent.
	 * @param string       $token_endpoint         Where the code is exchanged.
	 * @param string|null  $jwks_uri               Where keys are read; null only for `oauth2`.
	 * @param string|null  $userinfo_endpoint      Userinfo, if any.
	 * @param string|null  $end_session_endpoint   RP-initiated logout, if any.
	 * @param list<string> $algorithms             ID-token algorithms offered.
	 * @param list<string> $client_auth            Client authentication offered; empty = not stated.
	 * @param list<string> $challenge_methods      PKCE methods offered; empty = not stated.
	 * @param bool         $response_iss           Promises `iss` in responses (RFC 9207 §3).
	 * @param bool         $claims_parameter       Understands the `claims` parameter.
	 * @param bool         $backchannel_logout     Can sign people out here (Back-Channel Logout 1.0 §2.1).
	 * @param bool         $backchannel_sid        Says which of their sessions it means.
	 */
	public function __construct(
		public readonly string $issuer,
		public readonly string $authorization_endpoint,
		public readonly string $token_endpoint,
		public readonly ?string $jwks_uri = null,
		public readonly ?string $userinfo_endpoint = null,
		public readonly ?string $end_session_endpoint = null,
		public readonly array $algorithms = array(),
		public readonly array $client_auth = array(),
		public readonly array $challenge_methods = array(),
		public readonly bool $response_iss = false,
		public readonly bool $claims_parameter = false,
		public readonly bool $backchannel_logout = false,
		public readonly bool $backchannel_sid = false,
	) {
	}

	/**
	 * Reads a discovery document, without judging it; {@see Discovery} does that.
	 *
	 * @param \stdClass $document Decoded document.
	 */
	public static function from_document( \stdClass $document ): self {
		return new self(
			issuer: Json::string( $document, 'issuer' ) ?? '',
			authorization_endpoint: Json::string( $document, 'authorization_endpoint' ) ?? '',
			token_endpoint: Json::string( $document, 'token_endpoint' ) ?? '',
			jwks_uri: Json::string( $document, 'jwks_uri' ),
			userinfo_endpoint: Json::string( $document, 'userinfo_endpoint' ),
			end_session_endpoint: Json::string( $document, 'end_session_endpoint' ),
			algorithms: Json::strings( $document, 'id_token_signing_alg_values_supported' ),
			client_auth: Json::strings( $document, 'token_endpoint_auth_methods_supported' ),
			challenge_methods: Json::strings( $document, 'code_challenge_methods_supported' ),
			response_iss: true === Json::value( $document, 'authorization_response_iss_parameter_supported' ),
			claims_parameter: true === Json::value( $document, 'claims_parameter_supported' ),
			backchannel_logout: true === Json::value( $document, 'backchannel_logout_supported' ),
			backchannel_sid: true === Json::value( $document, 'backchannel_logout_session_supported' ),
		);
	}

	/**
	 * The addresses in it, by name; absent ones are left out.
	 *
	 * @return array<string,string>
	 */
	public function endpoints(): array {
		return array_filter(
			array(
				'authorization_endpoint' => $this->authorization_endpoint,
				'token_endpoint'         => $this->token_endpoint,
				'jwks_uri'               => $this->jwks_uri ?? '',
				'userinfo_endpoint'      => $this->userinfo_endpoint ?? '',
				'end_session_endpoint'   => $this->end_session_endpoint ?? '',
			),
			static fn( string $url ): bool => '' !== $url
		);
	}
}
