<?php
/**
 * The directory version.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Kernel\Database;

/**
 * Raised once per committed change; keys all caches and ETags of the directory. Stored beside the next instant at which
 * a state changes by itself.
 */
final class Directory_Version {

	public function __construct( private readonly Version_Repository $store ) {}

	/**
	 * Loads all options the directory reads with one query (none with a warm object cache).
	 */
	public function prime(): void {
		wp_prime_option_caches( array( Version_Repository::VERSION, Version_Repository::NEXT, Facets::OPTION, 'coop_credentials_trust_policy' ) );
	}

	public function current(): int {
		$this->prime();
		$value = get_option( Version_Repository::VERSION, '0' );
		return is_numeric( $value ) ? (int) $value : 0;
	}

	public function next_change(): ?\DateTimeImmutable {
		$this->prime();
		$value = get_option( Version_Repository::NEXT, '' );
		return Database::instant( is_string( $value ) ? $value : null );
	}

	/**
	 * Inside the transaction of the change.
	 *
	 * @param \DateTimeImmutable|null $next Earliest self-made change the edit leads to.
	 */
	public function raise( ?\DateTimeImmutable $next = null ): void {
		$this->store->add_one();
		if ( null !== $next ) {
			$this->store->not_later_than( $next );
		}
	}

	/**
	 * Takes the turn to re-derive overdue rows: one runner a minute.
	 */
	public function take_turn( \DateTimeImmutable $now ): bool {
		$next = $this->next_change();
		if ( null === $next || $next > $now ) {
			return false;
		}
		return $this->store->move( Database::datetime( $next ), Database::datetime( $now->modify( '+60 seconds' ) ) );
	}

	/**
	 * After a turn: the true next change, if it lies ahead of the turn's own.
	 */
	public function finish_turn( \DateTimeImmutable $now, ?\DateTimeImmutable $next ): void {
		$turn = $now->modify( '+60 seconds' );
		if ( null === $next ) {
			$this->store->move( Database::datetime( $turn ), '' );
		} elseif ( $next > $now ) {
			$this->store->move( Database::datetime( $turn ), Database::datetime( $next ) );
		}
	}
}
