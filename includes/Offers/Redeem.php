<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Audit_Log;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Database;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Settings;
use CoopCredentials\Kernel\Ulid;

/**
 * Uses a coupon once: one transaction in the order coupon, offer, ledger. The guarded UPDATEs and the UNIQUE keys decide;
 * everything read before is only there to give a good reason.
 */
final class Redeem {
	private const ATTEMPTS = 4;
	private const UNDO     = 120;

	public function __construct(
		private readonly Database $db,
		private readonly Clock $clock,
		private readonly Settings $settings,
		private readonly Code_Service $codes,
		private readonly Lookup $lookup,
		private readonly Obstacles $obstacles,
		private readonly Coupon_Repository $coupons,
		private readonly Offer_Repository $offers,
		private readonly Ledger_Repository $ledger,
		private readonly Receipt_Recorder $receipts,
		private readonly Repair $repair,
		private readonly Audit_Log $audit
	) {}

	/**
	 * @param Redeem_Request $request What is asked for.
	 * @param Actor          $actor   Who asks.
	 * @param string         $key     `Idempotency-Key` as sent.
	 * @throws Problem A reason of section 13.
	 */
	public function redeem( Redeem_Request $request, Actor $actor, string $key ): Redemption_Answer {
		$key    = Idempotency_Key::check( $key );
		$hashes = $this->lookup->hashes( $request, $actor );
		if ( ! $actor->is_staff() && $request->speaks_for_staff() ) {
			// A holder's word on the bill would be a holder's word on the discount, and on what else was used for the order;
			// and nobody checks the proof of their own name.
			throw Refusals::problem( 'invalid_request' );
		}
		if ( true === $this->settings->get( 'redemption_off', false ) ) {
			throw Refusals::problem( 'redemption_off' );
		}
		$idem_key = $this->codes->idempotency_key( $actor->scope, $key );
		$print    = $request->fingerprint( $hashes[0] );
		$at       = $this->lookup->situation( $hashes, $request, $idem_key );
		$earlier  = null === $at ? $this->ledger->by_idempotency_key( $idem_key ) : $at->earlier;
		if ( null !== $earlier ) {
			return $this->replay( $earlier, $print, $at );
		}
		if ( null === $at || $this->lookup->is_foreign( $actor, $at->coupon ) ) {
			$this->lookup->unknown( $request, $actor, $hashes );
		}
		if ( ! $actor->is_staff() && ( null === $at->point || 'online' !== $at->point->kind ) ) {
			throw Refusals::problem( 'point_not_allowed' );
		}
		return $this->attempts( $at, $request, $actor, $hashes, $idem_key, $print );
	}

	/**
	 * @phpstan-param non-empty-list<string> $hashes From the lookup.
	 */
	private function attempts( Situation $at, Redeem_Request $request, Actor $actor, array $hashes, string $idem_key, string $print ): Redemption_Answer {
		$token = '' === $request->hold_token ? null : hash( 'sha256', $request->hold_token );
		for ( $attempt = 1; $attempt <= self::ATTEMPTS; $attempt++ ) {
			$now     = $this->clock->now();
			$problem = $this->obstacles->find( $at, $request, $now, $token );
			if ( null !== $problem ) {
				$has_row = $this->lookup->log( $actor, $hashes, $problem->reason, $at->point );
				if ( $has_row && str_starts_with( $problem->reason, 'credential_' ) ) {
					$this->denied( $at->offer, $problem->reason );
				}
				throw $problem;
			}
			$needs = self::needs( $at, $request );
			if ( array() !== $needs ) {
				return $this->incomplete( $at, $request, $needs );
			}
			$answer = $this->once( $at, $request, $actor, $idem_key, $print, $now, $token, $hashes );
			if ( null !== $answer ) {
				return $answer;
			}
			$fresh = $this->lookup->situation( $hashes, $request, $idem_key );
			if ( null !== $fresh && null !== $fresh->earlier ) {
				return $this->replay( $fresh->earlier, $print, $fresh );
			}
			$at = $fresh ?? $at;
			usleep( random_int( 5000, 50000 ) );
		}
		throw new Problem( 'busy_try_again', 503, Refusals::words( 'busy_try_again' ), 'try_again', array(), 2 );
	}

