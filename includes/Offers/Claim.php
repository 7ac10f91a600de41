<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Claims\Decision;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Database;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Ulid;
use CoopCredentials\Sign_In\Decider;
use CoopCredentials\Sign_In\Decision_Log;
use CoopCredentials\Sign_In\Flow\Action_Gate;
use CoopCredentials\Sign_In\Visitor;

/**
 * Gives a holder one coupon of an offer; asking again gives the same one.
 */
final class Claim {
	/** A membership confirmed within a day. */
	public const SNAPSHOT_AGE = 86400;

	private const ATTEMPTS = 4;

	public function __construct(
		private readonly Database $db,
		private readonly Clock $clock,
		private readonly Action_Gate $gate,
		private readonly Decider $decider,
		private readonly Holders $holders,
		private readonly Organisation_Cards $organisations,
		private readonly Code_Service $codes,
		private readonly Coupon_Repository $coupons,
		private readonly Offer_Repository $offers,
		private readonly Coupon_View $view,
		private readonly Decision_Log $decisions,
		private readonly Membership_Watch $watch
	) {}

	/**
	 * @param Visitor $visitor   Signed in.
	 * @param string  $offer_uid Which offer.
	 * @throws Problem A reason of this room, or one of the Claims and Sign_In rooms, unchanged.
	 */
	public function claim( Visitor $visitor, string $offer_uid ): Claimed {
		$offer = $this->offers->find( $offer_uid );
		if ( null === $offer || Offer_Status::DRAFT === $offer->status ) {
			throw Refusals::problem( 'offer_not_found' );
		}
		$now = $this->clock->now();
		$own = $this->own( $offer, $visitor, $now );
		$bar = $offer->claim_obstacle( $now );
		if ( null !== $bar && ! ( 'offer_limit_reached' === $bar && null !== $own ) ) {
			throw $this->closed( $bar, $offer );
		}
		if ( $visitor->ephemeral ) {
			throw Refusals::problem( 'subject_not_stable' );
		}
		list( $visitor, $decision ) = $this->gate->decide( $visitor, $offer->audience, 'offer', 'redeem', self::SNAPSHOT_AGE );
		$this->decisions->of_visitor( $decision, 'offer', $offer->uid, $visitor );
		if ( ! $decision->is_allowed() ) {
			throw $this->gate->refusal( $decision, $visitor, 'claim:' . $offer->uid );
		}
		if ( null !== $own ) {
			return new Claimed( $this->view->of( $own, $offer ), false );
		}
		return $this->issue( $visitor, $offer, $decision, $now );
	}

	private function issue( Visitor $visitor, Offer $offer, Decision $decision, \DateTimeImmutable $now ): Claimed {
		// Not who asks, but whose membership lets them: one membership has one set of slots, whatever it is linked to.
		$vouching = $this->decider->vouching( $visitor, $decision )?->identity;
		$holder   = $this->holders->key( $visitor, $vouching );
		$keys     = array_values( array_unique( array( $holder, ...$this->holders->keys( $visitor ) ) ) );
		$base     = Vouching::columns( $vouching->provider ?? $visitor->provider, $vouching->issuer ?? $visitor->issuer ) + array(
			'offer_id'               => $offer->id,
			'holder_key'             => $holder,
			'issued_via'             => 'web',
			'member_organisation_id' => null === $decision->matched_membership ? null : $this->organisations->id_of_identifier( $decision->matched_membership->organisation_id ),
			'checked_at'             => gmdate( 'Y-m-d H:i:s', $visitor->memberships_at ),
			'membership_ends_at'     => self::moment( $decision->matched_membership?->ends_at() ),
			'evidence_hash'          => self::evidence( $decision ),
			'status'                 => Coupon_Status::ISSUED->value,
			'max_uses'               => $offer->uses_per_coupon,
			'not_before'             => null === $offer->valid_from ? null : Database::datetime( $offer->valid_from ),
			'expires_at'             => self::moment( $offer->coupon_expiry( $now )?->getTimestamp() ),
			'created_at'             => Database::datetime( $now ),
			'updated_at'             => Database::datetime( $now ),
		);
		$try      = 0;
		for ( $attempt = 1; $attempt <= self::ATTEMPTS; $attempt++ ) {
			$slot = $this->free_slot( $keys, $offer );
			if ( null === $slot ) {
				// A twin of this request may have taken it between our two looks.
				$own = $this->own( $offer, $visitor, $now );
				return null === $own ? throw Refusals::problem( 'holder_limit_reached' ) : new Claimed( $this->view->of( $own, $offer ), false );
			}
			$uid     = Ulid::generate();
			$version = $this->codes->current_version();
			$code    = $this->codes->derive( $uid, $version, $try );
			$hash    = $this->codes->lookup_hash( $code, $version );
			$made    = $this->insert(
				$base + array(
					'uid'       => $uid,
					'last_op'   => $uid,
					'code_hash' => $hash,
					'code_tail' => $code->tail(),
					'code_try'  => $try,
					'key_ver'   => $version,
					'claim_no'  => $slot,
				),
				$offer,
				$visitor,
				$keys,
				$now
			);
			if ( null !== $made ) {
				if ( $made->uid === $uid ) {
					// A block that came meanwhile did not see this coupon yet; one that comes from here on does.
					$this->watch->claimed( $vouching->uid ?? (string) $visitor->identity_uid ) || throw Refusals::problem( 'credential_blocked' );
					$this->tell( $made, $offer );
				}
				return new Claimed( $this->view->of( $made, $offer ), $made->uid === $uid );
			}
			if ( $this->coupons->code_hash_exists( $hash ) ) {
				++$try;
			}
			usleep( random_int( 2000, 20000 ) );
		}
		throw new Problem( 'busy_try_again', 503, Refusals::words( 'busy_try_again' ), 'try_again', array(), 2 );
	}

