<?php
/**
 * Ids of organisations on the wire.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * Brings an id to its one spelling, so that two ids of one organisation in one scheme are equal as bytes.
 */
final class Organisation_Id {

	/**
	 * An https URL, or `dotcoop:`, `lei:`, `reg:GB-COH:…`, `local:{slug}` in canonical spelling; null: not an id.
	 */
	public static function canonical( string $id ): ?string {
		if ( strlen( $id ) > 255 || 1 === preg_match( '/[^\x21-\x7E]/', $id ) ) {
			return null;
		}
		if ( 1 === preg_match( '#^https?://#i', $id ) ) {
			return self::url( $id );
		}
		list( $scheme, $value ) = explode( ':', $id, 2 ) + array( '', '' );
		return match ( $scheme ) {
			'dotcoop' => self::matching( '/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+coop$/D', 'dotcoop:', strtolower( $value ) ),
			'lei'     => self::matching( '/^[A-Z0-9]{18}[0-9]{2}$/D', 'lei:', strtoupper( $value ) ),
			'reg'     => self::matching( '#^[A-Z]{2}(?:-[A-Z0-9]{1,16}){0,3}:[A-Za-z0-9][A-Za-z0-9./_-]{0,63}$#D', 'reg:', $value ),
			'local'   => self::matching( '/^[a-z0-9-]{1,100}$/D', 'local:', $value ),
			default   => null,
		};
	}

	/**
	 * Lower-case host, no default port, `/` for an empty path, `http` read as `https`. User info, query and fragment make
	 * the id unusable: they could make one organisation look like another.
	 */
	private static function url( string $url ): ?string {
		$pattern = '#^https?://((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*)(?::(\d{1,5}))?(/[^?\#\\\\]*)?$#iD';
		if ( 1 !== preg_match( $pattern, $url, $part ) ) {
			return null;
		}
		$port    = (int) ( $part[2] ?? 0 );
		$default = 0 === stripos( $url, 'http://' ) ? array( 0, 80, 443 ) : array( 0, 443 );
		if ( $port > 65535 || strlen( $part[1] ) > 253 ) {
			return null;
		}
		return 'https://' . strtolower( $part[1] ) . ( in_array( $port, $default, true ) ? '' : ':' . $port ) . ( $part[3] ?? '/' );
	}

	/**
	 * Prefix and value when the value fits.
	 */
	private static function matching( string $pattern, string $prefix, string $value ): ?string {
		return 1 === preg_match( $pattern, $value ) ? $prefix . $value : null;
	}
}
