<?php
/**
 * What a site may do with a provider of the network.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Multisite;

use CoopCredentials\Kernel\Audit_Log;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Sign_In\Provider_Repository;
use CoopCredentials\Sign_In\Provider_Secrets;

/**
 * On and off.
 */
final class Site_Switch {

	/**
	 * Builds the switch.
	 *
	 * @param Network_Providers   $network   Providers of the network.
	 * @param Provider_Repository $providers Providers of the site.
	 * @param Provider_Secrets    $secrets   Secrets.
	 * @param Audit_Log           $audit     Audit log.
	 */
	public function __construct(
		private readonly Network_Providers $network,
		private readonly Provider_Repository $providers,
		private readonly Provider_Secrets $secrets,
		private readonly Audit_Log $audit,
	) {
	}

	/**
	 * Takes a change as REST sends it: everything but the switch is refused.
	 *
	 * @param Provider            $provider Provider of the network.
	 * @param array<string,mixed> $changes  Values by field.
	 * @throws Problem `network_provider` (403), `provider_incomplete` (400).
	 */
	public function change( Provider $provider, array $changes ): Provider {
		if ( ! is_bool( $changes['enabled'] ?? null ) || array() !== array_diff_key( $changes, array_flip( array( 'enabled', 'slug', 'version' ) ) ) ) {
			Network_Providers::refuse();
		}

		return $this->turn( $provider, $changes['enabled'] );
	}

	/**
	 * Switches it.
	 *
	 * @param Provider $provider Provider of the network.
	 * @param bool     $on       On or off.
	 * @throws Problem `provider_incomplete` (400).
	 */
	public function turn( Provider $provider, bool $on ): Provider {
		$slug = $provider->slug;
		if ( $on && ( true !== $this->network->find( $slug )?->enabled() || array() !== $this->secrets->missing( $provider ) ) ) {
			throw new Problem( 'provider_incomplete', 400, __( 'The network has not finished this provider, or has switched it off.', 'coop-credentials' ) );
		}
		$this->network->switch( $slug, $on );
		$this->providers->forget();
		$this->providers->publish();
		$this->audit->record(
			'provider_changed',
			'ok',
			'',
			array(
				'provider' => $slug,
				'details'  => array( 'fields' => 'enabled' ),
			)
		);
		/** This action is documented in includes/Sign_In/Provider_Editor.php */
		do_action( 'coop_credentials_provider_changed', $slug );

		return $this->providers->find( $slug ) ?? $provider;
	}
}
