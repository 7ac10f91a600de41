<?php
/**
 * Who is signed in.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Claims\Auth_Context;
use CoopCredentials\Claims\Organisation_Facts;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Storage_Failed;
use CoopCredentials\Sign_In\Accounts\Account_Session_Repository;
use CoopCredentials\Sign_In\Accounts\Login_Mark;

/**
 * Finds the visitor of this request from the session cookie: without a cookie no query is made.
 */
final class Current_Visitor {

	/** @var bool Whether the session was looked up. */
	private bool $known = false;

	/** @var Visitor|null */
	private ?Visitor $visitor = null;

	/** @var string|null Why a session that was presented is no longer one. */
	private ?string $ended = null;

	/**
	 * Builds the finder.
	 *
	 * @param Cookies                    $cookies    Cookies.
	 * @param Visitor_Session_Repository $sessions   Sessions.
	 * @param Identity_Repository        $identities Identities.
	 * @param Provider_Repository        $providers  Providers.
	 * @param Organisation_Facts         $facts      Directory.
	 * @param Clock                      $clock      Time.
	 */
	public function __construct(
		private readonly Cookies $cookies,
		private readonly Visitor_Session_Repository $sessions,
		private readonly Identity_Repository $identities,
		private readonly Provider_Repository $providers,
		private readonly Organisation_Facts $facts,
		private readonly Clock $clock,
	) {
	}

	/**
	 * The visitor, or null.
	 */
	public function get(): ?Visitor {
		if ( ! $this->known ) {
			$this->known = true;
			$secret      = $this->cookies->session();
			if ( null !== $secret ) {
				$this->visitor = $this->find( $secret );
			}
		}

		return $this->visitor;
	}

	/**
	 * The visitor.
	 *
	 * @throws Problem `not_signed_in` (401), or `session_expired`, `session_revoked` when a session has just ended.
	 */
	public function require(): Visitor {
		return $this->get() ?? throw new Problem(
			$this->ended ?? 'not_signed_in',
			401,
			null === $this->ended ? __( 'Please sign in first.', 'coop-credentials' ) : __( 'You have been signed out.', 'coop-credentials' ),
			'sign_in'
		);
	}

	/**
	 * Why a presented session is no longer one: `session_expired`, `session_revoked` or null.
	 */
	public function ended(): ?string {
		$this->get();

		return $this->ended;
	}

	/**
	 * The token that writes of this session carry; null without a session. An HMAC, so that the cookie's secret never
	 * reaches a script.
	 */
	public function session_token(): ?string {
		$secret = $this->cookies->session();

		return null !== $secret && null !== $this->get() ? hash_hmac( 'sha256', 'coop-credentials-write-token', $secret ) : null;
	}

	/**
	 * Forgets what was looked up, so that the next call looks again.
	 */
	public function forget(): void {
		$this->known   = false;
		$this->visitor = null;
		$this->ended   = null;
	}

	/**
	 * An identity with its memberships of today, as its owner sees it without a session of it; null when its provider is
	 * gone or names another issuer now, because then nobody vouches.
	 *
	 * @param Identity $identity Identity.
	 */
	public function of_identity( Identity $identity ): ?Visitor {
		$provider = $this->providers->readable( $identity->provider );
		if ( null === $provider || ! $identity->is_vouched_for_by( $provider ) ) {
			return null;
		}
		$scoped = $this->scoped( $identity->snapshot, $provider );

		return new Visitor( 0, $identity->id, $identity->uid, $identity->issuer, $identity->subject, $provider->slug, $provider->label, $identity->user_id, false, $scoped->memberships, $identity->memberships_at->getTimestamp(), new Auth_Context(), $scoped->dropped );
	}

