<?php
/**
 * Hooks of outbound requests.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * Three hooks that do nothing unless a request of ours is under way.
 */
final class Http_Module implements Module {

	public function __construct( private readonly Services $kernel ) {}

	public function register(): void {
		add_action( 'http_api_curl', array( $this, 'action_http_api_curl' ), PHP_INT_MAX );
		add_filter( 'http_allowed_safe_ports', array( $this, 'filter_http_allowed_safe_ports' ) );
		add_filter( 'http_request_host_is_external', array( $this, 'filter_http_request_host_is_external' ), 10, 2 );
	}

	public function action_http_api_curl( mixed $handle ): void {
		if ( $handle instanceof \CurlHandle ) {
			$this->kernel->safe_http()->pin( $handle );
		}
	}

	/**
	 * @param mixed $ports Ports.
	 * @return array<array-key, mixed>
	 */
	public function filter_http_allowed_safe_ports( mixed $ports ): array {
		return $this->kernel->safe_http()->allow_port( $ports );
	}

	public function filter_http_request_host_is_external( mixed $external, mixed $host ): bool {
		return $this->kernel->safe_http()->allow_address( (bool) $external, is_string( $host ) ? $host : '' );
	}
}
