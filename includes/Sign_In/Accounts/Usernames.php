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

	/** Names that look like somebody who speaks for the site. */
	private const RESERVED = array( 'admin', 'administrator', 'root', 'system', 'sysadmin', 'webmaster', 'hostmaster', 'postmaster', 'support', 'help', 'info', 'abuse', 'security', 'moderator', 'editor', 'author', 'owner', 'staff', 'team', 'official', 'wordpress', 'www', 'test', 'guest', 'anonymous', 'null', 'me' );

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
		$name = strtolower( sanitize_user( trim( $wish ), true ) );
		if ( 1 !== preg_match( '/\A[a-z0-9][a-z0-9._-]{2,58}[a-z0-9]\z/', $name ) || is_numeric( $name ) || self::is_reserved( $name ) ) {
			return null;
		}

		return false === username_exists( $name ) && false === get_user_by( 'slug', sanitize_title( $name ) ) ? $name : null;
	}

	/**
	 * Whether a name must not be given.
	 *
	 * @param string $name Cleaned name.
	 */
	private static function is_reserved( string $name ): bool {
		$plain   = (string) preg_replace( '/[^a-z0-9]/', '', $name );
		$illegal = array_merge(
			self::RESERVED,
			array_map( 'strtolower', array_filter( (array) apply_filters( 'illegal_user_logins', array() ), 'is_string' ) ), // phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals.NonPrefixedHooknameFound -- a filter of WordPress.
			is_multisite() ? array_filter( (array) get_site_option( 'illegal_names', array() ), 'is_string' ) : array()
		);

		return str_starts_with( $name, 'coop_' ) || in_array( $plain, $illegal, true ) || in_array( $name, $illegal, true ) || str_starts_with( $plain, 'admin' );
	}
}
