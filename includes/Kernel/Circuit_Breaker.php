<?php
/**
 * Pause for servers that fail.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * After five failures in a row a host is left alone for sixty seconds; then one caller probes, the others wait on. Kept
 * in the table rate_limits: window_start is the end of the pause, hits the failures in a row.
 */
final class Circuit_Breaker {

	private const FAILURES = 5;
	private const PAUSE    = 60;
	private const NEVER    = '2000-01-01 00:00:00';

	public function __construct( private readonly Database $database, private readonly Clock $clock ) {}

	/**
	 * @return bool Whether failures are on record (then a success must be told).
	 * @throws Problem With reason circuit_open (503) with retry_after.
	 */
	public function enter( string $host ): bool {
		$row = $this->row( $host );
		if ( null === $row ) {
			return false;
		}
		if ( (int) $row['hits'] < self::FAILURES ) {
			return true;
		}
		$now   = $this->clock->now();
		$until = Database::instant( $row['window_start'] ) ?? $now;
		if ( $until <= $now && $this->probe( $host, $row, $now ) ) {
			return true;
		}
		$wait = $until > $now ? $until->getTimestamp() - $now->getTimestamp() : self::PAUSE;
		throw new Problem( 'circuit_open', 503, '', 'wait', array(), max( 1, $wait ) );
	}

	public function succeeded( string $host ): void {
		$this->database->execute( 'DELETE FROM %i WHERE key_hash = %s', $this->database->table( 'rate_limits' ), self::key( $host ) );
	}

	public function failed( string $host ): void {
		$now = $this->clock->now();
		if ( $this->count( $host, $now ) ) {
			return;
		}
		try {
			$this->database->insert(
				'rate_limits',
				array(
					'key_hash'     => self::key( $host ),
					'window_start' => self::NEVER,
					'hits'         => 1,
					'expires_at'   => $now->modify( '+1 day' ),
				)
			);
		} catch ( Storage_Failed ) {
			$this->count( $host, $now ); // A twin failed first.
		}
	}

	/**
	 * Is the host paused now? For Site Health and the sign-in button.
	 */
	public function is_open( string $host ): bool {
		$row = $this->row( $host );
		return null !== $row && (int) $row['hits'] >= self::FAILURES && Database::instant( $row['window_start'] ) > $this->clock->now();
	}

	private function count( string $host, \DateTimeImmutable $now ): bool {
		// The pause is written before the counter: MySQL reads new values left to right (offers S8).
		return 0 < $this->database->execute(
			'UPDATE %i SET window_start = CASE WHEN hits >= %d THEN %s ELSE window_start END, hits = hits + 1, expires_at = %s WHERE key_hash = %s',
			$this->database->table( 'rate_limits' ),
			self::FAILURES - 1,
			$now->modify( '+' . self::PAUSE . ' seconds' ),
			$now->modify( '+1 day' ),
			self::key( $host )
		);
	}

	/**
	 * @param string                     $host With port.
	 * @param array<string, string|null> $row  As read.
	 * @param \DateTimeImmutable         $now  Now.
	 */
	private function probe( string $host, array $row, \DateTimeImmutable $now ): bool {
		return 1 === $this->database->execute(
			'UPDATE %i SET window_start = %s WHERE key_hash = %s AND window_start = %s',
			$this->database->table( 'rate_limits' ),
			$now->modify( '+' . self::PAUSE . ' seconds' ),
			self::key( $host ),
			$row['window_start']
		);
	}

	/**
	 * @return array<string, string|null>|null
	 */
	private function row( string $host ): ?array {
		return $this->database->row( 'SELECT window_start, hits FROM %i WHERE key_hash = %s', $this->database->table( 'rate_limits' ), self::key( $host ) );
	}

	private static function key( string $host ): string {
		return hash( 'sha256', 'circuit|' . strtolower( $host ) );
	}
}
