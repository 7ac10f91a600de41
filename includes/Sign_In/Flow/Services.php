<?php
/**
 * Builds the way to the provider and back.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Flow;

use CoopCredentials\Kernel\Health_Result;
use CoopCredentials\Kernel\Health_Test;
use CoopCredentials\Kernel\Simple_Health_Test;
use CoopCredentials\Sign_In\Answer;
use CoopCredentials\Sign_In\Callback;
use CoopCredentials\Sign_In\Entrance;
use CoopCredentials\Sign_In\Intent;
use CoopCredentials\Sign_In\Page_Forms;
use CoopCredentials\Sign_In\Promises;
use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Sign_In\Rule_Places;
use CoopCredentials\Sign_In\Services as Sign_In;
use CoopCredentials\Sign_In\Start;
use CoopCredentials\Sign_In\Start_Page;

/**
 * Every object of this part of the room, built on first use.
 */
final class Services {

	/**
	 * What was built.
	 *
	 * @var array<class-string,object>
	 */
	private array $made = array();

	/** @var (\Closure( string ): (string|null))|null Rule of an offer, from the room above. */
	private ?\Closure $offer_rule = null;

	/**
	 * Builds the services.
	 *
	 * @param Sign_In $room The room.
	 */
	public function __construct( private readonly Sign_In $room ) {
	}

	/**
	 * The start of a sign-in.
	 */
	public function start(): Start {
		return $this->once(
			Start::class,
			fn(): Start => new Start(
				$this->room->gate(),
				$this->departure(),
				$this->forms(),
				$this->action_demands(),
				$this->round_trip(),
				$this->room->current_visitor(),
				$this->room->decider(),
				$this->room->pages(),
				$this->start_page(),
				$this->room->kernel->one_time_form(),
				$this->room->limits(),
				$this->room->refusals(),
				$this->room->kernel->clock()
			)
		);
	}

	/**
	 * The end of a sign-in.
	 */
	public function callback(): Callback {
		return $this->once(
			Callback::class,
			fn(): Callback => new Callback(
				$this->room->gate(),
				$this->room->provider_secrets(),
				$this->room->openid->discovery(),
				$this->room->openid->http(),
				$this->room->transactions(),
				$this->room->cookies(),
				$this->answer(),
				$this->entrance(),
				$this->step_up(),
				$this->round_trip(),
				$this->renewal(),
				$this->room->current_visitor(),
				$this->room->pages(),
				$this->room->kernel->router(),
				$this->room->limits(),
				$this->room->refusals(),
				$this->room->kernel->clock()
			)
		);
	}

	/**
	 * Memberships, identity, account, session.
	 */
	public function entrance(): Entrance {
		return $this->once(
			Entrance::class,
			fn(): Entrance => new Entrance(
				$this->room->admission(),
				$this->room->identities(),
				$this->room->sessions(),
				$this->room->accounts(),
				$this->last_word(),
				$this->room->untold(),
				$this->renewal(),
				$this->room->cookies(),
				$this->room->current_visitor(),
				$this->room->kernel->secrets(),
				$this->room->kernel->router(),
				$this->room->kernel->database(),
				$this->room->kernel->audit_log(),
				$this->room->kernel->clock()
			)
		);
	}

	/**
	 * The way to the provider.
	 */
	public function departure(): Departure {
		return $this->once(
			Departure::class,
			fn(): Departure => new Departure(
				$this->room->provider_secrets(),
				$this->room->openid->discovery(),
				$this->room->transactions(),
				$this->room->sessions(),
				$this->room->cookies(),
				$this->asked_claims(),
				$this->room->kernel->router(),
				$this->room->kernel->rate_limiter(),
				$this->room->kernel->clock()
			)
		);
	}

	/**
	 * What providers are asked for.
	 */
	public function asked_claims(): Asked_Claims {
		return $this->once( Asked_Claims::class, fn(): Asked_Claims => new Asked_Claims( $this->room->rules(), fn(): Rule_Places => $this->room->rules_in_use()->places(), $this->room->admission() ) );
	}

	/**
	 * Forms and links of the pages.
	 */
	public function page_forms(): Page_Forms {
		return $this->once( Page_Forms::class, fn(): Page_Forms => new Page_Forms( $this->room->kernel->router() ) );
	}

	/**
	 * The page with the button.
	 */
	public function start_page(): Start_Page {
		return $this->once( Start_Page::class, fn(): Start_Page => new Start_Page( $this->page_forms(), new Promises( $this->room->providers() ) ) );
	}

	/**
	 * Forms of `link`, `step_up` and `test`, for private pages.
	 */
	public function forms(): Intent_Form {
		return $this->once( Intent_Form::class, fn(): Intent_Form => new Intent_Form( $this->room->cookies() ) );
	}

	/**
	 * Proving again who one is.
	 */
	public function step_up(): Step_Up {
		return $this->once(
			Step_Up::class,
			fn(): Step_Up => new Step_Up(
				$this->room->admission(),
				$this->room->identities(),
				$this->renewals(),
				$this->last_word(),
				$this->room->cookies(),
				$this->room->current_visitor(),
				$this->room->kernel->database(),
				$this->room->kernel->audit_log(),
				$this->room->kernel->clock()
			)
		);
	}

