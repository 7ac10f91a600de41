<?php
/**
 * Cookies of ours.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel\Front;

/**
 * HttpOnly unless told, Secure on https. What is set can be read in the same request.
 */
final class Cookies {

	/**
	 * Name with the __Host- prefix where the connection allows it (https; the prefix fixes Secure, path / and no domain).
	 */
	public static function host_name( string $name ): string {
		return is_ssl() ? '__Host-' . $name : $name;
	}

	public static function get( string $name ): ?string {
		return isset( $_COOKIE[ $name ] ) && is_string( $_COOKIE[ $name ] ) ? sanitize_text_field( wp_unslash( $_COOKIE[ $name ] ) ) : null;
	}

	/**
	 * @param string $name      Full name.
	 * @param string $value     Hex, base64url or digits.
	 * @param int    $seconds   Lifetime; 0 = until the browser closes.
	 * @param string $same_site Lax or Strict.
	 * @param bool   $http_only False only for the hint cookie.
	 */
	public static function set( string $name, string $value, int $seconds = 0, string $same_site = 'Lax', bool $http_only = true ): void {
		$_COOKIE[ $name ] = $value;
		self::send( $name, $value, $seconds > 0 ? time() + $seconds : 0, $same_site, $http_only );
	}

	public static function drop( string $name, string $same_site = 'Lax', bool $http_only = true ): void {
		unset( $_COOKIE[ $name ] );
		self::send( $name, '', 1, $same_site, $http_only );
	}

	/**
	 * In a network each site has its own hint: signing out of one must not take another's away.
	 */
	private static function path(): string {
		if ( is_multisite() ) {
			$path = wp_parse_url( home_url( '/' ), PHP_URL_PATH );
			return is_string( $path ) && '' !== $path ? $path : '/';
		}
		$path = defined( 'COOKIEPATH' ) ? constant( 'COOKIEPATH' ) : '';
		return is_string( $path ) && '' !== $path ? $path : '/';
	}

	private static function send( string $name, string $value, int $expires, string $same_site, bool $http_only ): void {
		if ( headers_sent() ) {
			return;
		}
		setcookie(
			$name,
			$value,
			array(
				'expires'  => $expires,
				'path'     => str_starts_with( $name, '__Host-' ) ? '/' : self::path(),
				'secure'   => is_ssl(),
				'httponly' => $http_only,
				'samesite' => 'Strict' === $same_site ? 'Strict' : 'Lax',
			)
		);
	}
}
