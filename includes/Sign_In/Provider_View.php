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
use CoopCredentials\Sign_In\Setup\Registration;
use CoopCredentials\Sign_In\Setup\Test_Memory;

/**
 * The REST shape of a provider: everything but the secret, and the addresses to copy.
 */
final class Provider_View {

	/**
	 * Builds the view.
	 *
	 * @param Provider_Secrets    $secrets      Secrets.
	 * @param Identity_Repository $identities   Who has signed in.
	 * @param Registration        $registration What to send to the provider's people.
	 * @param Test_Memory         $tests        Last tests.
	 * @param Router              $router       Addresses.
	 */
	public function __construct(
		private readonly Provider_Secrets $secrets,
		private readonly Identity_Repository $identities,
		private readonly Registration $registration,
		private readonly Test_Memory $tests,
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
			'registration'             => $this->registration->of( $provider ),
			'last_test'                => $this->tests->last( $provider ),
			'people'                   => $this->identities->count_of( $provider->slug ),
			'version'                  => $provider->hash,
		);
	}
}