	/**
	 * Answers about people who are not let in.
	 */
	public function last_word(): Last_Word {
		return $this->once( Last_Word::class, fn(): Last_Word => new Last_Word( $this->renewals(), $this->room->identities(), $this->room->sessions(), $this->room->logout()->session_ender(), $this->room->untold(), $this->room->linked_identities(), $this->room->current_visitor(), $this->room->kernel->clock() ) );
	}

	/**
	 * Tokens, ID token, userinfo.
	 */
	public function answer(): Answer {
		return $this->once(
			Answer::class,
			fn(): Answer => new Answer( $this->room->openid->token_client(), $this->room->openid->id_token_verifier(), $this->room->openid->userinfo(), $this->room->admission() )
		);
	}

	/**
	 * Renewal of snapshots with refresh tokens.
	 */
	public function renewal(): Renewal {
		return $this->once(
			Renewal::class,
			fn(): Renewal => new Renewal(
				$this->room->providers(),
				$this->room->provider_secrets(),
				$this->room->openid->discovery(),
				$this->room->openid->http(),
				$this->answer(),
				$this->room->admission(),
				$this->room->identities(),
				$this->renewals(),
				$this->last_word(),
				$this->room->sessions(),
				$this->room->logout()->session_ender(),
				$this->room->cookies(),
				$this->room->current_visitor(),
				$this->room->kernel->secrets(),
				$this->room->kernel->database(),
				$this->room->kernel->audit_log(),
				$this->room->kernel->clock()
			)
		);
	}

	/**
	 * The door of every action with a rule.
	 */
	public function action_gate(): Action_Gate {
		return $this->once( Action_Gate::class, fn(): Action_Gate => new Action_Gate( $this->room->decider(), $this->renewal(), $this->challenge(), $this->room->kernel->clock() ) );
	}

	/**
	 * Whether an address stands for many visitors.
	 */
	public function proxy_watch(): Proxy_Watch {
		return $this->once( Proxy_Watch::class, fn(): Proxy_Watch => new Proxy_Watch( $this->room->transactions(), $this->room->kernel->rate_limiter(), $this->room->kernel->clock() ) );
	}

	/**
	 * What Site Health asks about it.
	 */
	public function health_test(): Health_Test {
		return new Simple_Health_Test( 'coop_credentials_visitor_addresses', static fn(): string => __( 'Visitors can be told apart', 'coop-credentials' ), fn(): Health_Result => Proxy_Health::result( $this->proxy_watch()->of_site() ) );
	}

	/**
	 * Trying a provider out.
	 */
	public function round_trip(): Round_Trip {
		return $this->once(
			Round_Trip::class,
			fn(): Round_Trip => new Round_Trip( $this->room->admission(), $this->room->decider(), $this->room->kernel->secrets(), $this->room->kernel->router(), $this->room->kernel->audit_log() )
		);
	}

	/**
	 * What an action asks of the log-in.
	 */
	public function action_demands(): Action_Demands {
		return $this->once( Action_Demands::class, fn(): Action_Demands => new Action_Demands( $this->room->decider(), $this->offer_rule ) );
	}

	/**
	 * Tells where rules of offers are known.
	 *
	 * @param \Closure( string ): (string|null) $offer_rule Uid of an offer → uid of its rule.
	 */
	public function set_offer_rule( \Closure $offer_rule ): void {
		$this->offer_rule = $offer_rule;
	}

	/**
	 * The form with which the owner tries a provider out; null while something is missing for it.
	 *
	 * @param Provider $provider Provider.
	 * @return array{url:string,fields:array<string,string>}|null
	 */
	public function round_trip_form( Provider $provider ): ?array {
		return array() !== $this->room->provider_secrets()->missing( $provider ) ? null : array(
			'url'    => $this->room->kernel->router()->url( 'sign_in', array( 'provider' => $provider->slug ) ),
			'fields' => $this->forms()->fields( Intent::Test, $provider->slug, '/' ),
		);
	}

	/**
	 * Tells a client that a step-up is needed.
	 */
	public function challenge(): Challenge {
		return $this->once( Challenge::class, fn(): Challenge => new Challenge( $this->room->decider(), $this->forms(), $this->room->kernel->router() ) );
	}

	/**
	 * What renews sessions.
	 */
	private function renewals(): Renewal_Repository {
		return $this->once( Renewal_Repository::class, fn(): Renewal_Repository => new Renewal_Repository( $this->room->kernel->database() ) );
	}

	/**
	 * Builds an object once.
	 *
	 * @template T of object
	 * @param class-string<T> $name Class.
	 * @param callable(): T   $make Builds it.
	 * @return T
	 */
	private function once( string $name, callable $make ): object {
		$this->made[ $name ] ??= $make();
		/** @var T */
		return $this->made[ $name ];
	}
}
