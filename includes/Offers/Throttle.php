<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Audit_Log;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Rate_Limiter;

/**
 * Wrong guesses of codes. Holders: ten in ten minutes a person, twenty an address, then 429. Staff: twenty in ten minutes an
 * account and till, then six a minute: slowed, never locked out. Atomic counters, fixed windows.
 *
 * Why nobody learns from the order. Before the look-up only the caller's own budget is asked: when it is spent, right and
 * wrong codes alike are refused before any coupon is read, with the same answer and the same work. What others at the same
 * address have spent is asked after the look-up and only for failures, so that it refuses no right code; but to a holder every
 * code except those of own coupons is a failure, known or not, refused after the same look-up with the same answer. To staff,
 * whose answers do tell codes apart, addresses never count. A right code counts nothing, so it wins back no guesses either.
 */
final class Throttle {
	private const PERSON  = 10;
	private const ADDRESS = 20;
	private const STAFF   = 20;
	private const SLOWED  = 6;
	private const WINDOW  = 600;
	private const MINUTE  = 60;
	private const TYPOS   = 60;
	private const ALARM   = 200;
	private const TOLD    = 20;

	public function __construct( private readonly Rate_Limiter $limiter, private readonly Audit_Log $audit ) {}

	/**
	 * Before a code is looked up: refuses who has used up the own guesses.
	 *
	 * @param Actor  $actor Who.
	 * @param string $point Uid of a point that exists; '' for none.
	 * @throws Problem `too_many_attempts` (429).
	 */
	public function check( Actor $actor, string $point = '' ): void {
		if ( ! $actor->is_staff() ) {
			$this->limiter->check( 'code_person', $actor->scope, self::PERSON, self::WINDOW, 'too_many_attempts' );
			return;
		}
		$till = self::till( $actor, $point );
		if ( $this->limiter->count( 'code_till', $till, self::WINDOW ) >= self::STAFF ) {
			$this->limiter->check( 'code_till_slowed', $till, self::SLOWED, self::MINUTE, 'too_many_attempts' );
		}
	}

	/**
	 * After a code that nobody has, or that is not this caller's.
	 *
	 * @param Actor  $actor Who.
	 * @param string $point Uid of a point that exists; '' for none.
	 * @throws Problem `too_many_attempts` (429) for each failure above a limit, also for parallel callers.
	 */
	public function failed( Actor $actor, string $point = '' ): void {
		$this->watch();
		if ( ! $actor->is_staff() ) {
			$this->limiter->hit( 'code_person', $actor->scope, self::PERSON, self::WINDOW, 'too_many_attempts' );
			$this->limiter->hit( 'code_address', $this->limiter->address(), self::ADDRESS, self::WINDOW, 'too_many_attempts' );
			return;
		}
		$till = self::till( $actor, $point );
		try {
			$this->limiter->hit( 'code_till', $till, self::STAFF, self::WINDOW );
		} catch ( Problem ) {
			$this->limiter->hit( 'code_till_slowed', $till, self::SLOWED, self::MINUTE, 'too_many_attempts' );
		}
	}

	/**
	 * After a code that is none: sixty a minute.
	 *
	 * @param string $person Actor scope; '' for a stranger.
	 * @throws Problem `rate_limited` (429).
	 */
	public function mistyped( string $person ): void {
		$this->limiter->hit( 'code_typos', '' === $person ? $this->limiter->address() : $person, self::TYPOS, self::MINUTE );
	}

	/**
	 * Whether the log has a row for this refusal. Staff's always; of a holder, who may be refused own coupons as often as a
	 * script likes, twenty an hour.
	 *
	 * @param Actor $actor Who.
	 */
	public function has_row( Actor $actor ): bool {
		if ( $actor->is_staff() ) {
			return true;
		}
		try {
			$this->limiter->hit( 'code_refusal', $actor->scope, self::TOLD, HOUR_IN_SECONDS );
		} catch ( Problem $problem ) {
			return 429 !== $problem->status; // While the database cannot count, a row is worth more.
		}
		return true;
	}

	/** Counts guesses of everybody together. */
	private function watch(): void {
		try {
			$this->limiter->hit( 'code_all', 'site', self::ALARM, self::WINDOW );
		} catch ( Problem ) {
			$this->alarm();
		}
	}

	/** One row in the log for each window in which there are very many. */
	private function alarm(): void {
		try {
			$this->limiter->hit( 'code_alarm', 'site', 1, self::WINDOW );
		} catch ( Problem ) {
			return; // Said already.
		}
		$this->audit->record( 'code_guessing_alarm', 'refused', 'too_many_attempts' );
	}

	/** One account is often signed in at several tills: fakes at one must not slow the others. */
	private static function till( Actor $actor, string $point ): string {
		return $actor->scope . '|' . $point;
	}
}
