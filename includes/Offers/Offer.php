<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

/**
 * What a co-op gives: a discount, a free item, a member price or a pass. Times are UTC, money in minor units.
 */
final class Offer {
	public readonly int $id;
	public readonly string $uid;
	public readonly int $partner_id;
	public readonly int $organisation_id;
	public readonly string $kind;
	public readonly Offer_Status $status;
	public readonly string $title;
	public readonly string $text;
	public readonly ?string $terms_url;
	public readonly string $value_kind;
	public readonly int $value;
	public readonly ?string $currency;
	public readonly ?int $min_spend_minor;
	public readonly ?int $max_discount_minor;
	public readonly string $audience;
	public readonly ?\DateTimeImmutable $starts_at;
	public readonly ?\DateTimeImmutable $ends_at;
	public readonly ?\DateTimeImmutable $valid_from;
	public readonly ?\DateTimeImmutable $valid_until;
	public readonly ?int $claim_ttl;
	public readonly int $hold_seconds;
	public readonly int $per_holder_limit;
	public readonly int $uses_per_coupon;
	public readonly ?int $max_claims;
	public readonly int $claims_count;
	public readonly ?int $max_redemptions;
	public readonly int $redemptions_count;
	public readonly ?int $budget_minor;
	public readonly int $spent_minor;
	public readonly ?int $max_inside;
	public readonly int $inside_count;
	public readonly string $stacking;
	public readonly int $void_window;
	public readonly string $on_membership_lost;
	public readonly ?int $max_status_age;
	public readonly string $static_code;
	public readonly bool $reclaim_expired;
	/** @var array<mixed>|null Passes: starts_at, ends_at (ISO 8601), venue, doors_at. */
	public readonly ?array $event;
	public readonly int $version;
	public readonly ?string $state_reason;

	private function __construct( Row $row, string $prefix ) {
		$this->id                 = $row->number( $prefix . 'id' );
		$this->uid                = $row->text( $prefix . 'uid' );
		$this->partner_id         = $row->number( $prefix . 'partner_id' );
		$this->organisation_id    = $row->number( $prefix . 'organisation_id' );
		$this->kind               = $row->text( $prefix . 'kind' );
		$this->status             = Offer_Status::tryFrom( $row->text( $prefix . 'status' ) ) ?? Offer_Status::DRAFT;
		$this->title              = $row->text( $prefix . 'title' );
		$this->text               = $row->text( $prefix . 'text' );
		$this->terms_url          = $row->maybe_text( $prefix . 'terms_url' );
		$this->value_kind         = $row->text( $prefix . 'value_kind' );
		$this->value              = $row->number( $prefix . 'value' );
		$this->currency           = $row->maybe_text( $prefix . 'currency' );
		$this->min_spend_minor    = $row->maybe_number( $prefix . 'min_spend_minor' );
		$this->max_discount_minor = $row->maybe_number( $prefix . 'max_discount_minor' );
		$this->audience           = $row->text( $prefix . 'audience' );
		$this->starts_at          = $row->time( $prefix . 'starts_at' );
		$this->ends_at            = $row->time( $prefix . 'ends_at' );
		$this->valid_from         = $row->time( $prefix . 'valid_from' );
		$this->valid_until        = $row->time( $prefix . 'valid_until' );
		$this->claim_ttl          = $row->maybe_number( $prefix . 'claim_ttl' );
		$this->hold_seconds       = $row->number( $prefix . 'hold_seconds' );
		$this->per_holder_limit   = $row->number( $prefix . 'per_holder_limit' );
		$this->uses_per_coupon    = $row->number( $prefix . 'uses_per_coupon' );
		$this->max_claims         = $row->maybe_number( $prefix . 'max_claims' );
		$this->claims_count       = $row->number( $prefix . 'claims_count' );
		$this->max_redemptions    = $row->maybe_number( $prefix . 'max_redemptions' );
		$this->redemptions_count  = $row->number( $prefix . 'redemptions_count' );
		$this->budget_minor       = $row->maybe_number( $prefix . 'budget_minor' );
		$this->spent_minor        = $row->number( $prefix . 'spent_minor' );
		$this->max_inside         = $row->maybe_number( $prefix . 'max_inside' );
		$this->inside_count       = $row->number( $prefix . 'inside_count' );
		$this->stacking           = $row->text( $prefix . 'stacking' );
		$this->void_window        = $row->number( $prefix . 'void_window' );
		$this->on_membership_lost = $row->text( $prefix . 'on_membership_lost' );
		$this->max_status_age     = $row->maybe_number( $prefix . 'max_status_age' );
		$this->static_code        = $row->text( $prefix . 'static_code' );
		$this->reclaim_expired    = $row->flag( $prefix . 'reclaim_expired' );
		$this->event              = $row->json( $prefix . 'event' );
		$this->version            = $row->number( $prefix . 'doc_version' );
		$this->state_reason       = $row->maybe_text( $prefix . 'state_reason' );
	}

