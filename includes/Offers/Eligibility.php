<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Claims\Decision;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Sign_In\Decider;
use CoopCredentials\Sign_In\Flow\Action_Gate;
use CoopCredentials\Sign_In\Visitor;

/**
 * What a visitor may do with each of some offers: the part of `GET me` that fills the stubs of the cards.
 */
final class Eligibility {
	private const MAX = 20;

	public function __construct(
		private readonly Clock $clock,
		private readonly Decider $decider,
		private readonly Action_Gate $gate,
		private readonly Holders $holders,
		private readonly Offer_Repository $offers,
		private readonly Coupon_Repository $coupons,
		private readonly Ledger_Repository $ledger,
		private readonly Audience_Labels $audiences
	) {}

	/**
	 * @param Visitor|null $visitor Null when signed out.
	 * @param list<string> $uids    Offers.
	 * @return array<string, array<string, mixed>> By offer: outcome, reason, message, next_step, coupon; step_up (url, fields) where the person has to prove again who they are.
	 */
	public function for_offers( ?Visitor $visitor, array $uids ): array {
		$answers = array();
		$keys    = null === $visitor || $visitor->ephemeral ? array() : $this->holders->keys( $visitor );
		foreach ( $this->offers->find_many( array_slice( $uids, 0, self::MAX ) ) as $uid => $offer ) {
			if ( Offer_Status::DRAFT !== $offer->status ) {
				$answers[ $uid ] = $this->one( $visitor, $offer, $keys );
			}
		}
		return $answers;
	}

	/**
	 * @phpstan-param list<string> $keys Holder keys.
	 * @return array<string, mixed>
	 */
	private function one( ?Visitor $visitor, Offer $offer, array $keys ): array {
		$now    = $this->clock->now();
		$slots  = $this->coupons->of_holder( $offer->id, $keys );
		$usable = array_values( array_filter( $slots, static fn ( Coupon $coupon ): bool => $coupon->is_usable( $now ) ) );
		$coupon = $usable[0] ?? ( array() === $slots ? null : $slots[ count( $slots ) - 1 ] );
		$shown  = null === $coupon ? null : array(
			'uid'    => $coupon->uid,
			'status' => $coupon->status_at( $now )->value,
			'tail'   => $coupon->code_tail,
		);
		$bar    = $offer->claim_obstacle( $now );
		if ( null !== $bar && ! ( 'offer_limit_reached' === $bar && array() !== $usable ) ) {
			return self::answer( 'deny', $bar, Refusals::words( $bar, array( 'why' => (string) $offer->state_reason ) ), null, $shown );
		}
		if ( array() !== $usable ) {
			return self::answer( 'allow', '', '', null, $shown );
		}
		if ( count( $slots ) >= $offer->per_holder_limit ) {
			return self::answer( 'deny', 'holder_limit_reached', $this->had( $slots ), null, $shown );
		}
		if ( null !== $visitor && $visitor->ephemeral ) {
			return self::answer( 'deny', 'subject_not_stable', Refusals::words( 'subject_not_stable' ), null, null );
		}
		$decision = $this->gate->foresee( $visitor, $offer->audience, 'offer', 'redeem', Claim::SNAPSHOT_AGE );
		$answer   = self::answer( $decision->outcome, $decision->reason, $this->why( $decision, $visitor, $offer ), $this->decider->next_step( $decision ), $shown );
		$form     = $this->gate->step_up_form( $decision, $visitor, 'claim:' . $offer->uid );
		return null === $form ? $answer : $answer + array( 'step_up' => $form );
	}

	/**
	 * What the visitor is, and for whom the offer is, when these do not fit; else the decider's sentence.
	 *
	 * @param Decision     $decision Decision.
	 * @param Visitor|null $visitor  Visitor.
	 * @param Offer        $offer    Offer.
	 */
	private function why( Decision $decision, ?Visitor $visitor, Offer $offer ): string {
		$now   = $this->clock->now()->getTimestamp();
		$names = array();
		foreach ( null === $visitor ? array() : $visitor->memberships as $membership ) {
			if ( true === $membership->member_at( $now ) ) {
				$names[] = $membership->organisation_name ?? $membership->organisation_id;
			}
		}
		$names = array_values( array_unique( $names ) );
		$label = $this->audiences->of( $offer->audience );
		if ( 'rule_not_met' !== $decision->reason || array() === $names || '' === $label ) {
			return $this->decider->sentence( $decision );
		}
		return sprintf(
			/* translators: 1: names of co-ops, 2: for whom the offer is, e.g. "For members of worker co-ops". */
			__( 'You are a member of %1$s. This offer is marked “%2$s”.', 'coop-credentials' ),
			wp_sprintf( '%l', $names ),
			$label
		);
	}

	/**
	 * "Already used on …": what a holder whose coupons are spent reads.
	 *
	 * @param list<Coupon> $slots Own coupons.
	 */
	private function had( array $slots ): string {
		foreach ( array_reverse( $slots ) as $coupon ) {
			$last = $coupon->uses > 0 ? $this->ledger->last_use( $coupon->id ) : null;
			if ( null !== $last ) {
				return Refusals::words(
					'already_redeemed',
					array(
						'recorded_at' => $last['recorded_at']?->format( 'Y-m-d\TH:i:s\Z' ),
						'point'       => $last['point'],
						'now'         => $this->clock->now()->format( 'Y-m-d\TH:i:s\Z' ),
					)
				);
			}
		}
		return Refusals::words( 'holder_limit_reached' );
	}

	/**
	 * @phpstan-param array{label: string, action: string}|null $next   Button.
	 * @phpstan-param array<string, string>|null                $coupon Own one.
	 * @return array<string, mixed>
	 */
	private static function answer( string $outcome, string $reason, string $message, ?array $next, ?array $coupon ): array {
		return array(
			'outcome'   => $outcome,
			'reason'    => '' === $reason ? null : $reason,
			'message'   => $message,
			'next_step' => $next,
			'coupon'    => $coupon,
		);
	}
}
