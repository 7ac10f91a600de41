<?php
/**
 * Which addresses may be used at all.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\OpenID;

/**
 * Decides whether an address may serve as an issuer or endpoint.
 *
 * https without user info and fragment. Plain http is accepted only for hosts the developer listed for a local
 * environment; the list is handed in, so that this room needs no WordPress.
 */
final class Endpoint {

	/**
	 * Builds the judge.
	 *
	 * @param list<string> $insecure_hosts `host` or `host:port` accepted over http.
	 */
	public function __construct( private readonly array $insecure_hosts = array() ) {
	}

	/**
	 * Whether the address may be used.
	 *
	 * @param string $url Address.
	 */
	public function is_acceptable( string $url ): bool {
		if ( '' === $url || strlen( $url ) > 2048 || 1 === preg_match( '/[\x00-\x20\x7f<>"\\\\{}|^`]/', $url ) ) {
			return false;
		}

		$parts = parse_url( $url ); // phpcs:ignore WordPress.WP.AlternativeFunctions.parse_url_parse_url -- no WordPress in this room
		if ( ! is_array( $parts ) || ! isset( $parts['scheme'], $parts['host'] ) ) {
			return false;
		}
		if ( isset( $parts['user'] ) || isset( $parts['pass'] ) || str_contains( $url, '#' ) ) {
			return false;
		}

		$scheme = strtolower( $parts['scheme'] );
		if ( 'https' === $scheme ) {
			return true;
		}

		$host = strtolower( $parts['host'] );
		$port = isset( $parts['port'] ) ? $host . ':' . $parts['port'] : $host;

		return 'http' === $scheme && ( in_array( $host, $this->insecure_hosts, true ) || in_array( $port, $this->insecure_hosts, true ) );
	}
}