	/**
	 * From columns, in a join with a prefix before their names.
	 *
	 * @param array<string, mixed> $row    Database row.
	 * @param string               $prefix E.g. "o_".
	 */
	public static function from_row( array $row, string $prefix = '' ): self {
		return new self( new Row( $row ), $prefix );
	}

	/**
	 * The state as of a moment: an active or paused offer whose end date has come is ended.
	 *
	 * @param \DateTimeImmutable $now Database time.
	 */
	public function status_at( \DateTimeImmutable $now ): Offer_Status {
		$running = Offer_Status::ACTIVE === $this->status || Offer_Status::PAUSED === $this->status;
		return $running && null !== $this->ends_at && $now >= $this->ends_at ? Offer_Status::ENDED : $this->status;
	}

	/**
	 * Why nobody can claim now: a reason code, or null.
	 *
	 * @param \DateTimeImmutable $now Database time.
	 */
	public function claim_obstacle( \DateTimeImmutable $now ): ?string {
		return match ( $this->status_at( $now ) ) {
			Offer_Status::DRAFT   => 'offer_not_found',
			Offer_Status::PAUSED  => 'offer_paused',
			Offer_Status::ENDED   => 'offer_ended',
			Offer_Status::REVOKED => 'offer_revoked',
			Offer_Status::ACTIVE  => match ( true ) {
				null !== $this->starts_at && $now < $this->starts_at      => 'coupon_not_started',
				null !== $this->valid_until && $now >= $this->valid_until => 'offer_ended',
				$this->is_sold_out()                                      => 'offer_limit_reached',
				default                                                   => null,
			},
		};
	}

	public function is_sold_out(): bool {
		return null !== $this->max_claims && $this->claims_count >= $this->max_claims;
	}

	/**
	 * When a coupon claimed now ends; null when neither the offer nor its coupons have an end.
	 *
	 * @param \DateTimeImmutable $now Database time.
	 */
	public function coupon_expiry( \DateTimeImmutable $now ): ?\DateTimeImmutable {
		$end = null === $this->claim_ttl ? null : $now->setTimestamp( $now->getTimestamp() + $this->claim_ttl );
		if ( null === $end || ( null !== $this->valid_until && $this->valid_until < $end ) ) {
			return $this->valid_until;
		}
		return $end;
	}

	/**
	 * What the holder saves, in minor units; null when it depends on an amount nobody told.
	 *
	 * @param Money|null $amount The bill.
	 */
	public function discount( ?Money $amount ): ?int {
		if ( null === $amount ) {
			return 'amount' === $this->value_kind ? $this->value : null;
		}
		$saved = match ( $this->value_kind ) {
			'percent' => $amount->share( $this->value ),
			'amount'  => $this->value,
			'price'   => max( 0, $amount->minor - $this->value ),
			default   => 0,
		};
		if ( 'percent' === $this->value_kind && null !== $this->max_discount_minor ) {
			$saved = min( $saved, $this->max_discount_minor );
		}
		return min( $saved, $amount->minor );
	}

	/** Whether the bill must be known: a minimum, a cap or a budget depends on it. */
	public function needs_amount(): bool {
		return null !== $this->min_spend_minor
			|| ( in_array( $this->value_kind, array( 'percent', 'price' ), true )
				&& ( null !== $this->budget_minor || null !== $this->max_discount_minor ) );
	}
}
