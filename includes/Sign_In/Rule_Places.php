<?php
/**
 * Where rules are used.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

/**
 * Rooms that hold the uid of a rule tell where. Sign-in itself knows providers and roles; offers and blocks answer for
 * what is theirs.
 */
interface Rule_Places {

	/** Most places one room names. */
	public const MOST = 20;

	/**
	 * Where a rule is used, at most {@see MOST}.
	 *
	 * @param string $rule_uid Rule or template.
	 * @return list<Rule_Place>
	 */
	public function places( string $rule_uid ): array;
}
