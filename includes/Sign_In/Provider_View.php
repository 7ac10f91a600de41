<?php
/**
 * A provider as administrators see it.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Claims\Map_Presets;
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
	 * The provider as the site's administrators see it. Of one of the network that is its name, its switch and the
	 * addresses of this site: every other field has its default.
	 *
	 * @param Provider $provider Provider.
	 * @return array<string,mixed>
	 */
	public function of( Provider $provider ): array {
		if ( ! $provider->from_network ) {
			return $this->whole( $provider );
		}
		$whole = $this->whole( $provider );
		$shown = array_flip( array( 'slug', 'label', 'enabled', 'icon', 'order', 'show_in', 'from_network', 'redirect_uri', 'post_logout_redirect_uri', 'backchannel_logout_uri', 'start_uri', 'version' ) );
		$blank = Provider::from_array(
			array(
				'slug'  => $provider->slug,
				'label' => $provider->label,
			)
		);

		return array_intersect_key( $whole, $shown ) + array(
			'has_secret'      => false,
			'secret_source'   => 'none',
			'secret_constant' => '',
			'missing'         => array() === $whole['missing'] ? array() : array( 'network' ),
		) + $this->whole( $blank );
	}

	/**
	 * The whole provider but its secret.
	 *
	 * @param Provider $provider Provider.
	 * @return array<string,mixed>
	 */
	public function whole( Provider $provider ): array {
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
			'from_network'             => $provider->from_network,
			'has_secret'               => 'none' !== $this->secrets->source( $provider ),
			'secret_source'            => $this->secrets->source( $provider ),
			'secret_constant'          => $this->secrets->constant_name( $provider ),
			'missing'                  => $missing,
			'redirect_uri'             => $this->router->url( 'callback', array( 'provider' => $provider->slug ) ),
			'post_logout_redirect_uri' => $this->router->url( 'sign_out' ),
			'backchannel_logout_uri'   => $this->router->url( 'backchannel_logout', array( 'provider' => $provider->slug ) ),
			'preset_map'               => (object) ( Map_Presets::get( $provider->text( 'preset' ) )['map'] ?? array( 'v' => 1 ) ),
			'start_uri'                => $this->router->url( 'sign_in', array( 'provider' => $provider->slug ) ),
			'registration'             => $this->registration->of( $provider ),
			'last_test'                => $this->tests->last( $provider ),
			'people'                   => $this->identities->count_of( $provider->slug ),
			'version'                  => $provider->hash,
		);
	}
}
