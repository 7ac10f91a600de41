<?php
/**
 * Is this response private?
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel\Front;

/**
 * Personal data may only be printed into a response that is known to be private.
 */
final class Privacy {

	private static bool $is_private = false;

	/**
	 * Sends private, no-store and tells page caches. Without effect when headers are out already.
	 */
	public static function mark_private(): void {
		if ( self::$is_private || ( headers_sent() && 'cli' !== PHP_SAPI ) ) {
			return;
		}
		self::$is_private = true;
		if ( ! defined( 'DONOTCACHEPAGE' ) ) {
			define( 'DONOTCACHEPAGE', true ); // phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals.NonPrefixedConstantFound -- the name page caches listen to.
		}
		if ( ! headers_sent() ) {
			self::send_headers();
		}
	}

	public static function is_private(): bool {
		return self::$is_private;
	}

	/**
	 * Again, because WordPress may have replaced them since.
	 */
	public static function send_headers(): void {
		header( 'Cache-Control: private, no-store' );
		header( 'Expires: Wed, 11 Jan 1984 05:00:00 GMT' );
		header( 'Referrer-Policy: same-origin' );
		header( 'Vary: Cookie', false );
		// A neighbouring host is same-site, so Lax cookies reach its frames: a click in there would be the visitor's.
		header( "Content-Security-Policy: frame-ancestors 'self'", false );
		header( 'X-Frame-Options: SAMEORIGIN' );
	}

	/**
	 * For tests and command line runs that serve several requests.
	 */
	public static function reset(): void {
		self::$is_private = false;
	}
}
