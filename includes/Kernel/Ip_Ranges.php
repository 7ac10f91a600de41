<?php
/**
 * Address ranges, compared in binary.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * Which addresses are public. Ranges are packed hex (IANA special-purpose registries), never dotted literals.
 */
final class Ip_Ranges {

	/**
	 * IPv4: hex of the network => bits. This net, private, shared, loopback, link-local, protocol, documentation,
	 * relay, benchmarking, multicast, reserved.
	 */
	private const V4 = array(
		array( '00000000', 8 ),
		array( '0a000000', 8 ),
		array( '64400000', 10 ),
		array( '7f000000', 8 ),
		array( 'a9fe0000', 16 ),
		array( 'ac100000', 12 ),
		array( 'c0000000', 24 ),
		array( 'c0000200', 24 ),
		array( 'c0586300', 24 ),
		array( 'c0a80000', 16 ),
		array( 'c6120000', 15 ),
		array( 'c6336400', 24 ),
		array( 'cb007100', 24 ),
		array( 'e0000000', 4 ),
		array( 'f0000000', 4 ),
	);

	/** IPv6 global unicast is 2000::/3; inside it these are not for servers: Teredo and protocol, ORCHID, documentation, 6to4. */
	private const V6 = array(
		array( '20010000', 23 ),
		array( '20010db8', 32 ),
		array( '20020000', 16 ),
		array( '3fff0000', 20 ),
	);

	/**
	 * 4 or 16 bytes; v4-mapped IPv6 becomes IPv4. Null for what is no address.
	 */
	public static function pack( string $address ): ?string {
		if ( false === filter_var( $address, FILTER_VALIDATE_IP ) ) {
			return null;
		}
		$packed = (string) inet_pton( $address );
		if ( 16 === strlen( $packed ) && str_starts_with( $packed, str_repeat( "\0", 10 ) . "\xff\xff" ) ) {
			return substr( $packed, 12 );
		}
		return $packed;
	}

	/**
	 * True only for addresses a public server can have. NAT64 and other embeddings are not public.
	 */
	public static function is_public( string $address ): bool {
		$packed = self::pack( $address );
		if ( null === $packed ) {
			return false;
		}
		if ( 16 === strlen( $packed ) && ! self::within( $packed, "\x20", 3 ) ) {
			return false;
		}
		foreach ( 4 === strlen( $packed ) ? self::V4 : self::V6 as list( $network, $bits ) ) {
			if ( self::within( $packed, (string) hex2bin( $network ), $bits ) ) {
				return false;
			}
		}
		return true;
	}

	/**
	 * @param string $packed  Address.
	 * @param string $network First bytes of the range.
	 * @param int    $bits    Length of the prefix.
	 */
	public static function within( string $packed, string $network, int $bits ): bool {
		if ( strlen( $network ) > strlen( $packed ) || $bits < 0 || $bits > 8 * strlen( $network ) ) {
			return false;
		}
		$bytes = intdiv( $bits, 8 );
		if ( substr( $packed, 0, $bytes ) !== substr( $network, 0, $bytes ) ) {
			return false;
		}
		$rest = $bits % 8;
		if ( 0 === $rest ) {
			return true;
		}
		$mask = 0xFF << ( 8 - $rest ) & 0xFF;
		return ( ord( $packed[ $bytes ] ) & $mask ) === ( ord( $network[ $bytes ] ) & $mask );
	}
}
