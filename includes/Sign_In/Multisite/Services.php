<?php
/**
 * Builds what a network of sites has more than one site.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Multisite;

use CoopCredentials\Kernel\Secrets;
use CoopCredentials\Kernel\Services as Kernel;
use CoopCredentials\Sign_In\Provider_Editor;
use CoopCredentials\Sign_In\Provider_Secrets;
use CoopCredentials\Sign_In\Provider_View;
use CoopCredentials\Sign_In\Services as Sign_In;
use CoopCredentials\Sign_In\Setup\Map_History;
use CoopCredentials\Sign_In\Setup\Record_Check;
use CoopCredentials\Sign_In\Setup\Registration;
use CoopCredentials\Sign_In\Setup\Test_Memory;

/**
 * Objects of this part, built on first use and only where there is a network.
 */
final class Services {

	private ?Network_Providers $providers = null;

	private ?Network_Editor $editor = null;

	/**
	 * Takes the room and the ground floor.
	 *
	 * @param Kernel  $kernel  Ground floor.
	 * @param Sign_In $sign_in Room.
	 */
	public function __construct(
		private readonly Kernel $kernel,
		private readonly Sign_In $sign_in,
	) {
	}

	/**
	 * Providers of the network.
	 */
	public function providers(): Network_Providers {
		return $this->providers ??= new Network_Providers( $this->kernel->network_options(), $this->kernel->options() );
	}

	/**
	 * Changes of them, for the network's administrators.
	 */
	public function editor(): Network_Editor {
		return $this->editor ??= new Network_Editor(
			new Provider_Editor(
				$this->providers(),
				new Provider_Secrets( $this->kernel->secrets(), fn(): Secrets => $this->kernel->network_secrets(), true ),
				new Record_Check( $this->sign_in->rules(), $this->sign_in->roles()->policy(), $this->providers() ),
				$this->sign_in->openid->discovery(),
				$this->sign_in->openid->cache(),
				new Map_History( $this->kernel->network_options(), $this->kernel->clock() ),
				$this->memory(),
				$this->kernel->audit_log()
			),
			$this->providers(),
			$this->sign_in->providers(),
			$this->sign_in->openid->cache(),
			$this->site_switch()
		);
	}

	/**
	 * How the last tests of the network's providers went.
	 */
	private function memory(): Test_Memory {
		return new Test_Memory( $this->kernel->network_options(), $this->kernel->clock() );
	}

	/**
	 * What a site may do with them.
	 */
	public function site_switch(): Site_Switch {
		return new Site_Switch( $this->providers(), $this->sign_in->providers(), $this->sign_in->provider_secrets(), $this->kernel->audit_log() );
	}

	/**
	 * Addresses of the sites.
	 */
	public function sites(): Sites {
		return new Sites( $this->providers(), $this->kernel->router() );
	}

	/**
	 * REST for the network's administrators, built inside `rest_api_init`.
	 */
	public function controller(): Network_Providers_Controller {
		return new Network_Providers_Controller(
			$this->kernel->request_guard(),
			$this->providers(),
			$this->editor(),
			$this->sites(),
			new Provider_View( $this->sign_in->provider_secrets(), $this->sign_in->identities(), new Registration( $this->sign_in->admission(), $this->kernel->router(), $this->sites()->to_register( ... ) ), $this->memory(), $this->kernel->router() ),
			$this->sign_in->setup()->test( ... ),
			$this->memory(),
			$this->sign_in->limits()
		);
	}
}
