<?php
/**
 * Client secrets.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Secrets;
use CoopCredentials\OpenID\Client;
use CoopCredentials\OpenID\Metadata;

/**
 * Finds a provider's secret (environment, then constant, then sealed in the database) and builds the protocol's client.
 */
final class Provider_Secrets {

	private const SITE    = 'provider-secret|';
	private const NETWORK = 'network-provider-secret|';

	/**
	 * Builds the finder.
	 *
	 * @param Secrets                       $secrets Site secrets.
	 * @param (\Closure(): Secrets)|null $network Secrets of the network of sites.
	 * @param bool                          $for_network Whether everything asked for belongs to the network.
	 */
	public function __construct(
		private readonly Secrets $secrets,
		private readonly ?\Closure $network = null,
		private readonly bool $for_network = false,
	) {
	}

	/**
	 * Name of the environment variable or constant. All sites of a network read the same file: the plain name is the
	 * network's, and a site's own provider has its number in it. Else whoever administers one site could have a secret of
	 * the network sent to an address of their own, by giving a provider its name.
	 *
	 * @param Provider $provider Provider.
	 */
	public function constant_name( Provider $provider ): string {
		$name = 'COOP_CREDENTIALS_' . strtoupper( str_replace( '-', '_', $provider->slug ) ) . '_SECRET';

		return is_multisite() && ! $this->is_network( $provider ) ? $name . '_SITE_' . get_current_blog_id() : $name;
	}

	/**
	 * Where the secret comes from: `environment`, `option` or `none`.
	 *
	 * @param Provider $provider Provider.
	 */
	public function source( Provider $provider ): string {
		if ( null !== $this->secrets->from_environment( $this->constant_name( $provider ) ) ) {
			return 'environment';
		}

		return null !== $provider->sealed_secret ? 'option' : 'none';
	}

	/**
	 * Seals a secret for storing.
	 *
	 * @param string $slug   Provider slug.
	 * @param string $secret Secret.
	 */
	public function seal( string $slug, #[\SensitiveParameter] string $secret ): string {
		return $this->for_network ? $this->of_network()->seal( $secret, self::NETWORK . $slug ) : $this->secrets->seal( $secret, self::SITE . $slug );
	}

	/**
	 * The secret; '' when there is none.
	 *
	 * @param Provider $provider Provider.
	 * @throws Problem `secret_unreadable` (503).
	 */
	public function secret( Provider $provider ): string {
		$given = $this->secrets->from_environment( $this->constant_name( $provider ) );
		if ( null !== $given ) {
			return $given;
		}
		if ( null === $provider->sealed_secret ) {
			return '';
		}

		return $this->is_network( $provider )
			? $this->of_network()->open( $provider->sealed_secret, self::NETWORK . $provider->slug )
			: $this->secrets->open( $provider->sealed_secret, self::SITE . $provider->slug );
	}

	/**
	 * What is missing before anybody can sign in; empty when complete.
	 *
	 * @param Provider $provider Provider.
	 * @return list<string> Field names.
	 */
	public function missing( Provider $provider ): array {
		$needed  = 'oidc' === $provider->text( 'kind' )
			? array( '' === $provider->text( 'issuer' ) ? 'issuer' : 'discovery_url', 'client_id' ) // The address is made from the issuer.
			: array( 'issuer', 'authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'client_id' );
		$missing = array_values( array_filter( $needed, static fn( string $name ): bool => '' === $provider->text( $name ) ) );

		// An empty secret must never be sent as if it were one (CVE-2024-9106).
		if ( 'none' !== $provider->text( 'client_auth' ) && 'none' === $this->source( $provider ) ) {
			$missing[] = 'secret';
		}
		if ( $this->is_too_short( $provider ) ) {
			$missing[] = 'secret';
		}

		return array_values( array_unique( $missing ) );
	}

	/**
	 * Whether the secret is too short for HS256: the key has to be as long as the hash (RFC 7518 §3.2).
	 *
	 * @param Provider $provider Provider.
	 * @throws Problem `secret_unreadable` (503).
	 */
	public function is_too_short( Provider $provider ): bool {
		return array( 'HS256' ) === $provider->items( 'algorithms' ) && strlen( $this->secret( $provider ) ) < 32;
	}

	/**
	 * The protocol's view of the provider.
	 *
	 * @param Provider $provider Provider.
	 * @throws Problem `provider_incomplete` (502), `secret_unreadable` (503).
	 */
	public function client( Provider $provider ): Client {
		$missing = $this->missing( $provider );
		if ( array() !== $missing ) {
			throw new Problem( 'provider_incomplete', 502, '', null, array( 'missing' => $missing ) );
		}

		return $this->draft( $provider );
	}

	/**
	 * The protocol's view of a provider that may still be incomplete: for saving and testing it, never for a sign-in.
	 *
	 * @param Provider $provider Provider.
	 * @throws Problem `secret_unreadable` (503).
	 */
	public function draft( Provider $provider ): Client {
		$typed = null;
		if ( 'oauth2' === $provider->text( 'kind' ) ) {
			$typed = new Metadata(
				issuer: $provider->text( 'issuer' ),
				authorization_endpoint: $provider->text( 'authorization_endpoint' ),
				token_endpoint: $provider->text( 'token_endpoint' ),
				userinfo_endpoint: $provider->text( 'userinfo_endpoint' ),
			);
		}

		return new Client(
			$provider->slug,
			$provider->text( 'kind' ),
			$provider->text( 'discovery_url' ),
			$provider->text( 'issuer' ),
			$provider->text( 'client_id' ),
			$provider->text( 'client_auth' ),
			'none' === $provider->text( 'client_auth' ) && array( 'HS256' ) !== $provider->items( 'algorithms' ) ? '' : $this->secret( $provider ),
			$provider->items( 'algorithms' ),
			$provider->text( 'require_iss' ),
			$provider->text( 'response_mode' ),
			$typed
		);
	}

	/**
	 * Whether the network's key has sealed its secret.
	 *
	 * @param Provider $provider Provider.
	 */
	private function is_network( Provider $provider ): bool {
		return $this->for_network || $provider->from_network;
	}

	/**
	 * Secrets of the network.
	 */
	private function of_network(): Secrets {
		return null !== $this->network ? ( $this->network )() : throw new \LogicException( 'There is no network.' );
	}
}
