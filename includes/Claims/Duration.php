<?php
/**
 * A length of time in a rule.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * One number and one unit: PnY, PnM, PnW, PnD, PTnH or PTnM, n from 1 to 9999.
 */
final class Duration {

	/**
	 * Keeps one of the two, the other is zero.
	 */
	private function __construct( private readonly int $months, private readonly int $seconds ) {
	}

	/**
	 * Reads the text; null when it is not a duration of a rule.
	 */
	public static function from( mixed $text ): ?self {
		if ( ! is_string( $text ) || 1 !== preg_match( '/^P(T?)([1-9]\d{0,3})([YMWDH])$/D', $text, $part ) ) {
			return null;
		}
		$count = (int) $part[2];
		return match ( $part[1] . $part[3] ) {
			'Y'     => new self( 12 * $count, 0 ),
			'M'     => new self( $count, 0 ),
			'W'     => new self( 0, 604800 * $count ),
			'D'     => new self( 0, 86400 * $count ),
			'TH'    => new self( 0, 3600 * $count ),
			'TM'    => new self( 0, 60 * $count ),
			default => null,
		};
	}

	/**
	 * The instant that lies this long before; years and months clamp to the month's end.
	 */
	public function before( int $instant ): int {
		return 0 === $this->months ? $instant - $this->seconds : Dates::months_before( $instant, $this->months );
	}
}
