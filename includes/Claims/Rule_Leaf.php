<?php
/**
 * One condition of a rule.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * A path into a membership, the raw claims or the identity, an operator and its value.
 */
final class Rule_Leaf {

	/**
	 * Checked by the parser.
	 *
	 * @param string                                                        $at       JSON pointer within the rule.
	 * @param string                                                        $of       membership, claim or identity.
	 * @param Path                                                          $path     What is looked at.
	 * @param Operator                                                      $operator How it is compared.
	 * @param string|int|float|bool|list<string>|list<int|float>|list<bool>|null $value With what; null for `exists`.
	 */
	public function __construct(
		public readonly string $at,
		public readonly string $of,
		public readonly Path $path,
		public readonly Operator $operator,
		public readonly string|int|float|bool|array|null $value,
	) {
	}

	/**
	 * Name of the membership field, or null when this leaf looks at something else.
	 */
	public function field(): ?string {
		$first = $this->path->steps[0];
		return 'membership' === $this->of && is_string( $first ) ? $first : null;
	}
}
