<?php
/**
 * A claims path pointer.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * OpenID4VP claims path pointer: a string names a key, an integer an element, null every element.
 *
 * A step that does not fit selects nothing; it never throws.
 */
final class Path {

	/** Most steps of a path. */
	public const MAX_STEPS = 8;

	/**
	 * Keeps the steps, which `from()` has checked.
	 *
	 * @param non-empty-list<string|int|null> $steps The steps.
	 */
	private function __construct( public readonly array $steps ) {
	}

	/**
	 * A path of 1–8 steps: strings of 1–255 bytes, integers 0–999, null; anything else gives null.
	 */
	public static function from( mixed $steps ): ?self {
		if ( ! is_array( $steps ) || array() === $steps || ! array_is_list( $steps ) || count( $steps ) > self::MAX_STEPS ) {
			return null;
		}
		$checked = array();
		foreach ( $steps as $step ) {
			$fits = null === $step
				|| ( is_string( $step ) && '' !== $step && strlen( $step ) <= 255 )
				|| ( is_int( $step ) && $step >= 0 && $step <= 999 );
			if ( ! $fits ) {
				return null;
			}
			$checked[] = $step;
		}
		return new self( $checked );
	}

	/**
	 * The elements the path selects, in order. Null: more than the limit.
	 *
	 * @param mixed $root  Decoded JSON.
	 * @param int   $limit Most elements selected.
	 * @return list<mixed>|null
	 */
	public function select( mixed $root, int $limit = 200 ): ?array {
		$found = array( $root );
		foreach ( $this->steps as $step ) {
			$next = array();
			foreach ( $found as $value ) {
				if ( null === $step ) {
					if ( is_array( $value ) ) {
						foreach ( $value as $element ) {
							$next[] = $element;
						}
					}
				} elseif ( is_int( $step ) ) {
					if ( is_array( $value ) && array_key_exists( $step, $value ) ) {
						$next[] = $value[ $step ];
					}
				} elseif ( $value instanceof \stdClass && self::has( $value, $step ) ) {
					$next[] = $value->{$step};
				}
			}
			if ( count( $next ) > $limit ) {
				return null;
			}
			$found = $next;
		}
		return $found;
	}

	/**
	 * Whether an object holds a key. A key PHP reserves (leading NUL) is in no decoded object.
	 */
	public static function has( \stdClass $value, string $key ): bool {
		return '' !== $key && "\0" !== $key[0] && property_exists( $value, $key );
	}

	/**
	 * A copy of the root in which each string at the path is replaced; the root itself is left alone.
	 *
	 * @param \stdClass              $root    Decoded object.
	 * @param callable(string):mixed $replace Gives the new value for a string.
	 */
	public function replace_strings( \stdClass $root, callable $replace ): \stdClass {
		$copy = self::replaced( $root, $this->steps, $replace );
		return $copy instanceof \stdClass ? $copy : $root;
	}

	/**
	 * One level of the replacement.
	 *
	 * @param mixed                  $value   Value at this level.
	 * @param list<string|int|null>  $steps   Steps that remain.
	 * @param callable(string):mixed $replace Gives the new value for a string.
	 */
	private static function replaced( mixed $value, array $steps, callable $replace ): mixed {
		if ( array() === $steps ) {
			return is_string( $value ) ? $replace( $value ) : $value;
		}
		$step = array_shift( $steps );
		if ( is_string( $step ) && $value instanceof \stdClass && self::has( $value, $step ) ) {
			$value          = clone $value;
			$value->{$step} = self::replaced( $value->{$step}, $steps, $replace );
		} elseif ( is_array( $value ) && ! is_string( $step ) ) {
			foreach ( $value as $index => $element ) {
				if ( null === $step || $step === $index ) {
					$value[ $index ] = self::replaced( $element, $steps, $replace );
				}
			}
		}
		return $value;
	}
}
