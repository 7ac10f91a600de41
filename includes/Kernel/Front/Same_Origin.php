<?php
/**
 * Where a form was posted from.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel\Front;

/**
 * Sign-in section 2.3: Sec-Fetch-Site decides first; then Origin, where null counts as absent (browsers send it on
 * same-origin posts under no-referrer). Both absent = unknown: the caller shows a confirmation page (One_Time_Form).
 */
final class Same_Origin {

	public const SAME    = 'same';
	public const FOREIGN = 'foreign';
	public const UNKNOWN = 'unknown';

	public static function check(): string {
		$site = strtolower( self::header( 'HTTP_SEC_FETCH_SITE' ) );
		if ( 'same-origin' === $site ) {
			return self::SAME;
		}
		if ( 'cross-site' === $site || 'same-site' === $site ) {
			return self::FOREIGN;
		}
		$origin = self::header( 'HTTP_ORIGIN' );
		if ( '' === $origin || 'null' === strtolower( $origin ) ) {
			return self::UNKNOWN;
		}
		return self::is_own( $origin ) ? self::SAME : self::FOREIGN;
	}

	/**
	 * Is this the site's own origin (scheme, host and port of home or site address)?
	 */
	public static function is_own( string $origin ): bool {
		$given = self::origin( $origin );
		return null !== $given && ( self::origin( home_url() ) === $given || self::origin( site_url() ) === $given );
	}

	private static function origin( string $url ): ?string {
		$parts = wp_parse_url( $url );
		if ( ! is_array( $parts ) || ! isset( $parts['scheme'], $parts['host'] ) ) {
			return null;
		}
		$scheme = strtolower( $parts['scheme'] );
		return $scheme . '://' . strtolower( $parts['host'] ) . ':' . ( $parts['port'] ?? ( 'https' === $scheme ? 443 : 80 ) );
	}

	private static function header( string $name ): string {
		return isset( $_SERVER[ $name ] ) && is_string( $_SERVER[ $name ] ) ? sanitize_text_field( wp_unslash( $_SERVER[ $name ] ) ) : '';
	}
}
