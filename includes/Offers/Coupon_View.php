<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Clock;

/**
 * A coupon as its holder sees it: the only place where a code is shown again.
 */
final class Coupon_View {
	public function __construct(
		private readonly Clock $clock,
		private readonly Code_Service $codes,
		private readonly Code_Reader $reader,
		private readonly Qr $qr,
		private readonly Offer_Catalogue $catalogue,
		private readonly Vouching $vouching
	) {}

	/**
	 * @param Coupon                                                               $coupon Whose holder asks.
	 * @param Offer                                                                $offer  Its offer.
	 * @param array{recorded_at: \DateTimeImmutable|null, point: string|null}|null $used   Latest use.
	 * @return array<string, mixed>
	 */
	public function of( Coupon $coupon, Offer $offer, ?array $used = null ): array {
		$now    = $this->clock->now();
		$status = $coupon->status_at( $now );
		$usable = $coupon->is_usable( $now ) && Offer_Status::REVOKED !== $offer->status;
		$code   = $usable ? $this->codes->derive( $coupon->uid, $coupon->key_ver, $coupon->code_try ) : null;
		return array(
			'uid'          => $coupon->uid,
			'status'       => $status->value,
			'state'        => self::state( $status, $offer ),
			'tail'         => $coupon->code_tail,
			'code'         => $code?->grouped(),
			'code_plain'   => $code?->plain,
			'qr'           => null === $code ? null : $this->qr->svg(
				$this->reader->qr_address( $code ),
				/* translators: %s: what the offer gives. */
				sprintf( __( 'QR code: %s', 'coop-credentials' ), $offer->title )
			),
			'url'          => null === $code ? null : $this->reader->address( $code ),
			'expires_at'   => $coupon->expires_at?->format( 'Y-m-d\TH:i:s\Z' ),
			'not_before'   => $coupon->not_before?->format( 'Y-m-d\TH:i:s\Z' ),
			'uses'         => $coupon->uses,
			'max_uses'     => $coupon->max_uses,
			'hold_until'   => Coupon_Status::HELD === $status ? $coupon->hold_until?->format( 'Y-m-d\TH:i:s\Z' ) : null,
			'holder_label' => $coupon->holder_label,
			'used_at'      => isset( $used['recorded_at'] ) ? $used['recorded_at']->format( 'Y-m-d\TH:i:s\Z' ) : null,
			'used_where'   => $used['point'] ?? null,
			'message'      => $this->message( $coupon, $offer, $usable ),
			'offer'        => $this->catalogue->item( $offer ),
		);
	}

	/** What the holder has to know: why it does not work now, though it is not used. */
	private function message( Coupon $coupon, Offer $offer, bool $usable ): string {
		if ( Offer_Status::REVOKED === $offer->status ) {
			return Refusals::words( 'offer_revoked', array( 'why' => (string) $offer->state_reason ) );
		}
		$barred = $usable ? $this->vouching->obstacle( $coupon ) : null;
		if ( null !== $barred ) {
			return Refusals::words( $barred );
		}
		return Offer_Status::PAUSED === $offer->status ? Refusals::words( 'offer_paused' ) : '';
	}

	/**
	 * In which list a holder finds it.
	 *
	 * @return string One of ready, used, ended.
	 */
	private static function state( Coupon_Status $status, Offer $offer ): string {
		return match ( true ) {
			Coupon_Status::REDEEMED === $status                                                  => 'used',
			Coupon_Status::VOID === $status, Coupon_Status::EXPIRED === $status,
			Offer_Status::REVOKED === $offer->status                                             => 'ended',
			default                                                                              => 'ready',
		};
	}
}
