<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

/**
 * What one read before a redemption found: coupon, offer, point, and an earlier row with the same idempotency key.
 */
final class Situation {
	public function __construct(
		public readonly Coupon $coupon,
		public readonly Offer $offer,
		public readonly ?Point $point,
		public readonly ?Redemption $earlier
	) {}

	/**
	 * @param array<string, string|null> $row Joined columns under the prefixes c_, o_, p_, r_.
	 */
	public static function from_row( array $row ): self {
		return new self(
			Coupon::from_row( $row, 'c_' ),
			Offer::from_row( $row, 'o_' ),
			null === $row['p_id'] ? null : Point::from_row( $row, 'p_' ),
			null === $row['r_id'] ? null : Redemption::from_row( $row, 'r_' )
		);
	}

	/** The same with another point. */
	public function at( ?Point $point ): self {
		return new self( $this->coupon, $this->offer, $point, $this->earlier );
	}
}
