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

	/**
	 * Who gives the order numbers that are named here: at a point its organisation, whichever of its points it is. A holder
	 * who keeps a coupon for a while names it as they like, and meets no order of a shop.
	 *
	 * @param Actor $actor Who names the order.
	 */
	public function orders_numbered_by( Actor $actor ): string {
		return $actor->is_staff() ? 'organisation:' . (string) $this->point?->organisation_id : $actor->scope;
	}

	/** The same with another point. */
	public function at( ?Point $point ): self {
		return new self( $this->coupon, $this->offer, $point, $this->earlier );
	}
}
