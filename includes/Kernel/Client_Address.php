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

	public function __construct( private readonly Secrets $secrets ) {}

	/**
	 * IPv4 as it is, IPv6 cut to its /64, v4-mapped as IPv4; 'unknown' without any.
	 */
	public function address(): string {
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
		return self::normalise( $chosen );
	}

	/**
	 * Lower hex, 64 characters; the key changes daily.
	 */
	public function hash( \DateTimeImmutable $now ): string {
		$key = hash_hmac( 'sha256', 'address|' . $now->format( 'Y-m-d' ), wp_salt( 'auth' ) );
		return hash_hmac( 'sha256', $this->address(), $key );
	}

	public static function normalise( string $address ): string {
		$packed = Ip_Ranges::pack( $address );
		if ( null === $packed ) {
			return 'unknown';
		}
		if ( 4 === strlen( $packed ) ) {
			return (string) inet_ntop( $packed );
		}
		return inet_ntop( substr( $packed, 0, 8 ) . str_repeat( "\0", 8 ) ) . '/64';
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
