<?php
/**
 * Logout by the provider.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Logout;

use CoopCredentials\Kernel\Audit_Log;
use CoopCredentials\Kernel\Database;
use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\Plain;
use CoopCredentials\Kernel\Inbox;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\OpenID\Budgeted_Http;
use CoopCredentials\OpenID\Discovery;
use CoopCredentials\OpenID\Logout_Token;
use CoopCredentials\OpenID\Logout_Token_Verifier;
use CoopCredentials\Sign_In\Gate;
use CoopCredentials\Sign_In\Identity;
use CoopCredentials\Sign_In\Identity_Repository;
use CoopCredentials\Sign_In\Limits;
use CoopCredentials\Sign_In\Pages;
use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Sign_In\Provider_Secrets;
use CoopCredentials\Sign_In\Refusals;
use CoopCredentials\Sign_In\Visitor_Session;
use CoopCredentials\Sign_In\Visitor_Session_Repository;

/**
 * Answers `/coop-credentials/backchannel-logout/{provider}` (OpenID Connect Back-Channel Logout 1.0 §2.5–2.8): the provider
 * itself posts a signed token, no browser is involved. Nothing but that token decides.
 */
final class Back_Channel {

	private const MAX_BODY = 65536;
	private const BUDGET   = 12.0;

	/** Seconds the id of a token is remembered: longer than any token is good for. */
	private const REMEMBER = 3600;

	/**
	 * Builds the endpoint.
	 *
	 * @param Gate                       $gate       Which providers may be used.
	 * @param Provider_Secrets           $secrets    Clients.
	 * @param Discovery                  $discovery  Metadata.
	 * @param Budgeted_Http              $http       Outbound requests.
	 * @param Logout_Token_Verifier      $verifier   Verifier.
	 * @param Visitor_Session_Repository $sessions   Sessions.
	 * @param Identity_Repository        $identities Identities.
	 * @param Session_Ender              $ender      Ends sessions.
	 * @param Inbox                      $inbox      Tokens seen before.
	 * @param Database                   $database   Unit of work.
	 * @param Limits                     $limits     Limits.
	 * @param Refusals                   $refusals   What the log keeps of refusals.
	 * @param Audit_Log                  $audit      Audit log.
	 */
	public function __construct(
		private readonly Gate $gate,
		private readonly Provider_Secrets $secrets,
		private readonly Discovery $discovery,
		private readonly Budgeted_Http $http,
		private readonly Logout_Token_Verifier $verifier,
		private readonly Visitor_Session_Repository $sessions,
		private readonly Identity_Repository $identities,
		private readonly Session_Ender $ender,
		private readonly Inbox $inbox,
		private readonly Database $database,
		private readonly Limits $limits,
		private readonly Refusals $refusals,
		private readonly Audit_Log $audit,
	) {
	}

	/**
	 * Answers 200 when the sessions are over, also when there were none; else 400, so that the provider knows.
	 *
	 * @param Front_Request $request Request.
	 */
	public function handle( Front_Request $request ): Plain {
		$slug = $request->params['provider'] ?? '';
		$this->http->start( self::BUDGET );
		try {
			// Whatever does not exist is one thing: nobody opens a count for each name that can be thought of.
			$this->limits->hit( 'backchannel', $this->gate->is_on( $slug ) ? $slug : '' );
			$provider = $this->provider( $slug );
			$token    = $this->verify( $provider, self::token( $request ) );
			$ended    = $this->apply( $provider, $token );
		} catch ( Problem $problem ) {
			return $this->fail( $slug, $problem );
		} finally {
			$this->http->stop();
		}

		$this->audit->record(
			'backchannel_logout',
			'ok',
			'',
			array(
				'provider' => $slug,
				'details'  => array( 'sessions' => $ended ),
			)
		);

		return new Plain( '', 'text/plain; charset=utf-8', 200, Pages::private_headers() );
	}

	/**
	 * The provider, if it may sign people out here, also while nobody may come in.
	 *
	 * @param string $slug Slug.
	 * @throws Problem `provider_unknown` and what {@see Gate} says.
	 */
	private function provider( string $slug ): Provider {
		$provider = $this->gate->way_out( $slug );
		if ( 'oidc' !== $provider->text( 'kind' ) || ! $provider->flag( 'backchannel' ) ) {
			throw new Problem( 'provider_unknown', 404 );
		}

		return $provider;
	}

