<?php
/**
 * What an issuer scope left of memberships.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * Memberships with the directory's facts, what was dropped, and each effect.
 */
final class Scoped {

	/**
	 * Keeps the result.
	 *
	 * @param list<Membership>                                      $memberships What is left.
	 * @param list<array{index: int, reason: string}>               $dropped     Of the mapping and of the scope.
	 * @param list<array{m: int, effect: string, field: string|null}> $trace     Effects in order.
	 */
	public function __construct(
		public readonly array $memberships,
		public readonly array $dropped = array(),
		public readonly array $trace = array(),
	) {
	}
}
