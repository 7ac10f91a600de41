<?php
/**
 * Finishes a sign-in.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Kernel\Capabilities;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\Plain;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Kernel\Front\Router;
use CoopCredentials\Kernel\Front\Same_Origin;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\OpenID\Budgeted_Http;
use CoopCredentials\OpenID\Client;
use CoopCredentials\OpenID\Discovery;
use CoopCredentials\OpenID\Metadata;
use CoopCredentials\Sign_In\Accounts\Landing;
use CoopCredentials\Sign_In\Accounts\Profile_Actions;
use CoopCredentials\Sign_In\Flow\Renewal;
use CoopCredentials\Sign_In\Flow\Round_Trip;
use CoopCredentials\Sign_In\Flow\Step_Up;

/**
 * The provider's answer. The order of the checks is fixed and each failure is final: the visitor is sent to the button
 * page with a reason, nothing has changed, and one row is in the audit log.
 */
final class Callback {

	private const VALID    = 600;
	private const BUDGET   = 12.0;
	private const MAX_BODY = 16384;

	/**
	 * Builds the callback.
	 *
	 * @param Gate                   $gate         Providers that may be used.
	 * @param Provider_Secrets       $secrets      Secrets.
	 * @param Discovery              $discovery    Metadata.
	 * @param Budgeted_Http          $http         Time budget.
	 * @param Transaction_Repository $transactions Open sign-ins.
	 * @param Cookies                $cookies      Cookies.
	 * @param Answer                 $answer       Tokens, ID token, userinfo.
	 * @param Entrance               $entrance     Memberships, identity, session.
	 * @param Step_Up                $step_up      Proving again who one is.
	 * @param Round_Trip             $round_trip   Trying a provider out.
	 * @param Renewal                $renewal      Keeps refresh tokens.
	 * @param Current_Visitor        $visitor      Visitor.
	 * @param Pages                  $pages        Pages.
	 * @param Router                 $router       Addresses.
	 * @param Limits                 $limits       Limits.
	 * @param Refusals               $refusals     What the log keeps of refusals.
	 * @param Clock                  $clock        Time.
	 */
	public function __construct(
		private readonly Gate $gate,
		private readonly Provider_Secrets $secrets,
		private readonly Discovery $discovery,
		private readonly Budgeted_Http $http,
		private readonly Transaction_Repository $transactions,
		private readonly Cookies $cookies,
		private readonly Answer $answer,
		private readonly Entrance $entrance,
		private readonly Step_Up $step_up,
		private readonly Round_Trip $round_trip,
		private readonly Renewal $renewal,
		private readonly Current_Visitor $visitor,
		private readonly Pages $pages,
		private readonly Router $router,
		private readonly Limits $limits,
		private readonly Refusals $refusals,
		private readonly Clock $clock,
	) {
	}

	/**
	 * Answers `/coop-credentials/callback/{provider}`.
	 *
	 * @param Front_Request $request Request.
	 */
	public function handle( Front_Request $request ): Redirect|Plain {
		$slug    = $request->params['provider'] ?? '';
		$attempt = new Attempt();
		if ( ! $request->is_navigation() ) {
			// The provider sends people back by one.
			return new Plain( '', 'text/plain; charset=utf-8', 400 );
		}
		$this->http->start( self::BUDGET );
		try {
			$first  = 'POST' === $request->method && ! self::comes_again( $request );
			$answer = self::parse( $request );
			$state  = $answer instanceof Callback_Parameters && $answer->state_is_well_formed() ? $answer->state : null;
			if ( null !== $state ) {
				$attempt->secret = $this->cookies->transaction_secret( $state );
			}
			$begun = null !== $attempt->secret && ! $first ? $this->find( (string) $state ) : null;
			if ( ! $first ) {
				$this->limits->answer( null !== $begun && $begun->is_of( $attempt->secret ) ); // The first of two POSTs has no cookies yet to tell whose it is.
			}
			$provider = $this->gate->provider( $slug, current_user_can( Capabilities::MANAGE ) );
			if ( 'POST' === $request->method && 'form_post' !== $provider->text( 'response_mode' ) ) {
				throw new Problem( 'parameter_invalid', 400 ); // A POST nobody asked for.
			}

			return $first ? $this->pages->repost( $provider->slug, $request->raw_body() ) : $this->finish( $answer, $provider, $attempt, $begun );
		} catch ( Problem $problem ) {
			return $this->fail( $slug, $problem, $attempt );
		} catch ( \Throwable $unexpected ) {
			// A mistake of ours must not let anybody in, nor show a stack trace.
			return $this->fail( $slug, new Problem( 'provider_error', 502, '', null, array( 'error' => get_class( $unexpected ) ), null, $unexpected ), $attempt );
		} finally {
			$this->http->stop();
		}
	}

