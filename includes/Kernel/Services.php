<?php
/**
 * Objects of the Kernel.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

use CoopCredentials\Kernel\Front\One_Time_Form;
use CoopCredentials\Kernel\Front\Router;

/**
 * Built on first use, one of each.
 */
final class Services {

	/** @var array<string, object> */
	private array $made = array();

	/** @var Visitor_Guard|(\Closure(): Visitor_Guard)|null */
	private Visitor_Guard|\Closure|null $visitors = null;

	/**
	 * @param Clock|null $clock For tests: instead of the database's.
	 * @param Http|null  $http  For tests: instead of the network.
	 */
	public function __construct( ?Clock $clock = null, ?Http $http = null ) {
		if ( null !== $clock ) {
			$this->made[ Clock::class ] = $clock;
		}
		if ( null !== $http ) {
			$this->made[ Http::class ] = $http;
		}
	}

	public function database(): Database {
		return $this->once(
			Database::class,
			static function (): Database {
				global $wpdb;
				return new Database( $wpdb );
			}
		);
	}

	public function clock(): Clock {
		return $this->once( Clock::class, fn(): Clock => new Database_Clock( $this->database() ) );
	}

	public function settings(): Settings {
		return $this->once( Settings::class, fn(): Settings => new Settings( $this->options() ) );
	}

	public function options(): Option_Repository {
		return $this->once( Option_Repository::class, fn(): Option_Repository => new Option_Repository( $this->database() ) );
	}

	public function secrets(): Secrets {
		return $this->once( Secrets::class, fn(): Secrets => new Secrets( $this->options(), $this->settings() ) );
	}

	/**
	 * Documents of a network of sites; only where there is one.
	 */
	public function network_options(): Network_Option_Repository {
		return $this->once( Network_Option_Repository::class, fn(): Network_Option_Repository => new Network_Option_Repository( $this->database() ) );
	}

	/**
	 * Secrets that all sites of a network share and none of them can read.
	 */
	public function network_secrets(): Secrets {
		$this->made['network_secrets'] ??= new Secrets( $this->network_options(), null );
		/** @var Secrets */
		return $this->made['network_secrets'];
	}

	public function http(): Http {
		return $this->once( Http::class, fn(): Http => $this->safe_http() );
	}

	public function safe_http(): Safe_Http {
		return $this->once( Safe_Http::class, fn(): Safe_Http => new Safe_Http( $this->database(), $this->allowed_hosts(), $this->circuit_breaker(), new Resolver() ) );
	}

	public function allowed_hosts(): Allowed_Hosts {
		return $this->once( Allowed_Hosts::class, fn(): Allowed_Hosts => new Allowed_Hosts( $this->secrets() ) );
	}

	public function circuit_breaker(): Circuit_Breaker {
		return $this->once( Circuit_Breaker::class, fn(): Circuit_Breaker => new Circuit_Breaker( $this->database(), $this->clock() ) );
	}

	public function client_address(): Client_Address {
		return $this->once( Client_Address::class, fn(): Client_Address => new Client_Address( $this->secrets() ) );
	}

	public function audit_log(): Audit_Log {
		return $this->once( Audit_Log::class, fn(): Audit_Log => new Audit_Log( $this->database(), $this->clock(), $this->client_address(), new Audit_Details() ) );
	}

	public function rate_limiter(): Rate_Limiter {
		return $this->once( Rate_Limiter::class, fn(): Rate_Limiter => new Rate_Limiter( $this->database(), $this->clock(), $this->client_address() ) );
	}

	public function inbox(): Inbox {
		return $this->once( Inbox::class, fn(): Inbox => new Inbox( $this->database(), $this->clock() ) );
	}

	public function mailer(): Mailer {
		return $this->once( Mailer::class, static fn(): Mailer => new Mailer() );
	}

	public function schema_manager(): Schema_Manager {
		return $this->once( Schema_Manager::class, fn(): Schema_Manager => new Schema_Manager( $this->database(), $this->settings(), $this->options(), new Schema_Inspector( $this->database() ) ) );
	}

	public function router(): Router {
		return $this->once( Router::class, static fn(): Router => new Router() );
	}

	public function one_time_form(): One_Time_Form {
		return $this->once( One_Time_Form::class, fn(): One_Time_Form => new One_Time_Form( $this->inbox(), $this->clock() ) );
	}

	public function request_guard(): Request_Guard {
		return $this->once(
			Request_Guard::class,
			function (): Request_Guard {
				$guard = new Request_Guard( $this->rate_limiter(), $this->audit_log(), $this->schema_manager() );
				if ( null !== $this->visitors ) {
					$guard->set_visitor_guard( $this->visitors );
				}
				return $guard;
			}
		);
	}

	/**
	 * @param Visitor_Guard|(\Closure(): Visitor_Guard) $guard Of the room that knows visitors; a closure is asked on first use.
	 */
	public function set_visitor_guard( Visitor_Guard|\Closure $guard ): void {
		$this->visitors = $guard;
		if ( isset( $this->made[ Request_Guard::class ] ) ) {
			$this->request_guard()->set_visitor_guard( $guard );
		}
	}

	/**
	 * @return list<Schema>
	 */
	public function schemas(): array {
		return array( new Kernel_Schema() );
	}

	/**
	 * @return list<Health_Test>
	 */
	public function health_tests(): array {
		return ( new Kernel_Health( $this ) )->tests();
	}

	/**
	 * @return list<Personal_Data_Source>
	 */
	public function personal_data(): array {
		return array( new Kernel_Personal_Data( $this->database() ) );
	}

	/**
	 * @template T of object
	 * @param class-string<T> $name Key.
	 * @param callable(): T   $make Builds it.
	 * @return T
	 */
	private function once( string $name, callable $make ): object {
		$this->made[ $name ] ??= $make();
		/** @var T */
		return $this->made[ $name ];
	}
}
