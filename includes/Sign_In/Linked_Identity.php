<?php
/**
 * One of an account's identities.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Claims\Membership;

/**
 * An active identity of an enabled provider, with the memberships that count today.
 */
final class Linked_Identity {

	/**
	 * Builds the value.
	 *
	 * @param Identity         $identity    Identity.
	 * @param Provider         $provider    Its provider.
	 * @param list<Membership> $memberships Memberships inside the provider's scope, with the directory's facts of today.
	 * @param list<array{index: int, reason: string}> $dropped What map and scope left out.
	 */
	public function __construct(
		public readonly Identity $identity,
		public readonly Provider $provider,
		public readonly array $memberships,
		public readonly array $dropped,
	) {
	}
}