	/**
	 * A cross-site POST carries no Lax cookies, so the same fields are posted again from our own origin. Is this that one?
	 *
	 * @param Front_Request $request Post.
	 * @throws Problem `parameter_invalid` for more than any answer needs.
	 */
	private static function comes_again( Front_Request $request ): bool {
		$body = $request->raw_body();
		if ( strlen( $body ) > self::MAX_BODY ) {
			throw new Problem( 'parameter_invalid', 400 );
		}

		return 1 === preg_match( '/(?:\A|&)coop_again=1(?:&|\z)/', $body ) && Same_Origin::FOREIGN !== Same_Origin::check();
	}

	/**
	 * Step 2: what came back. What is wrong with it is told when its turn has come: an address that has failed too often hears
	 * that first.
	 *
	 * @param Front_Request $request Request.
	 * @return Callback_Parameters|Problem `parameter_invalid`.
	 */
	private static function parse( Front_Request $request ): Callback_Parameters|Problem {
		try {
			return Callback_Parameters::parse( 'POST' === $request->method ? $request->raw_body() : $request->raw_query );
		} catch ( Problem $problem ) {
			return $problem;
		}
	}

	/**
	 * The open sign-in of a state.
	 *
	 * @param string $state Well-formed state.
	 */
	private function find( string $state ): ?Transaction {
		$now  = $this->clock->now();
		$hash = hash( 'sha256', $state );
		$this->transactions->drop_expired( $hash, $now ); // A write first, so that the read below is not answered by a late replica.
		$transaction = $this->transactions->find( $hash );

		return null !== $transaction && $now <= $transaction->expires_at ? $transaction : null;
	}

	/**
	 * Steps 2 to 17.
	 *
	 * @param Callback_Parameters|Problem $parameters What came back.
	 * @param Provider                    $provider   Provider.
	 * @param Attempt                     $attempt    What is known of the attempt, for the failure page.
	 * @param Transaction|null            $begun      What this browser's cookie names.
	 * @throws Problem The reason.
	 */
	private function finish( Callback_Parameters|Problem $parameters, Provider $provider, Attempt $attempt, ?Transaction $begun ): Redirect {
		if ( $parameters instanceof Problem ) {
			throw $parameters;
		}
		$attempt->description = $parameters->error_description;
		if ( null === $parameters->state ) {
			throw new Problem( 'state_missing', 400 );
		}

		$transaction = $this->consume( $parameters, $provider, $attempt, $begun );
		$client      = $this->secrets->client( $provider );
		$metadata    = $this->check_issuer( $parameters, $client );

		$reason = $parameters->error_reason();
		if ( null !== $reason ) {
			throw new Problem( $reason, Reasons::status( $reason ) );
		}
		$intent = $this->check_visitor( $transaction );

		try {
			$verified = $this->answer->verify(
				$provider,
				$client,
				$metadata ?? $this->discovery->get( $client ),
				(string) $parameters->code,
				(string) $parameters->state,
				(string) $attempt->secret,
				$this->router->url( 'callback', array( 'provider' => $provider->slug ) ),
				$transaction
			);
		} catch ( Problem $problem ) {
			$this->step_up->failed( $transaction, $problem );
			throw $problem;
		}
		$this->cookies->close_transaction( (string) $parameters->state ); // Now: a second factor may end the request in there.

		$answer = match ( $intent ) {
			Intent::Sign_In, Intent::Link => $this->entrance->enter( $provider, $verified, $transaction ),
			Intent::Step_Up               => $this->step_up->finish( $provider, $verified, $transaction ),
			Intent::Test                  => $this->round_trip->finish( $provider, $verified ),
		};
		if ( Intent::Step_Up === $intent ) {
			$this->renewal->keep( $verified, $this->cookies->session() );
		}

		return $answer ?? new Redirect( Landing::of( Return_Target::url( $transaction->return_to, $transaction->action ) ), 303, Pages::private_headers() );
	}

	/**
	 * Step 8: the answer is for whoever asked. A link and a test belong to the account that was logged in, a step-up to the
	 * visitor's session; a sign-in must not land in another account than the one that was logged in. That one may have been
	 * logged out meanwhile: changing the person at the provider makes it say so over the back channel.
	 *
	 * @param Transaction $transaction Transaction.
	 * @throws Problem `account_changed`.
	 */
	private function check_visitor( Transaction $transaction ): Intent {
		$intent  = Intent::tryFrom( $transaction->intent );
		$user_id = get_current_user_id() > 0 ? get_current_user_id() : null;
		$same    = match ( $intent ) {
			Intent::Link    => null !== $user_id && $user_id === $transaction->user_id,
			Intent::Test    => null !== $user_id && $user_id === $transaction->user_id && current_user_can( Capabilities::MANAGE ),
			Intent::Step_Up => null !== $transaction->session_id && $this->visitor->get()?->session_id === $transaction->session_id && $user_id === $transaction->user_id,
			Intent::Sign_In => null === $user_id || null === $transaction->user_id || $user_id === $transaction->user_id,
			null            => false,
		};
		if ( ! $same || null === $intent ) {
			throw new Problem( 'account_changed', 400 );
		}

		return $intent;
	}

