<?php
/**
 * The decision about one arrival.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Accounts;

/**
 * What happens, and with which account.
 */
final class Account_Plan {

	/**
	 * Builds the plan.
	 *
	 * @param Arrival       $arrival What happens.
	 * @param \WP_User|null $user    Account, where there is one already.
	 */
	public function __construct(
		public readonly Arrival $arrival,
		public readonly ?\WP_User $user = null,
	) {
	}
}
