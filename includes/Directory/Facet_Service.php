<?php
/**
 * Cubes of counts, kept.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Kernel\Option_Repository;

/**
 * The counts of the whole directory stand in an option beside the version they were made for. Whoever changes the
 * directory warms them; readers only keep them in the object cache.
 */
final class Facet_Service {

	private const GROUP = 'coop_credentials_directory';

	private ?Facets $all = null;

	private int $all_version = -1;

	public function __construct( private readonly Search_Repository $search, private readonly Option_Repository $options, private readonly Directory_Version $version ) {}

	/**
	 * Counts without any filter.
	 */
	public function all(): Facets {
		$version = $this->version->current();
		if ( null === $this->all || $version !== $this->all_version ) {
			$stored            = Option_Repository::decode( get_option( Facets::OPTION, '' ) );
			$this->all         = null !== $stored && ( $stored['version'] ?? null ) === $version ? Facets::from_array( $stored ) : null;
			$this->all       ??= $this->cached( 'all|' . $version, fn(): Facets => $this->count_all() );
			$this->all_version = $version;
		}
		return $this->all;
	}

	/**
	 * Counts under the query's text, box and sector.
	 */
	public function under( Search_Query $query, Search_Terms $terms ): Facets {
		$key = wp_json_encode( array( $this->version->current(), $terms->terms, $query->box(), $query->near, $query->radius, $query->sector ) );
		return $this->cached( 'under|' . md5( (string) $key ), fn(): Facets => new Facets( $this->search->cube( $query, $terms ), $this->search->sector_cube( $query, $terms ) ) );
	}

	/**
	 * Stores the counts of the present version: after imports, edits and by cron.
	 */
	public function warm(): void {
		$version = $this->version->current();
		$stored  = $this->options->read( Facets::OPTION );
		if ( null !== $stored && ( $stored->value['version'] ?? null ) === $version ) {
			return;
		}
		$value = array( 'version' => $version ) + $this->count_all()->to_array();
		if ( null === $stored ) {
			$this->options->create( Facets::OPTION, $value );
		} else {
			$this->options->replace( Facets::OPTION, $value, $stored->hash );
		}
		$this->all = null;
	}

	private function count_all(): Facets {
		$nothing = new Search_Terms( array(), false );
		return new Facets( $this->search->cube( null, $nothing ), $this->search->sector_cube( null, $nothing ) );
	}

	/**
	 * @param string $key
	 * @param callable(): Facets $count Counts.
	 */
	private function cached( string $key, callable $count ): Facets {
		$found  = wp_cache_get( $key, self::GROUP );
		$facets = Facets::from_array( $found );
		if ( null === $facets ) {
			$facets = $count();
			wp_cache_set( $key, $facets->to_array(), self::GROUP, HOUR_IN_SECONDS );
		}
		return $facets;
	}
}
