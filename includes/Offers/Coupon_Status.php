<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

/** Stored state of a coupon; `expired` is computed at reading and written later by Repair. */
enum Coupon_Status: string {
	case ISSUED   = 'issued';
	case HELD     = 'held';
	case REDEEMED = 'redeemed';
	case VOID     = 'void';
	case EXPIRED  = 'expired';
}
