<?php
/**
 * What a provider says about somebody who is not let in.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Flow;

use CoopCredentials\Kernel\Clock;
use CoopCredentials\Sign_In\Current_Visitor;
use CoopCredentials\Sign_In\Identity;
use CoopCredentials\Sign_In\Identity_Repository;
use CoopCredentials\Sign_In\Linked_Identities;
use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Sign_In\Snapshot;

/**
 * A verified answer about somebody who is known counts also when the sign-in, step-up or renewal it came with is refused:
 * otherwise the memberships of before would go on opening gates, offers and roles, the longer the stricter `require` is.
 */
final class Last_Word {

	/**
	 * Builds the service.
	 *
	 * @param Renewal_Repository  $renewals   Snapshots.
	 * @param Identity_Repository $identities Identities.
	 * @param Linked_Identities   $linked     What was read in this request.
	 * @param Current_Visitor     $visitor    Visitor of this request.
	 * @param Clock               $clock      Time.
	 */
	public function __construct(
		private readonly Renewal_Repository $renewals,
		private readonly Identity_Repository $identities,
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
		$identity = is_int( $identity ) ? $this->identities->find( $identity ) : $identity;
		if ( null === $identity || $identity->provider !== $provider->slug || 'active' !== $identity->status ) {
			return;
		}
		$this->renewals->renew_identity( $identity->id, $snapshot, $this->clock->now() );
		$this->linked->forget();
		$this->visitor->forget();

		/** This action is documented in includes/Sign_In/Flow/Step_Up.php */
		do_action( 'coop_credentials_memberships_renewed', $identity->uid, $provider->slug, 'refused' );
	}

	/**
	 * The same for a session whose subject has no identity.
	 *
	 * @param int      $session_id Session.
	 * @param Snapshot $snapshot   Memberships now.
	 */
	public function keep_in_session( int $session_id, Snapshot $snapshot ): void {
		$this->renewals->renew_snapshot( $session_id, $snapshot, $this->clock->now() );
		$this->visitor->forget();
	}
}
