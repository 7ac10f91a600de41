<?php
/**
 * A clock that stands still.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Support;

use CoopCredentials\Kernel\Clock;

/**
 * Says the time it was told, in UTC.
 */
final class Frozen_Clock implements Clock {

	private \DateTimeImmutable $now;

	public function __construct( string $now = '2026-11-23T12:00:00Z' ) {
		$this->set( $now );
	}

	public function now(): \DateTimeImmutable {
		return $this->now;
	}

	/** @param string|\DateTimeInterface $now Instant; text without a zone is UTC. */
	public function set( string|\DateTimeInterface $now ): void {
		$utc       = new \DateTimeZone( 'UTC' );
		$this->now = is_string( $now )
			? ( new \DateTimeImmutable( $now, $utc ) )->setTimezone( $utc )
			: \DateTimeImmutable::createFromInterface( $now )->setTimezone( $utc );
	}

	public function advance( int $seconds ): void {
		$this->now = $this->now->modify( sprintf( '%+d seconds', $seconds ) );
	}
}
