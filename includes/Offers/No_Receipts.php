<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

/**
 * A site without partners.
 */
final class No_Receipts implements Receipt_Recorder {
	public function record( Coupon $coupon, Offer $offer, string $redemption_uid, string $kind ): void {}
}
