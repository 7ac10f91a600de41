<?php
/**
 * Providers of a network of sites.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Multisite;

use CoopCredentials\Claims\Rule_Templates;
use CoopCredentials\Kernel\Document_Store;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Sign_In\Provider_Store;

/**
 * Defined once for all sites and kept with the network. A site has a switch for each and nothing else of it; a provider of
 * the site's own comes before one of the network with the same short name.
 */
final class Network_Providers implements Provider_Store {

	private const PREFIX   = 'provider_';
	private const SWITCHES = 'network_providers';

	/**
	 * Builds the repository.
	 *
	 * @param Document_Store $network Documents of the network.
	 * @param Document_Store $site    Documents of the current site.
	 */
	public function __construct(
		private readonly Document_Store $network,
		private readonly Document_Store $site,
	) {
	}

	/**
	 * One provider, as the network defines it.
	 *
	 * @param string $slug Slug.
	 */
	public function find( string $slug ): ?Provider {
		$stored = 1 === preg_match( '/\A[a-z0-9-]{2,32}\z/', $slug ) ? $this->network->read( self::PREFIX . $slug ) : null;
		if ( null === $stored ) {
			return null;
		}
		$sealed = $stored->value['secret'] ?? null;
		$values = array();
		foreach ( is_array( $stored->value['values'] ?? null ) ? $stored->value['values'] : array() as $name => $value ) {
			$values[ (string) $name ] = $value;
		}

		return Provider::from_array( array( 'slug' => $slug ) + $values, is_string( $sealed ) ? $sealed : null, $stored->hash, true );
	}

	/**
	 * One provider as far as the current site uses it: enabled when both, the network and the site, have switched it on.
	 *
	 * @param string $slug Slug.
	 */
	public function on_this_site( string $slug ): ?Provider {
		$provider = $this->find( $slug );

		return null === $provider || ! $provider->enabled() ? $provider : $provider->with( array( 'enabled' => $this->is_on( $slug ) ) );
	}

	/**
	 * Short names of all, in order.
	 *
	 * @return list<string>
	 */
	public function slugs(): array {
		return array_map( static fn( string $name ): string => substr( $name, strlen( self::PREFIX ) ), $this->network->names( self::PREFIX ) );
	}

	/**
	 * All of them. A record that no longer fits is left out; it can still be replaced.
	 *
	 * @return list<Provider>
	 */
	public function all(): array {
		$found = array();
		foreach ( $this->slugs() as $slug ) {
			try {
				$found[] = $this->find( $slug );
			} catch ( Problem ) {
				continue;
			}
		}

		return array_values( array_filter( $found ) );
	}

	/**
	 * Another one of the same people that asks other addresses.
	 *
	 * @param Provider $provider Provider.
	 */
	public function rival( Provider $provider ): ?Provider {
		foreach ( $this->all() as $other ) {
			if ( $other->slug !== $provider->slug && $provider->rivals( $other ) ) {
				return $other;
			}
		}

		return null;
	}

	/**
	 * Stores a provider. What it refers to has to be the same on every site: rules of one site are none of another.
	 *
	 * @param Provider    $provider Provider.
	 * @param string|null $hash     Version the change is based on; null for a new one.
	 * @return Provider As stored.
	 * @throws Problem `edit_conflict` (409), `invalid_request` (400).
	 * @throws \CoopCredentials\Kernel\Problem `provider_exists` (409).
	 */
	public function save( Provider $provider, ?string $hash = null ): Provider {
		$known = Rule_Templates::all();
		foreach ( array( 'require' => array( $provider->text( 'require' ) ), 'role_rules' => array_keys( $provider->map( 'role_rules' ) ) ) as $field => $rules ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
			if ( array() !== array_diff( $rules, array_keys( $known ) ) ) {
				$text = __( 'A provider of the network can only use the ready-made rules that every site has.', 'coop-credentials' );
				throw new Problem( 'invalid_request', 400, $text, null, array( 'params' => array( $field => $text ) ) );
			}
		}
		$value = array(
			'values' => $provider->to_array(),
			'secret' => $provider->sealed_secret,
		);
		if ( null === $hash && ! $this->network->create( self::PREFIX . $provider->slug, $value ) ) {
			throw Provider::taken();
		}
		if ( null !== $hash && ! $this->network->replace( self::PREFIX . $provider->slug, $value, $hash ) ) {
			throw new Problem( 'edit_conflict', 409, __( 'Somebody else changed this meanwhile. Load it again.', 'coop-credentials' ) );
		}

		return $this->find( $provider->slug ) ?? $provider;
	}

	/**
	 * Removes a provider.
	 *
	 * @param string $slug Slug.
	 */
	public function delete( string $slug ): bool {
		return $this->network->delete( self::PREFIX . $slug );
	}

	/**
	 * Whether the current site has switched it on.
	 *
	 * @param string $slug Slug.
	 */
	public function is_on( string $slug ): bool {
		return true === ( $this->site->read( self::SWITCHES )?->value[ $slug ] ?? null );
	}

	/**
	 * Switches it on or off on the current site.
	 *
	 * @param string $slug Slug.
	 * @param bool   $on   On or off.
	 * @throws Problem `busy_try_again` (503).
	 */
	public function switch( string $slug, bool $on ): void {
		for ( $attempt = 0; $attempt < 5; $attempt++ ) {
			$stored = $this->site->read( self::SWITCHES );
			$value  = ( $on ? array( $slug => true ) : array() ) + array_diff_key( $stored->value ?? array(), array( $slug => true ) );
			$done   = null === $stored ? $this->site->create( self::SWITCHES, $value ) : $this->site->replace( self::SWITCHES, $value, $stored->hash );
			if ( $done ) {
				return;
			}
		}
		throw new Problem( 'busy_try_again', 503, __( 'The site is busy. Please try again in a moment.', 'coop-credentials' ), 'try_again', array(), 2 );
	}

	/**
	 * What a site is told that wants to do more than switch.
	 *
	 * @throws Problem `network_provider` (403).
	 */
	public static function refuse(): never {
		throw new Problem( 'network_provider', 403, __( 'This provider is defined for all sites of the network. Here it can only be switched on or off.', 'coop-credentials' ) );
	}
}
