<?php
/**
 * Renews a snapshot with a refresh token.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Flow;

use CoopCredentials\Kernel\Audit_Log;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Database;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Secrets;
use CoopCredentials\OpenID\Budgeted_Http;
use CoopCredentials\OpenID\Discovery;
use CoopCredentials\OpenID\Refresh_Grant;
use CoopCredentials\Sign_In\Admission;
use CoopCredentials\Sign_In\Answer;
use CoopCredentials\Sign_In\Cookies;
use CoopCredentials\Sign_In\Current_Visitor;
use CoopCredentials\Sign_In\Identity;
use CoopCredentials\Sign_In\Identity_Repository;
use CoopCredentials\Sign_In\Logout\Session_Ender;
use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Sign_In\Provider_Repository;
use CoopCredentials\Sign_In\Provider_Secrets;
use CoopCredentials\Sign_In\Reasons;
use CoopCredentials\Sign_In\Snapshot;
use CoopCredentials\Sign_In\Verified;
use CoopCredentials\Sign_In\Visitor;
use CoopCredentials\Sign_In\Visitor_Session_Repository;

/**
 * Only where the owner chose `recheck: refresh`, only for an action that needs a younger snapshot, never for a page view.
 * A refresh says that the memberships are still so; it is no authentication, so `auth_time` and `acr` stay.
 */
final class Renewal {

	private const LOCK    = 30;
	private const BUDGET  = 12.0;
	private const PURPOSE = 'refresh-token';

	/** A sealed token longer than this is not kept, bytes. */
	private const MAX_BYTES = 16384;

	/** Reasons that say: the answer is about somebody or something else. */
	private const MISMATCH = array( 'key_unknown', 'key_ambiguous', 'signature_invalid', 'userinfo_sub', 'echo_mismatch', 'identity_changed' );

	/**
	 * Builds the renewal.
	 *
	 * @param Provider_Repository        $providers  Providers.
	 * @param Provider_Secrets           $clients    Secrets of providers.
	 * @param Discovery                  $discovery  Metadata.
	 * @param Budgeted_Http              $http       Time budget.
	 * @param Answer                     $answer     Tokens, ID token, userinfo.
	 * @param Admission                  $admission  Memberships and `require`.
	 * @param Identity_Repository        $identities Identities.
	 * @param Renewal_Repository         $renewals   What renews sessions.
	 * @param Last_Word                  $last_word  Answers about people who are not let in.
	 * @param Visitor_Session_Repository $sessions   Sessions.
	 * @param Session_Ender              $ender      Ends sessions.
	 * @param Cookies                    $cookies    Cookies.
	 * @param Current_Visitor            $visitor    Visitor.
	 * @param Secrets                    $secrets    Seals tokens.
	 * @param Database                   $database   Unit of work.
	 * @param Audit_Log                  $audit      Audit log.
	 * @param Clock                      $clock      Time.
	 */
	public function __construct(
		private readonly Provider_Repository $providers,
		private readonly Provider_Secrets $clients,
		private readonly Discovery $discovery,
		private readonly Budgeted_Http $http,
		private readonly Answer $answer,
		private readonly Admission $admission,
		private readonly Identity_Repository $identities,
		private readonly Renewal_Repository $renewals,
		private readonly Last_Word $last_word,
		private readonly Visitor_Session_Repository $sessions,
		private readonly Session_Ender $ender,
		private readonly Cookies $cookies,
		private readonly Current_Visitor $visitor,
		private readonly Secrets $secrets,
		private readonly Database $database,
		private readonly Audit_Log $audit,
		private readonly Clock $clock,
	) {
	}

	/**
	 * Keeps the refresh token of an answer, sealed, in the session it opened or renewed.
	 *
	 * @param Verified    $verified Verified answer.
	 * @param string|null $secret   Secret of the session.
	 */
	public function keep( Verified $verified, #[\SensitiveParameter] ?string $secret ): void {
		$sealed = null !== $verified->refresh ? $this->sealed( $verified->refresh ) : null;
		if ( null !== $secret && null !== $sealed ) {
			$this->renewals->keep_refresh_token( $secret, $sealed );
		}
	}

	/**
	 * Renews the snapshot of a session. Of many parallel callers one does; the others go on with what they have.
	 *
	 * @param Visitor $visitor Visitor.
	 * @return Visitor The visitor with the snapshot that is known now.
	 * @throws Problem `refresh_ended`, `refresh_mismatch`, `session_revoked`, `session_expired` (401): the session has ended.
	 */
	public function renew( Visitor $visitor ): Visitor {
		$provider = $visitor->can_refresh ? $this->providers->find( $visitor->provider ) : null;
		if ( null === $provider || ! $this->renewals->lock( $visitor->session_id, self::LOCK, $this->clock->now() ) ) {
			return $this->latest( $visitor );
		}
		$latest = $this->latest( $visitor ); // Somebody may have renewed it between our reading and our lock.
		if ( $latest->memberships_at > $visitor->memberships_at ) {
			return $latest;
		}

		$this->http->start( self::BUDGET );
		try {
			$verified = $this->ask( $visitor, $provider );
			if ( null === $verified ) {
				return $visitor;
			}
			$this->store( $visitor, $provider, $verified );
		} catch ( Problem $problem ) {
			$this->judge( $visitor, $problem );
			return $visitor;
		} finally {
			$this->http->stop();
		}
		$this->record( $visitor, 'ok', '' );

		/** This action is documented in includes/Sign_In/Flow/Step_Up.php */
		do_action( 'coop_credentials_memberships_renewed', $visitor->identity_uid, $provider->slug, 'refresh' );

		return $this->latest( $visitor );
	}

