<?php
/**
 * Addresses of every site at a provider.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Multisite;

use CoopCredentials\Kernel\Front\Router;

/**
 * What the provider's administrator has to enter: each site has addresses of its own, in subdirectories and on subdomains.
 */
final class Sites {

	/** As many sites are looked at for what is made of them at once. */
	private const LOOKED_AT = 50;

	/** As many addresses are tried in one connection test: each is a request to the provider. */
	private const TRIED = 5;

	/**
	 * Builds the list.
	 *
	 * @param Network_Providers $network Providers of the network.
	 * @param Router            $router  Addresses.
	 */
	public function __construct(
		private readonly Network_Providers $network,
		private readonly Router $router,
	) {
	}

	/**
	 * Sites of the network, in the order in which they were made.
	 *
	 * @param string $slug Provider.
	 * @param int    $page From 1.
	 * @param int    $size At most 100.
	 * @return array{items:list<array{site:int,name:string,home:string,enabled:bool,redirect_uri:string,post_logout_redirect_uri:string,backchannel_logout_uri:string}>,total:int}
	 */
	public function of( string $slug, int $page, int $size ): array {
		$query = array( 'network_id' => get_current_network_id() );
		$sites = get_sites(
			$query + array(
				'fields'  => 'ids',
				'number'  => $size,
				'offset'  => ( $page - 1 ) * $size,
				'orderby' => 'id',
				'order'   => 'ASC',
			)
		);
		$items = array();
		foreach ( is_array( $sites ) ? $sites : array() as $site ) {
			switch_to_blog( (int) $site );
			try {
				$items[] = array(
					'site'                     => (int) $site,
					'name'                     => wp_specialchars_decode( get_bloginfo( 'name' ), ENT_QUOTES ),
					'home'                     => home_url( '/' ),
					'enabled'                  => $this->network->is_on( $slug ),
					'redirect_uri'             => $this->router->url( 'callback', array( 'provider' => $slug ) ),
					'post_logout_redirect_uri' => $this->router->url( 'sign_out' ),
					'backchannel_logout_uri'   => $this->router->url( 'backchannel_logout', array( 'provider' => $slug ) ),
				);
			} finally {
				restore_current_blog();
			}
		}
		$total = get_sites( $query + array( 'count' => true ) );

		return array(
			'items' => $items,
			'total' => is_int( $total ) ? $total : 0,
		);
	}

	/**
	 * What a connection test tries: the first sites that use the provider, else the first site of all. The address of a
	 * site that does not use it says nothing about those that do.
	 *
	 * @param string $slug Provider.
	 * @return array{items:list<array{site:int,name:string,home:string,enabled:bool,redirect_uri:string,post_logout_redirect_uri:string,backchannel_logout_uri:string}>,more:bool} `more`: others use it too, or may.
	 */
	public function to_try( string $slug ): array {
		$found = $this->of( $slug, 1, self::LOOKED_AT );
		$using = array_values( array_filter( $found['items'], static fn( array $site ): bool => $site['enabled'] ) );
		$items = array() === $using ? array_slice( $found['items'], 0, 1 ) : array_slice( $using, 0, self::TRIED );

		return array(
			'items' => $items,
			'more'  => count( $using ) > self::TRIED || $found['total'] > self::LOOKED_AT,
		);
	}

	/**
	 * Addresses to register at a provider: those of every site of the network, as far as they are listed.
	 *
	 * @param string $slug Provider.
	 * @return array{items:list<array{name:string,redirect_uri:string,post_logout_redirect_uri:string,backchannel_logout_uri:string}>,total:int}
	 */
	public function to_register( string $slug ): array {
		return $this->of( $slug, 1, self::LOOKED_AT );
	}
}
