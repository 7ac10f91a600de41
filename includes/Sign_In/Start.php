<?php
/**
 * Begins a sign-in.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Kernel\Capabilities;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\One_Time_Form;
use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Kernel\Front\Same_Origin;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Sign_In\Flow\Action_Demands;
use CoopCredentials\Sign_In\Flow\Demand;
use CoopCredentials\Sign_In\Flow\Departure;
use CoopCredentials\Sign_In\Flow\Intent_Form;
use CoopCredentials\Sign_In\Flow\Round;
use CoopCredentials\Sign_In\Flow\Round_Trip;

/**
 * The press on the button: makes a transaction and a cookie, and sends the browser to the provider. GET only shows the
 * button, so nothing a crawler or a prefetch does begins anything.
 */
final class Start {

	/** A snapshot older than this is worth a new question to the provider, seconds. */
	private const FRESH = 86400;

	/**
	 * Builds the start.
	 *
	 * @param Gate            $gate      Providers that may be used.
	 * @param Departure       $departure The way to the provider.
	 * @param Intent_Form     $forms     Nonces of other intents.
	 * @param Action_Demands  $demands    What an action asks of the log-in.
	 * @param Round_Trip      $round_trip Results of a test.
	 * @param Current_Visitor $visitor   Visitor.
	 * @param Decider         $decider   For the words of `require`.
	 * @param Pages           $pages     Pages.
	 * @param Start_Page      $start_page The button page.
	 * @param One_Time_Form   $once      Confirmations.
	 * @param Limits          $limits    Limits.
	 * @param Refusals        $refusals  What the log keeps of refusals.
	 * @param Clock           $clock     Time.
	 */
	public function __construct(
		private readonly Gate $gate,
		private readonly Departure $departure,
		private readonly Intent_Form $forms,
		private readonly Action_Demands $demands,
		private readonly Round_Trip $round_trip,
		private readonly Current_Visitor $visitor,
		private readonly Decider $decider,
		private readonly Pages $pages,
		private readonly Start_Page $start_page,
		private readonly One_Time_Form $once,
		private readonly Limits $limits,
		private readonly Refusals $refusals,
		private readonly Clock $clock,
	) {
	}

	/**
	 * Answers `/coop-credentials/sign-in/{provider}`.
	 *
	 * @param Front_Request $request Request.
	 */
	public function handle( Front_Request $request ): Page|Redirect {
		$slug = $request->params['provider'] ?? '';

		return 'POST' === $request->method ? $this->post( $request, $slug ) : $this->get( $request, $slug );
	}

	/**
	 * The button page.
	 *
	 * @param Front_Request $request Request.
	 * @param string        $slug    Provider.
	 */
	private function get( Front_Request $request, string $slug ): Page {
		if ( Round_Trip::QUERY === $request->query( 'show' ) && current_user_can( Capabilities::MANAGE ) ) {
			return $this->round_trip->page( $slug, $this->gate->label( $slug ), $request->query( 'reason' ) ?? '', $request->query( 'ref' ) ?? '' );
		}
		$reason = $request->query( 'reason' ) ?? '';
		$reason = Reasons::is_known( $reason ) ? $reason : '';
		$wait   = $request->query( 'wait' ) ?? '';
		$retry  = '' !== $reason && 1 === preg_match( '/\A[1-9][0-9]{0,3}\z/', $wait ) ? min( 3600, (int) $wait ) : null;
		try {
			$this->gate->provider( $slug );
		} catch ( Problem $problem ) {
			$reason = $problem->reason;
			$retry  = $problem->retry_after;
		}
		$action    = $request->query( 'action' );
		$return_to = Return_Target::remember( $request->query( 'return_to' ) );
		$visitor   = '' === $reason && null === $action ? $this->visitor->get() : null;
		if ( null !== $visitor && $visitor->provider === $slug ) {
			return $this->pages->already( $visitor, $return_to );
		}

		return $this->start_page->page(
			$slug,
			$this->gate->label( $slug ),
			$reason,
			'' === $reason || 'provider_unknown' === $reason ? array() : $this->decider->labels( $slug ),
			$return_to,
			$action,
			$request->query( 'ref' ) ?? '',
			$retry,
			$this->others( $slug, $return_to ),
			Intent::Link->value === $request->query( 'intent' ) ? Intent::Link : Intent::Sign_In
		);
	}

	/**
	 * Other providers that may be offered where the visitor came from.
	 *
	 * @param string $slug      Provider.
	 * @param string $return_to Checked path.
	 * @return list<array{slug:string,label:string}>
	 */
	private function others( string $slug, string $return_to ): array {
		return $this->gate->others( $slug, Return_Target::is_admin( $return_to ) ? 'wp-login' : 'blocks' );
	}

	/**
	 * The press.
	 *
	 * @param Front_Request $request Request.
	 * @param string        $slug    Provider.
	 */
	private function post( Front_Request $request, string $slug ): Page|Redirect {
		$return_to = Return_Target::remember( $request->post( 'return_to' ) );
		$action    = Return_Target::is_action( $request->post( 'action' ) ) ? $request->post( 'action' ) : null;
		try {
			$origin = Same_Origin::check();
			if ( Same_Origin::FOREIGN === $origin ) {
				throw new Problem( 'foreign_origin', 403 ); // Not counted: foreign pages must not use up what their reader may do.
			}
			$this->limits->start();
			$intent   = Intent::tryFrom( $request->post( 'intent' ) ?? Intent::Sign_In->value ) ?? throw new Problem( 'parameter_invalid', 400 );
			$provider = $this->gate->provider( $slug, Intent::Test === $intent && current_user_can( Capabilities::MANAGE ) );

			return Intent::Sign_In === $intent
				? $this->sign_in( $request, $provider, $origin, $return_to, $action )
				: $this->other( $request, $provider, $intent, $return_to, $action );
		} catch ( Problem $problem ) {
			$number = $this->refusals->note( 'sign_in_start', $problem->reason, $slug, $problem->data );
			if ( Intent::Test->value === $request->post( 'intent' ) && current_user_can( Capabilities::MANAGE ) ) {
				return $this->round_trip->page( $slug, $this->gate->label( $slug ), $problem->reason, $number );
			}

			return $this->start_page->page( $slug, $this->gate->label( $slug ), $problem->reason, array(), $return_to, $action, $number, $problem->retry_after, $this->others( $slug, $return_to ) );
		}
	}

