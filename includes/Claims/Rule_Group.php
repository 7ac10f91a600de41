<?php
/**
 * A group of conditions.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * All of, any of, or not.
 */
final class Rule_Group {

	/**
	 * Checked by the parser.
	 *
	 * @param string                               $at       JSON pointer within the rule.
	 * @param 'all'|'any'|'not'                    $kind     How the children are joined.
	 * @param non-empty-list<Rule_Group|Rule_Leaf> $children One child for `not`.
	 */
	public function __construct(
		public readonly string $at,
		public readonly string $kind,
		public readonly array $children,
	) {
	}
}
