<?php
/**
 * The present status of a membership, asked after sign-in.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * A status list, a register, or a provider's own answer.
 */
interface Status_Source {

	/**
	 * The status now.
	 *
	 * @param Membership $membership The membership.
	 * @param int        $now        UTC epoch second.
	 * @return string|null One of `Field::STATUSES`; null: cannot be reached or read, which never counts as active.
	 */
	public function status( Membership $membership, int $now ): ?string;
}
