<?php
/**
 * Typed reading of decoded JSON.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\OpenID;

/**
 * Reads values of decoded JSON objects without ever coercing a type.
 */
final class Json {

	/** Greatest integer that survives a round trip through JavaScript (2^53 − 1). */
	public const MAX_INTEGER = 9007199254740991;

	/**
	 * Decodes text that must be one JSON object.
	 *
	 * @param string $text  JSON text.
	 * @param int<1,max> $depth Deepest nesting accepted.
	 * @return \stdClass|null Null when it is anything else.
	 */
	public static function object( string $text, int $depth = 32 ): ?\stdClass {
		$value = json_decode( $text, false, $depth );

		return $value instanceof \stdClass ? $value : null;
	}

	/**
	 * A member, or null when it is absent.
	 *
	 * @param \stdClass $from   Object.
	 * @param string    $member Member name.
	 */
	public static function value( \stdClass $from, string $member ): mixed {
		return property_exists( $from, $member ) ? $from->{$member} : null;
	}

	/**
	 * A non-empty string member, or null.
	 *
	 * @param \stdClass $from   Object.
	 * @param string    $member Member name.
	 */
	public static function string( \stdClass $from, string $member ): ?string {
		$value = self::value( $from, $member );

		return is_string( $value ) && '' !== $value ? $value : null;
	}

	/**
	 * The strings of an array member; an absent or unusable member is an empty list.
	 *
	 * @param \stdClass $from   Object.
	 * @param string    $member Member name.
	 * @return list<string>
	 */
	public static function strings( \stdClass $from, string $member ): array {
		$value = self::value( $from, $member );

		return is_array( $value ) ? array_values( array_filter( $value, 'is_string' ) ) : array();
	}

	/**
	 * Whether a value is a JSON number that names a usable instant (RFC 7519 §2 NumericDate).
	 *
	 * @param mixed $value Decoded value.
	 * @phpstan-assert-if-true int|float $value
	 */
	public static function is_instant( mixed $value ): bool {
		return ( is_int( $value ) || is_float( $value ) ) && $value >= 0 && $value <= self::MAX_INTEGER;
	}
}
