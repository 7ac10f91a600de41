<?php
/**
 * What a provider says about somebody who is not let in.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Flow;

use CoopCredentials\Claims\Decision;
use CoopCredentials\Claims\Reason;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Sign_In\Current_Visitor;
use CoopCredentials\Sign_In\Identity;
use CoopCredentials\Sign_In\Identity_Repository;
use CoopCredentials\Sign_In\Linked_Identities;
use CoopCredentials\Sign_In\Logout\Session_Ender;
use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Sign_In\Snapshot;
use CoopCredentials\Sign_In\Visitor;
use CoopCredentials\Sign_In\Visitor_Session;
use CoopCredentials\Sign_In\Visitor_Session_Repository;

/**
 * A verified answer about somebody who is known counts also when the sign-in, step-up or renewal it came with is refused:
 * otherwise the memberships of before would go on opening gates, offers and roles, the longer the stricter `require` is.
 * Whom `require` no longer lets in is signed out wherever they still are.
 */
final class Last_Word {

	/** Refusals that say nothing about the person: a rule of ours is broken, or asks how somebody logs in. */
	private const NO_LOSS = array( Reason::RuleMissing, Reason::RuleInvalid, Reason::StepUpRequired, Reason::StepUpFailed );

	/**
	 * Builds the service.
	 *
	 * @param Renewal_Repository         $renewals   Snapshots.
	 * @param Identity_Repository        $identities Identities.
	 * @param Visitor_Session_Repository $sessions   Sessions.
	 * @param Session_Ender              $ender      Ends them.
	 * @param Untold                     $untold     What nobody has heard of yet.
	 * @param Linked_Identities          $linked     What was read in this request.
	 * @param Current_Visitor            $visitor    Visitor of this request.
	 * @param Clock                      $clock      Time.
	 */
	public function __construct(
		private readonly Renewal_Repository $renewals,
		private readonly Identity_Repository $identities,
		private readonly Visitor_Session_Repository $sessions,
		private readonly Session_Ender $ender,
		private readonly Untold $untold,
		private readonly Linked_Identities $linked,
		private readonly Current_Visitor $visitor,
		private readonly Clock $clock,
	) {
	}

	/**
	 * Keeps the memberships of an answer, if they are the same provider's as those that are stored.
	 *
	 * @param Provider          $provider Provider.
	 * @param Identity|int|null $identity Identity the answer is about, or its row; null when it is not known.
	 * @param Snapshot          $snapshot Memberships now.
	 */
	public function keep( Provider $provider, Identity|int|null $identity, Snapshot $snapshot ): void {
		$this->tell( $this->store( $provider, $identity, $snapshot ) );
	}

	/**
	 * Stores memberships.
	 *
	 * @param Provider          $provider Provider.
	 * @param Identity|int|null $identity Identity, or its row.
	 * @param Snapshot          $snapshot Memberships now.
	 * @return Identity|null Whose they are now.
	 */
	private function store( Provider $provider, Identity|int|null $identity, Snapshot $snapshot ): ?Identity {
		$identity = is_int( $identity ) ? $this->identities->find( $identity ) : $identity;
		if ( null === $identity || $identity->provider !== $provider->slug || 'active' !== $identity->status ) {
			return null;
		}
		$this->renewals->renew_identity( $identity->id, $identity->provider, $snapshot, $this->clock->now() );
		$this->untold->note( $identity->uid, $identity->provider );
		$this->linked->forget();
		$this->visitor->forget();

		return $identity;
	}

	/**
	 * Tells that memberships were stored.
	 *
	 * @param Identity|null $identity Whose; null when nothing was.
	 */
	private function tell( ?Identity $identity ): void {
		if ( null !== $identity ) {
			$this->untold->told( $identity->uid );
			/** This action is documented in includes/Sign_In/Flow/Step_Up.php */
			do_action( 'coop_credentials_memberships_renewed', $identity->uid, $identity->provider, 'refused' );
		}
	}

	/**
	 * Keeps the memberships `require` was not satisfied with, and ends the sessions that were opened while it was: each
	 * with the WordPress session made for it. Logins by password go on. Others hear of it when it is done.
	 *
	 * @param Provider          $provider Provider.
	 * @param Identity|int|null $identity Identity the answer is about, or its row; null when it is not known.
	 * @param Snapshot          $snapshot Memberships now.
	 * @param Decision          $decision What `require` says; not a yes.
	 * @param Visitor|null      $visitor  Visitor the answer is about, where no identity names them.
	 */
	public function refuse( Provider $provider, Identity|int|null $identity, Snapshot $snapshot, Decision $decision, ?Visitor $visitor = null ): void {
		$stored   = $this->store( $provider, $identity, $snapshot );
		$identity = $identity instanceof Identity ? $identity->id : $identity;
		$lost     = ! in_array( Reason::tryFrom( $decision->reason ), self::NO_LOSS, true );
		if ( null !== $identity && $lost ) {
			// Another record of the same issuer may ask for less.
			$this->ender->end( array_values( array_filter( $this->sessions->of_identity( $identity ), static fn( Visitor_Session $session ): bool => $session->provider === $provider->slug ) ) );
		} elseif ( null === $identity && null !== $visitor ) {
			$lost ? $this->sessions->delete( $visitor->session_id ) : $this->renewals->renew_snapshot( $visitor->session_id, $snapshot, $this->clock->now() );
		}
		$this->visitor->forget();
		$this->tell( $stored );
	}
}