	/**
	 * The one `logout_token` of a form body (§2.5). Read by ourselves, because PHP silently keeps the last of two.
	 *
	 * @param Front_Request $request Request.
	 * @throws Problem `logout_token`.
	 */
	private static function token( Front_Request $request ): string {
		$body  = $request->raw_body();
		$found = array();
		foreach ( strlen( $body ) <= self::MAX_BODY ? explode( '&', $body ) : array() as $pair ) {
			$parts = explode( '=', $pair, 2 );
			$name  = urldecode( $parts[0] );
			if ( 'logout_token' === $name || str_starts_with( $name, 'logout_token[' ) ) {
				$found[] = 'logout_token' === $name ? urldecode( $parts[1] ?? '' ) : '';
			}
		}
		if ( 1 !== count( $found ) || '' === $found[0] ) {
			throw Logout_Token_Verifier::refused( 'parameter' );
		}

		return $found[0];
	}

	/**
	 * Verifies a token.
	 *
	 * @param Provider $provider Provider.
	 * @param string   $token    Token.
	 * @throws Problem The reason.
	 */
	private function verify( Provider $provider, #[\SensitiveParameter] string $token ): Logout_Token {
		$client = $this->secrets->client( $provider );

		return $this->verifier->verify( $token, $client, $this->discovery->get( $client ) );
	}

	/**
	 * Ends the sessions and remembers the token, both or neither.
	 *
	 * @param Provider     $provider Provider.
	 * @param Logout_Token $token    Token.
	 * @return int How many sessions ended.
	 * @throws Problem `logout_token` for one seen before, or of the database.
	 */
	private function apply( Provider $provider, Logout_Token $token ): int {
		return (int) $this->database->transaction(
			function () use ( $provider, $token ): int {
				if ( ! $this->inbox->remember( 'logout:' . $provider->slug, $token->id, self::REMEMBER ) ) {
					throw Logout_Token_Verifier::refused( 'replayed' );
				}

				return $this->ender->revoke( $this->meant( $provider, $token ) );
			}
		);
	}

	/**
	 * The sessions a token speaks of: with `sid` that one, else all of the identity (§2.7).
	 *
	 * @param Provider     $provider Provider.
	 * @param Logout_Token $token    Token.
	 * @return list<Visitor_Session>
	 */
	private function meant( Provider $provider, Logout_Token $token ): array {
		// Where identities are not named by `sub`, only `sid` tells whom a token means.
		$identity = null !== $token->subject && 'stable' === $provider->text( 'subject' )
			? $this->identities->find_by_hash( Identity::hash( $token->issuer, $token->subject ) )
			: null;
		if ( null === $token->sid ) {
			return null !== $identity ? $this->sessions->of_identity( $identity->id ) : array();
		}

		$sessions = $this->sessions->of_sid( $provider->slug, $token->sid );
		if ( null === $token->subject || 'stable' !== $provider->text( 'subject' ) ) {
			return $sessions;
		}

		// With both, both have to be right.
		return array_values( array_filter( $sessions, static fn( Visitor_Session $session ): bool => null !== $identity && $session->identity_id === $identity->id ) );
	}

	/**
	 * The answer to a token that ended nothing.
	 *
	 * @param string  $slug    Provider.
	 * @param Problem $problem Why.
	 */
	private function fail( string $slug, Problem $problem ): Plain {
		$this->refusals->note( 'backchannel_logout', $problem->reason, 1 === preg_match( '/\A[a-z0-9-]{2,32}\z/', $slug ) ? $slug : 'unknown', $problem->data );
		$headers = null !== $problem->retry_after ? array( 'Retry-After' => (string) $problem->retry_after ) : array();

		return new Plain(
			(string) wp_json_encode(
				array(
					'error'  => 'invalid_request',
					'reason' => $problem->reason,
				)
			),
			'application/json',
			in_array( $problem->status, array( 404, 429 ), true ) ? $problem->status : 400,
			$headers + Pages::private_headers()
		);
	}
}