	/**
	 * Looks a session up and judges it. Expiry is checked here, not by cron. A session whose identity has become an account's,
	 * another account's or nobody's since is over: it proved one credential, not the way into an account. So is one whose
	 * person has signed in by another record of the same issuer since: the memberships are as that one reads them.
	 *
	 * @param string $secret Secret of the cookie.
	 */
	private function find( #[\SensitiveParameter] string $secret ): ?Visitor {
		$session = $this->sessions->find( $secret );
		if ( null === $session ) {
			$this->ended = 'session_expired';
			return null;
		}

		$now = $this->clock->now();
		if ( in_array( $session->status, array( 'pending', 'called_back' ), true ) && $now->getTimestamp() - $session->last_seen_at->getTimestamp() <= Account_Session_Repository::WAITS ) {
			$this->ended = 'pending' === $session->status ? null : 'session_revoked';
			return null; // Waits for its account's login cookie, or to take that back: nobody.
		}
		$provider = $this->providers->readable( $session->provider );
		$identity = null !== $session->identity_id ? $this->identities->find( $session->identity_id ) : null;
		if (
			'active' !== $session->status
			|| null === $provider
			|| ! $provider->enabled()
			|| ( null === $session->identity_id && null === $session->snapshot )
			|| ( null !== $session->identity_id && ( null === $identity || 'active' !== $identity->status || ! $identity->is_vouched_for_by( $provider ) ) )
			|| $identity?->user_id !== $session->user_id
			|| ( null !== $session->user_id && ! self::may_use( $session->user_id, $session->login_mark ) )
		) {
			$this->end( $session, 'session_revoked' );
			return null;
		}

		$idle = $now->getTimestamp() - $session->last_seen_at->getTimestamp();
		if ( $now >= $session->expires_at || $idle >= $provider->number( 'session_idle' ) ) {
			$this->end( $session, 'session_expired' );
			return null;
		}

		try {
			$this->sessions->touch( $session, $now );
		} catch ( Storage_Failed ) {
			unset( $idle ); // A busy database must not sign anybody out; the next request notes it.
		}

		return $this->build( $session, $identity, $provider );
	}

	/**
	 * Whether a session may go on in the name of an account: it is there and not blocked, and so is the login beside it.
	 *
	 * @param int         $user_id Account of the session.
	 * @param string|null $mark    Mark of the login.
	 */
	private static function may_use( int $user_id, ?string $mark ): bool {
		$user = get_userdata( $user_id );

		return false !== $user && ( null === $mark || Login_Mark::holds( $mark, $user ) ) && ( ! is_multisite() || ( ! is_user_spammy( $user ) && is_user_member_of_blog( $user_id ) ) );
	}

	/**
	 * Ends a session.
	 *
	 * @param Visitor_Session $session Session.
	 * @param string          $reason  Reason.
	 */
	private function end( Visitor_Session $session, string $reason ): void {
		$this->ended = $reason;
		$this->sessions->retire( $session, $this->clock->now() );
		$this->cookies->close_session();
	}

	/**
	 * The visitor of a session. The provider's issuer scope is applied again, so that an organisation taken out of it
	 * counts for nobody from that moment, and the directory's facts are those of today.
	 *
	 * @param Visitor_Session $session  Session.
	 * @param Identity|null   $identity Identity.
	 * @param Provider        $provider Provider.
	 */
	private function build( Visitor_Session $session, ?Identity $identity, Provider $provider ): Visitor {
		$scoped = $this->scoped( $identity->snapshot ?? $session->snapshot ?? new Snapshot(), $provider );

		return new Visitor(
			$session->id,
			$identity?->id,
			$identity?->uid,
			$identity->issuer ?? $provider->text( 'issuer' ),
			$identity->subject ?? '',
			$provider->slug,
			$provider->label,
			$session->user_id,
			null === $identity,
			$scoped->memberships,
			( $identity->memberships_at ?? $session->memberships_at )->getTimestamp(),
			$session->auth,
			$scoped->dropped,
			$session->step_up,
			$session->can_refresh && 'refresh' === $provider->text( 'recheck' )
		);
	}

	/**
	 * A snapshot as it counts today.
	 *
	 * @param Snapshot $snapshot Snapshot.
	 * @param Provider $provider Provider that vouched.
	 */
	private function scoped( Snapshot $snapshot, Provider $provider ): Snapshot {
		$scoped = $provider->scope()->apply( $snapshot->memberships, $this->facts );

		return new Snapshot( $scoped->memberships, array_merge( $snapshot->dropped, $scoped->dropped ) );
	}
}