	/**
	 * An ordinary sign-in. Its form is the same for everybody, so that caches may keep it.
	 *
	 * @param Front_Request $request   Post.
	 * @param Provider      $provider  Provider.
	 * @param string        $origin    Where the post came from.
	 * @param string        $return_to Checked path.
	 * @param string|null   $action    Action.
	 * @throws Problem Of the metadata.
	 */
	private function sign_in( Front_Request $request, Provider $provider, string $origin, string $return_to, ?string $action ): Page|Redirect {
		$another = '1' === $request->post( 'another' );
		if ( Same_Origin::UNKNOWN === $origin && ! $this->once->accept( 'sign_in:' . $provider->slug, $request->post( 'once' ) ?? '' ) ) {
			return $this->pages->confirm( $provider->slug, $provider->label, $return_to, $action, $another );
		}
		$visitor = $this->visitor->get();
		if ( null !== $visitor && ! $another && $visitor->provider === $provider->slug && $this->is_fresh( $visitor ) ) {
			$answer = $this->already( $provider, $visitor, $return_to, $action, '1' === $request->post( 'renew' ) );
			if ( null !== $answer ) {
				return $answer;
			}
		}

		return $this->departure->to( $provider, Intent::Sign_In, $return_to, $action, $visitor, new Demand(), $another );
	}

	/**
	 * A press with a live session: back to what the visitor was about to do, or to the proof it asks for first.
	 *
	 * @param Provider    $provider  Provider.
	 * @param Visitor     $visitor   Visitor.
	 * @param string      $return_to Checked path.
	 * @param string|null $action    Action.
	 * @param bool        $renew     Whether the memberships are to be confirmed again.
	 * @return Page|Redirect|null Null when the provider is to be asked.
	 */
	private function already( Provider $provider, Visitor $visitor, string $return_to, ?string $action, bool $renew ): Page|Redirect|null {
		$demand = null === $action ? null : $this->demands->of( $visitor, $action );
		if ( null !== $demand ) {
			return $this->pages->confirm_intent( Intent::Step_Up, $provider, $this->forms->fields( Intent::Step_Up, $provider->slug, $return_to, $demand, $action ), $return_to );
		}
		if ( $renew ) {
			return null;
		}

		return null === $action ? $this->pages->already( $visitor, $return_to ) : new Redirect( Return_Target::url( $return_to, $action ), 303, Pages::private_headers() );
	}

	/**
	 * Whatever is more than a sign-in: it needs somebody it is for, and the nonce of a private page.
	 *
	 * @param Front_Request $request   Post.
	 * @param Provider      $provider  Provider.
	 * @param Intent        $intent    What for.
	 * @param string        $return_to Checked path.
	 * @param string|null   $action    Action.
	 * @throws Problem `account_changed`, `parameter_invalid`, `session_expired`, `session_revoked`, `step_up_failed`.
	 */
	private function other( Front_Request $request, Provider $provider, Intent $intent, string $return_to, ?string $action ): Page|Redirect {
		$visitor = $this->visitor->get();
		$another = Intent::Link === $intent && '1' === $request->post( 'another' );
		$demand  = Demand::from_post( $request );
		if ( Intent::Step_Up === $intent ) {
			if ( null === $visitor || $visitor->provider !== $provider->slug ) {
				throw new Problem( $this->visitor->ended() ?? 'session_expired', 401 );
			}
			if ( Round::failed( $visitor, $demand ) ) {
				throw new Problem( 'step_up_failed', 403 );
			}
		} elseif ( ! is_user_logged_in() ) {
			throw new Problem( 'account_changed', 400 ); // Whoever saw the form has logged out meanwhile.
		}
		$fits = match ( $intent ) {
			Intent::Step_Up => ! $demand->is_empty() && 'oidc' === $provider->text( 'kind' ),
			Intent::Test    => $demand->is_empty() && current_user_can( Capabilities::MANAGE ),
			default         => $demand->is_empty(),
		};
		if ( ! $fits ) {
			throw new Problem( 'parameter_invalid', 400 );
		}
		if ( ! $this->forms->accepts( $request, $intent, $provider->slug, $demand ) ) {
			return $this->pages->confirm_intent( $intent, $provider, $this->forms->fields( $intent, $provider->slug, $return_to, $demand, $action ) + ( $another ? array( 'another' => '1' ) : array() ), $return_to );
		}

		return $this->departure->to( $provider, $intent, $return_to, $action, $visitor, $demand, $another );
	}

	/**
	 * Whether asking the provider again would tell nothing new.
	 *
	 * @param Visitor $visitor Visitor.
	 */
	private function is_fresh( Visitor $visitor ): bool {
		return $this->clock->now()->getTimestamp() - $visitor->memberships_at < self::FRESH;
	}
}
