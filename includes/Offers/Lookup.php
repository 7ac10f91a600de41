<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Audit_Log;
use CoopCredentials\Kernel\Problem;

/**
 * From what a caller sent to coupon, offer and point, with the throttle and the uniform refusal of section 8.
 */
final class Lookup {
	public function __construct(
		private readonly Code_Reader $reader,
		private readonly Code_Service $codes,
		private readonly Ledger_Repository $ledger,
		private readonly Point_Repository $points,
		private readonly Throttle $throttle,
		private readonly Audit_Log $audit
	) {}

	/**
	 * Reads the code and finds the hashes to ask for. No table of the room is touched when the code is none.
	 *
	 * @param Redeem_Request $request What was sent.
	 * @param Actor          $actor   Who sent it.
	 * @return non-empty-list<string> Code hashes, or the coupon's uid when a hold is redeemed.
	 * @throws Problem `code_format`, `code_checksum` (422), 429.
	 */
	public function hashes( Redeem_Request $request, Actor $actor ): array {
		if ( '' === $request->code ) {
			$this->throttle->check( $actor, $this->till( $request, $actor ) );
			return array( $request->coupon );
		}
		$code = $this->reader->read( $request->code, $actor->scope );
		$this->throttle->check( $actor, $this->till( $request, $actor ) );
		return $this->codes->lookup_hashes( $code );
	}

	/**
	 * @param non-empty-list<string> $hashes   From hashes().
	 * @param Redeem_Request         $request  What was sent.
	 * @param string                 $idem_key Keyed idempotency key, or ''.
	 * @return Situation|null Null: nobody has this code.
	 */
	public function situation( array $hashes, Redeem_Request $request, string $idem_key = '' ): ?Situation {
		$found = $this->ledger->situation( $hashes, $request->point, $idem_key, '' === $request->code );
		if ( null === $found || null !== $found->point || '' !== $request->point ) {
			return $found;
		}
		return $found->at( $this->only_point( $found->offer ) );
	}

	/**
	 * What belongs to a code of which nothing else is asked first. Whoever may not know it has spent a guess.
	 *
	 * @param Redeem_Request $request What was sent.
	 * @param Actor          $actor   Who sent it.
	 * @throws Problem A reason of hashes() or unknown().
	 */
	public function found( Redeem_Request $request, Actor $actor ): Situation {
		$hashes = $this->hashes( $request, $actor );
		$at     = $this->situation( $hashes, $request );
		if ( null === $at || $this->is_foreign( $actor, $at->coupon ) ) {
			$this->unknown( $request, $actor, $hashes );
		}
		return $at;
	}

	/**
	 * A code nobody has, or of somebody else: counts as a guess.
	 *
	 * @param Redeem_Request         $request What was sent.
	 * @param Actor                  $actor   Who sent it.
	 * @param non-empty-list<string> $hashes  From hashes().
	 * @throws Problem Always: `code_unknown` to staff, `not_accepted` to others, or 429.
	 */
	public function unknown( Redeem_Request $request, Actor $actor, array $hashes ): never {
		$problem = Refusals::problem( $actor->is_staff() ? 'code_unknown' : 'not_accepted' );
		$this->log( $actor, $hashes, $problem->reason, null );
		$this->throttle->failed( $actor, $this->till( $request, $actor ) );
		throw $problem;
	}

	/**
	 * Whether a holder asks about a coupon of somebody else.
	 *
	 * @param Actor  $actor  Who.
	 * @param Coupon $coupon Which.
	 */
	public function is_foreign( Actor $actor, Coupon $coupon ): bool {
		return ! $actor->is_staff() && ! in_array( $coupon->holder_key, $actor->holder_keys, true );
	}

	/**
	 * Notes a refusal: reason, eight characters of the code's hash, actor and point; never a code.
	 *
	 * @param Actor                  $actor  Who.
	 * @param non-empty-list<string> $hashes From hashes().
	 * @param string                 $reason Stable code.
	 * @param Point|null             $point  Where.
	 * @return bool Whether there is a row for it.
	 */
	public function log( Actor $actor, array $hashes, string $reason, ?Point $point ): bool {
		if ( ! $this->throttle->has_row( $actor ) ) {
			return false;
		}
		$this->audit->record(
			'coupon_refused',
			'refused',
			$reason,
			array(
				'actor_id' => $actor->user_id > 0 ? $actor->user_id : null,
				'details'  => array(
					'code_hash' => substr( $hashes[0], 0, 8 ),
					'point'     => null === $point ? '' : $point->uid,
				),
			)
		);
		return true;
	}

	/** The point staff stand at, for the throttle. An invented one is none: each would be twenty more guesses. */
	private function till( Redeem_Request $request, Actor $actor ): string {
		return $actor->is_staff() && '' !== $request->point && null !== $this->points->find( $request->point ) ? $request->point : '';
	}

	/** The one active point that honours this offer, when the caller named none. */
	private function only_point( Offer $offer ): ?Point {
		$fits = array_values(
			array_filter(
				$this->points->active(),
				static fn ( Point $point ): bool => ( 0 === $point->organisation_id || $point->organisation_id === $offer->organisation_id ) && ( null === $point->offers || in_array( $offer->uid, $point->offers, true ) )
			)
		);
		return 1 === count( $fits ) ? $fits[0] : null;
	}
}
