<?php
/**
 * Into a WordPress account.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Accounts;

use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Database;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Sign_In\Cookies;
use CoopCredentials\Sign_In\Identity_Repository;
use CoopCredentials\Sign_In\Logout\WordPress_Sessions;
use CoopCredentials\Sign_In\Provider_Repository;

/**
 * Logs an account in as WordPress itself does after a right password, step by step, so that whatever stands between a
 * password and an account, a second factor above all, stands here too.
 */
final class Login {

	/** @var int|null Account whose login was taken back in this request. */
	private ?int $taken_back = null;

	/** Whether the login cookie being set now is set by us: it may be taken back in a moment. */
	private bool $entering = false;

	/**
	 * Builds the login.
	 *
	 * @param Account_Session_Repository $sessions   Sessions that wait for it.
	 * @param Links                      $links      Links that wait for it.
	 * @param Identity_Repository        $identities Identities.
	 * @param Login_Origin               $origin     Where logins come from.
	 * @param Provider_Repository        $providers  How long their sessions last.
	 * @param Cookies                    $cookies    Cookies.
	 * @param Database                   $database   Unit of work.
	 * @param Clock                      $clock      Time.
	 */
	public function __construct(
		private readonly Account_Session_Repository $sessions,
		private readonly Links $links,
		private readonly Identity_Repository $identities,
		private readonly Login_Origin $origin,
		private readonly Provider_Repository $providers,
		private readonly Cookies $cookies,
		private readonly Database $database,
		private readonly Clock $clock,
	) {
	}

	/**
	 * Asks everybody who has a say in logins. Must come before anything is stored.
	 *
	 * @param \WP_User $user Account.
	 * @throws Problem `account_blocked` (403).
	 */
	public function check( \WP_User $user ): void {
		if ( is_multisite() && ! is_user_member_of_blog( $user->ID ) ) {
			throw new Problem( 'account_blocked', 403 ); // Was removed from this site.
		}
		$this->allow( $user );
		/** This filter is documented in wp-includes/pluggable.php */
		$answer = apply_filters( 'authenticate', $user, $user->user_login, '' ); // phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals.NonPrefixedHooknameFound -- a filter of WordPress.
		if ( ! $answer instanceof \WP_User || $answer->ID !== $user->ID ) {
			throw new Problem( 'account_blocked', 403, '', null, array( 'why' => is_wp_error( $answer ) ? (string) $answer->get_error_code() : '' ) );
		}
	}

	/**
	 * Asks those who say whether an account may be used: WordPress asks them between name and password, and not at all when
	 * `authenticate` begins with an account. Plugins that approve or suspend people answer here.
	 *
	 * @param \WP_User $user Account.
	 * @throws Problem `account_blocked` (403).
	 */
	public function allow( \WP_User $user ): void {
		/** This filter is documented in wp-includes/user.php */
		$answer = apply_filters( 'wp_authenticate_user', $user, '' ); // phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals.NonPrefixedHooknameFound -- a filter of WordPress.
		if ( ! $answer instanceof \WP_User || $answer->ID !== $user->ID ) {
			throw new Problem( 'account_blocked', 403, '', null, array( 'why' => is_wp_error( $answer ) ? (string) $answer->get_error_code() : '' ) );
		}
	}

	/**
	 * Logs the account in. A plugin may end the request in here, to show its own form or to lead elsewhere; the visitor session
	 * then waits, tied to this login, for the next page or another login.
	 *
	 * @param \WP_User $user     Account, after {@see check()}.
	 * @param string   $provider Slug of the provider that vouched.
	 * @param string   $url      Where to go afterwards, absolute.
	 * @param string   $secret   Secret of the visitor session that waits for this login.
	 * @return bool Whether the login is complete and the session has begun.
	 * @throws Problem See {@see begin()}; the account is logged out again.
	 * @throws \Throwable What another plugin threw; likewise.
	 */
	public function enter( \WP_User $user, string $provider, string $url, #[\SensitiveParameter] string $secret ): bool {
		nocache_headers();
		if ( ! headers_sent() ) {
			header( 'Referrer-Policy: no-referrer' ); // A form shown in here stands at an address with a used-up code.
		}
		$_REQUEST['redirect_to'] = wp_slash( $url );

		/** This filter is documented in wp-includes/pluggable.php */
		$length         = apply_filters( 'auth_cookie_expiration', 2 * DAY_IN_SECONDS, $user->ID, false ); // phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals.NonPrefixedHooknameFound -- a filter of WordPress.
		$expiration     = time() + ( is_numeric( $length ) ? (int) $length : 2 * DAY_IN_SECONDS );
		$manager        = \WP_Session_Tokens::get_instance( $user->ID );
		$token          = $manager->create( $expiration );
		$this->entering = true;
		try {
			if ( ! $this->sessions->tie( $secret, $user->ID, WordPress_Sessions::verifier( $token ), new \DateTimeImmutable( "@$expiration" ) ) ) {
				throw new Problem( 'session_revoked', 401 ); // Called back a moment ago.
			}
			$this->origin->mark( $user->ID, $token, $provider, true );
			wp_set_auth_cookie( $user->ID, false, '', $token );
			/** This action is documented in wp-includes/user.php */
			do_action( 'wp_login', $user->user_login, $user ); // phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals.NonPrefixedHooknameFound -- an action of WordPress.

			/** This filter is documented in wp-includes/pluggable.php */
			$sent = apply_filters( 'send_auth_cookies', true, 0, $expiration, $user->ID, 'logged_in', $token ); // phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals.NonPrefixedHooknameFound -- a filter of WordPress.
			if ( true !== $sent || ! $manager->verify( $token ) || null === $this->begin( $user->ID, $token, $secret ) ) {
				return false;
			}
			$this->origin->has_come( $user->ID, $token );
			wp_set_current_user( $user->ID );

			return true;
		} catch ( \Throwable $thrown ) {
			$manager->destroy( $token ); // The visitor is told that this failed.
			wp_clear_auth_cookie();
			throw $thrown;
		} finally {
			$this->entering = false;
		}
	}

