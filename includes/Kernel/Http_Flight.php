<?php
/**
 * A request under way.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * What Safe_Http knows about the one request it is sending.
 */
final class Http_Flight {

	public ?\CurlHandle $handle = null;

	public bool $too_large = false;

	/**
	 * @param string       $host      Lower case.
	 * @param int          $port      As called.
	 * @param list<string> $addresses Checked; the connection is pinned to them.
	 * @param bool         $insecure  May use http and private addresses (local development).
	 * @param float        $timeout   Seconds.
	 * @param int          $max_bytes Of the answer.
	 */
	public function __construct(
		public readonly string $host,
		public readonly int $port,
		public readonly array $addresses,
		public readonly bool $insecure,
		public readonly float $timeout,
		public readonly int $max_bytes
	) {}

	/**
	 * Reason of a failed transfer, from cURL's number: texts differ between versions and languages.
	 */
	public function failure( \WP_Error $error ): string {
		if ( $this->too_large ) {
			return 'response_too_large';
		}
		$number = null === $this->handle ? 0 : curl_errno( $this->handle ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- the only place that knows.
		if ( CURLE_OPERATION_TIMEDOUT === $number ) {
			return 'timeout';
		}
		if ( 0 === $number && 1 === preg_match( '/cURL error (\d+)/', $error->get_error_message(), $match ) ) {
			return '28' === $match[1] ? 'timeout' : 'unreachable';
		}
		return 'unreachable';
	}
}
