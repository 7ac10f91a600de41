<?php
/**
 * Stores providers.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Kernel\Option_Repository;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Settings;

/**
 * One non-autoloaded option per provider, and a public digest in the one autoloaded option: pages that show a button
 * read nothing else.
 */
final class Provider_Repository implements Provider_Store {

	private const PREFIX = 'provider_';

	/**
	 * Providers read in this request, by site and slug.
	 *
	 * @var array<string,Provider|null>
	 */
	private array $read = array();

	/**
	 * Builds the repository.
	 *
	 * @param Option_Repository $options  Guarded options.
	 * @param Settings          $settings Autoloaded settings.
	 * @param Visitor_Session_Repository        $sessions Sessions that providers gave.
	 * @param Multisite\Network_Providers|null $network Those of the network, where the site is part of one.
	 */
	public function __construct(
		private readonly Option_Repository $options,
		private readonly Settings $settings,
		private readonly Visitor_Session_Repository $sessions,
		private readonly ?Multisite\Network_Providers $network = null,
	) {
	}

	/**
	 * One provider: the site's own, else the network's as far as this site uses it.
	 *
	 * @param string $slug Slug.
	 */
	public function find( string $slug ): ?Provider {
		if ( 1 !== preg_match( '/\A[a-z0-9-]{2,32}\z/', $slug ) ) {
			return null;
		}
		$key = get_current_blog_id() . '|' . $slug;
		if ( ! array_key_exists( $key, $this->read ) ) {
			$stored             = $this->options->read( self::PREFIX . $slug );
			$this->read[ $key ] = null === $stored ? $this->network?->on_this_site( $slug ) : null;
			if ( null !== $stored ) {
				$values = $stored->value['values'] ?? array();
				$sealed = $stored->value['secret'] ?? null;

				$this->read[ $key ] = Provider::from_array(
					array( 'slug' => $slug ) + self::keyed( $values ),
					is_string( $sealed ) ? $sealed : null,
					$stored->hash
				);
			}
		}

		return $this->read[ $key ];
	}

	/**
	 * The same for whoever asks who vouches: a record that cannot be read vouches for nobody.
	 *
	 * @param string $slug Slug.
	 */
	public function readable( string $slug ): ?Provider {
		try {
			return $this->find( $slug );
		} catch ( Problem ) {
			return null;
		}
	}

	/**
	 * All providers in the owner's order.
	 *
	 * @return list<Provider>
	 */
	public function all(): array {
		$providers = array();
		$slugs     = array_map( static fn( string $name ): string => substr( $name, strlen( self::PREFIX ) ), $this->options->names( self::PREFIX ) );
		foreach ( array_unique( array_merge( $slugs, $this->network?->slugs() ?? array() ) ) as $slug ) {
			try {
				$provider = $this->find( $slug );
			} catch ( Problem ) {
				continue; // A record that no longer fits is shown nowhere; the settings screen can still replace it.
			}
			if ( null !== $provider ) {
				$providers[] = $provider;
			}
		}
		usort( $providers, static fn( Provider $a, Provider $b ): int => array( $a->number( 'order' ), $a->slug ) <=> array( $b->number( 'order' ), $b->slug ) );

		return $providers;
	}

	/**
	 * A record that claims the people of a provider of the network, or of another one here, but asks other addresses.
	 *
	 * @param Provider $provider Provider.
	 */
	public function rival( Provider $provider ): ?Provider {
		return $this->rival_in_network( $provider ) ?? self::first_rival( $provider, $this->all() );
	}

	/**
	 * The provider of the network whose people a record claims while it asks other addresses.
	 *
	 * @param Provider $provider Provider.
	 */
	public function rival_in_network( Provider $provider ): ?Provider {
		return self::first_rival( $provider, $this->network?->all() ?? array() );
	}

	/**
	 * The first rival among some.
	 *
	 * @param Provider       $provider Provider.
	 * @param list<Provider> $others   Records.
	 */
	private static function first_rival( Provider $provider, array $others ): ?Provider {
		foreach ( $others as $other ) {
			if ( ( $other->slug !== $provider->slug || $other->from_network ) && $provider->rivals( $other ) ) {
				return $other;
			}
		}

		return null;
	}

	/**
	 * Providers visitors may use.
	 *
	 * @return list<Provider>
	 */
	public function enabled(): array {
		$slugs = array_column( $this->digest(), 'slug' );

		return array_values( array_filter( array_map( $this->find( ... ), $slugs ), static fn( ?Provider $provider ): bool => null !== $provider && $provider->enabled() ) );
	}

	/**
	 * What a page with a button needs, without any query. `run` is another one each time a provider is switched on, and when
	 * it gets another issuer.
	 *
	 * @return list<array{slug:string,label:string,icon:int,email:bool,order:int,show_in:list<string>,run:string}>
	 */
	public function digest(): array {
		$digest = $this->settings->get( 'providers', array() );
		$clean  = array();
		foreach ( is_array( $digest ) ? $digest : array() as $entry ) {
			if ( is_array( $entry ) && is_string( $entry['slug'] ?? null ) && is_string( $entry['label'] ?? null ) ) {
				$clean[] = array(
					'slug'    => $entry['slug'],
					'label'   => $entry['label'],
					'icon'    => is_int( $entry['icon'] ?? null ) ? $entry['icon'] : 0,
					'email'   => true === ( $entry['email'] ?? null ),
					'order'   => is_int( $entry['order'] ?? null ) ? $entry['order'] : 0,
					'show_in' => array_values( array_filter( is_array( $entry['show_in'] ?? null ) ? $entry['show_in'] : array(), 'is_string' ) ),
					'run'     => is_string( $entry['run'] ?? null ) ? $entry['run'] : '',
				);
			}
		}

		return $clean;
	}