	/**
	 * WordPress is setting a login cookie: a session that waits for it in this browser begins. If it may not any more, the
	 * cookie is worth nothing: the login it belongs to was begun by the credential.
	 *
	 * @param int    $user_id Account.
	 * @param string $token   WordPress's session token.
	 * @return array{id: int, user_id: int|null, identity_id: int|null, provider: string, hash: string|null, link_by: Linked_By|null, created_at: \DateTimeImmutable}|null The session that began.
	 * @throws Problem See {@see begin()}; the login is over.
	 */
	public function cookie_was_set( int $user_id, #[\SensitiveParameter] string $token ): ?array {
		$secret = $this->cookies->session();
		if ( $this->taken_back === $user_id ) {
			\WP_Session_Tokens::get_instance( $user_id )->destroy( $token );
			return null;
		}
		try {
			$session = $this->entering || null === $secret || '' === $token ? null : $this->begin( $user_id, $token, $secret );
		} catch ( Problem $problem ) {
			\WP_Session_Tokens::get_instance( $user_id )->destroy( $token );
			$this->taken_back = $user_id;
			throw $problem;
		}
		if ( null !== $session ) {
			$this->origin->mark( $user_id, $token, $session['provider'] );
		}

		return $session;
	}

	/**
	 * WordPress lets a request in by a login for which a session waits in this browser: another plugin ended the request in
	 * which it began, so the sign-in is complete now.
	 *
	 * @param int    $user_id Account.
	 * @param string $token   WordPress's session token.
	 * @return array{id: int, user_id: int|null, identity_id: int|null, provider: string, hash: string|null, link_by: Linked_By|null, created_at: \DateTimeImmutable}|null The session that began.
	 * @throws Problem See {@see begin()}; the login is over.
	 */
	public function came_through( int $user_id, #[\SensitiveParameter] string $token ): ?array {
		$secret = $this->cookies->session();
		if ( null === $secret || ! $this->origin->waits( $user_id, $token ) ) {
			return null;
		}
		try {
			$tied    = ( $this->sessions->of_secret( $secret )['hash'] ?? null ) === WordPress_Sessions::verifier( $token );
			$session = $tied ? $this->begin( $user_id, $token, $secret ) : null;
		} catch ( Problem $problem ) {
			if ( $problem->status >= 500 ) {
				return null; // The next request tries again.
			}
			\WP_Session_Tokens::get_instance( $user_id )->destroy( $token );
			wp_set_current_user( 0 );
			throw $problem;
		}
		$this->origin->has_come( $user_id, $token );

		return $session;
	}

