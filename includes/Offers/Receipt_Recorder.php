<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

/**
 * Writes what a partner must learn, inside the transaction that changes the ledger (step 9). The Network room implements
 * it; without Network nothing is written.
 */
interface Receipt_Recorder {
	/**
	 * Called before COMMIT. May write only to its own tables and must demand `coupons.last_op` = the redemption's uid.
	 *
	 * @param Coupon $coupon         As read before the unit.
	 * @param Offer  $offer          As read before the unit.
	 * @param string $redemption_uid The row just appended.
	 * @param string $kind           redeem, void, adjust.
	 */
	public function record( Coupon $coupon, Offer $offer, string $redemption_uid, string $kind ): void;
}
