<?php
/**
 * Builds the sign-in room.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Claims\Organisation_Facts;
use CoopCredentials\Claims\Rule_Evaluator;
use CoopCredentials\Directory\Services as Directory;
use CoopCredentials\Kernel\Health_Test;
use CoopCredentials\Kernel\Personal_Data_Source;
use CoopCredentials\Kernel\Rest_Controller;
use CoopCredentials\Kernel\Schema;
use CoopCredentials\Kernel\Secrets;
use CoopCredentials\Kernel\Services as Kernel;
use CoopCredentials\OpenID\Services as OpenID;

/**
 * Every object of this room, built on first use.
 */
final class Services {

	/**
	 * What was built.
	 *
	 * @var array<class-string,object>
	 */
	private array $made = array();

	/**
	 * Builds the services.
	 *
	 * @param Kernel    $kernel    Ground floor.
	 * @param OpenID    $openid    Protocol.
	 * @param Directory $directory Organisations.
	 */
	public function __construct(
		public readonly Kernel $kernel,
		public readonly OpenID $openid,
		private readonly Directory $directory,
	) {
	}

	/**
	 * Tables.
	 *
	 * @return list<Schema>
	 */
	public function schemas(): array {
		return array( new Sign_In_Schema() );
	}

	/**
	 * Health tests.
	 *
	 * @return list<Health_Test>
	 */
	public function health_tests(): array {
		return array_merge(
			( new Health_Tests( $this->providers(), $this->provider_secrets(), $this->rules(), $this->openid->cache(), $this->openid->signature(), $this->kernel->clock() ) )->all(),
			( new Provider_Health( $this->providers(), $this->provider_secrets(), $this->setup()->test( ... ), $this->setup()->http( ... ), $this->kernel->router(), $this->kernel->audit_log(), $this->kernel->clock() ) )->all(),
			array( $this->flow()->health_test() )
		);
	}

	/**
	 * Personal data.
	 *
	 * @return list<Personal_Data_Source>
	 */
	public function personal_data(): array {
		return array( new Sign_In_Personal_Data( $this->identities(), $this->sessions(), fn( Identity $identity ): bool => $this->accounts()->links()->unlink( $identity, 'erased' ) ) );
	}

	/**
	 * Providers.
	 */
	public function providers(): Provider_Repository {
		return $this->once( Provider_Repository::class, fn(): Provider_Repository => new Provider_Repository( $this->kernel->options(), $this->kernel->settings(), $this->sessions(), is_multisite() ? $this->multisite()->providers() : null ) );
	}

	/**
	 * What a network of sites has more.
	 */
	public function multisite(): Multisite\Services {
		return $this->once( Multisite\Services::class, fn(): Multisite\Services => new Multisite\Services( $this->kernel, $this ) );
	}

	/**
	 * Client secrets.
	 */
	public function provider_secrets(): Provider_Secrets {
		return $this->once( Provider_Secrets::class, fn(): Provider_Secrets => new Provider_Secrets( $this->kernel->secrets(), fn(): Secrets => $this->kernel->network_secrets() ) );
	}

	/**
	 * What sets providers up: changes, tests, files.
	 */
	public function setup(): Setup\Services {
		return $this->once( Setup\Services::class, fn(): Setup\Services => new Setup\Services( $this ) );
	}

	/**
	 * Rules.
	 */
	public function rules(): Rule_Repository {
		return $this->once( Rule_Repository::class, fn(): Rule_Repository => new Rule_Repository( $this->kernel->options(), $this->kernel->clock(), $this->own_organisation_id( ... ) ) );
	}

	/**
	 * Rules in use: places, effect of a change, dry run.
	 */
	public function rules_in_use(): Rules\Services {
		return $this->once( Rules\Services::class, fn(): Rules\Services => new Rules\Services( $this->kernel, $this ) );
	}

	/**
	 * Roles that rules give.
	 */
	public function roles(): Roles\Services {
		return $this->once( Roles\Services::class, fn(): Roles\Services => new Roles\Services( $this->kernel, $this ) );
	}

	/**
	 * All identities of an account.
	 */
	public function linked_identities(): Linked_Identities {
		return $this->once( Linked_Identities::class, fn(): Linked_Identities => new Linked_Identities( $this->identities(), $this->providers(), $this->organisation_facts() ) );
	}

	/**
	 * Record of decisions.
	 */
	public function decision_log(): Decision_Log {
		return $this->once( Decision_Log::class, fn(): Decision_Log => new Decision_Log( $this->kernel->audit_log(), $this->kernel->inbox() ) );
	}

	/**
	 * Identities.
	 */
	public function identities(): Identity_Repository {
		return $this->once( Identity_Repository::class, fn(): Identity_Repository => new Identity_Repository( $this->kernel->database() ) );
	}

	/**
	 * Visitor sessions.
	 */
	public function sessions(): Visitor_Session_Repository {
		return $this->once( Visitor_Session_Repository::class, fn(): Visitor_Session_Repository => new Visitor_Session_Repository( $this->kernel->database() ) );
	}

	/**
	 * Open sign-ins.
	 */
	public function transactions(): Transaction_Repository {
		return $this->once( Transaction_Repository::class, fn(): Transaction_Repository => new Transaction_Repository( $this->kernel->database() ) );
	}

	/**
	 * Cookies.
	 */
	public function cookies(): Cookies {
		return $this->once( Cookies::class, static fn(): Cookies => new Cookies() );
	}

