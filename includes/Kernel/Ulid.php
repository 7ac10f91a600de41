<?php
/**
 * Public ids.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * 26 characters of Crockford's base32, upper case: 48 bits of time, 80 random bits (ULID specification).
 */
final class Ulid {

	private const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

	public static function generate( ?\DateTimeImmutable $at = null ): string {
		$milliseconds = null === $at ? (int) floor( microtime( true ) * 1000 ) : $at->getTimestamp() * 1000 + intdiv( (int) $at->format( 'u' ), 1000 );
		$time         = '';
		for ( $i = 0; $i < 10; $i++ ) {
			$time         = self::ALPHABET[ $milliseconds & 31 ] . $time;
			$milliseconds = $milliseconds >> 5;
		}
		$random = '';
		foreach ( str_split( random_bytes( 16 ) ) as $byte ) {
			$random .= self::ALPHABET[ ord( $byte ) & 31 ];
		}
		return $time . $random;
	}

	public static function is_valid( string $ulid ): bool {
		return 1 === preg_match( '/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/D', $ulid );
	}
}
