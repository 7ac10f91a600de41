<?php
/**
 * Where a visitor goes back to.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

/**
 * Checks a return path. Anything doubtful becomes the home page: an open redirect is worse than a lost place.
 */
final class Return_Target {

	private const MAX_BYTES = 2048;

	/**
	 * A path of this site that is safe to send a browser to.
	 *
	 * @param string|null $path    Path with query, as posted or stored.
	 * @param bool|null   $account Whether there is, or may be when it is used, somebody who may see the dashboard; null asks
	 *                             whether somebody is logged in now.
	 * @return string The same path, or the home path.
	 */
	public static function check( ?string $path, ?bool $account = null ): string {
		return null !== $path && self::is_safe( $path, $account ?? is_user_logged_in() ) ? self::without_fragment( $path ) : self::home();
	}

	/**
	 * The same at the start of a sign-in, when nobody knows yet whether an account comes back: the administration may be
	 * remembered. Whoever comes back without account goes to the home page, because {@see self::url()} checks again.
	 *
	 * @param string|null $path Path with query, as posted.
	 */
	public static function remember( ?string $path ): string {
		return null !== $path && self::is_safe( $path, true ) ? self::without_fragment( $path ) : self::home();
	}

	/**
	 * Whether a checked path leads into the administration, where a visitor without account cannot go.
	 *
	 * @param string $path Checked path.
	 */
	public static function is_admin( string $path ): bool {
		return self::is_below( strtolower( rawurldecode( explode( '?', $path, 2 )[0] ) ), 'wp-admin' );
	}

	/**
	 * The absolute address of a checked path.
	 *
	 * @param string      $path    Checked path.
	 * @param string|null $action  What the visitor was about to do, `claim:{uid}`.
	 * @param bool|null   $account See {@see check()}.
	 */
	public static function url( string $path, ?string $action = null, ?bool $account = null ): string {
		$parts = wp_parse_url( home_url( '/' ) );
		$parts = is_array( $parts ) ? $parts : array();
		$url   = ( $parts['scheme'] ?? 'https' ) . '://' . ( $parts['host'] ?? '' ) . ( isset( $parts['port'] ) ? ':' . $parts['port'] : '' ) . self::check( $path, $account );

		$url = remove_query_arg( 'coop_action', $url );
		if ( null !== $action && self::is_action( $action ) ) {
			$url = add_query_arg( 'coop_action', rawurlencode( $action ), $url );
			if ( str_starts_with( $action, 'claim:' ) ) {
				$url .= '#coop-offer-' . substr( $action, 6 );
			} elseif ( str_starts_with( $action, 'gate:' ) ) {
				$url .= '#coop-gate-' . substr( $action, 5 );
			}
		}

		return $url;
	}

	/**
	 * Whether a text names an action we know: nothing is ever done by itself, it is only offered.
	 *
	 * @param string|null $action Text.
	 * @phpstan-assert-if-true =string $action
	 */
	public static function is_action( ?string $action ): bool {
		return null !== $action && 1 === preg_match( '/\A(?:claim|gate):[0-9A-Za-z_-]{1,40}\z/', $action );
	}

	/**
	 * Whether a path is safe, decoded up to two times.
	 *
	 * @param string $path    Path.
	 * @param bool   $account Whether the dashboard is one.
	 */
	private static function is_safe( string $path, bool $account ): bool {
		if ( '' === $path || strlen( $path ) > self::MAX_BYTES ) {
			return false;
		}
		$form = $path;
		for ( $round = 0; $round < 3; $round++ ) {
			if ( ! self::is_plain( $form ) ) {
				return false;
			}
			$form = rawurldecode( $form );
		}

		$only = strtolower( rawurldecode( rawurldecode( explode( '?', $path, 2 )[0] ) ) );
		if ( self::is_below( $only, 'wp-admin' ) && ! $account ) {
			return false;
		}

		return ! self::is_below( $only, 'coop-credentials' ) && ! str_contains( $path, 'coop_credentials_path' ) && ! str_contains( $only, '/wp-login.php' );
	}

	/**
	 * Whether one decoding step looks like a path and nothing else.
	 *
	 * @param string $form Path after some decoding.
	 */
	private static function is_plain( string $form ): bool {
		$only = explode( '?', $form, 2 )[0];

		return str_starts_with( $form, '/' )
			&& ! str_starts_with( $form, '//' )
			&& ! str_contains( $form, '\\' )
			&& ! str_contains( $only, '//' )
			&& ! str_contains( $only, '/../' )
			&& ! str_contains( $only, '@' )
			&& ! str_ends_with( $only, '/..' )
			&& 1 !== preg_match( '/[\x00-\x1f\x7f]/', $form )
			&& 1 === preg_match( '//u', $form )
			&& 1 !== preg_match( '#\A/*[a-z][a-z0-9+.-]*:#i', $only );
	}

	/**
	 * Whether a path is a folder of this site or below it.
	 *
	 * @param string $path   Lower-case path.
	 * @param string $folder Folder relative to the home address.
	 */
	private static function is_below( string $path, string $folder ): bool {
		$base = strtolower( self::home() ) . $folder;

		return $path === $base || str_starts_with( $path, $base . '/' ) || str_starts_with( $path, '/' . $folder . '/' ) || '/' . $folder === $path || str_contains( $path, '/index.php/' . $folder . '/' );
	}

	/**
	 * Path of the home page.
	 */
	private static function home(): string {
		$path = wp_parse_url( home_url( '/' ), PHP_URL_PATH );

		return is_string( $path ) && '' !== $path ? $path : '/';
	}

	/**
	 * A path without its fragment.
	 *
	 * @param string $path Path.
	 */
	private static function without_fragment( string $path ): string {
		return explode( '#', $path, 2 )[0];
	}
}
