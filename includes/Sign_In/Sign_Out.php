<?php
/**
 * Signs a visitor out.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Kernel\Audit_Log;
use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\One_Time_Form;
use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Plain;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Kernel\Front\Router;
use CoopCredentials\Kernel\Front\Same_Origin;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Secrets;
use CoopCredentials\OpenID\Discovery;

/**
 * Ends the session here first, whatever the provider does; then, if so configured, goes to the provider's own logout
 * (OpenID Connect RP-Initiated Logout 1.0 §2).
 */
final class Sign_Out {

	/**
	 * Builds the sign-out.
	 *
	 * @param Visitor_Session_Repository $sessions  Sessions.
	 * @param Provider_Repository        $providers Providers.
	 * @param Provider_Secrets           $secrets   Clients.
	 * @param Secrets                    $site      To open the logout hint.
	 * @param Discovery                  $discovery Metadata.
	 * @param Cookies                    $cookies   Cookies.
	 * @param Current_Visitor            $visitor   Visitor.
	 * @param Pages                      $pages     Pages.
	 * @param One_Time_Form              $once      Confirmations.
	 * @param Router                     $router    Addresses.
	 * @param Audit_Log                  $audit     Audit log.
	 */
	public function __construct(
		private readonly Visitor_Session_Repository $sessions,
		private readonly Provider_Repository $providers,
		private readonly Provider_Secrets $secrets,
		private readonly Secrets $site,
		private readonly Discovery $discovery,
		private readonly Cookies $cookies,
		private readonly Current_Visitor $visitor,
		private readonly Pages $pages,
		private readonly One_Time_Form $once,
		private readonly Router $router,
		private readonly Audit_Log $audit,
	) {
	}

	/**
	 * Answers `/coop-credentials/sign-out`: POST signs out, GET is where a provider sends the browser back to.
	 *
	 * @param Front_Request $request Request.
	 */
	public function handle( Front_Request $request ): Page|Redirect|Plain {
		if ( $request->is_prefetch() ) {
			return new Plain( '', 'text/plain; charset=utf-8', 503, array( 'Retry-After' => '1' ) + Pages::private_headers() );
		}
		if ( 'POST' !== $request->method ) {
			return $this->come_back( $request );
		}

		$return_to = Return_Target::check( $request->post( 'return_to' ) );
		$origin    = Same_Origin::check();
		if ( Same_Origin::FOREIGN === $origin || ( Same_Origin::UNKNOWN === $origin && ! $this->once->accept( 'sign_out', $request->post( 'once' ) ?? '' ) ) ) {
			return $this->pages->confirm_sign_out( $return_to );
		}

		return new Redirect( $this->leave( $return_to ), 303, Pages::private_headers(), true );
	}

	/**
	 * Ends the session of this browser. For the form, for blocks and for core's own logout.
	 *
	 * @param string $return_to Path to come back to.
	 * @return string Absolute address to send the browser to: ours, or the provider's logout.
	 */
	public function leave( string $return_to ): string {
		$return_to = Return_Target::check( $return_to );
		$secret    = $this->cookies->session();
		$session   = null !== $secret ? $this->sessions->find( $secret ) : null;
		$uid       = $this->visitor->get()?->identity_uid;
		$this->cookies->close_session();
		$this->visitor->forget();
		if ( null === $session ) {
			$this->cookies->leave( '', $return_to );
			return Return_Target::url( $return_to );
		}

		$this->sessions->delete( $session->id );
		$this->audit->record(
			'sign_out',
			'ok',
			'',
			array(
				'provider'     => $session->provider,
				'identity_uid' => $uid,
			)
		);
		/**
		 * Fires after a visitor signed out here.
		 *
		 * @since 0.1.0
		 *
		 * @param string|null $identity_uid Uid of the identity.
		 * @param string      $provider     Slug of the provider.
		 */
		do_action( 'coop_credentials_signed_out', $uid, $session->provider );

		$state = bin2hex( random_bytes( 16 ) );
		$there = $this->provider_logout( $session, $state );
		$this->cookies->leave( null !== $there ? $state : '', $return_to );

		return $there ?? Return_Target::url( $return_to );
	}

	/**
	 * The provider sent the browser back. With the right state it goes to where it left from.
	 *
	 * @param Front_Request $request Request.
	 */
	private function come_back( Front_Request $request ): Page|Redirect {
		$return_to = $this->cookies->left_for( $request->query( 'state' ) ?? '' );
		if ( null !== $return_to ) {
			return new Redirect( Return_Target::url( Return_Target::check( $return_to ) ), 303, Pages::private_headers() );
		}
		if ( null !== $this->visitor->get() ) {
			return $this->pages->confirm_sign_out( Return_Target::check( null ) );
		}

		return $this->pages->signed_out( Return_Target::check( null ) );
	}

	/**
	 * Address of the provider's logout, or null when there is none to go to. Never a reason to fail.
	 *
	 * @param Visitor_Session $session Session.
	 * @param string          $state   State.
	 */
	private function provider_logout( Visitor_Session $session, string $state ): ?string {
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
			);
			if ( null !== $session->id_token_hint ) {
				$query['id_token_hint'] = $this->site->open( $session->id_token_hint, 'id-token-hint' );
			}

			return $endpoint . ( str_contains( $endpoint, '?' ) ? '&' : '?' ) . http_build_query( $query, '', '&', PHP_QUERY_RFC3986 );
		} catch ( Problem ) {
			return null;
		}
	}
}
