<?php
/**
 * Builds what sets providers up.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Setup;

use CoopCredentials\Kernel\Http;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Rest_Controller;
use CoopCredentials\Sign_In\Multisite\Site_Switch;
use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Sign_In\Provider_Editor;
use CoopCredentials\Sign_In\Provider_Test;
use CoopCredentials\Sign_In\Provider_View;
use CoopCredentials\Sign_In\Providers_Controller;
use CoopCredentials\Sign_In\Services as Sign_In;

/**
 * Every object of this part of the room, built on first use.
 */
final class Services {

	private ?Test_Memory $memory = null;

	private ?Map_History $history = null;

	private ?Registration $registration = null;

	private ?Provider_Editor $editor = null;

	private ?Provider_View $view = null;

	/**
	 * Builds the services.
	 *
	 * @param Sign_In $room The room.
	 */
	public function __construct( private readonly Sign_In $room ) {
	}

	/**
	 * The last test of each provider.
	 */
	public function memory(): Test_Memory {
		return $this->memory ??= new Test_Memory( $this->room->kernel->options(), $this->room->kernel->clock() );
	}

	/**
	 * Earlier claim maps and issuer scopes.
	 */
	public function history(): Map_History {
		return $this->history ??= new Map_History( $this->room->kernel->options(), $this->room->kernel->clock() );
	}

	/**
	 * What to send to a provider's people.
	 */
	public function registration(): Registration {
		return $this->registration ??= new Registration( $this->room->admission(), $this->room->kernel->router() );
	}

	/**
	 * Changes of providers.
	 */
	public function editor(): Provider_Editor {
		return $this->editor ??= new Provider_Editor(
			$this->room->providers(),
			$this->room->provider_secrets(),
			new Record_Check( $this->room->rules(), $this->room->roles()->policy(), $this->room->providers() ),
			$this->room->openid->discovery(),
			$this->room->openid->cache(),
			$this->history(),
			$this->memory(),
			$this->room->kernel->audit_log(),
			new Authority( $this->room->provider_secrets(), $this->room->identities() )
		);
	}

	/**
	 * REST shape of a provider.
	 */
	public function view(): Provider_View {
		return $this->view ??= new Provider_View( $this->room->provider_secrets(), $this->room->identities(), $this->registration(), $this->memory(), $this->room->kernel->router() );
	}

	/**
	 * Outbound requests that may also reach this site itself.
	 *
	 * @param string ...$homes Homes of other sites of the network that they may reach too.
	 */
	public function http( string ...$homes ): Http {
		foreach ( array( home_url( '/' ), ...$homes ) as $home ) {
			$this->room->kernel->allowed_hosts()->allow( $home );
		}

		return $this->room->openid->http();
	}

	/**
	 * Connection test. Lets this site call its own address.
	 *
	 * @param string ...$homes Homes of other sites of the network that are tested.
	 */
	public function test( string ...$homes ): Provider_Test {
		$http = $this->http( ...$homes );

		return new Provider_Test(
			$this->room->provider_secrets(),
			$this->room->openid->discovery(),
			$this->room->openid->key_set(),
			new Client_Checks( $this->room->openid->token_client(), $http ),
			$this->room->flow()->asked_claims(),
			$this->room->openid->signature(),
			$this->room->openid->endpoint(),
			$http,
			$this->room->kernel->router(),
			$this->room->kernel->clock()
		);
	}

	/**
	 * Providers over REST, with files and history.
	 *
	 * @return list<Rest_Controller>
	 */
	public function controllers(): array {
		$guard = $this->room->kernel->request_guard();

		return array(
			new Records_Controller( $guard, $this->room->providers(), $this->history() ),
			new Providers_Controller(
				$guard,
				$this->room->providers(),
				$this->editor(),
				$this->view(),
				$this->test( ... ),
				$this->memory(),
				$this->room->limits(),
				fn( Provider $provider ): ?array => $this->room->flow()->round_trip_form( $provider ),
				fn(): Site_Switch => $this->room->multisite()->site_switch()
			),
		);
	}

	/**
	 * Reads metadata and keys of all enabled providers before they go stale, so that no visitor waits for it.
	 */
	public function refresh_documents(): void {
		foreach ( $this->room->providers()->enabled() as $provider ) {
			try {
				$client   = $this->room->provider_secrets()->client( $provider );
				$metadata = $this->room->openid->discovery()->get( $client, HOUR_IN_SECONDS );
				foreach ( array_slice( $client->algorithms, 0, 1 ) as $algorithm ) {
					$this->room->openid->key_set()->usable( $client, $metadata, $algorithm, HOUR_IN_SECONDS );
				}
			} catch ( Problem $problem ) {
				$this->room->kernel->audit_log()->record( 'refresh_documents', 'error', $problem->reason, array( 'provider' => $provider->slug ) );
			}
		}
	}
}
