<?php
/**
 * Which providers a visitor may use now.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Kernel\Problem;

/**
 * The first check on every path: sign-in is not switched off, the provider exists, is enabled and complete. Switched off is
 * the way in alone; the way out stays.
 */
final class Gate {

	/**
	 * Builds the gate.
	 *
	 * @param Provider_Repository $providers Providers.
	 * @param Provider_Secrets    $secrets   Secrets.
	 */
	public function __construct(
		private readonly Provider_Repository $providers,
		private readonly Provider_Secrets $secrets,
	) {
	}

	/**
	 * Whether `COOP_CREDENTIALS_DISABLE_SIGN_IN` closes every way in.
	 */
	public static function is_disabled(): bool {
		return defined( 'COOP_CREDENTIALS_DISABLE_SIGN_IN' ) && (bool) constant( 'COOP_CREDENTIALS_DISABLE_SIGN_IN' );
	}

	/**
	 * The provider of a way in.
	 *
	 * @param string $slug           Slug.
	 * @param bool   $allow_disabled Whether one that is not yet enabled will do: for the owner's test only.
	 * @throws Problem `sign_in_disabled`, `provider_unknown` (404), `provider_incomplete` (502).
	 */
	public function provider( string $slug, bool $allow_disabled = false ): Provider {
		if ( self::is_disabled() ) {
			throw new Problem( 'sign_in_disabled', 404 );
		}

		return $this->way_out( $slug, $allow_disabled );
	}

	/**
	 * The provider of a path by which nobody comes in. Also while the constant closes the others: sessions that end then must
	 * not be there again when it is removed.
	 *
	 * @param string $slug           Slug.
	 * @param bool   $allow_disabled Whether one that is not yet enabled will do.
	 * @throws Problem `provider_unknown` (404), `provider_incomplete` (502).
	 */
	public function way_out( string $slug, bool $allow_disabled = false ): Provider {
		try {
			$provider = $this->providers->find( $slug );
		} catch ( Problem $problem ) {
			throw new Problem( 'provider_incomplete', 502, '', null, array(), null, $problem );
		}
		if ( null === $provider || ( ! $provider->enabled() && ! $allow_disabled ) ) {
			throw new Problem( 'provider_unknown', 404 );
		}
		if ( array() !== $this->secrets->missing( $provider ) ) {
			throw new Problem( 'provider_incomplete', 502 );
		}
		// A site's record must not speak for the people of a provider of its network, whenever either was made.
		if ( is_multisite() && ! $provider->from_network && null !== $this->providers->rival_in_network( $provider ) ) {
			throw new Problem( 'provider_incomplete', 502, '', null, array( 'error' => 'issuer_of_network' ) );
		}

		return $provider;
	}

	/**
	 * Whether a provider of this name is switched on. No query.
	 *
	 * @param string $slug Slug.
	 */
	public function is_on( string $slug ): bool {
		return null !== $this->providers->run( $slug );
	}

	/**
	 * Other providers a visitor may be offered in the same place, in the owner's order. No query.
	 *
	 * @param string $slug  Provider that is left out.
	 * @param string $place `blocks` or `wp-login`.
	 * @return list<array{slug:string,label:string}>
	 */
	public function others( string $slug, string $place ): array {
		$found = array_filter( $this->providers->shown_in( $place ), static fn( array $entry ): bool => $slug !== $entry['slug'] );

		return array_map(
			static fn( array $entry ): array => array(
				'slug'  => $entry['slug'],
				'label' => $entry['label'],
			),
			array_values( $found )
		);
	}

	/**
	 * The provider's name for texts, whatever its state.
	 *
	 * @param string $slug Slug.
	 */
	public function label( string $slug ): string {
		try {
			return $this->providers->find( $slug )->label ?? '';
		} catch ( Problem ) {
			return '';
		}
	}
}
