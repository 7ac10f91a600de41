<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Problem;

/**
 * Looks at a coupon without using it: same lookup, same refusals, no write to any table of the room.
 */
final class Check {
	public function __construct( private readonly Clock $clock, private readonly Lookup $lookup, private readonly Obstacles $obstacles ) {}

	/**
	 * @param Redeem_Request $request What is asked for.
	 * @param Actor          $actor   Who asks.
	 * @throws Problem A reason of section 13.
	 */
	public function check( Redeem_Request $request, Actor $actor ): Redemption_Answer {
		$hashes = $this->lookup->hashes( $request, $actor );
		if ( ! $actor->is_staff() && $request->speaks_for_staff() ) {
			throw Refusals::problem( 'invalid_request' );
		}
		$at = $this->lookup->situation( $hashes, $request );
		if ( null === $at || $this->lookup->is_foreign( $actor, $at->coupon ) ) {
			$this->lookup->unknown( $request, $actor, $hashes );
		}
		$token   = '' === $request->hold_token ? null : hash( 'sha256', $request->hold_token );
		$problem = $this->obstacles->find( $at, $request, $this->clock->now(), $token );
		if ( null !== $problem ) {
			$this->lookup->log( $actor, $hashes, $problem->reason, $at->point );
			throw $problem;
		}
		$saved = $at->offer->discount( Redeem::bill( $at->offer, $request ) );
		return new Redemption_Answer(
			'ok',
			'ok',
			__( 'This code can be used.', 'coop-credentials' ),
			false,
			null,
			null,
			Redeem::details( $at, $saved ) + array(
				'uses'     => $at->coupon->uses,
				'max_uses' => $at->coupon->max_uses,
				'needs'    => Redeem::needs( $at, $request ),
			)
		);
	}
}
