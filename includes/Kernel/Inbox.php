<?php
/**
 * Message ids seen before.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * A message is taken once: the UNIQUE key decides, not a look before.
 */
final class Inbox {

	private const TIDY = 100;

	public function __construct( private readonly Database $database, private readonly Clock $clock ) {}

	/**
	 * @param string $source      Who sent it, at most 64 characters.
	 * @param string $message     Its id; only a hash is kept.
	 * @param int    $ttl_seconds How long it is remembered.
	 * @return bool False when seen before.
	 * @throws Storage_Failed Inside a transaction also for a parallel twin: the unit then runs again and sees it.
	 */
	public function remember( string $source, string $message, int $ttl_seconds ): bool {
		$now    = $this->clock->now();
		$source = strlen( $source ) > 64 ? hash( 'sha256', $source ) : $source;
		$hash   = hash( 'sha256', $message );
		if ( $this->seen( $source, $hash ) ) {
			return false;
		}
		try {
			$this->database->insert(
				'inbox',
				array(
					'source'       => $source,
					'message_hash' => $hash,
					'received_at'  => $now,
					'expires_at'   => $now->modify( '+' . max( 1, $ttl_seconds ) . ' seconds' ),
				)
			);
		} catch ( Storage_Failed $failure ) {
			if ( $this->database->in_transaction() || ! $this->seen( $source, $hash ) ) {
				throw $failure;
			}
			return false;
		}
		$this->database->after_commit( fn() => $this->tidy( $now ) );
		return true;
	}

	/**
	 * Forgets expired messages, one hundred or so at a time.
	 */
	private function tidy( \DateTimeImmutable $now ): void {
		$ids = $this->database->column( 'SELECT id FROM %i WHERE expires_at < %s ORDER BY expires_at LIMIT %d', $this->database->table( 'inbox' ), $now, self::TIDY );
		foreach ( $ids as $id ) {
			$this->database->execute( 'DELETE FROM %i WHERE id = %d', $this->database->table( 'inbox' ), (int) $id );
		}
	}

	/**
	 * @phpstan-impure
	 */
	private function seen( string $source, string $hash ): bool {
		return null !== $this->database->value( 'SELECT id FROM %i WHERE source = %s AND message_hash = %s', $this->database->table( 'inbox' ), $source, $hash );
	}
}
