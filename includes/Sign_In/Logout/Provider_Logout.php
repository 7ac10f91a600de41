<?php
/**
 * The provider's own logout.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Logout;

use CoopCredentials\Kernel\Front\Router;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Secrets;
use CoopCredentials\OpenID\Budgeted_Http;
use CoopCredentials\OpenID\Discovery;
use CoopCredentials\Sign_In\Provider_Repository;
use CoopCredentials\Sign_In\Provider_Secrets;
use CoopCredentials\Sign_In\Visitor_Session;

/**
 * Where a browser goes to log out at the provider too (OpenID Connect RP-Initiated Logout 1.0 §2). Never a reason to fail:
 * the visitor is signed out here already.
 */
final class Provider_Logout {

	/** Seconds a visitor waits for metadata at most. */
	private const BUDGET = 3.0;

	/** Longest hint that is sent: it travels in an address and a header, and servers refuse long ones. */
	private const HINT_BYTES = 3000;

	/**
	 * Builds the logout.
	 *
	 * @param Provider_Repository $providers Providers.
	 * @param Provider_Secrets    $secrets   Clients.
	 * @param Secrets             $site      To open the hint.
	 * @param Discovery           $discovery Metadata.
	 * @param Budgeted_Http       $http      Outbound requests.
	 * @param Router              $router    Addresses.
	 */
	public function __construct(
		private readonly Provider_Repository $providers,
		private readonly Provider_Secrets $secrets,
		private readonly Secrets $site,
		private readonly Discovery $discovery,
		private readonly Budgeted_Http $http,
		private readonly Router $router,
	) {
	}

	/**
	 * Address of the provider's logout, or null when there is none to go to.
	 *
	 * @param Visitor_Session $session The session that has ended.
	 * @param string          $state   What the provider has to send back.
	 */
	public function address( Visitor_Session $session, string $state ): ?string {
		$this->http->start( self::BUDGET );
		try {
			$provider = $this->providers->find( $session->provider );
			if ( null === $provider || 'rp_initiated' !== $provider->text( 'logout' ) ) {
				return null;
			}
			$client   = $this->secrets->client( $provider );
			$endpoint = $this->discovery->get( $client )->end_session_endpoint;
			if ( null === $endpoint ) {
				return null;
			}
			$query = array(
				'client_id'                => $client->client_id,
				'post_logout_redirect_uri' => $this->router->url( 'sign_out' ),
				'state'                    => $state,
			) + $this->hint( $session );

			return $endpoint . ( str_contains( $endpoint, '?' ) ? '&' : '?' ) . http_build_query( $query, '', '&', PHP_QUERY_RFC3986 );
		} catch ( Problem ) {
			return null;
		} finally {
			$this->http->stop();
		}
	}

	/**
	 * The ID token of the session; the provider accepts an expired one (§2). Without it the provider asks whom it may log
	 * out, so one that is too long or cannot be read any more stops nobody.
	 *
	 * @param Visitor_Session $session Session.
	 * @return array{id_token_hint?: string}
	 */
	private function hint( Visitor_Session $session ): array {
		try {
			$hint = null !== $session->id_token_hint ? $this->site->open( $session->id_token_hint, 'id-token-hint' ) : '';

			return '' !== $hint && strlen( $hint ) <= self::HINT_BYTES ? array( 'id_token_hint' => $hint ) : array();
		} catch ( Problem ) {
			return array();
		}
	}
}
