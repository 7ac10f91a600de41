<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

/**
 * A guard inside a unit of work did not affect exactly one row: ROLLBACK, re-read, say why. Never leaves the room.
 */
final class Unit_Stopped extends \RuntimeException {
	/**
	 * @param string $step Which guard: coupon, offer, uses, order, ledger.
	 */
	public function __construct( public readonly string $step ) {
		parent::__construct( 'Stopped at ' . $step );
	}
}
