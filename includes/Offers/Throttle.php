<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Audit_Log;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Rate_Limiter;

/**
 * Wrong guesses of codes: ten in ten minutes a person, twenty an address, then 429. Atomic counters, fixed windows.
 */
final class Throttle {
	private const PERSON  = 10;
	private const ADDRESS = 20;
	private const WINDOW  = 600;
	private const TYPOS   = 60;
	private const ALARM   = 200;

	public function __construct( private readonly Rate_Limiter $limiter, private readonly Audit_Log $audit ) {}

	/**
	 * Before a code is looked up.
	 *
	 * @param string $person Actor scope; '' for a stranger.
	 * @throws Problem `too_many_attempts` (429).
	 */
	public function check( string $person ): void {
		if ( '' !== $person && $this->limiter->count( 'code_person', $person, self::WINDOW ) >= self::PERSON ) {
			$this->limiter->hit( 'code_person', $person, self::PERSON, self::WINDOW, 'too_many_attempts' );
		}
		$address = $this->limiter->address();
		if ( $this->limiter->count( 'code_address', $address, self::WINDOW ) >= self::ADDRESS ) {
			$this->limiter->hit( 'code_address', $address, self::ADDRESS, self::WINDOW, 'too_many_attempts' );
		}
	}

	/**
	 * After a code that nobody has, or that is not this caller's.
	 *
	 * @param string $person Actor scope; '' for a stranger.
	 * @throws Problem `too_many_attempts` (429) from the eleventh and the twenty-first on, also for parallel callers.
	 */
	public function failed( string $person ): void {
		try {
			$this->limiter->hit( 'code_all', 'site', self::ALARM, self::WINDOW );
		} catch ( Problem ) {
			$this->audit->record( 'code_guessing_alarm', 'refused', 'too_many_attempts' );
		}
		if ( '' !== $person ) {
			$this->limiter->hit( 'code_person', $person, self::PERSON, self::WINDOW, 'too_many_attempts' );
		}
		$this->limiter->hit( 'code_address', $this->limiter->address(), self::ADDRESS, self::WINDOW, 'too_many_attempts' );
	}

	/**
	 * After a code that is none: sixty a minute.
	 *
	 * @param string $person Actor scope; '' for a stranger.
	 * @throws Problem `rate_limited` (429).
	 */
	public function mistyped( string $person ): void {
		$this->limiter->hit( 'code_typos', '' === $person ? $this->limiter->address() : $person, self::TYPOS, 60 );
	}
}
