<?php
/**
 * Names of new accounts.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Accounts;

use CoopCredentials\Sign_In\Verified;

/**
 * `coop_` and ten characters, or what the provider says the person likes to be called, if that is nobody's and harmless.
 */
final class Usernames {

	private const PREFIX   = 'coop_';
	private const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
	private const LENGTH   = 10;

	/** Words by which somebody seems to speak for the site. */
	private const RESERVED = array( 'admin', 'administrator', 'root', 'system', 'sysadmin', 'webmaster', 'hostmaster', 'postmaster', 'support', 'supportdesk', 'helpdesk', 'servicedesk', 'helpline', 'hotline', 'service', 'help', 'info', 'abuse', 'security', 'moderator', 'editor', 'author', 'owner', 'staff', 'team', 'official', 'wordpress', 'www', 'test', 'guest', 'anonymous', 'null', 'me' );

	/** What is read as the same: digits for letters, and letters that look alike. */
	private const ALIKE = array(
		'0'  => 'o',
		'1'  => 'i',
		'l'  => 'i',
		'3'  => 'e',
		'4'  => 'a',
		'5'  => 's',
		'7'  => 't',
		'rn' => 'm',
		'vv' => 'w',
	);

	/**
	 * The name that belongs to one attempt to make an account. Nobody can guess it, and an attempt that died half-way is
	 * found again by it.
	 *
	 * @param string $attempt What names the attempt.
	 */
	public static function of_attempt( string $attempt ): string {
		$bytes = hash_hmac( 'sha256', 'coop-credentials-account|' . $attempt, wp_salt( 'auth' ), true );
		$name  = self::PREFIX;
		for ( $at = 0; $at < self::LENGTH; $at++ ) {
			$name .= self::ALPHABET[ ord( $bytes[ $at ] ) & 31 ];
		}

		return $name;
	}

	/**
	 * The name the person prefers, cleaned.
	 *
	 * @param Verified $verified Verified answer.
	 * @return string|null Null when there is none that can be used.
	 */
	public static function preferred( Verified $verified ): ?string {
		$wish = $verified->claims->preferred_username ?? $verified->userinfo->preferred_username ?? null;
		if ( ! is_string( $wish ) || str_contains( $wish, '@' ) ) {
			return null; // An address as a name would show it to everybody.
		}
		$wish = remove_accents( trim( $wish ) );
		if ( 1 === preg_match( '/[^\x20-\x7E]/', $wish ) ) {
			return null; // WordPress would leave such characters out: what remains is somebody else's name, or looks like it.
		}
		$name = strtolower( sanitize_user( $wish, true ) );
		if ( 1 !== preg_match( '/\A[a-z0-9][a-z0-9._-]{2,58}[a-z0-9]\z/', $name ) || is_numeric( $name ) || self::is_reserved( $name ) ) {
			return null;
		}

		return false === username_exists( $name ) && false === get_user_by( 'slug', sanitize_title( $name ) ) ? $name : null;
	}

	/**
	 * Whether a name must not be given: ours, one the site or the network has forbidden as a whole, or one with a reserved
	 * word in it, be it only to the eye.
	 *
	 * @param string $name Cleaned name.
	 */
	private static function is_reserved( string $name ): bool {
		$plain   = (string) preg_replace( '/[^a-z0-9]/', '', $name );
		$illegal = array_merge(
			array_map( 'strtolower', array_filter( (array) apply_filters( 'illegal_user_logins', array() ), 'is_string' ) ), // phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals.NonPrefixedHooknameFound -- a filter of WordPress.
			is_multisite() ? array_filter( (array) get_site_option( 'illegal_names', array() ), 'is_string' ) : array()
		);
		if ( str_starts_with( $name, self::PREFIX ) || in_array( $plain, $illegal, true ) || in_array( $name, $illegal, true ) ) {
			return true;
		}
		$reserved = array_map( self::look( ... ), self::RESERVED );
		foreach ( self::words( $name, $plain ) as $word ) {
			if ( in_array( $word, $reserved, true ) || str_starts_with( $word, 'admin' ) || str_ends_with( $word, 'admin' ) ) {
				return true;
			}
		}

		return false;
	}

	/**
	 * The words of a name as they look: between dots, strokes and hyphens, each with its digits taken as letters, without
	 * those at its ends, and split at them; and the whole, run together.
	 *
	 * @param string $name  Cleaned name.
	 * @param string $plain The same, letters and digits only.
	 * @return list<string>
	 */
	private static function words( string $name, string $plain ): array {
		$words = array( $plain );
		foreach ( (array) preg_split( '/[._-]+/', $name ) as $part ) {
			array_push( $words, (string) $part, trim( (string) $part, '0123456789' ), ...(array) preg_split( '/[0-9]+/', (string) $part ) );
		}

		return array_map( static fn( mixed $word ): string => self::look( (string) $word ), $words );
	}

	/**
	 * How a word looks.
	 *
	 * @param string $word Letters and digits.
	 */
	private static function look( string $word ): string {
		return strtr( $word, self::ALIKE );
	}
}
