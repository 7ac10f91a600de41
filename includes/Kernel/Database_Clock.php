<?php
/**
 * The database's clock.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * Now = the database's UTC, read once a request, so that two web servers never disagree about an expiry.
 * Long command line runs read it again after five seconds.
 */
final class Database_Clock implements Clock {

	private const CLI_SECONDS = 5.0;

	private ?\DateTimeImmutable $read = null;

	private float $read_at = 0.0;

	public function __construct( private readonly Database $database ) {}

	public function now(): \DateTimeImmutable {
		$this->database->ensure_tables();
		$elapsed = hrtime( true ) / 1e9 - $this->read_at;
		if ( null === $this->read || ( 'cli' === PHP_SAPI && $elapsed >= self::CLI_SECONDS ) ) {
			$this->read    = Database::instant( $this->database->value( 'SELECT UTC_TIMESTAMP()' ) )
				?? throw Storage_Failed::because( 'the database gave no time' );
			$this->read_at = hrtime( true ) / 1e9;
		}
		return $this->read;
	}
}
