<?php
/**
 * The signed-in visitor.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Claims\Auth_Context;
use CoopCredentials\Claims\Membership;

/**
 * Who is asking, with the memberships of the snapshot and the directory's facts of today.
 */
final class Visitor {

	/**
	 * Builds the visitor.
	 *
	 * @param int              $session_id     Session.
	 * @param int|null         $identity_id    Identity; null for an ephemeral subject.
	 * @param string|null      $identity_uid   Its uid.
	 * @param string           $issuer         Issuer.
	 * @param string           $subject        Subject, '' for an ephemeral one.
	 * @param string           $provider       Slug.
	 * @param string           $provider_label Name of the provider.
	 * @param int|null         $user_id        Account.
	 * @param bool             $ephemeral      Whether nothing tells this person from another at the next sign-in.
	 * @param list<Membership> $memberships    Memberships.
	 * @param int              $memberships_at When the snapshot was taken, UTC seconds.
	 * @param Auth_Context     $auth           When and how the person was authenticated.
	 * @param list<array{index: int, reason: string}> $dropped What map and scope left out.
	 * @param string|null      $step_up        Last step-up round, see {@see Flow\Round}.
	 * @param bool             $can_refresh    Whether the snapshot can be renewed without the visitor.
	 */
	public function __construct(
		public readonly int $session_id,
		public readonly ?int $identity_id,
		public readonly ?string $identity_uid,
		public readonly string $issuer,
		public readonly string $subject,
		public readonly string $provider,
		public readonly string $provider_label,
		public readonly ?int $user_id,
		public readonly bool $ephemeral,
		public readonly array $memberships,
		public readonly int $memberships_at,
		public readonly Auth_Context $auth,
		public readonly array $dropped,
		public readonly ?string $step_up = null,
		public readonly bool $can_refresh = false,
	) {
	}
}
