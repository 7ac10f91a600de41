<?php
/**
 * Outbound requests, fenced.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * On top of wp_safe_remote_request(): https, configured hosts and ports only, name resolved once and the connection
 * pinned to the checked address (CVE-2022-3590), no redirect, one time limit for all, size and type of the answer
 * checked. Http_Module wires the three filter methods; they do nothing unless a request of ours is under way.
 */
final class Safe_Http implements Http {

	private const COUNTED = array( 'timeout', 'unreachable' );

	/** Counted too, but not in an answer about one person: nobody's own profile may pause the host for everybody. */
	private const COUNTED_IMPERSONAL = array( 'not_json', 'response_too_large' );

	private ?Http_Flight $flight = null;

	public function __construct(
		private readonly Database $database,
		private readonly Allowed_Hosts $hosts,
		private readonly Circuit_Breaker $breaker,
		private Resolver $resolver
	) {}

	/**
	 * For tests.
	 */
	public function set_resolver( Resolver $resolver ): void {
		$this->resolver = $resolver;
	}

	public function request( Http_Request $request ): Http_Response {
		if ( $this->database->in_transaction() ) {
			throw new \LogicException( 'No outbound request inside a transaction.' );
		}
		$flight  = $this->prepare( $request );
		$circuit = $flight->host . ':' . $flight->port;
		$known   = $this->breaker->enter( $circuit );
		try {
			$response = $this->send( $request, $flight );
		} catch ( Problem $problem ) {
			$status  = $problem->data['status_code'] ?? 0;
			$counted = $request->personal ? self::COUNTED : array_merge( self::COUNTED, self::COUNTED_IMPERSONAL );
			if ( in_array( $problem->reason, $counted, true ) || ( is_int( $status ) && $status >= 500 ) ) {
				$this->breaker->failed( $circuit );
			} elseif ( $known ) {
				$this->breaker->succeeded( $circuit ); // It answers, only not what we want.
			}
			throw $problem;
		}
		if ( $known ) {
			$this->breaker->succeeded( $circuit );
		}
		return $response;
	}

	/**
	 * Hook http_api_curl: pins the address and bounds the transfer.
	 */
	public function pin( \CurlHandle $handle ): void {
		$flight = $this->flight;
		if ( null === $flight ) {
			return;
		}
		// phpcs:disable WordPress.WP.AlternativeFunctions -- options WordPress's own HTTP has no arguments for.
		curl_setopt( $handle, CURLOPT_RESOLVE, array( $flight->host . ':' . $flight->port . ':' . implode( ',', $flight->addresses ) ) );
		curl_setopt( $handle, CURLOPT_PROTOCOLS, $flight->insecure ? CURLPROTO_HTTP | CURLPROTO_HTTPS : CURLPROTO_HTTPS );
		curl_setopt( $handle, CURLOPT_FOLLOWLOCATION, false );
		curl_setopt( $handle, CURLOPT_PROXY, '' );
		curl_setopt( $handle, CURLOPT_NOSIGNAL, true );
		curl_setopt( $handle, CURLOPT_TIMEOUT_MS, (int) ( $flight->timeout * 1000 ) );
		curl_setopt( $handle, CURLOPT_CONNECTTIMEOUT_MS, (int) ( min( 3.0, $flight->timeout ) * 1000 ) );
		curl_setopt( $handle, CURLOPT_NOPROGRESS, false );
		curl_setopt(
			$handle,
			CURLOPT_PROGRESSFUNCTION,
			static function ( mixed $curl, float|int $expected, float|int $received ) use ( $flight ): int {
				// Bytes on the wire; the decompressed size is checked at the end.
				if ( $received > $flight->max_bytes + 65536 || $expected > 16 * $flight->max_bytes ) {
					$flight->too_large = true;
					return 1;
				}
				return 0;
			}
		);
		// phpcs:enable
		$flight->handle = $handle;
	}

	/**
	 * Filter http_allowed_safe_ports: the configured port of the host now called.
	 *
	 * @param mixed $ports Ports WordPress allows.
	 * @return array<array-key, mixed>
	 */
	public function allow_port( mixed $ports ): array {
		$ports = (array) $ports;
		if ( null !== $this->flight ) {
			$ports[] = $this->flight->port;
		}
		return $ports;
	}

	/**
	 * Filter http_request_host_is_external: WordPress's own private-address check has been done better, before.
	 */
	public function allow_address( bool $external, string $host ): bool {
		return $external || ( null !== $this->flight && strtolower( $host ) === $this->flight->host );
	}

