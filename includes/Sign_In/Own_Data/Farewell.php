<?php
/**
 * Takes a person's records away.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Own_Data;

use CoopCredentials\Kernel\Audit_Log;
use CoopCredentials\Kernel\Database;
use CoopCredentials\Kernel\Personal_Data_Source;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Sign_In\Accounts\Links;
use CoopCredentials\Sign_In\Cookies;
use CoopCredentials\Sign_In\Current_Visitor;
use CoopCredentials\Sign_In\Identity;
use CoopCredentials\Sign_In\Identity_Repository;
use CoopCredentials\Sign_In\Logout\WordPress_Sessions;
use CoopCredentials\Sign_In\Visitor_Session_Repository;

/**
 * Disconnects one credential, or forgets a person in every room. Each in one transaction; a person without account needs
 * nobody's help for either.
 */
final class Farewell {

	private const MOST_PAGES = 40;

	/** Months without use after which an identity without account goes. */
	private const UNUSED_MONTHS = 24;

	/** Most of them in one request. */
	private const BATCH = 5;

	/**
	 * Builds the service.
	 *
	 * @param Identity_Repository                          $identities Identities.
	 * @param Visitor_Session_Repository                   $sessions   Sessions.
	 * @param Current_Visitor                              $visitors   Visitor.
	 * @param Cookies                                      $cookies    Cookies.
	 * @param Links                                        $links      Takes credentials off accounts.
	 * @param Database                                     $database   Unit of work.
	 * @param Audit_Log                                    $audit      Log.
	 * @param (\Closure(): list<Personal_Data_Source>)     $sources    Personal data of every room, from the ground up.
	 */
	public function __construct(
		private readonly Identity_Repository $identities,
		private readonly Visitor_Session_Repository $sessions,
		private readonly Current_Visitor $visitors,
		private readonly Cookies $cookies,
		private readonly Links $links,
		private readonly Database $database,
		private readonly Audit_Log $audit,
		private readonly \Closure $sources,
	) {
	}

	/**
	 * Removes one credential and ends its sessions. Coupons hang on issuer and subject, not on this row: whoever signs in
	 * again finds them, and "forget me" removes them too.
	 *
	 * @param Owner  $owner Owner.
	 * @param string $uid   Identity.
	 * @throws Problem `identity_not_found` (404), `password_first` (409).
	 */
	public function disconnect( Owner $owner, string $uid ): void {
		$identity = $owner->identity( $uid ) ?? throw new Problem( 'identity_not_found', 404, __( 'This credential is not one of yours.', 'coop-credentials' ) );
		self::refuse_last( $owner, array( $identity ) );
		$this->links->unlink( $identity, 'owner', 0 === get_current_user_id() ? null : WordPress_Sessions::verifier( wp_get_session_token() ), true );
		$this->database->transaction(
			function () use ( $identity ): void {
				$this->sessions->delete_of_identity( $identity->id );
				$this->identities->remove( $identity->id );
				$this->audit->record( 'identity_disconnected', 'ok', '', array( 'provider' => $identity->provider ) );
			}
		);
		if ( $owner->visitor?->identity_id === $identity->id ) {
			$this->end();
		}
	}

	/**
	 * Removes what every room holds about this person and signs them out.
	 *
	 * @param Owner $owner Owner.
	 * @return list<string> What had to stay, in words.
	 * @throws Problem `password_first` (409).
	 */
	public function forget( Owner $owner ): array {
		self::refuse_last( $owner, $owner->identities );
		foreach ( $owner->identities as $identity ) {
			$this->links->unlink( $identity, 'owner' );
		}
		$kept = array();
		if ( array() !== $owner->identities ) {
			$kept = $this->database->transaction( fn(): array => $this->erase( $owner ) );
		}
		if ( null !== $owner->visitor ) {
			$this->sessions->delete( $owner->visitor->session_id );
		}
		$this->end();

		return is_array( $kept ) ? array_values( array_filter( $kept, 'is_string' ) ) : array();
	}

	/**
	 * Removes what every room holds about the person of one identity, for whoever runs the site.
	 *
	 * @param Identity $identity Identity.
	 * @param string   $why      See {@see \CoopCredentials\Sign_In\Accounts\News::unlinked()}.
	 * @return list<string> What had to stay, in words.
	 */
	public function remove( Identity $identity, string $why ): array {
		$this->links->unlink( $identity, $why );
		$kept = $this->database->transaction( fn(): array => $this->erase( new Owner( null, array( $identity ), null ) ) );

		return is_array( $kept ) ? array_values( array_filter( $kept, 'is_string' ) ) : array();
	}

	/**
	 * Removes people without account who have not come for 24 months, a few at a time. Called after somebody else signed
	 * in with the same provider, so no cron is needed. A blocked identity stays: removing it would let it in again.
	 *
	 * @param string             $provider Slug.
	 * @param \DateTimeImmutable $now      Now.
	 * @return int How many were removed.
	 */
	public function retire( string $provider, \DateTimeImmutable $now ): int {
		$unused = $this->identities->unused( $provider, $now->modify( '-' . self::UNUSED_MONTHS . ' months' ), self::BATCH );
		foreach ( $unused as $identity ) {
			$this->database->transaction( fn(): array => $this->erase( new Owner( null, array( $identity ), null ) ) );
		}

		return count( $unused );
	}

	/**
	 * The same for all providers somebody has ever come with: nobody signs in any more with one that was removed.
	 *
	 * @param \DateTimeImmutable $now    Now.
	 * @param int                $rounds Most batches for each of them.
	 */
	public function retire_all( \DateTimeImmutable $now, int $rounds ): void {
		foreach ( $this->identities->providers() as $provider ) {
			$left = $rounds;
			do {
				$more = self::BATCH === $this->retire( $provider, $now );
			} while ( $more && --$left > 0 );
		}
	}

	/**
	 * Asks every room to erase; the room that knows who an identity is comes last, because the others find their rows by it.
	 *
	 * @param Owner $owner Owner.
	 * @return list<string> What had to stay.
	 */
	private function erase( Owner $owner ): array {
		$kept   = array();
		$person = $owner->person();
		foreach ( array_reverse( ( $this->sources )() ) as $source ) {
			for ( $page = 1; $page <= self::MOST_PAGES; $page++ ) {
				$answer = $source->erase( $person, $page );
				array_push( $kept, ...$answer['messages'] );
				if ( $answer['done'] ) {
					break;
				}
			}
		}
		$this->audit->record( 'identity_forgotten', 'ok', '', array( 'provider' => $owner->identities[0]->provider ) );

		return array_values( array_unique( $kept ) );
	}

	/**
	 * The last way into an account is taken off on its profile page, where a password is asked for first; and an account's
	 * credentials only by the account itself, logged in.
	 *
	 * @param Owner          $owner Owner.
	 * @param list<Identity> $gone  Identities to remove.
	 */
	private static function refuse_last( Owner $owner, array $gone ): void {
		$linked = array_filter( $gone, static fn( Identity $identity ): bool => null !== $identity->user_id );
		if ( array() === $linked ) {
			return;
		}
		$own  = array_filter( $owner->identities, static fn( Identity $identity ): bool => null !== $identity->user_id && $identity->user_id === $owner->user_id );
		$left = array_diff( array_map( static fn( Identity $identity ): int => $identity->id, $own ), array_map( static fn( Identity $identity ): int => $identity->id, $gone ) );
		if ( null === $owner->user_id || array() === $left ) {
			throw Links::last_one();
		}
	}

	/**
	 * Ends the session in this browser.
	 */
	private function end(): void {
		$this->cookies->close_session();
		$this->visitors->forget();
	}
}
