<?php
/**
 * Web addresses as sources write them.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

/**
 * One cell read as a web address: address, further addresses, and what had to be said about it.
 */
final class Website {

	private const MAX = 2000;

	/**
	 * @param string|null  $url   http or https; null when there is none.
	 * @param list<string> $more  Further addresses of the same cell.
	 * @param string|null  $note  Code of a warning: website_scheme_added, website_several, website_unusable.
	 * @param string|null  $error Code that refuses the row: website_scheme.
	 */
	private function __construct( public readonly ?string $url, public readonly array $more = array(), public readonly ?string $note = null, public readonly ?string $error = null ) {}

	public static function read( string $cell ): self {
		$cell = trim( $cell );
		if ( '' === $cell ) {
			return new self( null );
		}
		$parts = preg_split( '/[\s;|]+|,\s+/u', $cell, -1, PREG_SPLIT_NO_EMPTY );
		$parts = false === $parts ? array( $cell ) : $parts;
		if ( count( $parts ) > 1 ) {
			$found = array();
			foreach ( $parts as $part ) {
				$one = self::read( $part );
				if ( null !== $one->error ) {
					return $one;
				}
				if ( null !== $one->url ) {
					$found[] = $one->url;
				}
			}
			return array() === $found ? new self( null, array(), 'website_unusable' ) : new self( $found[0], array_slice( $found, 1 ), 'website_several' );
		}
		if ( 1 === preg_match( '#^(?!https?:)[a-z][a-z0-9+.-]*:(?!\d)#i', $cell ) && ! str_contains( strtolower( substr( $cell, 0, 7 ) ), 'ttp' ) ) {
			return new self( null, array(), null, 'website_scheme' );
		}
		$note = null;
		if ( 1 !== preg_match( '#^https?://#i', $cell ) ) {
			if ( 1 !== preg_match( '/^[^\s@:\/]+\.[^\s@:\/.]{2,}(?:[:\/?#]|$)/u', $cell ) ) {
				return new self( null, array(), 'website_unusable' );
			}
			$cell = 'https://' . $cell;
			$note = 'website_scheme_added';
		}
		$url = self::clean( $cell );
		return null === $url ? new self( null, array(), 'website_unusable' ) : new self( $url, array(), $note );
	}

	/**
	 * SHA-256 of host without www. and path without last slash; the same for two spellings of one address.
	 */
	public static function key( string $url ): ?string {
		$parts = wp_parse_url( $url );
		if ( ! is_array( $parts ) || ! isset( $parts['host'] ) ) {
			return null;
		}
		$host = strtolower( $parts['host'] );
		$host = str_starts_with( $host, 'www.' ) ? substr( $host, 4 ) : $host;
		return hash( 'sha256', $host . rtrim( $parts['path'] ?? '', '/' ) );
	}

	/**
	 * The host in punycode under .coop, if it is one.
	 */
	public static function coop_domain( string $url ): ?Identifier {
		$host = wp_parse_url( $url, PHP_URL_HOST );
		return is_string( $host ) ? Identifier::tried( Identifier::COOP_DOMAIN, '', $host ) : null;
	}

	private static function clean( string $url ): ?string {
		$parts = wp_parse_url( $url );
		if ( strlen( $url ) > self::MAX || ! is_array( $parts ) || ! isset( $parts['scheme'], $parts['host'] ) || isset( $parts['user'] ) || 1 === preg_match( '/[\s<>"\\\\]/u', $url ) ) {
			return null;
		}
		$host = mb_strtolower( $parts['host'], 'UTF-8' );
		if ( 1 === preg_match( '/[^\x21-\x7E]/', $host ) ) {
			$ascii = function_exists( 'idn_to_ascii' ) ? idn_to_ascii( $host, IDNA_DEFAULT, INTL_IDNA_VARIANT_UTS46 ) : false;
			$host  = is_string( $ascii ) ? $ascii : '';
		}
		if ( 1 !== preg_match( '/^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/D', $host ) ) {
			return null;
		}
		$rest = substr( $url, (int) strpos( $url, $parts['host'] ) + strlen( $parts['host'] ) );
		return strtolower( $parts['scheme'] ) . '://' . $host . $rest;
	}
}
