<?php
/**
 * A request for one of our addresses.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel\Front;

/**
 * As the browser sent it, without WordPress's slashes.
 */
final class Front_Request {

	/** @var array<array-key, mixed> */
	private readonly array $query;

	/**
	 * @param string                  $method    Upper case.
	 * @param array<string, string>   $params    From the path, decoded.
	 * @param string                  $raw_query Without question mark.
	 * @param array<array-key, mixed> $post      Fields, unslashed.
	 * @param array<string, string>   $headers   Lower-case name => value.
	 * @param string|null             $body      Null = read from the connection when asked.
	 * @param string                  $path      Relative to the site's home, decoded, without leading slash.
	 */
	public function __construct(
		public readonly string $method,
		public readonly array $params = array(),
		public readonly string $raw_query = '',
		private readonly array $post = array(),
		private readonly array $headers = array(),
		private readonly ?string $body = null,
		public readonly string $path = ''
	) {
		parse_str( $raw_query, $query );
		$this->query = $query;
	}

	/**
	 * Null when absent or not a plain string.
	 */
	public function query( string $key ): ?string {
		$value = $this->query[ $key ] ?? null;
		return is_string( $value ) && mb_check_encoding( $value, 'UTF-8' ) ? $value : null;
	}

	/**
	 * Null when absent or not a plain string.
	 */
	public function post( string $key ): ?string {
		$value = $this->post[ $key ] ?? null;
		return is_string( $value ) && mb_check_encoding( $value, 'UTF-8' ) ? $value : null;
	}

	public function header( string $name ): ?string {
		return $this->headers[ strtolower( $name ) ] ?? null;
	}

	/**
	 * Browsers fetch ahead with one of these; nothing may be consumed then.
	 */
	public function is_prefetch(): bool {
		foreach ( array( 'sec-purpose', 'purpose', 'x-moz' ) as $name ) {
			if ( false !== stripos( $this->headers[ $name ] ?? '', 'prefetch' ) ) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether the answer becomes a page of its own, as far as the browser says. Pictures, frames and scripts of any page carry
	 * the reader's cookies; what they ask for must not count against the reader.
	 */
	public function is_navigation(): bool {
		return in_array( $this->headers['sec-fetch-dest'] ?? '', array( '', 'document' ), true );
	}

	public function raw_body(): string {
		return $this->body ?? (string) file_get_contents( 'php://input' );
	}

	/**
	 * @param array<string, string> $params From the path.
	 */
	public function with_params( array $params ): self {
		return new self( $this->method, $params, $this->raw_query, $this->post, $this->headers, $this->body, $this->path );
	}

	/**
	 * From PHP's globals. Nothing is decided here: handlers check what they take.
	 */
	public static function from_globals( string $path ): self {
		$headers = array();
		foreach ( $_SERVER as $name => $value ) {
			if ( is_string( $name ) && is_string( $value ) && str_starts_with( $name, 'HTTP_' ) ) {
				$headers[ strtolower( strtr( substr( $name, 5 ), '_', '-' ) ) ] = wp_unslash( $value );
			}
		}
		foreach ( array( 'CONTENT_TYPE' => 'content-type', 'CONTENT_LENGTH' => 'content-length' ) as $name => $header ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
			if ( isset( $_SERVER[ $name ] ) && is_string( $_SERVER[ $name ] ) ) {
				$headers[ $header ] = sanitize_text_field( wp_unslash( $_SERVER[ $name ] ) );
			}
		}
		$method = isset( $_SERVER['REQUEST_METHOD'] ) && is_string( $_SERVER['REQUEST_METHOD'] ) ? strtoupper( sanitize_key( $_SERVER['REQUEST_METHOD'] ) ) : 'GET';
		$uri    = isset( $_SERVER['REQUEST_URI'] ) && is_string( $_SERVER['REQUEST_URI'] ) ? wp_unslash( $_SERVER['REQUEST_URI'] ) : ''; // phpcs:ignore WordPress.Security.ValidatedSanitizedInput.InputNotSanitized -- the raw query is wanted; handlers check it.
		$query  = (string) substr( (string) strstr( $uri, '?' ), 1 );
		return new self( $method, array(), $query, wp_unslash( $_POST ), $headers, null, $path ); // phpcs:ignore WordPress.Security.NonceVerification.Missing -- handlers check the origin or a nonce.
	}
}
