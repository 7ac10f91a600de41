<?php
/**
 * A trust framework whose verified claims are accepted.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * How its assurance levels read on our scale.
 */
final class Framework {

	/**
	 * Checked by the parser.
	 *
	 * @param array<array-key, int> $levels Its level => ours, 0–4.
	 * @param int                   $max    Highest level it can give, 0–4.
	 */
	public function __construct( public readonly array $levels, public readonly int $max ) {
	}

	/**
	 * Our level for its level; null when the table does not name it.
	 */
	public function level( mixed $level ): ?int {
		$ours = is_string( $level ) ? $this->levels[ $level ] ?? null : null;
		return null === $ours ? null : min( $ours, $this->max );
	}
}
