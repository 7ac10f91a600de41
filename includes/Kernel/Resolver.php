<?php
/**
 * Names to addresses.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * Resolves a name once; the answer is what the connection is pinned to.
 */
class Resolver {

	/**
	 * A and AAAA together.
	 *
	 * @return list<string> Empty when the name does not resolve.
	 */
	public function addresses( string $host ): array {
		$literal = trim( $host, '[]' );
		if ( false !== filter_var( $literal, FILTER_VALIDATE_IP ) ) {
			return array( $literal );
		}
		$addresses = gethostbynamel( $host );
		$addresses = false === $addresses ? array() : $addresses;
		if ( 'localhost' === strtolower( $host ) ) {
			// A local server may listen on either; the hosts file is not asked for IPv6 below.
			return array_values( array_unique( array_merge( array( '::1' ), $addresses ) ) );
		}
		$records = @dns_get_record( $host, DNS_AAAA ); // phpcs:ignore WordPress.PHP.NoSilencedErrors.Discouraged -- warns when the server does not answer.
		foreach ( is_array( $records ) ? $records : array() as $record ) {
			if ( isset( $record['ipv6'] ) && is_string( $record['ipv6'] ) ) {
				$addresses[] = $record['ipv6'];
			}
		}
		return array_values( array_unique( $addresses ) );
	}
}
