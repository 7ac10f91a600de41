<?php
/**
 * Logins that were finished elsewhere.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Accounts;

use CoopCredentials\Kernel\Problem;
use CoopCredentials\Sign_In\Current_Visitor;
use CoopCredentials\Sign_In\Identity_Repository;

/**
 * A second factor was asked in between: when WordPress sets that account's login cookie in the same browser, the waiting
 * visitor session begins. Or a plugin led elsewhere from the login: then it begins with the request that WordPress lets in.
 */
final class Late_Arrivals {

	/**
	 * Builds the service.
	 *
	 * @param Login               $login      Login.
	 * @param Identity_Repository $identities Identities.
	 * @param Current_Visitor     $visitor    Visitor.
	 * @param News                $news       Actions.
	 */
	public function __construct(
		private readonly Login $login,
		private readonly Identity_Repository $identities,
		private readonly Current_Visitor $visitor,
		private readonly News $news,
	) {
	}

	/**
	 * WordPress has set a login cookie.
	 *
	 * @param int    $user_id Account.
	 * @param string $token   WordPress's session token.
	 */
	public function cookie_was_set( int $user_id, #[\SensitiveParameter] string $token ): void {
		$this->take_in( $user_id, fn(): ?array => $this->login->cookie_was_set( $user_id, $token ) );
	}

	/**
	 * WordPress has let a request in by a login.
	 *
	 * @param int    $user_id Account.
	 * @param string $token   WordPress's session token.
	 */
	public function came_through( int $user_id, #[\SensitiveParameter] string $token ): void {
		$this->take_in( $user_id, fn(): ?array => $this->login->came_through( $user_id, $token ) );
	}

	/**
	 * Tells what came of it.
	 *
	 * @param int      $user_id Account.
	 * @param \Closure         $login   Answers the session that began, if one did.
	 * @phpstan-param \Closure(): (array{identity_id: int|null, provider: string, ...}|null) $login
	 */
	private function take_in( int $user_id, \Closure $login ): void {
		try {
			$session = $login();
		} catch ( Problem $problem ) {
			$this->visitor->forget();
			$this->news->turned_away( $user_id, $problem->reason );
			return;
		}
		if ( null === $session ) {
			return;
		}
		$this->visitor->forget();
		$identity = null !== $session['identity_id'] ? $this->identities->find( $session['identity_id'] ) : null;
		$this->news->signed_in( $identity?->uid, $session['provider'], false, $user_id, count( $identity->snapshot->memberships ?? array() ) );
	}
}