	/**
	 * Asks the provider.
	 *
	 * @param Visitor  $visitor  Visitor.
	 * @param Provider $provider Provider.
	 * @return Verified|null Null when there is nothing to ask with.
	 * @throws Problem The reason.
	 */
	private function ask( Visitor $visitor, Provider $provider ): ?Verified {
		$sealed = $this->renewals->refresh_token( $visitor->session_id );
		$grant  = null !== $sealed ? Refresh_Grant::from_json( $this->secrets->open( $sealed, self::PURPOSE ) ) : null;
		if ( null === $sealed || null === $grant ) {
			return null;
		}
		$client = $this->clients->client( $provider );

		return $this->answer->renew(
			$provider,
			$client,
			$this->discovery->get( $client ),
			$grant,
			function ( Refresh_Grant $next ) use ( $visitor, $sealed ): void {
				$fresh = $this->sealed( $next );
				if ( null !== $fresh ) {
					$this->renewals->replace_refresh_token( $visitor->session_id, $sealed, $fresh );
				}
			}
		);
	}

	/**
	 * Stores the new snapshot.
	 *
	 * @param Visitor  $visitor  Visitor.
	 * @param Provider $provider Provider.
	 * @param Verified $verified Verified answer.
	 * @throws Problem `identity_changed`, `session_revoked`.
	 */
	private function store( Visitor $visitor, Provider $provider, Verified $verified ): void {
		if ( null !== $visitor->identity_id && null !== $verified->id_token ) {
			$identity = $this->identities->find_by_hash( Identity::hash( $verified->issuer, $verified->subject, $verified->strategy ) );
			if ( $identity?->id !== $visitor->identity_id ) {
				throw new Problem( 'identity_changed', 401 );
			}
		}
		$scoped   = $this->admission->memberships( $provider, $verified );
		$decision = $this->admission->decide( $provider, $scoped, $verified->claims, $verified->userinfo, $visitor->auth );
		$snapshot = new Snapshot( $scoped->memberships, $scoped->dropped );
		if ( ! $decision->is_allowed() ) {
			$this->last_word->refuse( $provider, $visitor->identity_id, $snapshot, $decision );
			throw new Problem( 'session_revoked', 401, '', null, array( 'cause' => $decision->reason ) );
		}
		$now = $this->clock->now();
		$this->database->transaction(
			function () use ( $visitor, $snapshot, $now ): void {
				$this->renewals->renew_snapshot( $visitor->session_id, $visitor->ephemeral ? $snapshot : null, $now );
				if ( null !== $visitor->identity_id ) {
					$this->renewals->renew_identity( $visitor->identity_id, $visitor->provider, $snapshot, $now );
				}
			}
		);
	}

	/**
	 * What a failed refresh means: a provider that is away, or misconfigured here, ends nobody's session; one that has
	 * taken the grant back, or answers about somebody else, does, and with it the login that session opened. Other logins of
	 * the account, by password above all, are none of its business.
	 *
	 * @param Visitor $visitor Visitor.
	 * @param Problem $problem Why it failed.
	 * @throws Problem `refresh_ended`, `refresh_mismatch`, `session_revoked`.
	 */
	private function judge( Visitor $visitor, Problem $problem ): void {
		$reason = match ( true ) {
			'token_refused' === $problem->reason && 'invalid_grant' === ( $problem->data['error'] ?? null ) => 'refresh_ended',
			str_starts_with( $problem->reason, 'id_token_' ), in_array( $problem->reason, self::MISMATCH, true ) => 'refresh_mismatch',
			'session_revoked' === $problem->reason => 'session_revoked',
			default => null,
		};
		if ( null === $reason ) {
			$this->record( $visitor, 'error', $problem->reason );
			return;
		}
		$this->record( $visitor, 'refused', $reason, $problem->reason );
		$secret  = $this->cookies->session();
		$session = null !== $secret ? $this->sessions->find( $secret ) : null;
		if ( null !== $session && $session->id === $visitor->session_id ) {
			$this->ender->end( array( $session ) );
		}
		$this->cookies->close_session();
		$this->visitor->forget();

		throw self::over( $reason, $visitor );
	}

	/**
	 * The visitor as the database knows them now.
	 *
	 * @param Visitor $visitor Visitor.
	 * @throws Problem `session_revoked`, `session_expired` (401): the session ended meanwhile.
	 */
	private function latest( Visitor $visitor ): Visitor {
		$this->visitor->forget();

		return $this->visitor->get() ?? throw self::over( $this->visitor->ended() ?? 'session_expired', $visitor );
	}

	/**
	 * The refusal after the end of a session.
	 *
	 * @param string  $reason  Reason.
	 * @param Visitor $visitor Whose session it was.
	 */
	private static function over( string $reason, Visitor $visitor ): Problem {
		return new Problem( $reason, 401, Reasons::text( $reason, $visitor->provider_label ), 'sign_in' );
	}

	/**
	 * A grant, sealed; null when it is too long to keep.
	 *
	 * @param Refresh_Grant $grant Grant.
	 */
	private function sealed( Refresh_Grant $grant ): ?string {
		$json = $grant->to_json();

		return strlen( $json ) <= self::MAX_BYTES ? $this->secrets->seal( $json, self::PURPOSE ) : null;
	}

	/**
	 * Writes the audit log.
	 *
	 * @param Visitor $visitor Visitor.
	 * @param string  $outcome Outcome.
	 * @param string  $reason  Reason.
	 * @param string  $cause   What was wrong in particular.
	 */
	private function record( Visitor $visitor, string $outcome, string $reason, string $cause = '' ): void {
		$this->audit->record(
			'refresh',
			$outcome,
			$reason,
			array(
				'provider'     => $visitor->provider,
				'identity_uid' => $visitor->identity_uid,
				'details'      => '' === $cause ? array() : array( 'cause' => $cause ),
			)
		);
	}
}