	/**
	 * Lets the waiting session begin. It ends when it would have ended without the wait. An identity that was proved to be
	 * the account's becomes so now, with it: before, the login was not complete.
	 *
	 * @param int    $user_id Account.
	 * @param string $token   WordPress's session token.
	 * @param string $secret  Secret of the visitor session.
	 * @return array{id: int, user_id: int|null, identity_id: int|null, provider: string, hash: string|null, link_by: Linked_By|null, created_at: \DateTimeImmutable}|null Null when none waits, or its provider is gone.
	 * @throws Problem `identity_conflict`, `identity_blocked`: the identity is somebody else's meanwhile. `session_revoked`
	 *                 (401): the sign-in was called back, or who vouched for it does so no more.
	 */
	private function begin( int $user_id, #[\SensitiveParameter] string $token, #[\SensitiveParameter] string $secret ): ?array {
		$session = $this->sessions->of_secret( $secret );
		$since   = $this->clock->now()->modify( '-' . Account_Session_Repository::WAITS . ' seconds' );
		$mark    = null !== $session && 'active' === $session['status'] && $session['user_id'] === $user_id ? Login_Mark::of( $user_id, $token ) : null;
		if ( null !== $session && null !== $mark ) {
			$this->sessions->mark( $session['id'], $mark ); // A new password, or the cookie again: the owner goes on in this browser.
			$this->follow( $session, $user_id, $token );
			return null;
		}
		if ( null === $session || $session['user_id'] !== $user_id || ! in_array( $session['status'], array( 'pending', 'called_back' ), true ) || $session['last_seen_at'] < $since ) {
			return null;
		}
		try {
			return $this->begin_row( $session, $user_id, $token, $secret, $since );
		} catch ( Problem $problem ) {
			if ( $problem->status < 500 ) {
				$this->sessions->end( $session['id'] ); // The next login in this browser is on its own.
			}
			throw $problem;
		}
	}

	/**
	 * Keeps the credential that opened a login responsible for it when another plugin sets the cookie anew with a token of
	 * its own. A name and a password that came with this request are a login of their own.
	 *
	 * @param array<string,mixed> $session Row of this browser's session.
	 * @phpstan-param array{id: int, provider: string, hash: string|null, ...} $session
	 * @param int    $user_id Account.
	 * @param string $token   WordPress's session token.
	 */
	private function follow( array $session, int $user_id, #[\SensitiveParameter] string $token ): void {
		$hash = WordPress_Sessions::verifier( $token );
		if ( null === $session['hash'] || $hash === $session['hash'] || did_action( 'wp_authenticate' ) > 0 ) {
			return;
		}
		$this->sessions->follow( $session['id'], $session['hash'], $hash, self::end_of( $user_id, $token ) ?? $this->clock->now()->modify( '+1 year' ) );
		$this->origin->mark( $user_id, $token, $session['provider'] );
	}

	/**
	 * When a login ends; null when WordPress does not say.
	 *
	 * @param int    $user_id Account.
	 * @param string $token   WordPress's session token.
	 */
	private static function end_of( int $user_id, #[\SensitiveParameter] string $token ): ?\DateTimeImmutable {
		$known = \WP_Session_Tokens::get_instance( $user_id )->get( $token );

		return is_array( $known ) && is_numeric( $known['expiration'] ?? null ) ? new \DateTimeImmutable( '@' . (int) $known['expiration'] ) : null;
	}

	/**
	 * Judges a waiting row and lets it begin.
	 *
	 * @param array{id: int, user_id: int|null, identity_id: int|null, provider: string, hash: string|null, link_by: Linked_By|null, status: string, created_at: \DateTimeImmutable, last_seen_at: \DateTimeImmutable} $session Row.
	 * @param int                $user_id Account.
	 * @param string             $token   WordPress's session token.
	 * @param string             $secret  Secret of the visitor session.
	 * @param \DateTimeImmutable $since   Older ones wait in vain.
	 * @return array{id: int, user_id: int|null, identity_id: int|null, provider: string, hash: string|null, link_by: Linked_By|null, created_at: \DateTimeImmutable}|null
	 * @throws Problem See {@see begin()}.
	 */
	private function begin_row( array $session, int $user_id, #[\SensitiveParameter] string $token, #[\SensitiveParameter] string $secret, \DateTimeImmutable $since ): ?array {
		$provider = $this->providers->readable( $session['provider'] );
		$identity = null !== $session['identity_id'] ? $this->identities->find( $session['identity_id'] ) : null;
		if (
			'pending' !== $session['status']
			|| null === $provider
			|| ! $provider->enabled()
			|| null === $identity
			|| 'active' !== $identity->status
			|| ! $identity->is_vouched_for_by( $provider )
			|| ( null === $session['link_by'] && $identity->user_id !== $user_id )
		) {
			throw new Problem( 'session_revoked', 401 );
		}
		$hash  = WordPress_Sessions::verifier( $token );
		$end   = $session['created_at']->modify( '+' . $provider->number( 'session_absolute' ) . ' seconds' );
		$until = self::end_of( $user_id, $token ) ?? $end;
		$mark  = Login_Mark::of( $user_id, $token );
		$began = (bool) $this->database->transaction(
			function () use ( $session, $identity, $secret, $user_id, $hash, $since, $end, $until, $mark ): bool {
				if ( ! $this->sessions->begin( $secret, $user_id, $hash, $since, $end, $until, $mark ) ) {
					return false;
				}
				if ( null !== $session['link_by'] ) {
					$this->links->link( $identity, $user_id, $session['provider'], $session['link_by'] );
				}

				return true;
			}
		);

		return $began ? array( 'hash' => $hash ) + $session : null;
	}
}
