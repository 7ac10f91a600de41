<?php
/**
 * Limits.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * Atomic fixed windows: of any number of parallel callers exactly the limit gets through in one window, because one
 * guarded UPDATE (or the first INSERT) decides. Subjects are stored as keyed hashes only.
 */
final class Rate_Limiter {

	private const TIDY = 100;

	public function __construct( private readonly Database $database, private readonly Clock $clock, private readonly Client_Address $client ) {}

	/**
	 * Counts one attempt, or refuses it.
	 *
	 * @param string $bucket         What is limited.
	 * @param string $subject        Whom: an address, a user id, a device.
	 * @param int    $limit          Attempts a window.
	 * @param int    $window_seconds Length of the fixed window.
	 * @param string $reason         rate_limited (too many requests) or too_many_attempts (too many wrong guesses).
	 * @throws \LogicException Inside a transaction.
	 * @throws Problem With status 429 and retry_after.
	 */
	public function hit( string $bucket, string $subject, int $limit, int $window_seconds, string $reason = 'rate_limited' ): void {
		if ( $this->database->in_transaction() ) {
			throw new \LogicException( 'Limits are counted outside transactions: a ROLLBACK would forget the attempt.' );
		}
		$now   = $this->clock->now();
		$start = self::start( $now, $window_seconds );
		$key   = self::key( $bucket, $subject, $window_seconds );
		for ( $attempt = 0; $attempt < 10; $attempt++ ) {
			if ( $this->bump( $key, $start, $limit ) ) {
				return;
			}
			$hits = $this->database->value( 'SELECT hits FROM %i WHERE key_hash = %s AND window_start = %s', $this->database->table( 'rate_limits' ), $key, $start );
			if ( $limit < 1 || ( null !== $hits && (int) $hits >= $limit ) ) {
				break;
			}
			// A twin may have opened the window between the UPDATE and this read: then the next round counts.
			if ( null === $hits && $this->open( $key, $start, $window_seconds, $now ) ) {
				return;
			}
		}
		$wait = $this->wait( $window_seconds );
		throw new Problem(
			$reason,
			429,
			sprintf(
				/* translators: %d: number of minutes. */
				_n( 'Too many attempts. Try again in %d minute.', 'Too many attempts. Try again in %d minutes.', (int) ceil( $wait / 60 ), 'coop-credentials' ),
				(int) ceil( $wait / 60 )
			),
			'wait',
			array(),
			$wait
		);
	}

	/**
	 * Refuses when nothing is left of the present window; counts nothing.
	 *
	 * @param string $bucket         As for hit().
	 * @param string $subject        As for hit().
	 * @param int    $limit          As for hit().
	 * @param int    $window_seconds As for hit().
	 * @param string $reason         As for hit().
	 * @throws \LogicException Inside a transaction, when it refuses.
	 * @throws Problem With status 429 and retry_after.
	 */
	public function check( string $bucket, string $subject, int $limit, int $window_seconds, string $reason = 'rate_limited' ): void {
		if ( $this->count( $bucket, $subject, $window_seconds ) >= $limit ) {
			// Of a limit of nothing no attempt is counted.
			$this->hit( $bucket, $subject, 0, $window_seconds, $reason );
		}
	}

	/**
	 * Attempts counted in the present window.
	 */
	public function count( string $bucket, string $subject, int $window_seconds ): int {
		return (int) $this->database->value(
			'SELECT hits FROM %i WHERE key_hash = %s AND window_start = %s',
			$this->database->table( 'rate_limits' ),
			self::key( $bucket, $subject, $window_seconds ),
			self::start( $this->clock->now(), $window_seconds )
		);
	}

	/**
	 * Seconds until the present window ends.
	 */
	public function wait( int $window_seconds ): int {
		return max( 1, $this->since( $window_seconds )->getTimestamp() + $window_seconds - $this->clock->now()->getTimestamp() );
	}

	/**
	 * When the present window began.
	 */
	public function since( int $window_seconds ): \DateTimeImmutable {
		return self::start( $this->clock->now(), $window_seconds );
	}

	/**
	 * The caller's address, as a subject of limits: IPv4, or the /64 of IPv6.
	 */
	public function address(): string {
		return $this->client->address();
	}

	/**
	 * The caller's network, as a subject of limits that one customer must not pass by changing addresses: IPv4, or the /48 of
	 * IPv6.
	 */
	public function network(): string {
		return $this->client->network();
	}

	/**
	 * The same as a keyed hash whose key changes daily: the only form in which it is stored.
	 */
	public function network_hash(): string {
		return $this->client->network_hash( $this->clock->now() );
	}

	private function bump( string $key, \DateTimeImmutable $start, int $limit ): bool {
		return 1 === $this->database->execute(
			'UPDATE %i SET hits = hits + 1 WHERE key_hash = %s AND window_start = %s AND hits < %d',
			$this->database->table( 'rate_limits' ),
			$key,
			$start,
			$limit
		);
	}

	/**
	 * @return bool False when a twin opened the window first.
	 */
	private function open( string $key, \DateTimeImmutable $start, int $window_seconds, \DateTimeImmutable $now ): bool {
		try {
			$this->database->insert(
				'rate_limits',
				array(
					'key_hash'     => $key,
					'window_start' => $start,
					'hits'         => 1,
					'expires_at'   => $start->modify( '+' . $window_seconds . ' seconds' ),
				)
			);
		} catch ( Storage_Failed ) {
			return false;
		}
		$this->tidy( $now );
		return true;
	}

	/**
	 * Each new window takes some old ones with it: no cron needed.
	 */
	private function tidy( \DateTimeImmutable $now ): void {
		$table = $this->database->table( 'rate_limits' );
		$rows  = $this->database->rows( 'SELECT key_hash, window_start FROM %i WHERE expires_at < %s ORDER BY expires_at LIMIT %d', $table, $now->modify( '-1 minute' ), self::TIDY );
		foreach ( $rows as $row ) {
			$this->database->execute( 'DELETE FROM %i WHERE key_hash = %s AND window_start = %s', $table, $row['key_hash'], $row['window_start'] );
		}
	}

	private static function start( \DateTimeImmutable $now, int $window_seconds ): \DateTimeImmutable {
		return $now->setTimestamp( intdiv( $now->getTimestamp(), $window_seconds ) * $window_seconds );
	}

	/**
	 * Keyed with the site's salt: limits are short-lived and must work before a site key exists.
	 */
	private static function key( string $bucket, string $subject, int $window_seconds ): string {
		return hash_hmac( 'sha256', $bucket . '|' . $window_seconds . '|' . $subject, 'rate|' . wp_salt( 'nonce' ) );
	}
}
