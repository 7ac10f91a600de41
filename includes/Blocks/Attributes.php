<?php
/**
 * Block attributes, checked again.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

defined( 'ABSPATH' ) || exit;

/**
 * Contributors can post any attribute (CVE-2025-13730): each is read with its type and its range, else its default holds.
 */
final class Attributes {

	/**
	 * Takes what the editor sent.
	 *
	 * @param array<mixed> $raw As WordPress hands it over.
	 */
	public function __construct( private readonly array $raw ) {}

	/**
	 * Plain text without tags.
	 *
	 * @param string $name     Attribute.
	 * @param string $fallback When absent or empty.
	 * @param int    $max      Characters.
	 */
	public function text( string $name, string $fallback = '', int $max = 60 ): string {
		$value = $this->raw[ $name ] ?? null;
		if ( ! is_string( $value ) ) {
			return $fallback;
		}
		$value = trim( mb_substr( sanitize_text_field( wp_strip_all_tags( $value ) ), 0, $max ) );
		return '' === $value ? $fallback : $value;
	}

	/**
	 * One of a closed set.
	 *
	 * @param string       $name    Attribute.
	 * @param list<string> $allowed The first is the default.
	 */
	public function choice( string $name, array $allowed ): string {
		$value = $this->raw[ $name ] ?? null;
		return is_string( $value ) && in_array( $value, $allowed, true ) ? $value : $allowed[0];
	}

	/**
	 * A number of a closed set.
	 *
	 * @param string    $name    Attribute.
	 * @param list<int> $allowed The first is the default.
	 */
	public function number( string $name, array $allowed ): int {
		$value = $this->raw[ $name ] ?? null;
		// The editor's preview comes over REST, which makes a float of every "number".
		$value = is_float( $value ) && floor( $value ) === $value ? (int) $value : $value;
		return is_int( $value ) && in_array( $value, $allowed, true ) ? $value : $allowed[0];
	}

	/**
	 * A switch.
	 *
	 * @param string $name     Attribute.
	 * @param bool   $fallback When absent.
	 */
	public function flag( string $name, bool $fallback ): bool {
		$value = $this->raw[ $name ] ?? null;
		return is_bool( $value ) ? $value : $fallback;
	}

	/**
	 * A slug or uid.
	 *
	 * @param string $name Attribute.
	 */
	public function id( string $name ): string {
		$value = $this->raw[ $name ] ?? null;
		return is_string( $value ) && 1 === preg_match( '/^[A-Za-z0-9%._-]{1,191}$/D', $value ) ? $value : '';
	}

	/**
	 * A list of codes.
	 *
	 * @param string $name Attribute.
	 * @param int    $max  Entries kept.
	 *
	 * @return list<string>
	 */
	public function codes( string $name, int $max = 10 ): array {
		$value = $this->raw[ $name ] ?? null;
		$codes = array();
		foreach ( is_array( $value ) ? $value : array() as $code ) {
			if ( is_string( $code ) && 1 === preg_match( '/^[A-Za-z0-9_-]{1,64}$/D', $code ) ) {
				$codes[] = $code;
			}
		}
		return array_slice( array_values( array_unique( $codes ) ), 0, $max );
	}

	/**
	 * The block style chosen, without its prefix.
	 *
	 * @param list<string> $allowed The first is the default.
	 */
	public function style( array $allowed ): string {
		$classes = $this->raw['className'] ?? '';
		foreach ( $allowed as $style ) {
			if ( is_string( $classes ) && in_array( 'is-style-' . $style, explode( ' ', $classes ), true ) ) {
				return $style;
			}
		}
		return $allowed[0];
	}
}
