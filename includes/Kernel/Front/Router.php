<?php
/**
 * Addresses of ours.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel\Front;

/**
 * Matches paths without rewrite rules, so there is nothing to flush and nothing to lose. With plain permalinks the same
 * path stands in the query argument coop_credentials_path.
 */
final class Router {

	public const ARGUMENT = 'coop_credentials_path';

	/** @var array<string, array{path: string, pattern: string, handler: callable, methods: list<string>, prefetch: bool}> */
	private array $routes = array();

	/**
	 * @param string                                           $name    Unique.
	 * @param string                                           $path    Relative to the home address, without leading slash, e.g. coop-credentials/sign-in/{provider}.
	 *                                                                  A {name} takes one segment. Fixed parts match in any case. A trailing slash is kept by url().
	 * @param callable(Front_Request): (Page|Redirect|Plain|Not_Mine) $handler Answers.
	 * @param array{methods?: list<string>, prefetch?: bool}   $options methods (default GET, HEAD, POST; others get 405); prefetch = true lets
	 *                                                                  browsers fetch ahead (default: not below coop-credentials/).
	 */
	public function add( string $name, string $path, callable $handler, array $options = array() ): void {
		$segments = array();
		foreach ( explode( '/', trim( $path, '/' ) ) as $segment ) {
			$segments[] = 1 === preg_match( '/^\{([a-z_]+)\}$/', $segment, $match )
				? '(?<' . $match[1] . '>[^/]+)'
				: '(?i:' . preg_quote( $segment, '#' ) . ')';
		}
		$this->routes[ $name ] = array(
			'path'     => ltrim( $path, '/' ),
			'pattern'  => '#^' . implode( '/', $segments ) . '/?$#D',
			'handler'  => $handler,
			'methods'  => $options['methods'] ?? array( 'GET', 'HEAD', 'POST' ),
			'prefetch' => $options['prefetch'] ?? ! str_starts_with( strtolower( ltrim( $path, '/' ) ), 'coop-credentials/' ),
		);
	}

	/**
	 * Absolute address on this site.
	 *
	 * @param string                    $name   Route.
	 * @param array<string, int|string> $params For the path; others become query arguments.
	 */
	public function url( string $name, array $params = array() ): string {
		$route     = $this->routes[ $name ] ?? throw new \LogicException( 'No such route: ' . esc_html( $name ) );
		$path      = (string) preg_replace_callback(
			'/\{([a-z_]+)\}/',
			static function ( array $match ) use ( &$params, $name ): string {
				$value = $params[ $match[1] ] ?? throw new \LogicException( esc_html( "$name needs {$match[1]}" ) );
				unset( $params[ $match[1] ] );
				return rawurlencode( (string) $value );
			},
			$route['path']
		);
		$structure = (string) get_option( 'permalink_structure' );
		if ( '' === $structure ) {
			return add_query_arg( array( self::ARGUMENT => rawurlencode( rawurldecode( $path ) ) ) + array_map( static fn( int|string $value ): string => rawurlencode( (string) $value ), $params ), home_url( '/' ) );
		}
		$front = str_starts_with( $structure, '/index.php' ) ? 'index.php/' : '';
		$url   = home_url( '/' . $front . $path );
		return array() === $params ? $url : add_query_arg( array_map( static fn( int|string $value ): string => rawurlencode( (string) $value ), $params ), $url );
	}

	/**
	 * Path of the present request relative to the home address, from the address or the query argument.
	 */
	public static function current_path(): string {
		$argument = isset( $_GET[ self::ARGUMENT ] ) && is_string( $_GET[ self::ARGUMENT ] ) ? wp_unslash( $_GET[ self::ARGUMENT ] ) : ''; // phpcs:ignore WordPress.Security.NonceVerification.Recommended, WordPress.Security.ValidatedSanitizedInput.InputNotSanitized -- matched against patterns only.
		if ( '' !== $argument ) {
			return ltrim( $argument, '/' );
		}
		$uri  = isset( $_SERVER['REQUEST_URI'] ) && is_string( $_SERVER['REQUEST_URI'] ) ? wp_unslash( $_SERVER['REQUEST_URI'] ) : ''; // phpcs:ignore WordPress.Security.ValidatedSanitizedInput.InputNotSanitized -- matched against patterns only.
		$path = ltrim( explode( '?', $uri, 2 )[0], '/' );
		$home = trim( (string) wp_parse_url( home_url( '/' ), PHP_URL_PATH ), '/' );
		if ( '' !== $home ) {
			if ( 0 !== strncasecmp( $path . '/', $home . '/', strlen( $home ) + 1 ) ) {
				return '';
			}
			$path = ltrim( substr( $path, strlen( $home ) ), '/' );
		}
		return str_starts_with( $path, 'index.php/' ) ? substr( $path, 10 ) : $path;
	}

	/**
	 * Answers a request, or Not_Mine. Pure of side effects but the handler's.
	 */
	public function handle( Front_Request $request ): Page|Redirect|Plain|Not_Mine {
		foreach ( $this->routes as $route ) {
			$params = self::match( $route['pattern'], $request->path );
			if ( null === $params ) {
				continue;
			}
			if ( ! $route['prefetch'] && $request->is_prefetch() ) {
				// A stored 2xx would be shown on the real click.
				return new Plain( '', 'text/plain; charset=utf-8', 503, array( 'Cache-Control' => 'no-store', 'Retry-After' => '1' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
			}
			if ( ! in_array( $request->method, $route['methods'], true ) ) {
				return new Plain( '', 'text/plain; charset=utf-8', 405, array( 'Allow' => implode( ', ', $route['methods'] ) ) );
			}
			$answer = ( $route['handler'] )( $request->with_params( $params ) );
			if ( ! $answer instanceof Not_Mine ) {
				return $answer;
			}
		}
		return new Not_Mine();
	}

	/**
	 * @return array<string, string>|null Decoded parts; null when the path does not fit.
	 */
	private static function match( string $pattern, string $path ): ?array {
		if ( '' === $path || strlen( $path ) > 2048 || 1 !== preg_match( $pattern, $path, $found ) ) {
			return null;
		}
		$params = array();
		foreach ( $found as $name => $value ) {
			if ( ! is_string( $name ) ) {
				continue;
			}
			$value = rawurldecode( $value );
			if ( ! mb_check_encoding( $value, 'UTF-8' ) || 1 === preg_match( '#[\x00-\x1F\x7F/\\\\]#', $value ) ) {
				return null;
			}
			$params[ $name ] = $value;
		}
		return $params;
	}
}
