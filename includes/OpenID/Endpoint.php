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
 * environment; who they are is handed in, so that this room needs no WordPress.
 */
final class Endpoint {

	/**
	 * Builds the judge.
	 *
	 * @param (\Closure( string, int ): bool)|null $is_insecure Whether a host and port may answer over http; null = none may.
	 */
	public function __construct( private readonly ?\Closure $is_insecure = null ) {
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

		return 'http' === $scheme && null !== $this->is_insecure && ( $this->is_insecure )( strtolower( $parts['host'] ), $parts['port'] ?? 80 );
	}
}