	/**
	 * One run of the unit. Null: undecided, or a guard stopped it; the caller re-reads.
	 *
	 * @phpstan-param non-empty-list<string> $hashes From the lookup.
	 */
	private function once( Situation $at, Redeem_Request $request, Actor $actor, string $idem_key, string $print, \DateTimeImmutable $now, ?string $token, array $hashes ): ?Redemption_Answer {
		try {
			$uid = $this->db->transaction(
				fn (): string => $this->unit( $at, $request, $actor, $idem_key, $print, $now, $token ),
				function () use ( $idem_key, $print, $at, $request, $hashes, $now, $token ): ?Redemption_Answer {
					$twin = $this->ledger->by_idempotency_key( $idem_key );
					if ( null !== $twin ) {
						return $this->replay( $twin, $print, $at );
					}
					$fresh   = $this->lookup->situation( $hashes, $request );
					$problem = null === $fresh ? null : $this->obstacles->find( $fresh, $request, $now, $token );
					return null === $problem ? null : throw $problem;
				}
			);
		} catch ( Unit_Stopped $stopped ) {
			if ( 'uses' === $stopped->step ) {
				// The counter said free, the ledger says used: a counter was lost. The ledger is right.
				$this->repair->coupon( $at->coupon->uid );
			}
			return null;
		}
		if ( $uid instanceof Redemption_Answer ) {
			return $uid;
		}
		$row = is_string( $uid ) ? $this->ledger->find( $uid ) : null;
		if ( null === $row || $row->request_hash !== $print ) {
			return null;
		}
		$this->tell( $row, $at );
		return $this->accepted( $row, $at, false );
	}

	/** Steps 5 to 9, inside the transaction. The first statement is the coupon's UPDATE (S7). */
	private function unit( Situation $at, Redeem_Request $request, Actor $actor, string $idem_key, string $print, \DateTimeImmutable $now, ?string $token ): string {
		$uid    = Ulid::generate();
		$coupon = $at->coupon;
		$offer  = $at->offer;
		$money  = self::bill( $offer, $request );
		$saved  = $offer->discount( $money );
		$scope  = null === $at->point ? 0 : $at->point->scope();
		$order  = null === $request->order_ref ? null : $this->codes->order_key( $at->orders_numbered_by( $actor ), $request->order_ref );
		if ( 1 !== $this->coupons->take_use( $coupon, $uid, $now, $token, 'honour' === $offer->on_membership_lost || 'paper' === $coupon->issued_via, '' === $request->code ) ) {
			throw new Unit_Stopped( 'coupon' );
		}
		if ( 1 !== $this->offers->count_redemption( $offer->id, $coupon->id, $uid, $saved ?? 0 ) ) {
			throw new Unit_Stopped( 'offer' );
		}
		$use_no = self::smallest_free( $this->ledger->used_numbers( $coupon->id, $scope ), $coupon->max_uses );
		if ( null === $use_no ) {
			throw new Unit_Stopped( 'uses' );
		}
		$row = array(
			'uid'            => $uid,
			'offer_id'       => $offer->id,
			'point_id'       => $at->point?->id,
			'scope_id'       => $scope,
			'use_no'         => $use_no,
			'kind'           => 'redeem',
			'status'         => 'confirmed',
			'idem_key'       => $idem_key,
			'request_hash'   => $print,
			'actor'          => $actor->scope,
			'order_ref'      => $request->order_ref,
			'order_key'      => $order,
			'stack_no'       => null === $order ? null : $this->stack_no( $offer, $order ),
			'amount_minor'   => $money?->minor,
			'discount_minor' => $saved,
			'currency'       => $money->currency ?? ( null === $saved ? null : $offer->currency ),
			'occurred_at'    => Database::datetime( $now ),
			'recorded_at'    => Database::datetime( $now ),
			'note'           => $request->note,
		);
		if ( 1 !== $this->ledger->append( $row, $coupon->id, $uid ) ) {
			throw new Unit_Stopped( 'ledger' );
		}
		$this->receipts->record( $coupon, $offer, $uid, 'redeem' );
		return $uid;
	}

	/**
	 * The number of this use on the order.
	 *
	 * @throws Problem `not_combinable` (409).
	 */
	private function stack_no( Offer $offer, string $order_key ): int {
		$stack = $this->ledger->order_stack( $order_key );
		if ( 'combinable' !== $offer->stacking ) {
			return array() === $stack ? 1 : throw Refusals::problem( 'not_combinable' );
		}
		if ( in_array( 'exclusive', $stack, true ) ) {
			throw Refusals::problem( 'not_combinable' );
		}
		return self::smallest_free( array_keys( $stack ), 5 ) ?? throw Refusals::problem( 'not_combinable' );
	}

	/**
	 * @param Redemption     $row   Stored under this key.
	 * @param string         $print Fingerprint of the present request.
	 * @param Situation|null $at    For the words.
	 * @throws Problem `idempotency_key_reused` (422).
	 */
	private function replay( Redemption $row, string $print, ?Situation $at ): Redemption_Answer {
		if ( null === $row->request_hash || ! hash_equals( $row->request_hash, $print ) || null === $at ) {
			throw Refusals::problem( 'idempotency_key_reused' );
		}
		return $this->accepted( $row, $at, true );
	}

