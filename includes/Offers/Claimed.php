<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

/**
 * What a claim gave: the coupon as its holder sees it, and whether it is a new one.
 */
final class Claimed {
	/**
	 * @param array<string, mixed> $coupon  From Coupon_View.
	 * @param bool                 $created False: the holder had it already.
	 */
	public function __construct( public readonly array $coupon, public readonly bool $created ) {}
}
