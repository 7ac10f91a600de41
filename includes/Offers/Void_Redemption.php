<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Audit_Log;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Database;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Ulid;

/**
 * Takes a use back: undo within two minutes by who did it, void within the offer's window, late void by an editor of
 * offers. One unit in the order coupon, offer, ledger, with the same guards as a redemption.
 */
final class Void_Redemption {
	public const REASONS = array( 'mistake', 'returned', 'not_delivered', 'fraud', 'other' );

	private const UNDO_SECONDS = 120;
	private const UNDO_LAST    = 10;
	private const LATE_SECONDS = 7776000;

	public function __construct(
		private readonly Database $db,
		private readonly Clock $clock,
		private readonly Ledger_Repository $ledger,
		private readonly Coupon_Repository $coupons,
		private readonly Offer_Repository $offers,
		private readonly Receipt_Recorder $receipts,
		private readonly Repair $repair,
		private readonly Audit_Log $audit
	) {}

	/**
	 * @param string      $uid    Ledger row.
	 * @param Actor       $actor  Who.
	 * @param string      $reason One of REASONS.
	 * @param string|null $note   At most 200 characters.
	 * @return array{voided_at: string, coupon: array{uid: string, status: string, uses: int, max_uses: int}}
	 * @throws Problem A reason of section 13.
	 */
	public function void( string $uid, Actor $actor, string $reason, ?string $note ): array {
		if ( ! in_array( $reason, self::REASONS, true ) || ! $actor->is_staff() || mb_strlen( (string) $note ) > 180 ) {
			throw Refusals::problem( 'invalid_request' );
		}
		// Who may only undo own scans learns nothing about other entries, not even whether they exist.
		$row    = $this->ledger->find( $uid ) ?? throw Refusals::problem( $actor->may_void || $actor->may_manage ? 'redemption_not_found' : 'not_permitted' );
		$coupon = $this->coupons->find_by_id( $row->coupon_id ) ?? throw Refusals::problem( 'redemption_not_found' );
		$offer  = $this->offers->find_by_id( $row->offer_id ) ?? throw Refusals::problem( 'redemption_not_found' );
		$now    = $this->clock->now();
		$late   = $this->permit( $row, $offer, $actor, $reason, $now );
		$this->run( $row, $coupon, $offer, $actor, trim( $reason . ' ' . (string) $note ), $now );
		$this->audit->record(
			$late ? 'redemption_voided_late' : 'redemption_voided',
			'ok',
			$reason,
			array(
				'actor_id' => $actor->user_id,
				'details'  => array( 'offer_uid' => $offer->uid ),
			)
		);
		$after = $this->coupons->find_by_id( $coupon->id ) ?? $coupon;
		return array(
			'voided_at' => $now->format( 'Y-m-d\TH:i:s\Z' ),
			'coupon'    => array(
				'uid'      => $after->uid,
				'status'   => $after->status_at( $now )->value,
				'uses'     => $after->uses,
				'max_uses' => $after->max_uses,
			),
		);
	}

	/**
	 * @return bool Whether it is a late void.
	 * @throws Problem `already_voided`, `not_voidable`, `void_window_closed`, `not_permitted`.
	 */
	private function permit( Redemption $row, Offer $offer, Actor $actor, string $reason, \DateTimeImmutable $now ): bool {
		if ( $row->is_voided() ) {
			throw Refusals::problem( 'already_voided' );
		}
		if ( 'redeem' !== $row->kind || 'confirmed' !== $row->status ) {
			throw Refusals::problem( 'not_voidable' );
		}
		$age = $now->getTimestamp() - $row->recorded_at->getTimestamp();
		if ( $actor->may_void && $age <= $offer->void_window ) {
			return false;
		}
		if ( $actor->may_manage && $age <= self::LATE_SECONDS ) {
			return true;
		}
		if ( $actor->may_void || $actor->may_manage ) {
			throw Refusals::problem( 'void_window_closed' );
		}
		if ( $row->actor !== $actor->scope || 'mistake' !== $reason ) {
			throw Refusals::problem( 'not_permitted' );
		}
		$recent = $this->ledger->page( array( 'actor' => $actor->scope ), 1, self::UNDO_LAST );
		if ( $age > self::UNDO_SECONDS || ! in_array( $row->uid, array_column( $recent['items'], 'uid' ), true ) ) {
			throw Refusals::problem( 'void_window_closed' );
		}
		return false;
	}

	private function run( Redemption $row, Coupon $coupon, Offer $offer, Actor $actor, string $note, \DateTimeImmutable $now ): void {
		for ( $attempt = 1; $attempt <= 3; $attempt++ ) {
			try {
				$this->db->transaction(
					function () use ( $row, $coupon, $offer, $actor, $note, $now ): string {
						return $this->unit( $row, $coupon, $offer, $actor, $note, $now );
					},
					function () use ( $row ): null {
						$this->still_standing( $row->uid );
						return null;
					}
				);
				return;
			} catch ( Unit_Stopped $stopped ) {
				$this->still_standing( $row->uid );
				if ( 'coupon' === $stopped->step || 'offer' === $stopped->step ) {
					// A counter was lost before; from the ledger it comes back.
					$this->repair->coupon( $coupon->uid );
					$this->repair->offer( $offer->uid );
				}
				usleep( random_int( 5000, 50000 ) );
			}
		}
		throw new Problem( 'busy_try_again', 503, Refusals::words( 'busy_try_again' ), 'try_again', array(), 2 );
	}

	private function unit( Redemption $row, Coupon $coupon, Offer $offer, Actor $actor, string $note, \DateTimeImmutable $now ): string {
		$uid = Ulid::generate();
		if ( 1 !== $this->coupons->return_use( $coupon->id, $uid, $now ) ) {
			throw new Unit_Stopped( 'coupon' );
		}
		if ( 1 !== $this->offers->uncount_redemption( $offer->id, $coupon->id, $uid, $row->discount_minor ?? 0 ) ) {
			throw new Unit_Stopped( 'offer' );
		}
		if ( 1 !== $this->ledger->mark_voided( $row, $uid ) ) {
			throw new Unit_Stopped( 'ledger' );
		}
		$void = array(
			'uid'         => $uid,
			'offer_id'    => $offer->id,
			'point_id'    => $row->point_id,
			'scope_id'    => $row->scope_id,
			'kind'        => 'void',
			'status'      => 'confirmed',
			'void_of'     => $row->id,
			'actor'       => $actor->scope,
			'occurred_at' => Database::datetime( $now ),
			'recorded_at' => Database::datetime( $now ),
			'note'        => $note,
		);
		if ( 1 !== $this->ledger->append( $void, $coupon->id, $uid ) ) {
			throw new Unit_Stopped( 'ledger' );
		}
		$this->receipts->record( $coupon, $offer, $uid, 'void' );
		return $uid;
	}

	/**
	 * @throws Problem `already_voided` when somebody was first.
	 */
	private function still_standing( string $uid ): void {
		$row = $this->ledger->find( $uid );
		if ( null === $row || $row->is_voided() ) {
			throw Refusals::problem( 'already_voided' );
		}
	}
}
