<?php
/**
 * Where a visitor goes back to.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Kernel\Front\Router;

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
		return self::safe( $path, $account ?? is_user_logged_in() );
	}

	/**
	 * The same at the start of a sign-in, when nobody knows yet whether an account comes back: the administration may be
	 * remembered. Whoever comes back without account goes to the home page, because {@see self::url()} checks again.
	 *
	 * @param string|null $path Path with query, as posted.
	 */
	public static function remember( ?string $path ): string {
		return self::safe( $path, true );
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
	 * The path without its fragment if it is safe, else the home path.
	 *
	 * @param string|null $path    Path with query.
	 * @param bool        $account Whether the dashboard is one.
	 */
	private static function safe( ?string $path, bool $account ): string {
		$path = explode( '#', (string) $path, 2 )[0];

		return self::is_safe( $path, $account ) ? $path : self::home();
	}

	/**
	 * Whether a path is safe, read as a browser and as PHP would read it. Path and query are taken apart first, as both of
	 * them do; then each is decoded up to two times.
	 *
	 * @param string $target  Path with query, without fragment.
	 * @param bool   $account Whether the dashboard is one.
	 */
	private static function is_safe( string $target, bool $account ): bool {
		if ( '' === $target || strlen( $target ) > self::MAX_BYTES ) {
			return false;
		}
		list( $path, $query ) = explode( '?', $target, 2 ) + array( 1 => '' );
		for ( $round = 0; $round < 3; $round++ ) {
			if ( ! self::is_plain( $path ) || ! self::is_text( $query ) || self::names_our_path( $query ) ) {
				return false;
			}
			$only  = strtolower( $path );
			$path  = rawurldecode( $path );
			$query = rawurldecode( $query );
		}
		if ( strtolower( $path ) !== $only || ( self::is_below( $only, 'wp-admin' ) && ! $account ) ) {
			return false; // What is still encoded after two rounds has no good reason to be.
		}

		return ! self::is_below( $only, 'coop-credentials' ) && ! str_contains( $only, '/wp-login.php' );
	}

	/**
	 * Whether one decoding step looks like a path and nothing else. Segments of dots are resolved by browsers before they ask
	 * (URL Standard, "path state"), so no address of a page has them.
	 *
	 * @param string $path Path after some decoding.
	 */
	private static function is_plain( string $path ): bool {
		return str_starts_with( $path, '/' )
			&& self::is_text( $path )
			&& ! str_contains( $path, '//' )
			&& ! str_contains( $path, '@' )
			&& 1 !== preg_match( '#/\.{1,2}(?:/|\z)#', $path )
			&& 1 !== preg_match( '#\A/[a-z][a-z0-9+.-]*:#i', $path );
	}

	/**
	 * Whether a text has nothing that headers or browsers read as something else.
	 *
	 * @param string $text Path or query after some decoding.
	 */
	private static function is_text( string $text ): bool {
		return ! str_contains( $text, '\\' ) && 1 === preg_match( '/\A[^\x00-\x1f\x7f]*\z/u', $text );
	}

	/**
	 * Whether a query has the argument that stands for a path of ours ({@see Router::ARGUMENT}). PHP reads names its own way:
	 * decoded, with dots, spaces and a lonely bracket as underscores.
	 *
	 * @param string $query Query after some decoding.
	 */
	private static function names_our_path( string $query ): bool {
		foreach ( explode( '&', $query ) as $field ) { // One by one: PHP warns above a number of fields.
			parse_str( $field, $read );
			if ( isset( $read[ Router::ARGUMENT ] ) ) {
				return true;
			}
		}

		return false;
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
}
