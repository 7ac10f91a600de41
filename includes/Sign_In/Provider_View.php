<?php
/**
 * A provider as administrators see it.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Kernel\Front\Router;
use CoopCredentials\Kernel\Problem;

/**
 * The REST shape of a provider: everything but the secret, and the addresses to copy.
 */
final class Provider_View {

	/**
	 * Builds the view.
	 *
	 * @param Provider_Secrets $secrets Secrets.
	 * @param Router           $router  Addresses.
	 */
	public function __construct(
		private readonly Provider_Secrets $secrets,
		private readonly Router $router,
	) {
	}

	/**
	 * The provider.
	 *
	 * @param Provider $provider Provider.
	 * @return array<string,mixed>
	 */
	public function of( Provider $provider ): array {
		$item = $provider->to_array();
		foreach ( array( 'claim_map', 'issuer_scope' ) as $name ) {
			$json          = $provider->json( $name );
			$item[ $name ] = null !== $json ? json_decode( $json, false, 32 ) : null;
		}
		foreach ( array( 'extra_parameters', 'echo', 'role_rules' ) as $name ) {
			$item[ $name ] = (object) $provider->map( $name );
		}
		try {
			$missing = $this->secrets->missing( $provider );
		} catch ( Problem $problem ) {
			$missing = array( 'secret' );
		}

		return array( 'slug' => $provider->slug ) + $item + array(
			'has_secret'               => 'none' !== $this->secrets->source( $provider ),
			'secret_source'            => $this->secrets->source( $provider ),
			'secret_constant'          => Provider_Secrets::constant_name( $provider->slug ),
			'missing'                  => $missing,
			'redirect_uri'             => $this->router->url( 'callback', array( 'provider' => $provider->slug ) ),
			'post_logout_redirect_uri' => $this->router->url( 'sign_out' ),
			'backchannel_logout_uri'   => $this->router->url( 'backchannel_logout', array( 'provider' => $provider->slug ) ),
			'start_uri'                => $this->router->url( 'sign_in', array( 'provider' => $provider->slug ) ),
			'version'                  => $provider->hash,
		);
	}
}
