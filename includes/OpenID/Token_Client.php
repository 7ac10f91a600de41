<?php
/**
 * Exchanges a code for tokens.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\OpenID;

use CoopCredentials\Kernel\Http;
use CoopCredentials\Kernel\Http_Request;
use CoopCredentials\Kernel\Http_Response;
use CoopCredentials\Kernel\Problem;

/**
 * The token request (RFC 6749 §4.1.3): one POST, never repeated, one client authentication.
 */
final class Token_Client {

	private const MAX_BYTES = 65536;
	private const TIMEOUT   = 5.0;

	/** Statuses that are an answer to us (RFC 6749 §5.2); any other means that the provider is not working. */
	private const ANSWERS = array( 200, 400, 401, 403 );

	/**
	 * Builds the client.
	 *
	 * @param Http $http Outbound requests.
	 */
	public function __construct( private readonly Http $http ) {
	}

	/**
	 * Exchanges a code.
	 *
	 * @param Client   $client       Client.
	 * @param Metadata $metadata     Metadata.
	 * @param string   $code         Authorization code.
	 * @param string   $verifier     PKCE verifier.
	 * @param string   $redirect_uri The very redirect URI of the authorization request.
	 * @throws Problem `token_refused`, `token_unreachable`, `token_malformed`, `id_token_missing`, `provider_paused`, `host_not_allowed`.
	 */
	public function exchange( Client $client, Metadata $metadata, #[\SensitiveParameter] string $code, #[\SensitiveParameter] string $verifier, string $redirect_uri ): Tokens {
		$fields = array(
			'grant_type'    => 'authorization_code',
			'code'          => $code,
			'redirect_uri'  => $redirect_uri,
			'code_verifier' => $verifier,
		);

		return self::read( $this->post( $client, $metadata->token_endpoint, $fields ), 'oidc' === $client->kind );
	}

	/**
	 * Uses a refresh token (RFC 6749 §6); the scope stays what it was. An ID token may come along (OpenID Connect Core 1.0
	 * §12.2).
	 *
	 * @param Client   $client        Client.
	 * @param Metadata $metadata      Metadata.
	 * @param string   $refresh_token Refresh token.
	 * @throws Problem `token_refused` with the provider's `error`, `token_unreachable`, `token_malformed`, `provider_paused`, `host_not_allowed`.
	 */
	public function refresh( Client $client, Metadata $metadata, #[\SensitiveParameter] string $refresh_token ): Tokens {
		$fields = array(
			'grant_type'    => 'refresh_token',
			'refresh_token' => $refresh_token,
		);

		return self::read( $this->post( $client, $metadata->token_endpoint, $fields ), false );
	}

	/**
	 * Sends the request with the one configured client authentication.
	 *
	 * @param Client               $client Client.
	 * @param string               $url    Token endpoint.
	 * @param array<string,string> $fields Form fields.
	 * @throws Problem `token_unreachable`, `provider_paused`, `host_not_allowed`.
	 */
	private function post( Client $client, string $url, #[\SensitiveParameter] array $fields ): Http_Response {
		$headers = array(
			'Accept'       => 'application/json',
			'Content-Type' => 'application/x-www-form-urlencoded',
		);

		if ( 'client_secret_basic' === $client->client_auth ) {
			// Both values are form-encoded before they are joined (RFC 6749 §2.3.1), so `:`, `+` and `%` survive.
			$headers['Authorization'] = 'Basic ' . base64_encode( urlencode( $client->client_id ) . ':' . urlencode( $client->secret() ) ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions -- wire format
		} else {
			$fields['client_id'] = $client->client_id;
			if ( 'client_secret_post' === $client->client_auth ) {
				$fields['client_secret'] = $client->secret();
			}
		}

		try {
			return $this->http->request(
				new Http_Request( 'POST', $url, $headers, http_build_query( $fields, '', '&' ), self::MAX_BYTES, self::TIMEOUT, self::ANSWERS, false )
			);
		} catch ( Problem $problem ) {
			$reason = 'response_too_large' === $problem->reason ? 'token_malformed' : Documents::reason( $problem, 'token_unreachable' );
			throw Refused::because( $reason, array( 'cause' => $problem->reason ), $problem );
		}
	}

	/**
	 * Reads the answer (RFC 6749 §5.1).
	 *
	 * @param Http_Response $response       Answer.
	 * @param bool          $needs_id_token Whether an ID token has to be in it.
	 * @throws Problem `token_refused`, `token_malformed`, `id_token_missing`.
	 */
	private static function read( Http_Response $response, bool $needs_id_token ): Tokens {
		$type   = strtolower( $response->headers['content-type'] ?? '' );
		$answer = 1 === preg_match( '#^application/(?:[a-z0-9.+-]+\+)?json\s*(?:;|$)#', $type ) ? Json::object( $response->body ) : null;

		if ( 200 !== $response->status ) {
			$error = null !== $answer ? Json::string( $answer, 'error' ) : null;
			throw Refused::because(
				'token_refused',
				array(
					'status' => $response->status,
					'error'  => null !== $error && 1 === preg_match( '/\A[\x20-\x7e]{1,60}\z/', $error ) ? $error : null,
				)
			);
		}
		if ( null === $answer ) {
			throw Refused::because( 'token_malformed', array( 'cause' => 'not_json' ) );
		}

		$access_token = Json::string( $answer, 'access_token' );
		$token_type   = Json::string( $answer, 'token_type' );
		if ( null === $access_token || null === $token_type || 'bearer' !== strtolower( $token_type ) ) {
			throw Refused::because( 'token_malformed', array( 'cause' => null === $access_token ? 'access_token' : 'token_type' ) );
		}

		$id_token = Json::value( $answer, 'id_token' );
		if ( $needs_id_token && ! is_string( $id_token ) ) {
			throw Refused::because( 'id_token_missing' );
		}

		return new Tokens( $access_token, is_string( $id_token ) ? $id_token : null, Json::string( $answer, 'refresh_token' ) );
	}
}