	private function accepted( Redemption $row, Situation $at, bool $replayed ): Redemption_Answer {
		$use = $row->use_no ?? $at->coupon->uses;
		return new Redemption_Answer(
			'ok',
			$replayed ? 'ok_replayed' : 'ok',
			$row->is_voided() ? __( 'Accepted before, and undone since.', 'coop-credentials' ) : __( 'Accepted', 'coop-credentials' ),
			$replayed,
			array(
				'uid'            => $row->uid,
				'use_no'         => $row->use_no,
				'discount_minor' => $row->discount_minor,
				'currency'       => $row->currency,
				'recorded_at'    => $row->recorded_at->format( 'Y-m-d\TH:i:s\Z' ),
				'voided'         => $row->is_voided(),
			),
			$row->is_voided() ? null : $row->recorded_at->modify( '+' . self::UNDO . ' seconds' )->format( 'Y-m-d\TH:i:s\Z' ),
			self::details( $at, $row->discount_minor ) + array(
				'amount_minor' => $row->amount_minor,
				'uses'         => $use,
				'max_uses'     => $at->coupon->max_uses,
				/* translators: 1: number of this use, 2: number of uses allowed. */
				'use'          => sprintf( __( 'Use %1$d of %2$d', 'coop-credentials' ), $use, $at->coupon->max_uses ),
			)
		);
	}

	/**
	 * @phpstan-param list<string> $needs What staff must tell or confirm.
	 */
	private function incomplete( Situation $at, Redeem_Request $request, array $needs ): Redemption_Answer {
		$words = in_array( 'amount', $needs, true ) ? __( 'How much is the bill?', 'coop-credentials' ) : __( 'Please check and confirm.', 'coop-credentials' );
		return new Redemption_Answer(
			'incomplete',
			'confirm_required',
			$words,
			false,
			null,
			null,
			self::details( $at, $at->offer->discount( self::bill( $at->offer, $request ) ) ) + array(
				'needs'    => $needs,
				'uses'     => $at->coupon->uses,
				'max_uses' => $at->coupon->max_uses,
			)
		);
	}

	/**
	 * What staff see of a coupon: never the code, only its last four and the name the holder chose.
	 *
	 * @return array<string, mixed>
	 */
	public static function details( Situation $at, ?int $saved ): array {
		return array(
			'offer'          => array(
				'uid'   => $at->offer->uid,
				'title' => $at->offer->title,
				'kind'  => $at->offer->kind,
				'value' => Offer_Words::value( $at->offer ),
			),
			'coupon'         => $at->coupon->uid,
			'tail'           => $at->coupon->code_tail,
			'holder_label'   => $at->coupon->holder_label,
			'point'          => null === $at->point ? null : array(
				'uid'  => $at->point->uid,
				'name' => $at->point->name,
			),
			'discount_minor' => $saved,
			'currency'       => $at->offer->currency,
		);
	}

	/**
	 * What a till must ask before this coupon can be used.
	 *
	 * @return list<string> Of amount, id_seen, ready.
	 */
	public static function needs( Situation $at, Redeem_Request $request ): array {
		$needs = array();
		if ( null === $request->amount_minor && $at->offer->needs_amount() ) {
			$needs[] = 'amount';
		}
		$by_hand = 'paper' === $at->coupon->issued_via || 'staff_confirm' === $at->offer->static_code;
		if ( $by_hand && ! in_array( 'id_seen', $request->confirm, true ) ) {
			$needs[] = 'id_seen';
		}
		if ( null !== $at->point && 'confirm' === $at->point->mode && ! in_array( 'ready', $request->confirm, true ) ) {
			$needs[] = 'ready';
		}
		return $needs;
	}

	public static function bill( Offer $offer, Redeem_Request $request ): ?Money {
		$currency = $request->currency ?? $offer->currency;
		return null === $request->amount_minor || null === $currency ? null : Money::from_minor( $request->amount_minor, $currency );
	}

	/** Tells the world, after COMMIT; what a listener throws changes nothing. */
	private function tell( Redemption $row, Situation $at ): void {
		try {
			/**
			 * Fires after a coupon was used and the database has it.
			 *
			 * @since 0.1.0
			 *
			 * @param string $redemption_uid Ledger row.
			 * @param string $coupon_uid     Coupon.
			 * @param string $offer_uid      Offer.
			 */
			do_action( 'coop_credentials_coupon_redeemed', $row->uid, $at->coupon->uid, $at->offer->uid );
		} catch ( \Throwable $thrown ) {
			$this->audit->record( 'listener_failed', 'error', '', array( 'details' => array( 'error' => $thrown->getMessage() ) ) );
		}
	}

	/** The membership behind a coupon no longer counts; a yes stands in the ledger. Who holds the coupon is not written down. */
	private function denied( Offer $offer, string $reason ): void {
		$this->audit->record(
			'rule_decision',
			'deny',
			$reason,
			array(
				'details' => array(
					'use'      => 'redeem',
					'target'   => $offer->uid,
					'rule_uid' => $offer->audience,
				),
			)
		);
	}

	/**
	 * @param list<int> $taken Numbers from 1.
	 * @param int       $max   Highest allowed.
	 */
	private static function smallest_free( array $taken, int $max ): ?int {
		for ( $number = 1; $number <= $max; $number++ ) {
			if ( ! in_array( $number, $taken, true ) ) {
				return $number;
			}
		}
		return null;
	}
}
