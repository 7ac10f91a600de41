<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

/**
 * Recomputes counters from the ledger, which is the truth. 500 coupons a batch; every write demands that what it was
 * counted from has not moved, so it may run beside redemptions.
 */
final class Repair {
	private const BATCH = 500;

	public function __construct(
		private readonly Coupon_Repository $coupons,
		private readonly Offer_Repository $offers,
		private readonly Ledger_Repository $ledger
	) {}

	/**
	 * One coupon whose counter disagreed.
	 *
	 * @param string $uid Which.
	 */
	public function coupon( string $uid ): void {
		$coupon = $this->coupons->find( $uid );
		if ( null !== $coupon ) {
			$uses = $this->ledger->uses_between( $coupon->offer_id, $coupon->id, $coupon->id );
			$this->mend( $coupon, $uses[ $coupon->id ] ?? 0, false );
		}
	}

	/**
	 * All coupons and counters of one offer.
	 *
	 * @param string $uid Which offer.
	 * @param bool   $dry Only count what would change.
	 * @return array{coupons: int, offer: bool} How many coupons, and whether the offer's counters, differed.
	 */
	public function offer( string $uid, bool $dry = false ): array {
		$offer = $this->offers->find( $uid );
		if ( null === $offer ) {
			return array(
				'coupons' => 0,
				'offer'   => false,
			);
		}
		$mended = 0;
		$after  = 0;
		$size   = 0;
		do {
			$batch = $this->coupons->batch( $offer->id, $after, self::BATCH );
			if ( array() === $batch ) {
				break;
			}
			$size  = count( $batch );
			$after = $batch[ $size - 1 ]->id;
			$uses  = $this->ledger->uses_between( $offer->id, $batch[0]->id, $after );
			foreach ( $batch as $coupon ) {
				$mended += $this->mend( $coupon, $uses[ $coupon->id ] ?? 0, $dry ) ? 1 : 0;
			}
		} while ( self::BATCH === $size );
		return array(
			'coupons' => $mended,
			'offer'   => $this->counters( $offer, $dry ),
		);
	}

	private function mend( Coupon $coupon, int $uses, bool $dry ): bool {
		$status = $coupon->status;
		if ( $uses >= $coupon->max_uses && Coupon_Status::VOID !== $status ) {
			$status = Coupon_Status::REDEEMED;
		} elseif ( Coupon_Status::REDEEMED === $status ) {
			$status = Coupon_Status::ISSUED;
		}
		if ( $uses === $coupon->uses && $status === $coupon->status ) {
			return false;
		}
		return $dry || $this->coupons->write_uses( $coupon, $uses, $status ) > 0;
	}

	private function counters( Offer $offer, bool $dry ): bool {
		$totals = $this->ledger->totals( $offer->id );
		$claims = $this->coupons->count_claims( $offer->id );
		if ( $claims === $offer->claims_count && $totals['redemptions'] === $offer->redemptions_count && $totals['spent'] === $offer->spent_minor ) {
			return false;
		}
		return $dry || $this->offers->write_counters( $offer, $claims, $totals['redemptions'], $totals['spent'] ) > 0;
	}
}
