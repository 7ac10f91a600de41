<?php
/**
 * Places in a list.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Kernel\Problem;

/**
 * Where a page begins, signed so that nobody can ask for a place we did not give.
 */
final class Cursor {

	/**
	 * @param string $order   Of the list.
	 * @param string $filter  Hash of the filters.
	 * @param bool   $back    Items before the key instead of after it.
	 * @param string $key     Sort key (or uid, or number) of the neighbour.
	 * @param int    $before  Items before the page (at least, when going back).
	 */
	public function __construct( public readonly string $order, public readonly string $filter, public readonly bool $back, public readonly string $key, public readonly int $before ) {}

	public function encode(): string {
		$body = implode( '|', array( $this->order, $this->filter, $this->back ? '<' : '>', $this->key, (string) $this->before ) );
		return rtrim( strtr( base64_encode( self::mac( $body ) . $body ), '+/', '-_' ), '=' );
	}

	/**
	 * @throws Problem With reason invalid_cursor, cursor_filter_mismatch (400).
	 */
	public static function decode( string $text, string $order, string $filter ): self {
		$raw  = strlen( $text ) <= 400 && 1 === preg_match( '/^[A-Za-z0-9_-]+$/D', $text ) ? base64_decode( strtr( $text, '-_', '+/' ), true ) : false;
		$body = is_string( $raw ) && strlen( $raw ) > 16 ? substr( $raw, 16 ) : '';
		if ( '' === $body || ! is_string( $raw ) || ! hash_equals( self::mac( $body ), substr( $raw, 0, 16 ) ) ) {
			throw new Problem( 'invalid_cursor', 400, __( 'This place in the list is not known. Please start at the first page.', 'coop-credentials' ), 'first_page' );
		}
		$parts = explode( '|', $body );
		if ( 5 !== count( $parts ) || $parts[0] !== $order || $parts[1] !== $filter ) {
			throw new Problem( 'cursor_filter_mismatch', 400, __( 'The filters have changed. Please start at the first page.', 'coop-credentials' ), 'first_page' );
		}
		return new self( $parts[0], $parts[1], '<' === $parts[2], $parts[3], (int) $parts[4] );
	}

	private static function mac( string $body ): string {
		return substr( hash_hmac( 'sha256', 'directory-cursor|' . $body, wp_salt( 'nonce' ), true ), 0, 16 );
	}
}
