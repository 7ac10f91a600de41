<?php
/**
 * Changes to the providers of a network.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Multisite;

use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Site_Walk;
use CoopCredentials\OpenID\Document_Cache;
use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Sign_In\Provider_Editor;
use CoopCredentials\Sign_In\Provider_Repository;

/**
 * The checks of every provider, then the news to all sites that use it, a hundred at a time: the first at once, the rest
 * by cron. A site that has not heard yet shows an old label at worst, as each sign-in reads the record itself.
 */
final class Network_Editor {

	/** Event that goes on with the sites not yet told. */
	public const CRON = 'coop_credentials_network_provider';

	/**
	 * Builds the editor.
	 *
	 * @param Provider_Editor     $editor    Editor of the network's records.
	 * @param Network_Providers   $network   Providers of the network.
	 * @param Provider_Repository $providers Providers of the current site.
	 * @param Document_Cache      $cache     Documents kept on the current site.
	 * @param Site_Switch         $switch    Switch of the current site.
	 */
	public function __construct(
		private readonly Provider_Editor $editor,
		private readonly Network_Providers $network,
		private readonly Provider_Repository $providers,
		private readonly Document_Cache $cache,
		private readonly Site_Switch $switch,
	) {
	}

	/**
	 * Makes a provider. No site uses it yet.
	 *
	 * @param array<string,mixed> $values Values by field.
	 * @param string|null         $secret Secret.
	 * @throws Problem As {@see Provider_Editor::create()}.
	 */
	public function create( array $values, #[\SensitiveParameter] ?string $secret ): Provider {
		return $this->on_main_site( fn(): Provider => $this->editor->create( $values, $secret ) );
	}

	/**
	 * Changes a provider on all sites.
	 *
	 * @param string              $slug    Slug.
	 * @param array<string,mixed> $changes Values by field.
	 * @param string|null         $secret  New secret; null keeps the old one, '' removes it.
	 * @param string|null         $version Version the change is based on.
	 * @throws Problem As {@see Provider_Editor::change()}.
	 */
	public function change( string $slug, array $changes, #[\SensitiveParameter] ?string $secret, ?string $version ): Provider {
		$saved = $this->on_main_site( fn(): Provider => $this->editor->change( $slug, $changes, $secret, $version ) );
		$this->tell( $slug );

		return $saved;
	}

	/**
	 * Removes a provider from all sites. Who signed in with it stays known.
	 *
	 * @param string $slug Slug.
	 * @throws Problem `provider_unknown` (404).
	 */
	public function remove( string $slug ): void {
		$this->on_main_site( fn() => $this->editor->remove( $slug ) );
		$this->tell( $slug );
	}

	/**
	 * Switches a provider on or off on one site, as the site's own administrators could.
	 *
	 * @param string $slug Slug.
	 * @param int    $site Site of this network.
	 * @param bool   $on   On or off.
	 * @throws Problem `provider_unknown` (404), `invalid_request`, `provider_incomplete` (400).
	 */
	public function switch_on_site( string $slug, int $site, bool $on ): void {
		$provider = $this->network->find( $slug ) ?? throw new Problem( 'provider_unknown', 404, __( 'There is no such provider.', 'coop-credentials' ) );
		if ( get_site( $site )?->network_id !== get_current_network_id() ) {
			$text = __( 'There is no such site in this network.', 'coop-credentials' );
			throw new Problem( 'invalid_request', 400, $text, null, array( 'params' => array( 'site' => $text ) ) );
		}
		switch_to_blog( $site );
		try {
			$this->providers->forget();
			$this->switch->turn( $provider, $on );
		} finally {
			restore_current_blog();
			$this->providers->forget();
		}
	}

	/**
	 * Works on the network's main site: its log tells old and new addresses, which no other site may read.
	 *
	 * @template T
	 * @param callable(): T $work What.
	 * @return T
	 */
	private function on_main_site( callable $work ): mixed {
		switch_to_blog( get_main_site_id() );
		try {
			return $work();
		} finally {
			restore_current_blog();
		}
	}

	/**
	 * Writes the digest of the next hundred sites anew.
	 *
	 * @param string $slug   Provider.
	 * @param int    $offset Sites already told.
	 */
	public function tell( string $slug, int $offset = 0 ): void {
		$gone = null === $this->network->find( $slug );
		$more = Site_Walk::step(
			function () use ( $slug, $gone ): void {
				if ( $this->network->is_on( $slug ) ) {
					if ( $gone ) {
						$this->network->switch( $slug, false ); // A later one of this name is another provider.
					}
					$this->cache->forget( $slug );
					$this->providers->forget();
					$this->providers->publish();
				}
			},
			$offset,
			get_current_network_id()
		);
		if ( $more ) {
			wp_schedule_single_event( time(), self::CRON, array( $slug, $offset + Site_Walk::STEP ) );
		}
	}
}
