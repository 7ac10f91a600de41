<?php
/**
 * Servers that may be called.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * Hosts the owner has configured, with their ports. Rooms register what their records name; nobody else is ever called.
 * COOP_CREDENTIALS_INSECURE_HOSTS (host or host:port, comma separated) may use http and private addresses, and counts
 * only where wp_get_environment_type() is local or development.
 */
final class Allowed_Hosts {

	/** @var array<string, true> */
	private array $allowed = array();

	public function __construct( private readonly Secrets $secrets ) {}

	/**
	 * @param string $url_or_host An address, host, or host:port; port 443 when none is named.
	 */
	public function allow( string $url_or_host ): void {
		$name = self::host_and_port( $url_or_host );
		if ( null !== $name ) {
			$this->allowed[ $name ] = true;
		}
	}

	public function allows( string $host, int $port ): bool {
		$name = strtolower( $host ) . ':' . $port;
		if ( isset( $this->allowed[ $name ] ) || $this->is_insecure( $host, $port ) ) {
			return true;
		}
		/**
		 * Filters the hosts the plugin may call, beside those its own records name.
		 *
		 * @since 0.1.0
		 *
		 * @param list<string> $hosts Addresses, hosts or host:port.
		 */
		$more = (array) apply_filters( 'coop_credentials_allowed_hosts', array() );
		foreach ( $more as $entry ) {
			if ( is_string( $entry ) && self::host_and_port( $entry ) === $name ) {
				return true;
			}
		}
		return false;
	}

	/**
	 * May this host use http and private addresses?
	 */
	public function is_insecure( string $host, int $port ): bool {
		$list = $this->secrets->from_environment( 'COOP_CREDENTIALS_INSECURE_HOSTS' );
		if ( null === $list || ! in_array( wp_get_environment_type(), array( 'local', 'development' ), true ) ) {
			return false;
		}
		$host    = strtolower( $host );
		$entries = array_map( static fn( string $entry ): string => strtolower( trim( $entry ) ), explode( ',', $list ) );
		return in_array( $host . ':' . $port, $entries, true ) || ( in_array( $port, array( 80, 443 ), true ) && in_array( $host, $entries, true ) );
	}

	private static function host_and_port( string $text ): ?string {
		$parts = wp_parse_url( str_contains( $text, '://' ) ? $text : 'https://' . $text );
		if ( ! is_array( $parts ) || ! isset( $parts['host'] ) ) {
			return null;
		}
		$port = $parts['port'] ?? ( 'http' === strtolower( $parts['scheme'] ?? '' ) ? 80 : 443 );
		return strtolower( $parts['host'] ) . ':' . $port;
	}
}