	/**
	 * Steps 3 to 5: the state belongs to this browser and is used here for the first time.
	 *
	 * @param Callback_Parameters $parameters Parameters.
	 * @param Provider            $provider   Provider.
	 * @param Attempt             $attempt    Attempt, with the secret of this browser if there is one.
	 * @param Transaction|null    $begun      What this browser's cookie names.
	 * @throws Problem `state_unknown`, `state_browser`, `state_expired`, `state_provider`, `provider_changed`.
	 */
	private function consume( Callback_Parameters $parameters, Provider $provider, Attempt $attempt, ?Transaction $begun ): Transaction {
		$state = (string) $parameters->state;
		if ( ! $parameters->state_is_well_formed() ) {
			throw new Problem( 'state_unknown', 400 );
		}
		$transaction = null === $attempt->secret ? $this->find( $state ) : $begun;
		if ( null === $transaction ) {
			throw new Problem( 'state_unknown', 400 );
		}
		if ( ! $transaction->is_of( $attempt->secret ) ) {
			throw new Problem( 'state_browser', 400 ); // The row stays for the browser it belongs to.
		}
		$attempt->return_to = $transaction->return_to;
		$attempt->action    = $transaction->action;
		$attempt->intent    = Intent::tryFrom( $transaction->intent );
		if ( ! $this->transactions->consume( $transaction ) ) {
			throw new Problem( 'state_unknown', 400 );
		}
		$attempt->used = $state;

		if ( $this->clock->now()->getTimestamp() - $transaction->created_at->getTimestamp() > self::VALID ) {
			throw new Problem( 'state_expired', 400 );
		}
		if ( $transaction->provider !== $provider->slug ) {
			throw new Problem( 'state_provider', 401 );
		}
		if ( ! $provider->enabled() && Intent::Test->value !== $transaction->intent ) {
			throw new Problem( 'provider_unknown', 404 );
		}
		if ( ! hash_equals( $transaction->config_digest, $provider->digest() ) ) {
			throw new Problem( 'provider_changed', 400 );
		}

		return $transaction;
	}

	/**
	 * Step 6: the answer comes from the issuer that was asked (RFC 9207 §2.4); on errors too.
	 *
	 * @param Callback_Parameters $parameters Parameters.
	 * @param Client              $client     Client.
	 * @return Metadata|null Metadata, if it was read for this.
	 * @throws Problem `response_iss`.
	 */
	private function check_issuer( Callback_Parameters $parameters, Client $client ): ?Metadata {
		if ( null !== $parameters->iss ) {
			if ( $parameters->iss !== $client->issuer ) {
				throw new Problem( 'response_iss', 401 );
			}
			return null;
		}
		$metadata = 'oidc' === $client->kind ? $this->discovery->get( $client ) : null;
		if ( 'always' === $client->require_iss || true === $metadata?->response_iss ) {
			throw new Problem( 'response_iss', 401 );
		}

		return $metadata;
	}

	/**
	 * Ends a failed attempt.
	 *
	 * @param string  $slug    Provider.
	 * @param Problem $problem Why.
	 * @param Attempt $attempt What is known.
	 */
	private function fail( string $slug, Problem $problem, Attempt $attempt ): Redirect {
		if ( null !== $attempt->used ) {
			$this->cookies->close_transaction( $attempt->used );
			try {
				$this->limits->failed(); // Others had nothing to win, and anybody may send them.
			} catch ( Problem $uncounted ) {
				unset( $uncounted ); // Counting must not hide the reason.
			}
		}
		$details = $problem->data;
		if ( '' !== $attempt->description ) {
			$details['error_description'] = $attempt->description;
		}
		$number = $this->refusals->note( 'sign_in', $problem->reason, $slug, $details );

		$query = array(
			'provider' => 1 === preg_match( '/\A[a-z0-9-]{2,32}\z/', $slug ) ? $slug : 'unknown',
			'reason'   => Reasons::is_known( $problem->reason ) ? $problem->reason : 'provider_error',
		);
		if ( '' !== $number && ( Intent::Test === $attempt->intent || Reasons::shows_request_id( $query['reason'] ) ) ) {
			$query['ref'] = $number;
		}
		if ( null !== $problem->retry_after ) {
			$query['wait'] = (string) $problem->retry_after;
		}
		if ( '' !== $attempt->return_to ) {
			$query['return_to'] = remove_query_arg( Profile_Actions::NOTE, $attempt->return_to ); // Its words are for success.
		}
		if ( null !== $attempt->action ) {
			$query['action'] = $attempt->action;
		}
		if ( Intent::Test === $attempt->intent ) {
			$query['show'] = Round_Trip::QUERY;
		} elseif ( Intent::Link === $attempt->intent ) {
			$query['intent'] = $attempt->intent->value;
		}

		return new Redirect( $this->router->url( 'sign_in', $query ), 303, Pages::private_headers() );
	}
}