	/**
	 * The digest of those shown in a place, in the owner's order. No query.
	 *
	 * @param string $place `blocks`, `wp-login` or `profile`.
	 * @return list<array{slug:string,label:string,icon:int,email:bool,order:int,show_in:list<string>,run:string}>
	 */
	public function shown_in( string $place ): array {
		$shown = array_values( array_filter( $this->digest(), static fn( array $entry ): bool => in_array( $place, $entry['show_in'], true ) ) );
		usort( $shown, static fn( array $a, array $b ): int => array( $a['order'], $a['label'] ) <=> array( $b['order'], $b['label'] ) );

		return $shown;
	}

	/**
	 * What tells the time since a provider was switched on, with its present issuer, from any time before, without a query.
	 *
	 * @param string $slug Provider.
	 * @return string|null Null while it is off or gone.
	 */
	public function run( string $slug ): ?string {
		return array_column( $this->digest(), 'run', 'slug' )[ $slug ] ?? null;
	}

	/**
	 * Whether a provider is in use and its record names the issuer it named then. No query.
	 *
	 * @param string $slug Provider.
	 * @param string $mark The issuer's, from {@see mark()}.
	 */
	public function speaks_for( string $slug, string $mark ): bool {
		$run = $this->run( $slug );

		// A digest written before it kept runs tells only that the provider is on.
		return null !== $run && ( '' === $run || ( '' !== $mark && str_ends_with( $run, $mark ) ) );
	}

	/**
	 * What tells an issuer from the others that one record may name in turn.
	 *
	 * @param string $issuer Issuer.
	 * @return string 8 lower hex.
	 */
	public static function mark( string $issuer ): string {
		return substr( hash( 'sha256', $issuer ), 0, 8 );
	}

	/**
	 * Stores a provider.
	 *
	 * @param Provider    $provider Provider.
	 * @param string|null $hash     Version the change is based on; null for a new one.
	 * @return Provider As stored.
	 * @throws Problem `edit_conflict` (409), `network_provider` (403).
	 * @throws \CoopCredentials\Kernel\Problem `provider_exists` (409).
	 */
	public function save( Provider $provider, ?string $hash = null ): Provider {
		if ( $provider->from_network ) {
			throw new Problem( 'network_provider', 403 ); // A copy here would show the site what it must not read.
		}
		$value = array(
			'values' => $provider->to_array(),
			'secret' => $provider->sealed_secret,
			'home'   => untrailingslashit( home_url() ),
		);
		if ( null === $hash ) {
			if ( ! $this->options->create( self::PREFIX . $provider->slug, $value ) ) {
				throw Provider::taken();
			}
		} elseif ( ! $this->options->replace( self::PREFIX . $provider->slug, $value, $hash ) ) {
			throw new Problem( 'edit_conflict', 409, __( 'Somebody else changed this meanwhile. Load it again.', 'coop-credentials' ) );
		}
		$this->forget();
		$this->publish();

		return $this->find( $provider->slug ) ?? $provider;
	}

	/**
	 * Address the site had when the provider was saved last; null when that is not known.
	 *
	 * @param string $slug Slug.
	 */
	public function home_of( string $slug ): ?string {
		$home = $this->options->read( self::PREFIX . $slug )?->value['home'] ?? null;

		return is_string( $home ) && '' !== $home ? $home : null;
	}

	/**
	 * Removes a provider.
	 *
	 * @param string $slug Slug.
	 */
	public function delete( string $slug ): bool {
		$done = $this->options->delete( self::PREFIX . $slug );
		$this->forget();
		$this->publish();

		return $done;
	}

	/**
	 * Forgets what was read.
	 */
	public function forget(): void {
		$this->read = array();
	}

	/**
	 * Writes the public digest anew. A provider that is switched off or goes takes along the sessions it gave, and so does the
	 * issuer that a record named before; one that is switched on begins without any, whatever was left over.
	 */
	public function publish(): void {
		$before = array_column( $this->digest(), 'run', 'slug' );
		$digest = array();
		foreach ( $this->all() as $provider ) {
			if ( $provider->enabled() ) {
				$icon     = $provider->number( 'icon' );
				$mark     = self::mark( $provider->text( 'issuer' ) );
				$run      = $before[ $provider->slug ] ?? '';
				$digest[] = array(
					'slug'    => $provider->slug,
					'label'   => $provider->label,
					'order'   => $provider->number( 'order' ),
					'show_in' => $provider->items( 'show_in' ),
					'run'     => str_ends_with( $run, $mark ) ? $run : bin2hex( random_bytes( 4 ) ) . $mark,
				) + ( $icon > 0 ? array( 'icon' => $icon ) : array() ) + ( 'none' === $provider->text( 'email' ) ? array() : array( 'email' => true ) ); // The option is small; most have neither.
			}
		}
		$after = array_column( $digest, 'run', 'slug' );
		foreach ( array_diff_assoc( $after, $before ) as $slug => $run ) {
			$this->sessions->end_of_provider( $slug );
		}
		$this->settings->set( 'providers', $digest );
		foreach ( array_diff_assoc( $before, $after ) as $slug => $run ) {
			$this->sessions->end_of_provider( $slug );
		}
	}

	/**
	 * An array with string keys.
	 *
	 * @param mixed $value Decoded value.
	 * @return array<string,mixed>
	 */
	private static function keyed( mixed $value ): array {
		$keyed = array();
		foreach ( is_array( $value ) ? $value : array() as $key => $item ) {
			$keyed[ (string) $key ] = $item;
		}

		return $keyed;
	}
}
