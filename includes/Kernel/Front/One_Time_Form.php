<?php
/**
 * Confirmation where the origin is unknown.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel\Front;

use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Inbox;

/**
 * A value that fits only the browser it was shown in (a fresh HttpOnly SameSite=Strict cookie) and only once. A nonce of
 * a logged-out visitor would prove nothing. The page that carries it must be private. The site's salt is in the value, so
 * that only values it has shown are ever remembered, however many others are sent.
 */
final class One_Time_Form {

	private const SECONDS = 600;
	private const COOKIE  = 'coop_credentials_once';

	public function __construct( private readonly Inbox $inbox, private readonly Clock $clock ) {}

	/**
	 * Makes the value of a hidden field and sets the cookie.
	 *
	 * @param string $purpose What is confirmed, e.g. "claim:<uid>".
	 */
	public function issue( string $purpose ): string {
		Privacy::mark_private();
		$secret = bin2hex( random_bytes( 32 ) );
		Cookies::set( self::name( $purpose ), $secret, self::SECONDS, 'Strict' );
		$body = $this->clock->now()->getTimestamp() . '.' . bin2hex( random_bytes( 16 ) );
		return $body . '.' . self::mac( $body, $purpose, $secret );
	}

	/**
	 * @return bool True once, for the same purpose, in the same browser, within ten minutes.
	 */
	public function accept( string $purpose, string $value ): bool {
		$secret = Cookies::get( self::name( $purpose ) );
		if ( null === $secret || 1 !== preg_match( '/^[0-9a-f]{64}$/D', $secret ) || 1 !== preg_match( '/^((\d{9,11})\.[0-9a-f]{32})\.([0-9a-f]{64})$/D', $value, $match ) ) {
			return false;
		}
		$age = $this->clock->now()->getTimestamp() - (int) $match[2];
		if ( ! hash_equals( self::mac( $match[1], $purpose, $secret ), $match[3] ) || $age < -5 || $age > self::SECONDS ) {
			return false;
		}
		Cookies::drop( self::name( $purpose ), 'Strict' );
		return $this->inbox->remember( 'one_time_form', $value, 2 * self::SECONDS );
	}

	private static function mac( string $body, string $purpose, string $secret ): string {
		return hash_hmac( 'sha256', strlen( $purpose ) . '|' . $purpose . '|' . $body, hash_hmac( 'sha256', 'one_time_form|' . $secret, wp_salt( 'nonce' ) ) );
	}

	private static function name( string $purpose ): string {
		return Cookies::host_name( self::COOKIE . '_' . substr( hash( 'sha256', $purpose ), 0, 8 ) );
	}
}
