<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Secrets;
use CoopCredentials\Kernel\Ulid;

/**
 * Keeps a coupon for one order for a short time. One guarded UPDATE; the same order may ask again and gets the same
 * token. An order is that of one shop: staff say at which point it is, unless only one fits. A hold keeps the coupon, not
 * budget or caps.
 */
final class Hold {
	public function __construct(
		private readonly Clock $clock,
		private readonly Secrets $secrets,
		private readonly Code_Service $codes,
		private readonly Lookup $lookup,
		private readonly Obstacles $obstacles,
		private readonly Coupon_Repository $coupons
	) {}

	/**
	 * @param mixed    $code      Untrusted.
	 * @param string   $order_ref 1 to 64 characters.
	 * @param int|null $seconds   30 to 3,600; null: the offer's.
	 * @param Actor    $actor     Who asks.
	 * @param mixed    $point     Untrusted: point by uid; null when only one fits.
	 * @return array{created: bool, answer: array{coupon: string, hold_token: string, hold_until: string}}
	 * @throws Problem A reason of section 13.
	 */
	public function hold( mixed $code, string $order_ref, ?int $seconds, Actor $actor, mixed $point = null ): array {
		if ( '' === $order_ref || mb_strlen( $order_ref ) > 64 || ( null !== $seconds && ( $seconds < 30 || $seconds > 3600 ) ) ) {
			throw Refusals::problem( 'invalid_request' );
		}
		$request = Redeem_Request::from_input(
			array(
				'code'  => $code,
				'point' => $point,
			)
		);
		$at      = $this->lookup->found( $request, $actor );
		$token   = $this->token( $at, $actor, $order_ref );
		$hash    = hash( 'sha256', $token );
		$now     = $this->clock->now();
		$until   = $now->modify( '+' . ( $seconds ?? $at->offer->hold_seconds ) . ' seconds' );
		$again   = $at->coupon->hold_token === $hash && Coupon_Status::HELD === $at->coupon->status_at( $now );
		$nowhere = $actor->is_staff() && null !== Obstacles::of_point( $at, $now );
		if ( $nowhere || Offer_Status::PAUSED === $at->offer->status || 1 !== $this->coupons->hold( $at->coupon, $hash, $order_ref, $until, Ulid::generate(), $now ) ) {
			$fresh = $this->lookup->found( $request, $actor );
			throw $this->obstacles->find( $fresh, $request, $now, null ) ?? Refusals::problem( 'busy_try_again' );
		}
		return array(
			'created' => ! $again,
			'answer'  => array(
				'coupon'     => $at->coupon->uid,
				'hold_token' => $token,
				'hold_until' => $until->format( 'Y-m-d\TH:i:s\Z' ),
			),
		);
	}

	/**
	 * Idempotent: a hold that is gone is released already.
	 *
	 * @param array<string, mixed> $input coupon and hold_token, or code, point and order_ref as when it was kept.
	 * @param Actor                $actor Who asks.
	 * @throws Problem A reason of section 13.
	 */
	public function release( array $input, Actor $actor ): void {
		$request = Redeem_Request::from_input( array_intersect_key( $input, array_flip( array( 'code', 'coupon', 'hold_token', 'point' ) ) ) );
		$at      = $this->lookup->found( $request, $actor );
		$ref     = is_string( $input['order_ref'] ?? null ) ? $input['order_ref'] : '';
		$token   = '' !== $request->hold_token ? $request->hold_token : $this->token( $at, $actor, $ref );
		$this->coupons->release( $at->coupon, hash( 'sha256', $token ), Ulid::generate(), $this->clock->now() );
	}

	private function token( Situation $at, Actor $actor, string $order_ref ): string {
		$order = $this->codes->order_key( $at->orders_numbered_by( $actor ), $order_ref );
		return substr( $this->secrets->hmac( 'coupon-hold', $at->coupon->uid . '|' . $order ), 0, 64 );
	}
}
