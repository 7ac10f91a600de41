<?php
/**
 * Builds what helps to set providers up.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Setup;

use CoopCredentials\Kernel\Http;
use CoopCredentials\Sign_In\Provider_Test;
use CoopCredentials\Sign_In\Services as Sign_In;

/**
 * Every object of this part of the room, built on first use.
 */
final class Services {

	private ?Test_Memory $memory = null;

	private ?Map_History $history = null;

	private ?Registration $registration = null;

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
	 * Connection test.
	 *
	 * @param Http $http Outbound requests that may reach this site too.
	 */
	public function test( Http $http ): Provider_Test {
		return new Provider_Test(
			$this->room->provider_secrets(),
			$this->room->openid->discovery(),
			$this->room->openid->key_set(),
			new Client_Checks( $this->room->openid->token_client(), $http ),
			$this->room->openid->signature(),
			$this->room->openid->endpoint(),
			$http,
			$this->room->kernel->router(),
			$this->room->kernel->clock()
		);
	}

	/**
	 * Files and history over REST.
	 */
	public function controller(): Records_Controller {
		return new Records_Controller( $this->room->kernel->request_guard(), $this->room->providers(), $this->history() );
	}
}