	private function prepare( Http_Request $request ): Http_Flight {
		$parts  = wp_parse_url( $request->url );
		$scheme = strtolower( is_array( $parts ) ? $parts['scheme'] ?? '' : '' );
		$host   = strtolower( is_array( $parts ) ? $parts['host'] ?? '' : '' );
		if ( ! is_array( $parts ) || '' === $host || isset( $parts['user'] ) || isset( $parts['pass'] ) || 1 === preg_match( '/[\x00-\x20\x7F\\\\]/', $request->url ) ) {
			throw self::problem( 'host_not_allowed', $host );
		}
		$port     = $parts['port'] ?? ( 'http' === $scheme ? 80 : 443 );
		$insecure = $this->hosts->is_insecure( $host, $port );
		if ( 'https' !== $scheme && ! ( 'http' === $scheme && $insecure ) || ! $this->hosts->allows( $host, $port ) ) {
			throw self::problem( 'host_not_allowed', $host );
		}
		if ( ! \WpOrg\Requests\Transport\Curl::test( array( 'ssl' => 'https' === $scheme ) ) ) {
			throw self::problem( 'unreachable', $host ); // Without cURL the address cannot be pinned; Site Health says so.
		}
		$addresses = $this->resolver->addresses( $host );
		if ( array() === $addresses ) {
			throw self::problem( 'unreachable', $host );
		}
		foreach ( $addresses as $address ) {
			if ( ! $insecure && ! Ip_Ranges::is_public( $address ) ) {
				throw self::problem( 'host_not_allowed', $host );
			}
		}
		return new Http_Flight( $host, $port, $addresses, $insecure, $request->timeout, $request->max_bytes );
	}

	private function send( Http_Request $request, Http_Flight $flight ): Http_Response {
		$this->flight = $flight;
		try {
			$answer = wp_safe_remote_request(
				$request->url,
				array(
					'method'              => $request->method,
					'headers'             => $request->headers + ( $request->json ? array( 'Accept' => 'application/json' ) : array() ),
					'body'                => $request->body ?? '',
					'timeout'             => $request->timeout,
					'redirection'         => 0,
					'limit_response_size' => $request->max_bytes + 1,
					'user-agent'          => 'Co-op Credentials/' . COOP_CREDENTIALS_VERSION . '; ' . home_url( '/' ),
					'cookies'             => array(),
				)
			);
		} finally {
			$this->flight = null;
		}
		if ( is_wp_error( $answer ) ) {
			throw self::problem( $flight->failure( $answer ), $flight->host, 0, new \RuntimeException( (string) $answer->get_error_message() ) );
		}
		$status = (int) wp_remote_retrieve_response_code( $answer );
		$body   = wp_remote_retrieve_body( $answer );
		if ( strlen( $body ) > $request->max_bytes || $flight->too_large ) {
			throw self::problem( 'response_too_large', $flight->host, $status );
		}
		$headers = array();
		$given   = wp_remote_retrieve_headers( $answer );
		foreach ( is_array( $given ) ? $given : $given->getAll() as $name => $value ) {
			$headers[ strtolower( (string) $name ) ] = is_array( $value ) ? implode( ', ', array_filter( $value, 'is_string' ) ) : (string) $value;
		}
		if ( ! in_array( $status, $request->accept_status, true ) ) {
			throw self::problem( 'bad_status', $flight->host, $status, null, self::error_code( $headers, $body ) );
		}
		$response = new Http_Response( $status, $headers, $body );
		if ( $request->json ) {
			self::demand_json( $response, $flight->host );
		}
		return $response;
	}

	private static function demand_json( Http_Response $response, string $host ): void {
		$type = strtolower( trim( explode( ';', $response->headers['content-type'] ?? '' )[0] ) );
		if ( 1 !== preg_match( '#^application/(?:[a-z0-9.\-]+\+)?json$#D', $type ) ) {
			throw self::problem( 'not_json', $host, $response->status );
		}
		try {
			$response->json();
		} catch ( Problem ) {
			throw self::problem( 'not_json', $host, $response->status );
		}
	}

	/**
	 * The OAuth error code of a refused request (RFC 6749 §5.2), for the audit log.
	 *
	 * @param array<string, string> $headers Of the answer.
	 */
	private static function error_code( array $headers, string $body ): string {
		$document = str_contains( $headers['content-type'] ?? '', 'json' ) ? json_decode( $body, true, 8 ) : null;
		$code     = is_array( $document ) ? $document['error'] ?? '' : '';
		return is_string( $code ) && 1 === preg_match( '/^[a-z_]{1,64}$/D', $code ) ? $code : '';
	}

	private static function problem( string $reason, string $host, int $status = 0, ?\Throwable $previous = null, string $error = '' ): Problem {
		$data = array_filter(
			array(
				'host'        => $host,
				'status_code' => $status,
				'error'       => $error,
			)
		);
		return new Problem( $reason, 502, '', null, $data, null, $previous );
	}
}
