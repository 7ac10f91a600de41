<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Problem;

/**
 * Why a coupon cannot be used now: the checks of step 3, also the fresh reason after a lost race (step 11). Only reads;
 * what decides are the guarded UPDATEs.
 */
final class Obstacles {
	public function __construct( private readonly Ledger_Repository $ledger, private readonly Vouching $vouching ) {}

	/**
	 * The first obstacle, or null.
	 *
	 * @param Situation          $at         Coupon, offer and point.
	 * @param Redeem_Request     $request    What is asked for.
	 * @param \DateTimeImmutable $now        Database time.
	 * @param string|null        $hold_token Hash of an own hold's token.
	 */
	public function find( Situation $at, Redeem_Request $request, \DateTimeImmutable $now, ?string $hold_token ): ?Problem {
		return $this->of_state( $at, $now, $hold_token, '' === $request->code )
			?? $this->of_offer( $at->offer, $now )
			?? self::of_point( $at, $now )
			?? $this->of_membership( $at, $now )
			?? self::of_money( $at->offer, $request );
	}

	/**
	 * A coupon that is named without its code can be used by whom it is held for, and by nobody else: its uid is no secret.
	 */
	private function of_state( Situation $at, \DateTimeImmutable $now, ?string $hold_token, bool $without_code ): ?Problem {
		$coupon = $at->coupon;
		if ( null !== $coupon->not_before && $now < $coupon->not_before ) {
			return Refusals::problem( 'coupon_not_started', self::date( $coupon->not_before ) );
		}
		if ( $coupon->uses >= $coupon->max_uses && Coupon_Status::VOID !== $coupon->status ) {
			return $this->used( $coupon, $now );
		}
		return match ( $coupon->status_at( $now ) ) {
			Coupon_Status::VOID     => Refusals::problem( 'coupon_void' ),
			Coupon_Status::EXPIRED  => Refusals::problem( 'coupon_expired', self::date( $coupon->expires_at ) ),
			Coupon_Status::REDEEMED => $this->used( $coupon, $now ),
			Coupon_Status::HELD     => $this->held( $coupon, $now, $hold_token ),
			Coupon_Status::ISSUED   => $without_code ? Refusals::problem( 'hold_lost' ) : null,
		};
	}

	private function used( Coupon $coupon, \DateTimeImmutable $now ): Problem {
		$last    = $this->ledger->last_use( $coupon->id );
		$details = array(
			'uses'     => $coupon->uses,
			'max_uses' => $coupon->max_uses,
			'tail'     => $coupon->code_tail,
			'now'      => $now->format( 'Y-m-d\TH:i:s\Z' ),
		);
		if ( null !== $last ) {
			$details['recorded_at'] = $last['recorded_at']?->format( 'Y-m-d\TH:i:s\Z' );
			$details['point']       = $last['point'];
			$details['use_no']      = $last['use_no'];
		}
		return Refusals::problem( 1 === $coupon->max_uses ? 'already_redeemed' : 'uses_exhausted', $details );
	}

	private function held( Coupon $coupon, \DateTimeImmutable $now, ?string $hold_token ): ?Problem {
		if ( null !== $hold_token && null !== $coupon->hold_token && hash_equals( $coupon->hold_token, $hold_token ) ) {
			return null;
		}
		if ( null !== $hold_token ) {
			return Refusals::problem( 'hold_lost' );
		}
		$left = null === $coupon->hold_until ? 1 : max( 1, $coupon->hold_until->getTimestamp() - $now->getTimestamp() );
		return Refusals::problem( 'held_elsewhere', array(), $left );
	}

	private function of_offer( Offer $offer, \DateTimeImmutable $now ): ?Problem {
		if ( Offer_Status::PAUSED === $offer->status || Offer_Status::DRAFT === $offer->status ) {
			return Refusals::problem( 'offer_paused' );
		}
		if ( Offer_Status::REVOKED === $offer->status ) {
			return Refusals::problem( 'offer_revoked', array( 'why' => (string) $offer->state_reason ) );
		}
		if ( null !== $offer->valid_from && $now < $offer->valid_from ) {
			return Refusals::problem( 'coupon_not_started', self::date( $offer->valid_from ) );
		}
		if ( null !== $offer->valid_until && $now >= $offer->valid_until ) {
			return Refusals::problem( 'coupon_expired', self::date( $offer->valid_until ) );
		}
		if ( null !== $offer->max_redemptions && $offer->redemptions_count >= $offer->max_redemptions ) {
			return Refusals::problem( 'offer_limit_reached' );
		}
		return null;
	}

	/**
	 * Why this point honours nothing of the offer; null when it does.
	 *
	 * @param Situation          $at  Coupon, offer and point.
	 * @param \DateTimeImmutable $now Database time.
	 */
	public static function of_point( Situation $at, \DateTimeImmutable $now ): ?Problem {
		$reason = null === $at->point ? 'point_not_allowed' : $at->point->obstacle( $at->offer, $now );
		return null === $reason ? null : Refusals::problem( $reason );
	}

	private function of_membership( Situation $at, \DateTimeImmutable $now ): ?Problem {
		$coupon = $at->coupon;
		if ( 'paper' === $coupon->issued_via ) {
			return null;
		}
		$barred = $this->vouching->obstacle( $coupon );
		if ( null !== $barred ) {
			return Refusals::problem( $barred );
		}
		if ( 'ok' !== $coupon->membership_state && 'honour' !== $at->offer->on_membership_lost ) {
			return Refusals::problem( 'credential_revoked' );
		}
		if ( null !== $coupon->membership_ends_at && $now >= $coupon->membership_ends_at ) {
			return Refusals::problem( 'credential_expired' );
		}
		if ( null !== $at->offer->max_status_age ) {
			$oldest = $now->modify( '-' . $at->offer->max_status_age . ' seconds' );
			if ( null === $coupon->checked_at ) {
				return Refusals::problem( 'credential_unverifiable' );
			}
			if ( $coupon->checked_at < $oldest ) {
				return Refusals::problem( 'credential_stale' );
			}
		}
		return null;
	}

	private static function of_money( Offer $offer, Redeem_Request $request ): ?Problem {
		if ( null === $request->amount_minor ) {
			return null;
		}
		$currency = $request->currency ?? $offer->currency;
		if ( null === $currency ) {
			return Refusals::problem( 'invalid_request' );
		}
		if ( null !== $offer->currency && $currency !== $offer->currency ) {
			return Refusals::problem( 'currency_mismatch' );
		}
		if ( null !== $offer->min_spend_minor && $request->amount_minor < $offer->min_spend_minor ) {
			return Refusals::problem( 'min_spend_not_met', array( 'amount' => Offer_Words::money( new Money( $offer->min_spend_minor, $currency ) ) ) );
		}
		$saved = $offer->discount( new Money( $request->amount_minor, $currency ) ) ?? 0;
		if ( null !== $offer->budget_minor && $offer->spent_minor + $saved > $offer->budget_minor ) {
			return Refusals::problem( 'budget_exhausted' );
		}
		return null;
	}

	/**
	 * @return array<string, string>
	 */
	private static function date( ?\DateTimeImmutable $time ): array {
		return null === $time ? array() : array( 'date' => $time->format( 'Y-m-d\TH:i:s\Z' ) );
	}
}
