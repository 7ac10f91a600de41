<?php
/**
 * Tables come, grow and go.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * Lazy migrations, one site at a time. When the stored versions are current nothing happens and nothing is asked.
 * Otherwise one request takes a lease, creates what is missing with dbDelta, reads it back, runs the data steps from
 * their last cursor and writes the room's version last. A killed run leaves its lease to expire and its cursor to go on
 * from. Where rights are missing the room stays off and status() has the SQL for a person with more rights.
 */
final class Schema_Manager {

	private const LEASE         = 'schema_lease';
	private const STATE         = 'schema_state';
	private const LEASE_SECONDS = 60;
	private const RETRY_SECONDS = 300;
	private const WEB_SECONDS   = 8.0;

	/** @var array<string, Schema> */
	private array $schemas = array();

	private bool $running = false;

	public function __construct(
		private readonly Database $database,
		private readonly Settings $settings,
		private readonly Option_Repository $options,
		private readonly Schema_Inspector $inspector
	) {}

	/**
	 * In floor order.
	 */
	public function add( Schema $schema ): void {
		$this->schemas[ $schema->room() ] = $schema;
	}

	/**
	 * All rooms at their version on this site. No query.
	 */
	public function is_current(): bool {
		$have = $this->versions();
		foreach ( $this->schemas as $room => $schema ) {
			if ( ( $have[ $room ] ?? 0 ) !== $schema->version() ) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Is this room usable on this site?
	 */
	public function is_ready( string $room ): bool {
		return isset( $this->schemas[ $room ] ) && ( $this->versions()[ $room ] ?? 0 ) === $this->schemas[ $room ]->version();
	}

	/**
	 * Brings this site up to date, or does one part of it. Cheap when there is nothing to do. Never throws: what is
	 * missing shows in status().
	 *
	 * @param bool $now Try again at once after a failure, and take all the time needed.
	 */
	public function ensure( bool $now = false ): void {
		if ( $this->running || $this->database->in_transaction() || $this->is_current() || ( wp_installing() && ! $now ) ) {
			return;
		}
		if ( ! $now && (int) $this->settings->get( 'schema_retry', 0 ) > time() ) {
			return;
		}
		$this->running = true;
		$suppressed    = $this->database->wpdb->suppress_errors( true );
		$owner         = Ulid::generate();
		try {
			if ( $this->take_lease( $owner ) ) {
				$this->settings->reload(); // The last owner may have finished between our look and our lease.
				$this->migrate( $owner, $now ? INF : self::WEB_SECONDS );
				$this->release( $owner );
			}
		} catch ( \Throwable $failure ) {
			$this->fail( '', $failure->getMessage() . ' ' . (string) $failure->getPrevious()?->getMessage() );
			$this->release( $owner );
		} finally {
			$this->running = false;
			$this->database->wpdb->suppress_errors( $suppressed );
		}
	}

	/**
	 * @return array<string, array{wanted: int, have: int, ready: bool, error: string, sql: list<string>, cursor: string}>
	 */
	public function status(): array {
		$have   = $this->versions();
		$state  = $this->state();
		$status = array();
		foreach ( $this->schemas as $room => $schema ) {
			$ready           = ( $have[ $room ] ?? 0 ) === $schema->version();
			$status[ $room ] = array(
				'wanted' => $schema->version(),
				'have'   => $have[ $room ] ?? 0,
				'ready'  => $ready,
				'error'  => $ready ? '' : ( self::text( $state['errors'][ $room ] ?? '' ) . self::text( $state['errors'][''] ?? '' ) ),
				'sql'    => $ready ? array() : $this->inspector->statements( $schema ),
				'cursor' => self::text( $state['cursors'][ $room ] ?? '' ),
			);
		}
		return $status;
	}

	/**
	 * Names of the UNIQUE keys (table.key) that let a duplicate in; empty when all hold (offers S18).
	 *
	 * @return list<string>
	 */
	public function leaking_keys( string $room ): array {
		return isset( $this->schemas[ $room ] ) ? $this->inspector->leaking_keys( $this->schemas[ $room ] ) : array();
	}

	/**
	 * Short names of all tables of all rooms.
	 *
	 * @return list<string>
	 */
	public function table_names(): array {
		$names = array();
		foreach ( $this->schemas as $schema ) {
			array_push( $names, ...array_keys( $schema->tables() ) );
		}
		return $names;
	}

	/**
	 * @return array<string, Schema>
	 */
	public function schemas(): array {
		return $this->schemas;
	}

	/**
	 * Drops every table of ours on this site, known or left by an older version.
	 */
	public function drop_all(): void {
		$this->database->forget_tables();
		foreach ( $this->inspector->existing_tables() as $table ) {
			$this->database->execute( 'DROP TABLE IF EXISTS %i', $table );
		}
		$this->settings->set( 'schema', null );
	}

	/**
	 * @return list<string> Full names of the tables of ours that the current site has.
	 */
	public function existing_tables(): array {
		return $this->inspector->existing_tables();
	}

	private function migrate( string $owner, float $seconds ): void {
		$until = hrtime( true ) / 1e9 + $seconds;
		foreach ( $this->schemas as $room => $schema ) {
			$from = $this->versions()[ $room ] ?? 0;
			if ( $from === $schema->version() ) {
				continue;
			}
			$missing = $this->inspector->create( $schema );
			if ( array() !== $missing ) {
				$this->fail( $room, implode( ', ', $missing ) );
				continue; // Rooms above may still work; their own read-back tells.
			}
			if ( ! $this->run_steps( $schema, $from, $owner, $until ) ) {
				return;
			}
			$this->settings->change(
				static function ( array $all ) use ( $room, $schema ): array {
					$all['schema'] = array( $room => $schema->version() ) + (array) ( $all['schema'] ?? array() );
					return $all;
				}
			);
			$this->note( $room, null, null );
		}
		if ( $this->is_current() && null !== $this->settings->get( 'schema_retry' ) ) {
			$this->settings->set( 'schema_retry', null );
		}
	}

	/**
	 * @return bool False when time is up or the lease went to another; the cursor is kept.
	 */
	private function run_steps( Schema $schema, int $from, string $owner, float $until ): bool {
		$room  = $schema->room();
		$steps = $schema->steps();
		ksort( $steps );
		list( $at, $cursor ) = $this->cursor( $room );
		foreach ( $steps as $version => $step ) {
			if ( $version <= $from || $version > $schema->version() || $version < $at ) {
				continue;
			}
			$next = $version === $at ? $cursor : null;
			do {
				if ( ! $this->keep_lease( $owner ) ) {
					return false;
				}
				$next = $step( $this->database, $next );
				$this->note( $room, null, null === $next ? ( $version + 1 ) . ':' : $version . ':' . $next );
				if ( null !== $next && hrtime( true ) / 1e9 > $until ) {
					return false;
				}
			} while ( null !== $next );
		}
		return true;
	}

	/**
	 * @return array{0: int, 1: string|null} Version of the step to go on with, and its cursor.
	 */
	private function cursor( string $room ): array {
		$stored = self::text( $this->state()['cursors'][ $room ] ?? '' );
		if ( 1 !== preg_match( '/^(\d+):(.*)$/s', $stored, $match ) ) {
			return array( 0, null );
		}
		return array( (int) $match[1], '' === $match[2] ? null : $match[2] );
	}

	private function take_lease( string $owner ): bool {
		$lease  = array( 'owner' => $owner, 'until' => time() + self::LEASE_SECONDS ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		$stored = $this->options->read( self::LEASE );
		if ( null === $stored ) {
			return $this->options->create( self::LEASE, $lease );
		}
		return (int) ( $stored->value['until'] ?? 0 ) < time() && $this->options->replace( self::LEASE, $lease, $stored->hash );
	}

	private function keep_lease( string $owner ): bool {
		$stored = $this->options->read( self::LEASE );
		if ( null === $stored || ( $stored->value['owner'] ?? '' ) !== $owner ) {
			return false;
		}
		return $this->options->replace( self::LEASE, array( 'until' => time() + self::LEASE_SECONDS ) + $stored->value, $stored->hash );
	}

	private function release( string $owner ): void {
		try {
			$stored = $this->options->read( self::LEASE );
			if ( null !== $stored && ( $stored->value['owner'] ?? '' ) === $owner ) {
				$this->options->replace( self::LEASE, array( 'until' => 0 ) + $stored->value, $stored->hash );
			}
		} catch ( \Throwable ) {
			return; // It expires by itself.
		}
	}

	private function fail( string $room, string $error ): void {
		try {
			$this->note( $room, '' === $error ? 'unknown' : $error, null );
			$this->settings->set( 'schema_retry', time() + self::RETRY_SECONDS );
		} catch ( \Throwable ) {
			return; // A read-only database: the next request tries again.
		}
	}

	/**
	 * @param string      $room   Whose.
	 * @param string|null $error  Null takes the error away.
	 * @param string|null $cursor Null takes the cursor away.
	 */
	private function note( string $room, ?string $error, ?string $cursor ): void {
		for ( $attempt = 0; $attempt < 5; $attempt++ ) {
			$stored = $this->options->read( self::STATE );
			$value  = array(
				'errors'  => (array) ( $stored?->value['errors'] ?? array() ),
				'cursors' => (array) ( $stored?->value['cursors'] ?? array() ),
			);
			unset( $value['errors'][ $room ], $value['cursors'][ $room ] );
			if ( null !== $error ) {
				$value['errors'][ $room ] = substr( $error, 0, 500 );
			} else {
				unset( $value['errors'][''] );
			}
			if ( null !== $cursor ) {
				$value['cursors'][ $room ] = $cursor;
			}
			$done = null === $stored ? $this->options->create( self::STATE, $value ) : $this->options->replace( self::STATE, $value, $stored->hash );
			if ( $done ) {
				return;
			}
		}
	}

	/**
	 * @return array{errors: array<string, mixed>, cursors: array<string, mixed>}
	 */
	private function state(): array {
		$value = $this->options->read( self::STATE )->value ?? array();
		return array(
			'errors'  => (array) ( $value['errors'] ?? array() ),
			'cursors' => (array) ( $value['cursors'] ?? array() ),
		);
	}

	/**
	 * @return array<string, int>
	 */
	private function versions(): array {
		return array_map( 'intval', array_filter( (array) $this->settings->get( 'schema', array() ), 'is_numeric' ) );
	}

	private static function text( mixed $value ): string {
		return is_string( $value ) ? $value : '';
	}
}
