<?php
/**
 * Cookies of sign-in.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Kernel\Front\Cookies as Front_Cookies;
use CoopCredentials\OpenID\Base64_Url;

/**
 * Names and lifetimes of our cookies. On https every secret one carries `__Host-`, so that no neighbouring host can
 * plant it; a plain-http loopback site has no prefix, because browsers would drop the cookie.
 */
final class Cookies {

	private const TRANSACTION = 'coop_credentials_t_';
	private const SESSION     = 'coop_credentials_s_';
	private const BROWSER     = 'coop_credentials_b';
	private const LEFT        = 'coop_credentials_left';
	private const HINT        = 'coop_credentials_hint';

	private const MOST_OPEN        = 5;
	private const TRANSACTION_LIFE = 3600;
	private const LEFT_LIFE        = 300;

	/**
	 * Remembers an open sign-in; beyond five the oldest is dropped, so that tabs never disturb one another.
	 *
	 * @param string $state  State.
	 * @param string $secret 32 bytes in hex.
	 * @param int    $now    UTC seconds.
	 */
	public function open_transaction( string $state, #[\SensitiveParameter] string $secret, int $now ): void {
		$open = $this->open_transactions();
		foreach ( array_slice( $open, 0, max( 0, count( $open ) - self::MOST_OPEN + 1 ) ) as $oldest ) {
			Front_Cookies::drop( $oldest );
		}
		Front_Cookies::set( $this->transaction_name( $state ), $now . '.' . $secret, self::TRANSACTION_LIFE );
	}

	/**
	 * The browser's secret of an open sign-in, or null.
	 *
	 * @param string $state State.
	 */
	public function transaction_secret( string $state ): ?string {
		$value = Front_Cookies::get( $this->transaction_name( $state ) );

		return null !== $value && 1 === preg_match( '/\A\d{1,12}\.([0-9a-f]{64})\z/', $value, $found ) ? $found[1] : null;
	}

	/**
	 * Forgets an open sign-in.
	 *
	 * @param string $state State.
	 */
	public function close_transaction( string $state ): void {
		Front_Cookies::drop( $this->transaction_name( $state ) );
	}

	/**
	 * Name of the cookie of one open sign-in.
	 *
	 * @param string $state State.
	 */
	public function transaction_name( string $state ): string {
		return Front_Cookies::host_name( self::TRANSACTION . substr( hash( 'sha256', $state ), 0, 16 ) );
	}

	/**
	 * What tells this browser from others for an hour, so that a limit need not be by address alone; null at its first start.
	 */
	public function browser(): ?string {
		$value = Front_Cookies::get( Front_Cookies::host_name( self::BROWSER ) );

		return null !== $value && 1 === preg_match( '/\A[0-9a-f]{32}\z/', $value ) ? $value : null;
	}

	/**
	 * Gives this browser something to be told by. It says nothing about anybody and is kept nowhere.
	 */
	public function mark_browser(): void {
		Front_Cookies::set( Front_Cookies::host_name( self::BROWSER ), bin2hex( random_bytes( 16 ) ), self::TRANSACTION_LIFE );
	}

	/**
	 * The session secret, or null.
	 */
	public function session(): ?string {
		$value = Front_Cookies::get( $this->session_name() );

		return null !== $value && 1 === preg_match( '/\A[0-9a-f]{64}\z/', $value ) ? $value : null;
	}

	/**
	 * Name of the session cookie; one per site of a network.
	 */
	public function session_name(): string {
		return Front_Cookies::host_name( self::SESSION . get_current_blog_id() );
	}

	/**
	 * Starts a session, with the readable hint that makes pages ask `GET me`.
	 *
	 * @param string $secret  32 bytes in hex.
	 * @param int    $seconds Longest life.
	 */
	public function open_session( #[\SensitiveParameter] string $secret, int $seconds ): void {
		Front_Cookies::set( $this->session_name(), $secret, $seconds );
		Front_Cookies::set( self::HINT, '1', $seconds, 'Lax', false );
		Front_Cookies::drop( Front_Cookies::host_name( self::LEFT ) );
	}

	/**
	 * Ends the session in this browser.
	 */
	public function close_session(): void {
		Front_Cookies::drop( $this->session_name() );
		Front_Cookies::drop( self::HINT, 'Lax', false );
	}

	/**
	 * Remembers for five minutes that somebody signed out, and where to go after the provider's own logout.
	 *
	 * @param string $state     State sent along, or ''.
	 * @param string $return_to Path.
	 */
	public function leave( string $state, string $return_to ): void {
		// Base64url: in hex the longest path would not fit into a cookie, and browsers drop what does not fit.
		Front_Cookies::set( Front_Cookies::host_name( self::LEFT ), $state . '.' . Base64_Url::encode( $return_to ), self::LEFT_LIFE );
	}

	/**
	 * Where to go after the provider's logout, if this browser asked for it with this state.
	 *
	 * @param string $state State that came back.
	 */
	public function left_for( string $state ): ?string {
		$value = Front_Cookies::get( Front_Cookies::host_name( self::LEFT ) );
		if ( null === $value || 1 !== preg_match( '/\A([0-9a-f]*)\.([0-9A-Za-z_-]*)\z/', $value, $found ) || '' === $state || ! hash_equals( $found[1], $state ) ) {
			return null;
		}

		return Base64_Url::decode( $found[2] );
	}

	/**
	 * Whether somebody has just signed out here.
	 */
	public function has_just_left(): bool {
		return null !== Front_Cookies::get( Front_Cookies::host_name( self::LEFT ) );
	}

	/**
	 * Names of all open sign-ins of this browser, oldest first.
	 *
	 * @return list<string>
	 */
	private function open_transactions(): array {
		$prefix = Front_Cookies::host_name( self::TRANSACTION );
		$ages   = array();
		foreach ( array_keys( $_COOKIE ) as $name ) {
			if ( 1 === preg_match( '/\A' . $prefix . '[0-9a-f]{16}\z/', (string) $name ) ) {
				$ages[ (string) $name ] = (int) Front_Cookies::get( (string) $name );
			}
		}
		asort( $ages );

		return array_keys( $ages );
	}
}
