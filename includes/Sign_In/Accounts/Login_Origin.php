<?php
/**
 * Which provider a WordPress login came from.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Accounts;

use CoopCredentials\Sign_In\Provider_Repository;

/**
 * WordPress's session of a login by a credential says so itself, with the provider and the time it was switched on for, and
 * at first that the sign-in it belongs to is not complete: another plugin may end the request before. A
 * provider that is off or gone vouches for nobody: its logins are over at their next request, and stay so when it is
 * switched on again. Logins by password say nothing and are left alone. No query is made: WordPress has just read the session.
 * A login counts on all sites of a network, its provider only where it was used: that site is noted, and asked from the others.
 */
final class Login_Origin {

	private const KEY   = 'coop_credentials';
	private const WAITS = 'waits';

	/** @var int|null Account whose login was looked at last, if it is over. */
	private ?int $over = null;

	/**
	 * Builds the service.
	 *
	 * @param Provider_Repository $providers Providers.
	 */
	public function __construct( private readonly Provider_Repository $providers ) {
	}

	/**
	 * Notes where a login came from.
	 *
	 * @param int    $user_id  Account.
	 * @param string $token    WordPress's session token.
	 * @param string $provider Slug.
	 * @param bool   $waits    Whether a visitor's session waits for it.
	 */
	public function mark( int $user_id, #[\SensitiveParameter] string $token, string $provider, bool $waits = false ): void {
		$manager = \WP_Session_Tokens::get_instance( $user_id );
		$session = $manager->get( $token );
		if ( is_array( $session ) ) {
			$session[ self::KEY ] = array( $provider, (string) $this->providers->run( $provider ), get_current_blog_id(), ...( $waits ? array( self::WAITS ) : array() ) );
			$manager->update( $token, $session );
		}
	}

	/**
	 * Whether a visitor's session waits for a login. No query is made for the account of this request.
	 *
	 * @param int    $user_id Account.
	 * @param string $token   WordPress's session token.
	 */
	public function waits( int $user_id, #[\SensitiveParameter] string $token ): bool {
		$session = \WP_Session_Tokens::get_instance( $user_id )->get( $token );
		$origin  = is_array( $session ) ? $session[ self::KEY ] ?? null : null;

		return is_array( $origin ) && self::WAITS === ( $origin[3] ?? null ) && get_current_blog_id() === $origin[2];
	}

	/**
	 * Nothing waits for a login any more; where it came from stays.
	 *
	 * @param int    $user_id Account.
	 * @param string $token   WordPress's session token.
	 */
	public function has_come( int $user_id, #[\SensitiveParameter] string $token ): void {
		$manager = \WP_Session_Tokens::get_instance( $user_id );
		$session = $manager->get( $token );
		if ( is_array( $session ) && is_array( $session[ self::KEY ] ?? null ) ) {
			$session[ self::KEY ] = array_slice( $session[ self::KEY ], 0, 3 );
			$manager->update( $token, $session );
		}
	}

	/**
	 * WordPress accepts a login cookie, of whichever of its kinds.
	 *
	 * @param int    $user_id Account.
	 * @param string $token   WordPress's session token.
	 */
	public function cookie_was_accepted( int $user_id, #[\SensitiveParameter] string $token ): void {
		$this->over = null;
		$manager    = \WP_Session_Tokens::get_instance( $user_id );
		$session    = $manager->get( $token );
		$origin     = is_array( $session ) ? $session[ self::KEY ] ?? null : null;
		if ( null === $origin ) {
			return;
		}
		list( $provider, $run, $site ) = is_array( $origin ) ? array_values( $origin ) + array( '', '', 0 ) : array( '', '', 0 );
		if ( ! is_string( $provider ) || ! is_int( $site ) || $this->run_at( $site, $provider ) !== $run ) {
			$manager->destroy( $token );
			$this->over = $user_id;
		}
	}

	/**
	 * What a provider's site says of it now.
	 *
	 * @param int    $site     Site where the login was.
	 * @param string $provider Slug.
	 * @return string|null Null when the provider is off or gone, or the site is.
	 */
	private function run_at( int $site, string $provider ): ?string {
		if ( get_current_blog_id() === $site ) {
			return $this->providers->run( $provider );
		}
		if ( ! is_multisite() || null === get_site( $site ) ) {
			return null;
		}
		switch_to_blog( $site );
		try {
			return $this->providers->run( $provider );
		} finally {
			restore_current_blog();
		}
	}

	/**
	 * Whether the login that was just accepted is over.
	 *
	 * @param int $user_id Account.
	 */
	public function is_over( int $user_id ): bool {
		return $this->over === $user_id;
	}
}
