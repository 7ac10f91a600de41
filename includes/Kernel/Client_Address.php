<?php
/**
 * Where a request comes from.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * REMOTE_ADDR, or what a configured proxy (COOP_CREDENTIALS_TRUSTED_PROXIES, addresses or CIDR ranges, comma separated)
 * forwards. Forwarding headers of anybody else are ignored: everybody can send them.
 */
final class Client_Address {

	/** Bytes of an IPv6 address that name one visitor's network, a /64. */
	private const VISITOR = 8;

	/** Bytes that name what one customer may be given, a /48. */
	private const NETWORK = 6;

	public function __construct( private readonly Secrets $secrets ) {}

	/**
	 * IPv4 as it is, IPv6 cut to its /64, v4-mapped as IPv4; 'unknown' without any.
	 */
	public function address(): string {
		return self::normalise( $this->caller() );
	}

	/**
	 * Whose share of what all callers share this is: IPv4 as it is, IPv6 cut to its /48. One customer is often given that
	 * much, and with it 65,536 of the networks that address() tells apart.
	 */
	public function network(): string {
		return self::normalise( $this->caller(), self::NETWORK );
	}

	/**
	 * The address as lower hex, 64 characters; the key changes daily.
	 */
	public function hash( \DateTimeImmutable $now ): string {
		return self::keyed( $this->address(), $now );
	}

	/**
	 * The same of the network.
	 */
	public function network_hash( \DateTimeImmutable $now ): string {
		return self::keyed( $this->network(), $now );
	}

	/**
	 * @param string $address As it came.
	 * @param int    $bytes   Leading bytes of an IPv6 address that are kept.
	 */
	public static function normalise( string $address, int $bytes = self::VISITOR ): string {
		$packed = Ip_Ranges::pack( $address );
		if ( null === $packed ) {
			return 'unknown';
		}
		if ( 4 === strlen( $packed ) ) {
			return (string) inet_ntop( $packed );
		}
		return inet_ntop( str_pad( substr( $packed, 0, $bytes ), 16, "\0" ) ) . '/' . 8 * $bytes;
	}

	private static function keyed( string $text, \DateTimeImmutable $now ): string {
		return hash_hmac( 'sha256', $text, hash_hmac( 'sha256', 'address|' . $now->format( 'Y-m-d' ), wp_salt( 'auth' ) ) );
	}

	/**
	 * The caller's own address, as far as it is known.
	 */
	private function caller(): string {
		$remote = isset( $_SERVER['REMOTE_ADDR'] ) && is_string( $_SERVER['REMOTE_ADDR'] ) ? sanitize_text_field( wp_unslash( $_SERVER['REMOTE_ADDR'] ) ) : '';
		$chosen = $remote;
		if ( $this->is_trusted( $remote ) && isset( $_SERVER['HTTP_X_FORWARDED_FOR'] ) && is_string( $_SERVER['HTTP_X_FORWARDED_FOR'] ) ) {
			$hops = array_map( 'trim', explode( ',', sanitize_text_field( wp_unslash( $_SERVER['HTTP_X_FORWARDED_FOR'] ) ) ) );
			foreach ( array_reverse( $hops ) as $hop ) {
				if ( false === filter_var( $hop, FILTER_VALIDATE_IP ) ) {
					break;
				}
				$chosen = $hop;
				if ( ! $this->is_trusted( $hop ) ) {
					break;
				}
			}
		}
		return $chosen;
	}

	private function is_trusted( string $address ): bool {
		$packed = Ip_Ranges::pack( $address );
		$list   = $this->secrets->from_environment( 'COOP_CREDENTIALS_TRUSTED_PROXIES' );
		if ( null === $packed || null === $list ) {
			return false;
		}
		foreach ( array_filter( array_map( 'trim', explode( ',', $list ) ) ) as $range ) {
			list( $base, $bits ) = array_pad( explode( '/', $range, 2 ), 2, '' );
			$network             = Ip_Ranges::pack( $base );
			if ( null !== $network && strlen( $network ) === strlen( $packed ) && Ip_Ranges::within( $packed, $network, '' === $bits ? 8 * strlen( $network ) : (int) $bits ) ) {
				return true;
			}
		}
		return false;
	}
}
