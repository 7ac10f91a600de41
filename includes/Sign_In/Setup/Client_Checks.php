<?php
/**
 * Whether the provider knows this site.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Setup;

use CoopCredentials\Kernel\Http;
use CoopCredentials\Kernel\Http_Request;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\OpenID\Authorization_Request;
use CoopCredentials\OpenID\Base64_Url;
use CoopCredentials\OpenID\Client;
use CoopCredentials\OpenID\Metadata;
use CoopCredentials\OpenID\Pkce;
use CoopCredentials\OpenID\Token_Client;

/**
 * Client authentication and return address, tried without anybody logging in.
 */
final class Client_Checks {

	/**
	 * Builds the checks.
	 *
	 * @param Token_Client $tokens To try the client authentication.
	 * @param Http         $http   Outbound requests.
	 */
	public function __construct(
		private readonly Token_Client $tokens,
		private readonly Http $http,
	) {
	}

	/**
	 * Client authentication, tried with a code that cannot exist: a provider that knows us says so (`invalid_grant`),
	 * one that does not says `invalid_client` (RFC 6749 §5.2).
	 *
	 * @param Test_Report $report       Report.
	 * @param Client      $client       Client.
	 * @param Metadata    $metadata     Metadata.
	 * @param string      $redirect_uri Our callback.
	 * @return bool Whether it is worth asking more.
	 */
	public function authentication( Test_Report $report, Client $client, Metadata $metadata, string $redirect_uri ): bool {
		$label = __( 'Client authentication', 'coop-credentials' );
		if ( '' === $client->client_id || ( 'none' !== $client->client_auth && '' === $client->secret() ) ) {
			$report->add( 'client_auth', 'fail', $label, '', __( 'Enter the client ID and the secret the provider gave you.', 'coop-credentials' ) );
			return false;
		}
		if ( array() !== $metadata->client_auth && ! in_array( $client->client_auth, $metadata->client_auth, true ) ) {
			/* translators: %s: list of method names. */
			$report->add( 'client_auth', 'fail', $label, $client->client_auth, sprintf( __( 'The provider offers %s. Choose one of them.', 'coop-credentials' ), implode( ', ', $metadata->client_auth ) ) );
			return true;
		}
		try {
			$this->tokens->exchange( $client, $metadata, Base64_Url::encode( random_bytes( 24 ) ), Base64_Url::encode( random_bytes( 32 ) ), $redirect_uri );
			$error = '';
		} catch ( Problem $problem ) {
			$error = 'token_refused' === $problem->reason && is_string( $problem->data['error'] ?? null ) ? $problem->data['error'] : $problem->reason;
		}
		match ( $error ) {
			'invalid_grant'  => $report->add( 'client_auth', 'ok', $label, __( 'The provider knows this client.', 'coop-credentials' ) ),
			'invalid_client', 'unauthorized_client' => $report->add( 'client_auth', 'fail', $label, $error, __( 'The provider does not accept this client ID with this secret. Copy both again.', 'coop-credentials' ) ),
			'token_unreachable' => $report->add( 'client_auth', 'fail', $label, $error, __( 'The token address does not answer. Compare it with what the provider’s people wrote, or ask them whether it works.', 'coop-credentials' ) ),
			default          => $report->add( 'client_auth', 'warn', $label, $error, __( 'It could not be tried without a login. If sign-in fails, compare client ID and secret first.', 'coop-credentials' ) ),
		};

		return true;
	}

	/**
	 * Whether the provider takes our return address: it must not send anybody to an address it does not know, so it answers
	 * the beginning of a sign-in with an error of its own (RFC 6749 §4.1.2.1). The answer is thrown away.
	 *
	 * @param Test_Report $report       Report.
	 * @param Client      $client       Client.
	 * @param Metadata    $metadata     Metadata.
	 * @param string      $redirect_uri Our callback.
	 * @param list<string> $scopes      Scopes besides `openid`.
	 * @param array<string,string> $extra Extra parameters.
	 */
	public function return_address( Test_Report $report, Client $client, Metadata $metadata, string $redirect_uri, array $scopes, array $extra ): void {
		$remedy  = ( $report->has_failed( 'client_auth' )
			? __( 'A wrong client ID does that too, so mend that first. If it stays, the provider does not know the return address. Add exactly this address there:', 'coop-credentials' )
			: __( 'Most often it does not know the return address. Add exactly this address there, then test again:', 'coop-credentials' ) ) . ' ' . $redirect_uri;
		$label   = __( 'Return address at the provider', 'coop-credentials' );
		$request = new Authorization_Request( $redirect_uri, Base64_Url::encode( random_bytes( 32 ) ), Pkce::challenge( Base64_Url::encode( random_bytes( 32 ) ) ), Base64_Url::encode( random_bytes( 32 ) ), $scopes, $extra );
		try {
			$answer = $this->http->request( new Http_Request( 'GET', $request->url( $client, $metadata ), array( 'Accept' => 'text/html' ), null, 1048576, 5.0, array( 200, 302, 303, 307 ), false ) );
		} catch ( Problem $problem ) {
			$status = is_int( $problem->data['status_code'] ?? null ) ? $problem->data['status_code'] : 0;
			if ( $status >= 400 && $status < 500 ) {
				/* translators: %d: HTTP status. */
				$report->add( 'redirect_uri', 'fail', $label, sprintf( __( 'The provider refuses to begin a sign-in (status %d).', 'coop-credentials' ), $status ), $remedy );
			} else {
				$report->add( 'redirect_uri', 'warn', $label, $problem->reason, __( 'The address where people log in could not be called from this server. Their browsers may still reach it; try a whole sign-in.', 'coop-credentials' ) );
			}
			return;
		}
		$error = self::error_of( $answer->headers['location'] ?? '', $redirect_uri );
		match ( $error ) {
			null, 'login_required', 'interaction_required', 'consent_required', 'access_denied' => $report->add( 'redirect_uri', 'ok', $label, __( 'The provider begins a sign-in for this site.', 'coop-credentials' ) ),
			'invalid_scope' => $report->add( 'redirect_uri', 'fail', $label, $error, __( 'The provider does not know one of the scopes. Ask its people which one to use, and correct “Further scopes”.', 'coop-credentials' ) ),
			default         => $report->add( 'redirect_uri', 'fail', $label, $error, __( 'The provider knows the return address, but does not want to begin a sign-in. Send its people this word and what is asked of them under “Tell the provider”.', 'coop-credentials' ) ),
		};
	}

	/**
	 * The error a provider sends back to our address; null when it sends none, or somewhere else.
	 *
	 * @param string $location     Where it leads.
	 * @param string $redirect_uri Our callback.
	 */
	private static function error_of( string $location, string $redirect_uri ): ?string {
		if ( '' === $location || ! str_starts_with( $location, $redirect_uri ) ) {
			return null;
		}
		wp_parse_str( (string) wp_parse_url( $location, PHP_URL_QUERY ), $query );
		$error = $query['error'] ?? null;

		return is_string( $error ) && 1 === preg_match( '/\A[a-z_]{1,64}\z/', $error ) ? $error : null;
	}
}
