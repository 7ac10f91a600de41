<?php
/**
 * What a decoded JSON value is.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * Presence, types and strict equality of decoded values. Nothing here ever casts.
 */
final class Value {

	/** Largest magnitude a JSON number keeps exactly in every implementation: 2^53 - 1 (RFC 8259 §6). */
	public const MAX_NUMBER = 9007199254740991;

	/**
	 * Absent means: nothing, null, "", [] or {}.
	 */
	public static function is_absent( mixed $value ): bool {
		return null === $value || '' === $value || array() === $value
			|| ( $value instanceof \stdClass && array() === get_object_vars( $value ) );
	}

	/**
	 * A finite number that is exact. PHP turns larger integers into floats, which this refuses as well.
	 *
	 * @phpstan-assert-if-true =(int|float) $value
	 */
	public static function is_number( mixed $value ): bool {
		return is_int( $value )
			? $value <= self::MAX_NUMBER && $value >= -self::MAX_NUMBER
			: is_float( $value ) && is_finite( $value ) && abs( $value ) <= self::MAX_NUMBER;
	}

	/**
	 * The name of the JSON type: absent, string, number, boolean, array or object.
	 */
	public static function type( mixed $value ): string {
		return match ( true ) {
			self::is_absent( $value )              => 'absent',
			is_string( $value )                    => 'string',
			is_int( $value ) || is_float( $value ) => 'number',
			is_bool( $value )                      => 'boolean',
			is_array( $value )                     => 'array',
			default                                => 'object',
		};
	}

	/**
	 * Same type and equal: true; same type and different: false; another or an unusable type: unknown.
	 *
	 * @param mixed                 $seen   What the claim holds.
	 * @param string|int|float|bool $wanted What the rule names.
	 */
	public static function equals( mixed $seen, string|int|float|bool $wanted, Normal_Form $form ): Truth {
		if ( is_string( $wanted ) ) {
			if ( ! is_string( $seen ) || '' === $seen ) {
				return Truth::Unknown;
			}
			$left  = $form->nfc( $seen );
			$right = $form->nfc( $wanted );
			return null === $left || null === $right ? Truth::Unknown : Truth::of( $left === $right );
		}
		if ( is_bool( $wanted ) ) {
			return is_bool( $seen ) ? Truth::of( $seen === $wanted ) : Truth::Unknown;
		}
		return self::is_number( $seen ) && self::is_number( $wanted )
			? Truth::of( (float) $seen === (float) $wanted )
			: Truth::Unknown;
	}
}
