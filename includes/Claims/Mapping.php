<?php
/**
 * What a claim map made of claims.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * Memberships, what was dropped, and why.
 */
final class Mapping {

	/**
	 * Keeps the result.
	 *
	 * @param list<Membership>                            $memberships In the order of the wire.
	 * @param list<array{index: int, reason: string}>     $dropped     Index counts the wire's memberships from 0.
	 * @param list<array{m: int|null, field: string, path: list<string|int|null>|null, effect: string}> $trace Which path gave what.
	 */
	public function __construct(
		public readonly array $memberships,
		public readonly array $dropped = array(),
		public readonly array $trace = array(),
	) {
	}
}
