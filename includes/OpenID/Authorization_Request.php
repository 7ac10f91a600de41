<?php
/**
 * The address a visitor is sent to.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\OpenID;

/**
 * An authorization request (RFC 6749 §4.1.1, OpenID Connect Core 1.0 §3.1.2.1): always S256, state, and for OpenID
 * Connect a nonce.
 */
final class Authorization_Request {

	/** Parameters that belong to the protocol; neither owners nor filters may set them. */
	public const RESERVED = array(
		'response_type',
		'client_id',
		'client_secret',
		'redirect_uri',
		'scope',
		'state',
		'nonce',
		'code_challenge',
		'code_challenge_method',
		'code',
		'response_mode',
		'claims',
		'request',
		'request_uri',
		'registration',
		'id_token_hint',
		'max_age',
		'acr_values',
		'prompt',
		'ui_locales',
	);

	/**
	 * Builds the request.
	 *
	 * @param string               $redirect_uri Our callback.
	 * @param string               $state        State.
	 * @param string               $challenge    S256 challenge.
	 * @param string               $nonce        Nonce; unused for `oauth2`.
	 * @param list<string>         $scopes       Scopes besides `openid`.
	 * @param array<string,string> $extra        The owner's extra parameters.
	 * @param string|null          $claims       JSON of the `claims` parameter.
	 * @param string|null          $ui_locales   BCP 47 tags, space separated.
	 * @param int|null             $max_age      Seconds, for a step-up.
	 * @param list<string>         $acr_values   For a step-up.
	 * @param bool                 $another      Whether the visitor wants to choose another account there.
	 */
	public function __construct(
		private readonly string $redirect_uri,
		private readonly string $state,
		private readonly string $challenge,
		private readonly string $nonce,
		private readonly array $scopes = array(),
		private readonly array $extra = array(),
		private readonly ?string $claims = null,
		private readonly ?string $ui_locales = null,
		private readonly ?int $max_age = null,
		private readonly array $acr_values = array(),
		private readonly bool $another = false,
	) {
	}

	/**
	 * The parameters, in the order they are sent.
	 *
	 * @param Client $client Client.
	 * @return array<string,string>
	 */
	public function parameters( Client $client ): array {
		$oidc       = 'oidc' === $client->kind;
		$scopes     = array_values( array_unique( array_merge( $oidc ? array( 'openid' ) : array(), $this->scopes ) ) );
		$parameters = array_diff_key( $this->extra, array_flip( self::RESERVED ) );

		$parameters += array(
			'response_type'         => 'code',
			'client_id'             => $client->client_id,
			'redirect_uri'          => $this->redirect_uri,
			'scope'                 => implode( ' ', $scopes ),
			'state'                 => $this->state,
			'code_challenge'        => $this->challenge,
			'code_challenge_method' => 'S256',
		);
		if ( $oidc ) {
			$parameters['nonce'] = $this->nonce;
		}
		if ( 'form_post' === $client->response_mode ) {
			$parameters['response_mode'] = 'form_post';
		}
		if ( null !== $this->claims ) {
			$parameters['claims'] = $this->claims;
		}
		if ( null !== $this->ui_locales && '' !== $this->ui_locales ) {
			$parameters['ui_locales'] = $this->ui_locales;
		}
		// A provider with a live session would send the same account back; `login` is the prompt all of them know.
		$prompt = $this->another || null !== $this->max_age || array() !== $this->acr_values ? array( 'login' ) : array();
		if ( $oidc && in_array( 'offline_access', $scopes, true ) ) {
			$prompt[] = 'consent'; // Without it a provider ignores the scope (OpenID Connect Core 1.0 §11).
		}
		if ( array() !== $prompt ) {
			$parameters['prompt'] = implode( ' ', $prompt );
		}
		if ( null !== $this->max_age ) {
			$parameters['max_age'] = (string) $this->max_age;
		}
		if ( array() !== $this->acr_values ) {
			$parameters['acr_values'] = implode( ' ', $this->acr_values );
		}

		return array_filter( $parameters, static fn( string $value ): bool => '' !== $value );
	}

	/**
	 * The whole address. A query the endpoint already has is kept (RFC 6749 §3.1).
	 *
	 * @param Client   $client   Client.
	 * @param Metadata $metadata Metadata.
	 */
	public function url( Client $client, Metadata $metadata ): string {
		$endpoint = $metadata->authorization_endpoint;

		return $endpoint . ( str_contains( $endpoint, '?' ) ? '&' : '?' )
			. http_build_query( $this->parameters( $client ), '', '&', PHP_QUERY_RFC3986 );
	}
}