	/**
	 * One unit: coupon, then the offer's counter. Null: lost to a twin whose coupon is gone again, or undecided.
	 *
	 * @param array<string, mixed>   $columns New coupon.
	 * @phpstan-param list<string> $keys    Holder keys whose slots count together.
	 * @throws Problem `offer_limit_reached`, `offer_paused`, `offer_ended`, `offer_revoked`.
	 */
	private function insert( array $columns, Offer $offer, Visitor $visitor, array $keys, \DateTimeImmutable $now ): ?Coupon {
		$uid = is_string( $columns['uid'] ) ? $columns['uid'] : '';
		try {
			$answer = $this->db->transaction(
				function () use ( $columns, $offer, $keys, $uid ): string {
					$id = $this->coupons->create( $columns );
					if ( 1 !== $this->offers->count_claim( $offer->id, $id, $uid ) ) {
						throw new Unit_Stopped( 'offer' );
					}
					// Every claim of this offer waits at its row, so what is counted from here on cannot change before COMMIT.
					if ( count( $keys ) > 1 && count( $this->coupons->of_holder( $offer->id, $keys ) ) > $offer->per_holder_limit ) {
						throw new Unit_Stopped( 'holder' );
					}
					return $uid;
				},
				fn (): Coupon|false|null => $this->coupons->find( $uid ) ?? $this->own( $offer, $visitor, $now ) ?? ( $this->slot_taken( $columns ) ? false : null )
			);
		} catch ( Unit_Stopped ) {
			$own = $this->own( $offer, $visitor, $now );
			if ( null !== $own ) {
				return $own;
			}
			$fresh = $this->offers->find_by_id( $offer->id ) ?? $offer;
			$bar   = $fresh->claim_obstacle( $now );
			return null === $bar ? null : throw $this->closed( $bar, $fresh );
		}
		if ( $answer instanceof Coupon ) {
			return $answer;
		}
		return is_string( $answer ) ? $this->coupons->find( $answer ) : null;
	}

	/**
	 * Whether repeating the same INSERT cannot help: its slot or its code hash is another's.
	 *
	 * @param array<string, mixed> $columns New coupon.
	 */
	private function slot_taken( array $columns ): bool {
		$hash = is_string( $columns['code_hash'] ) ? $columns['code_hash'] : '';
		$key  = is_string( $columns['holder_key'] ) ? $columns['holder_key'] : '';
		if ( $this->coupons->code_hash_exists( $hash ) ) {
			return true;
		}
		foreach ( $this->coupons->of_holder( is_int( $columns['offer_id'] ) ? $columns['offer_id'] : 0, array( $key ) ) as $coupon ) {
			if ( $coupon->claim_no === $columns['claim_no'] ) {
				return true;
			}
		}
		return false;
	}

	/**
	 * The smallest free number of the first key's slots; null when all are taken, also by those linked to it.
	 *
	 * @phpstan-param list<string> $keys Holder keys whose slots count together; that of the new coupon first.
	 */
	private function free_slot( array $keys, Offer $offer ): ?int {
		$taken = array();
		$all   = $this->coupons->of_holder( $offer->id, $keys );
		foreach ( $all as $coupon ) {
			if ( $coupon->holder_key === $keys[0] ) {
				$taken[] = $coupon->claim_no;
			}
		}
		$highest = count( $all ) < $offer->per_holder_limit ? $offer->per_holder_limit : 0;
		for ( $number = 1; $number <= $highest; $number++ ) {
			if ( ! in_array( $number, $taken, true ) ) {
				return $number;
			}
		}
		return null;
	}

	/** An own coupon that can still be used. */
	private function own( Offer $offer, Visitor $visitor, \DateTimeImmutable $now ): ?Coupon {
		foreach ( $this->coupons->of_holder( $offer->id, $this->holders->keys( $visitor ) ) as $coupon ) {
			if ( $coupon->is_usable( $now ) ) {
				return $coupon;
			}
		}
		return null;
	}

	private function closed( string $reason, Offer $offer ): Problem {
		$details = 'offer_revoked' === $reason ? array( 'why' => (string) $offer->state_reason ) : array();
		if ( 'coupon_not_started' === $reason && null !== $offer->starts_at ) {
			$details['date'] = $offer->starts_at->format( 'Y-m-d\TH:i:s\Z' );
		}
		return Refusals::problem( $reason, $details );
	}

	/** Tells the world, after COMMIT. */
	private function tell( Coupon $coupon, Offer $offer ): void {
		try {
			/**
			 * Fires after a coupon was claimed and the database has it.
			 *
			 * @since 0.1.0
			 *
			 * @param string $coupon_uid Coupon.
			 * @param string $offer_uid  Offer.
			 */
			do_action( 'coop_credentials_coupon_claimed', $coupon->uid, $offer->uid );
		} catch ( \Throwable $thrown ) {
			unset( $thrown ); // The coupon stands; a listener's trouble is its own.
		}
	}

	/** Hash of the decision: what it rested on, no claims. */
	private static function evidence( Decision $decision ): string {
		return hash( 'sha256', (string) wp_json_encode( array( $decision->outcome, $decision->rule?->uid, $decision->rule?->version, $decision->rule?->hash, $decision->evaluated_at ) ) );
	}

	/** A column from an epoch second. */
	private static function moment( ?int $at ): ?string {
		return null === $at ? null : gmdate( 'Y-m-d H:i:s', $at );
	}
}
