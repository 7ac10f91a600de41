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
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Kernel\Front\Same_Origin;
use CoopCredentials\Sign_In\Logout\Provider_Logout;
use CoopCredentials\Sign_In\Logout\Session_Ender;
use CoopCredentials\Sign_In\Logout\WordPress_Sessions;

/**
 * Ends the session here first, whatever the provider does; then, if so configured, goes to the provider's own logout
 * (OpenID Connect RP-Initiated Logout 1.0 §2).
 */
final class Sign_Out {

	/**
	 * Ended by a logout of WordPress in this request; it may still go on to the provider.
	 *
	 * @var Visitor_Session|null
	 */
	private ?Visitor_Session $ended = null;

	/**
	 * Builds the sign-out.
	 *
	 * @param Visitor_Session_Repository $sessions Sessions.
	 * @param Session_Ender              $ender    Ends sessions.
	 * @param Provider_Logout            $provider The provider's logout.
	 * @param Cookies                    $cookies  Cookies.
	 * @param Current_Visitor            $visitor  Visitor.
	 * @param Pages                      $pages    Pages.
	 * @param One_Time_Form              $once     Confirmations.
	 * @param Audit_Log                  $audit    Audit log.
	 */
	public function __construct(
		private readonly Visitor_Session_Repository $sessions,
		private readonly Session_Ender $ender,
		private readonly Provider_Logout $provider,
		private readonly Cookies $cookies,
		private readonly Current_Visitor $visitor,
		private readonly Pages $pages,
		private readonly One_Time_Form $once,
		private readonly Audit_Log $audit,
	) {
	}

	/**
	 * Answers `/coop-credentials/sign-out`: POST signs out, GET is where a provider sends the browser back to.
	 *
	 * @param Front_Request $request Request.
	 */
	public function handle( Front_Request $request ): Page|Redirect {
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
	 * Ends the session of this browser, with the WordPress session made for it. For the form and for blocks.
	 *
	 * @param string $return_to Path to come back to.
	 * @return string Absolute address to send the browser to: ours, or the provider's logout.
	 */
	public function leave( string $return_to ): string {
		$return_to = Return_Target::check( $return_to );
		$session   = $this->end( $return_to );
		$there     = null !== $session ? $this->by_way_of_provider( $session, $return_to ) : null;

		return $there ?? Return_Target::url( $return_to );
	}

	/**
	 * Somebody logs out of WordPress in this browser: the visitor's session is over too, and no automatic redirect signs
	 * them in again. Once is enough, and twice does no harm.
	 */
	public function with_wordpress(): void {
		$this->ended = $this->end( Return_Target::check( null ) ) ?? $this->ended;
	}

	/**
	 * Where a logout of WordPress goes on to, if the provider's logout is asked for.
	 *
	 * @param string $redirect_to Absolute address WordPress would go to.
	 * @return string|null Absolute address; null for WordPress's own.
	 */
	public function onward( string $redirect_to ): ?string {
		$session     = $this->ended;
		$this->ended = null;
		$own         = Return_Target::url( '/' );
		$path        = str_starts_with( $redirect_to, $own ) ? '/' . substr( $redirect_to, strlen( $own ) ) : null;

		return null !== $session ? $this->by_way_of_provider( $session, Return_Target::check( $path ) ) : null;
	}

	/**
	 * Ends the session of this browser. That it has signed out is remembered at once: another plugin may end the request
	 * in here.
	 *
	 * @param string $return_to Checked path.
	 * @return Visitor_Session|null What it was; null when there was none.
	 */
	private function end( string $return_to ): ?Visitor_Session {
		$secret  = $this->cookies->session();
		$session = null !== $secret ? $this->sessions->find( $secret ) : null;
		$this->cookies->close_session();
		$this->cookies->leave( '', $return_to );
		$this->visitor->forget();
		if ( null === $session ) {
			return null;
		}

		$token   = is_user_logged_in() ? wp_get_session_token() : '';
		$openers = '' !== $token ? $this->sessions->of_login( get_current_user_id(), WordPress_Sessions::verifier( $token ) ) : array();
		$others  = array_filter( $openers, static fn( Visitor_Session $opener ): bool => $opener->id !== $session->id );
		// An earlier sign-in in this browser opened the login that is still there.
		$this->ender->end(
			array( $session, ...array_values( $others ) ),
			fn( ?string $uid ) => $this->audit->record(
				'sign_out',
				'ok',
				'',
				array(
					'provider'     => $session->provider,
					'identity_uid' => $uid,
					'user_id'      => $session->user_id,
				)
			)
		);

		return $session;
	}

	/**
	 * Address of the provider's logout; either way the browser remembers for a while that it has just signed out.
	 *
	 * @param Visitor_Session $session   The session that has ended.
	 * @param string          $return_to Checked path.
	 */
	private function by_way_of_provider( Visitor_Session $session, string $return_to ): ?string {
		$state = bin2hex( random_bytes( 16 ) );
		$there = $this->provider->address( $session, $state );
		$this->cookies->leave( null !== $there ? $state : '', $return_to );

		return $there;
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
}
