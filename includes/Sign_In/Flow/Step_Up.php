<?php
/**
 * Proving again who one is.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Flow;

use CoopCredentials\Kernel\Audit_Log;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Database;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Sign_In\Admission;
use CoopCredentials\Sign_In\Cookies;
use CoopCredentials\Sign_In\Current_Visitor;
use CoopCredentials\Sign_In\Identity;
use CoopCredentials\Sign_In\Identity_Repository;
use CoopCredentials\Sign_In\Intent;
use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Sign_In\Snapshot;
use CoopCredentials\Sign_In\Transaction;
use CoopCredentials\Sign_In\Verified;
use CoopCredentials\Sign_In\Visitor;

/**
 * The end of a step-up: the session of the person who began it gets a younger or stronger authentication, a new snapshot
 * and a new cookie. It never becomes the session of somebody else, and it does not live longer for it.
 */
final class Step_Up {

	/** Reasons that say: the provider does not give what was asked. */
	private const IN_VAIN = array( 'acr_insufficient', 'auth_too_old' );

	/**
	 * Builds the end of a step-up.
	 *
	 * @param Admission           $admission  Memberships and `require`.
	 * @param Identity_Repository $identities Identities.
	 * @param Renewal_Repository  $renewals   Sessions.
	 * @param Last_Word           $last_word  Answers about people who are not let in.
	 * @param Cookies             $cookies    Cookies.
	 * @param Current_Visitor     $visitor    Visitor.
	 * @param Database            $database   Unit of work.
	 * @param Audit_Log           $audit      Audit log.
	 * @param Clock               $clock      Time.
	 */
	public function __construct(
		private readonly Admission $admission,
		private readonly Identity_Repository $identities,
		private readonly Renewal_Repository $renewals,
		private readonly Last_Word $last_word,
		private readonly Cookies $cookies,
		private readonly Current_Visitor $visitor,
		private readonly Database $database,
		private readonly Audit_Log $audit,
		private readonly Clock $clock,
	) {
	}

	/**
	 * Takes the answer. That it is young and strong enough was checked with the ID token.
	 *
	 * @param Provider    $provider    Provider.
	 * @param Verified    $verified    Verified answer.
	 * @param Transaction $transaction What was asked.
	 * @throws Problem `identity_changed`, or a reason of `require`.
	 */
	public function finish( Provider $provider, Verified $verified, Transaction $transaction ): null {
		$visitor = $this->visitor->get() ?? throw new Problem( 'account_changed', 400 );
		$this->check_identity( $provider, $verified, $visitor );
		$scoped   = $this->admission->memberships( $provider, $verified );
		$decision = $this->admission->decide( $provider, $scoped, $verified->claims, $verified->userinfo, $verified->auth );
		$snapshot = new Snapshot( $scoped->memberships, $scoped->dropped );
		if ( ! $decision->is_allowed() ) {
			$this->last_word->refuse( $provider, $visitor->identity_id, $snapshot, $decision, $visitor );
			throw new Problem( $decision->reason, $decision->http_status, '', $decision->next_step );
		}

		$secret = bin2hex( random_bytes( 32 ) );
		$this->store( $visitor, $verified, $transaction, $snapshot, $secret );
		$this->cookies->open_session( $secret, $provider->number( 'session_absolute' ) );
		$this->visitor->forget();
		$this->audit->record(
			'step_up',
			'ok',
			'',
			array(
				'provider'     => $provider->slug,
				'identity_uid' => $visitor->identity_uid,
			)
		);

		/**
		 * Fires after the memberships of somebody known were confirmed anew and stored, without a sign-in.
		 *
		 * @since 0.1.0
		 *
		 * @param string|null $identity_uid Uid of the identity; null for an ephemeral subject.
		 * @param string      $provider     Slug of the provider.
		 * @param string      $how          `step_up`, `refresh`, `refused` when what came with them was, or `interrupted`
		 *                                  when another plugin ended the request before the sign-in was done.
		 */
		do_action( 'coop_credentials_memberships_renewed', $visitor->identity_uid, $provider->slug, 'step_up' );

		return null;
	}

	/**
	 * Remembers a round that the provider answered without what was asked, so that the next demand is refused at once.
	 *
	 * @param Transaction $transaction What was asked.
	 * @param Problem     $problem     Why the answer was refused.
	 */
	public function failed( Transaction $transaction, Problem $problem ): void {
		if ( Intent::Step_Up->value === $transaction->intent && null !== $transaction->session_id && in_array( $problem->reason, self::IN_VAIN, true ) ) {
			$this->renewals->note_round( $transaction->session_id, Round::text( new Demand( $transaction->max_age, $transaction->acr_any ), false ) );
			$this->visitor->forget();
		}
	}

	/**
	 * The same person came back. An ephemeral subject has no identity: all it may do follows from this answer.
	 *
	 * @param Provider $provider Provider.
	 * @param Verified $verified Verified answer.
	 * @param Visitor  $visitor  Visitor.
	 * @throws Problem `identity_changed`.
	 */
	private function check_identity( Provider $provider, Verified $verified, Visitor $visitor ): void {
		if ( $visitor->ephemeral && $provider->is_ephemeral() ) {
			return;
		}
		$identity = $provider->is_ephemeral() ? null : $this->identities->find_by_hash( Identity::hash( $verified->issuer, $verified->subject, $verified->strategy ) );
		if ( null === $identity || $identity->id !== $visitor->identity_id ) {
			throw new Problem( 'identity_changed', 401 );
		}
	}

	/**
	 * Stores authentication and snapshot together.
	 *
	 * @param Visitor     $visitor     Visitor.
	 * @param Verified    $verified    Verified answer.
	 * @param Transaction $transaction What was asked.
	 * @param Snapshot    $snapshot    Memberships.
	 * @param string      $secret      New secret of the cookie.
	 * @throws Problem `account_changed` when the session has ended meanwhile.
	 */
	private function store( Visitor $visitor, Verified $verified, Transaction $transaction, Snapshot $snapshot, #[\SensitiveParameter] string $secret ): void {
		$now   = $this->clock->now();
		$round = Round::text( new Demand( $transaction->max_age, $transaction->acr_any ), true );
		$this->database->transaction(
			function () use ( $visitor, $verified, $snapshot, $secret, $round, $now ): void {
				if ( ! $this->renewals->step_up( $visitor->session_id, $secret, $verified->auth, $visitor->ephemeral ? $snapshot : null, $verified->sid, $round, $now ) ) {
					throw new Problem( 'account_changed', 400 );
				}
				if ( null !== $visitor->identity_id ) {
					$this->renewals->renew_identity( $visitor->identity_id, $visitor->provider, $snapshot, $now );
				}
			}
		);
	}
}