	/**
	 * The visitor of this request.
	 */
	public function current_visitor(): Current_Visitor {
		return $this->once(
			Current_Visitor::class,
			fn(): Current_Visitor => new Current_Visitor( $this->cookies(), $this->sessions(), $this->identities(), $this->providers(), $this->organisation_facts(), $this->kernel->clock() )
		);
	}

	/**
	 * Guard of a visitor's writes, for the Kernel.
	 */
	public function visitor_guard(): Visitor_Guard {
		return $this->once( Visitor_Guard::class, fn(): Visitor_Guard => new Visitor_Guard( $this->current_visitor() ) );
	}

	/**
	 * From a co-op's name to its provider.
	 */
	public function chooser(): Chooser\Chooser {
		return $this->once( Chooser\Chooser::class, fn(): Chooser\Chooser => new Chooser\Chooser( $this->providers(), $this->directory->identifiers(), $this->directory->organisations(), $this->directory->search() ) );
	}

	/**
	 * People's own records.
	 */
	public function own_data(): Own_Data\Services {
		return $this->once( Own_Data\Services::class, fn(): Own_Data\Services => new Own_Data\Services( $this, $this->profile_url( ... ), fn( string $id ): ?string => $this->directory->facts()->organisation( $id )?->name ) );
	}

	/**
	 * Decisions.
	 */
	public function decider(): Decider {
		return $this->once( Decider::class, fn(): Decider => new Decider( $this->evaluator(), $this->rules(), $this->providers(), $this->linked_identities(), $this->kernel->clock() ) );
	}

	/**
	 * The rule evaluator with the directory behind it.
	 */
	public function evaluator(): Rule_Evaluator {
		return $this->once( Rule_Evaluator::class, fn(): Rule_Evaluator => new Rule_Evaluator( $this->organisation_facts() ) );
	}

	/**
	 * Memberships and `require`.
	 */
	public function admission(): Admission {
		return $this->once( Admission::class, fn(): Admission => new Admission( $this->rules(), $this->evaluator(), $this->organisation_facts(), $this->decision_log(), $this->kernel->clock() ) );
	}

	/**
	 * Which providers may be used.
	 */
	public function gate(): Gate {
		return $this->once( Gate::class, fn(): Gate => new Gate( $this->providers(), $this->provider_secrets() ) );
	}

	/**
	 * Limits.
	 */
	public function limits(): Limits {
		return $this->once( Limits::class, fn(): Limits => new Limits( $this->kernel->rate_limiter(), $this->cookies(), $this->flow()->proxy_watch() ) );
	}

	/**
	 * What nobody has heard of yet.
	 */
	public function untold(): Flow\Untold {
		return $this->once( Flow\Untold::class, fn(): Flow\Untold => new Flow\Untold() );
	}

	/**
	 * What the log keeps of refusals.
	 */
	public function refusals(): Refusals {
		return $this->once( Refusals::class, fn(): Refusals => new Refusals( $this->limits(), $this->kernel->audit_log() ) );
	}

	/**
	 * Pages.
	 */
	public function pages(): Pages {
		return $this->once( Pages::class, fn(): Pages => new Pages( $this->flow()->page_forms(), $this->kernel->router(), $this->kernel->one_time_form() ) );
	}

	/**
	 * What the visitor's way to the provider and back is made of.
	 */
	public function flow(): Flow\Services {
		return $this->once( Flow\Services::class, fn(): Flow\Services => new Flow\Services( $this ) );
	}

	/**
	 * Accounts.
	 */
	public function accounts(): Accounts\Services {
		return $this->once( Accounts\Services::class, fn(): Accounts\Services => new Accounts\Services( $this ) );
	}

	/**
	 * Sign-out, here and by the provider.
	 */
	public function logout(): Logout\Services {
		return $this->once( Logout\Services::class, fn(): Logout\Services => new Logout\Services( $this ) );
	}

	/**
	 * REST controllers; built only inside `rest_api_init`.
	 *
	 * @return list<Rest_Controller>
	 */
	public function controllers(): array {
		$guard = $this->kernel->request_guard();

		return array(
			new Me_Controller( $guard, $this->current_visitor(), $this->decider(), $this->kernel->clock(), $this->profile_url( ... ) ),
			$this->own_data()->controller(),
			new Chooser\Chooser_Controller( $guard, $this->chooser(), $this->kernel->router() ),
			...$this->setup()->controllers(),
			...$this->rules_in_use()->controllers(),
		);
	}

	/**
	 * The directory's facts.
	 */
	public function organisation_facts(): Organisation_Facts {
		return $this->directory->facts();
	}

	/**
	 * Id of the site's own organisation, by which claims name it.
	 */
	private function own_organisation_id(): ?string {
		$uid = $this->kernel->settings()->get( 'own_organisation' );
		if ( ! is_string( $uid ) || '' === $uid ) {
			return null;
		}
		$organisation = $this->directory->organisations()->find_by_uid( $uid );

		return null !== $organisation ? $this->directory->facts()->id_of( $organisation ) : null;
	}

	/**
	 * Address of an organisation's page in this site's directory.
	 *
	 * @param string $organisation_id Id by which claims name it.
	 */
	private function profile_url( string $organisation_id ): ?string {
		$organisation = $this->directory->facts()->organisation( $organisation_id );
		if ( null === $organisation ) {
			return null;
		}
		try {
			return $this->kernel->router()->url( 'organisation', array( 'slug' => $organisation->slug ) );
		} catch ( \LogicException ) {
			return null;
		}
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
