<?php
/**
 * Dates as intervals of UTC seconds.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * Reads years, months, days and instants. Arithmetic only: PHP's own date functions guess (year 50, 30 February).
 */
final class Dates {

	/** Latest epoch second read, 9999-12-31T23:59:59Z; a larger number is milliseconds or nonsense. */
	public const MAX_EPOCH = 253402300799;

	/**
	 * First and last second of what is written: `2021` is the whole year, an instant one second.
	 *
	 * @param mixed $value String YYYY, YYYY-MM, YYYY-MM-DD, RFC 3339 instant, or epoch seconds.
	 * @return array{int, int}|null Null: not a date.
	 */
	public static function interval( mixed $value ): ?array {
		if ( is_string( $value ) && 1 === preg_match( '/^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/D', $value, $part ) ) {
			return self::calendar( (int) $part[1], isset( $part[2] ) ? (int) $part[2] : null, isset( $part[3] ) ? (int) $part[3] : null );
		}
		$instant = self::instant( $value );
		return null === $instant ? null : array( $instant, $instant );
	}

	/**
	 * An instant: epoch seconds, or RFC 3339 with offset, seconds optional.
	 *
	 * @param mixed $value Wire value.
	 * @return int|null UTC epoch second; null: not an instant.
	 */
	public static function instant( mixed $value ): ?int {
		if ( is_float( $value ) && floor( $value ) === $value && abs( $value ) <= self::MAX_EPOCH ) {
			$value = (int) $value;
		}
		if ( is_int( $value ) ) {
			return $value >= 0 && $value <= self::MAX_EPOCH ? $value : null;
		}
		$pattern = '/^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/D';
		if ( ! is_string( $value ) || strlen( $value ) > 64 || 1 !== preg_match( $pattern, $value, $part, PREG_UNMATCHED_AS_NULL ) ) {
			return null;
		}
		$day = self::calendar( (int) $part[1], (int) $part[2], (int) $part[3] );
		if ( null === $day || (int) $part[4] > 23 || (int) $part[5] > 59 || (int) $part[6] > 59 || (int) $part[8] > 23 || (int) $part[9] > 59 ) {
			return null;
		}
		$offset = ( (int) $part[8] * 60 + (int) $part[9] ) * 60;
		return $day[0] + (int) $part[4] * 3600 + (int) $part[5] * 60 + (int) $part[6] - ( '-' === $part[7] ? -$offset : $offset );
	}

	/**
	 * An instant as text: 2026-11-23T12:00:00Z.
	 */
	public static function text( int $instant ): string {
		list( $year, $month, $day, $second ) = self::parts( $instant );
		return sprintf( '%04d-%02d-%02dT%02d:%02d:%02dZ', $year, $month, $day, intdiv( $second, 3600 ), intdiv( $second, 60 ) % 60, $second % 60 );
	}

	/**
	 * First second at which something valid until this is over: a date counts to its last UTC second, an instant ends at it.
	 */
	public static function end( string $valid_until ): ?int {
		$interval = self::interval( $valid_until );
		return null === $interval ? null : ( $interval[0] === $interval[1] ? $interval[0] : $interval[1] + 1 );
	}

	/**
	 * The instant that lies months before, clamped to the month's end: 31 March − 1 month = end of February.
	 */
	public static function months_before( int $instant, int $months ): int {
		list( $year, $month, $day, $second ) = self::parts( $instant );

		$count = $year * 12 + $month - 1 - $months;
		$year  = (int) floor( $count / 12 );
		$month = $count - $year * 12 + 1;
		return self::days( $year, $month, min( $day, self::month_length( $year, $month ) ) ) * 86400 + $second;
	}

	/**
	 * The interval of a calendar year, month or day; null when there is no such thing.
	 *
	 * @param int      $year  1–9999.
	 * @param int|null $month 1–12 or null for the whole year.
	 * @param int|null $day   1–31 or null for the whole month.
	 * @return array{int, int}|null
	 */
	private static function calendar( int $year, ?int $month, ?int $day ): ?array {
		if ( $year < 1 || ( null !== $month && ( $month < 1 || $month > 12 ) ) ) {
			return null;
		}
		if ( null === $month ) {
			return array( self::days( $year, 1, 1 ) * 86400, self::days( $year + 1, 1, 1 ) * 86400 - 1 );
		}
		$length = self::month_length( $year, $month );
		if ( null === $day ) {
			$first = self::days( $year, $month, 1 ) * 86400;
			return array( $first, $first + $length * 86400 - 1 );
		}
		if ( $day < 1 || $day > $length ) {
			return null;
		}
		$first = self::days( $year, $month, $day ) * 86400;
		return array( $first, $first + 86399 );
	}

	/**
	 * Days of a month.
	 */
	private static function month_length( int $year, int $month ): int {
		$leap = ( 0 === $year % 4 && 0 !== $year % 100 ) || 0 === $year % 400;
		return 2 === $month ? ( $leap ? 29 : 28 ) : ( in_array( $month, array( 4, 6, 9, 11 ), true ) ? 30 : 31 );
	}

	/**
	 * Days since 1970-01-01 in the proleptic Gregorian calendar.
	 */
	private static function days( int $year, int $month, int $day ): int {
		$year       -= $month <= 2 ? 1 : 0;
		$era         = (int) floor( $year / 400 );
		$year_of_era = $year - $era * 400;
		$day_of_year = intdiv( 153 * ( $month + ( $month > 2 ? -3 : 9 ) ) + 2, 5 ) + $day - 1;
		return $era * 146097 + $year_of_era * 365 + intdiv( $year_of_era, 4 ) - intdiv( $year_of_era, 100 ) + $day_of_year - 719468;
	}

	/**
	 * Year, month, day and second of the day.
	 *
	 * @return array{int, int, int, int}
	 */
	private static function parts( int $instant ): array {
		$days   = (int) floor( $instant / 86400 );
		$second = $instant - $days * 86400;
		$days  += 719468;
		$era    = (int) floor( $days / 146097 );
		$doe    = $days - $era * 146097;
		$yoe    = intdiv( $doe - intdiv( $doe, 1460 ) + intdiv( $doe, 36524 ) - intdiv( $doe, 146096 ), 365 );
		$doy    = $doe - ( 365 * $yoe + intdiv( $yoe, 4 ) - intdiv( $yoe, 100 ) );
		$mp     = intdiv( 5 * $doy + 2, 153 );
		$month  = $mp + ( $mp < 10 ? 3 : -9 );
		return array( $yoe + $era * 400 + ( $month <= 2 ? 1 : 0 ), $month, $doy - intdiv( 153 * $mp + 2, 5 ) + 1, $second );
	}
}
