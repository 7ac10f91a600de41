<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

/**
 * One holder's claim of an offer. The code itself is never stored here.
 */
final class Coupon {
	public readonly int $id;
	public readonly string $uid;
	public readonly int $offer_id;
	public readonly string $code_tail;
	public readonly int $code_try;
	public readonly int $key_ver;
	public readonly string $holder_key;
	public readonly ?int $claim_no;
	public readonly string $issued_via;
	public readonly ?int $member_organisation_id;
	public readonly ?\DateTimeImmutable $checked_at;
	public readonly ?\DateTimeImmutable $membership_ends_at;
	/** @var string One of ok, revoked, unlinked. */
	public readonly string $membership_state;
	public readonly ?string $provider;
	public readonly ?string $issuer_mark;
	public readonly bool $blocked;
	public readonly ?string $holder_label;
	public readonly Coupon_Status $status;
	public readonly int $max_uses;
	public readonly int $uses;
	public readonly ?string $hold_token;
	public readonly ?string $hold_ref;
	public readonly ?\DateTimeImmutable $hold_until;
	public readonly ?\DateTimeImmutable $not_before;
	public readonly ?\DateTimeImmutable $expires_at;
	public readonly ?\DateTimeImmutable $created_at;

	private function __construct( Row $row, string $prefix ) {
		$this->id                     = $row->number( $prefix . 'id' );
		$this->uid                    = $row->text( $prefix . 'uid' );
		$this->offer_id               = $row->number( $prefix . 'offer_id' );
		$this->code_tail              = $row->text( $prefix . 'code_tail' );
		$this->code_try               = $row->number( $prefix . 'code_try' );
		$this->key_ver                = $row->number( $prefix . 'key_ver' );
		$this->holder_key             = $row->text( $prefix . 'holder_key' );
		$this->claim_no               = $row->maybe_number( $prefix . 'claim_no' );
		$this->issued_via             = $row->text( $prefix . 'issued_via' );
		$this->member_organisation_id = $row->maybe_number( $prefix . 'member_organisation_id' );
		$this->checked_at             = $row->time( $prefix . 'checked_at' );
		$this->membership_ends_at     = $row->time( $prefix . 'membership_ends_at' );
		$this->membership_state       = $row->text( $prefix . 'membership_state' );
		$this->provider               = $row->maybe_text( $prefix . 'provider' );
		$this->issuer_mark            = $row->maybe_text( $prefix . 'issuer_mark' );
		$this->blocked                = $row->flag( $prefix . 'blocked' );
		$this->holder_label           = $row->maybe_text( $prefix . 'holder_label' );
		$this->status                 = Coupon_Status::tryFrom( $row->text( $prefix . 'status' ) ) ?? Coupon_Status::VOID;
		$this->max_uses               = $row->number( $prefix . 'max_uses' );
		$this->uses                   = $row->number( $prefix . 'uses' );
		$this->hold_token             = $row->maybe_text( $prefix . 'hold_token' );
		$this->hold_ref               = $row->maybe_text( $prefix . 'hold_ref' );
		$this->hold_until             = $row->time( $prefix . 'hold_until' );
		$this->not_before             = $row->time( $prefix . 'not_before' );
		$this->expires_at             = $row->time( $prefix . 'expires_at' );
		$this->created_at             = $row->time( $prefix . 'created_at' );
	}

	/**
	 * From columns, in a join with a prefix before their names.
	 *
	 * @param array<string, mixed> $row    Database row.
	 * @param string               $prefix E.g. "c_".
	 */
	public static function from_row( array $row, string $prefix = '' ): self {
		return new self( new Row( $row ), $prefix );
	}

	/**
	 * The state as of a moment: unused ones expire by reading the clock, a lapsed hold is no hold.
	 *
	 * @param \DateTimeImmutable $now Database time.
	 */
	public function status_at( \DateTimeImmutable $now ): Coupon_Status {
		if ( Coupon_Status::ISSUED !== $this->status && Coupon_Status::HELD !== $this->status ) {
			return $this->status;
		}
		if ( null !== $this->expires_at && $now >= $this->expires_at ) {
			return Coupon_Status::EXPIRED;
		}
		$held = Coupon_Status::HELD === $this->status && null !== $this->hold_until && $now < $this->hold_until;
		return $held ? Coupon_Status::HELD : Coupon_Status::ISSUED;
	}

	/**
	 * Whether its holder can still use it: what a second claim gives back.
	 *
	 * @param \DateTimeImmutable $now Database time.
	 */
	public function is_usable( \DateTimeImmutable $now ): bool {
		return in_array( $this->status_at( $now ), array( Coupon_Status::ISSUED, Coupon_Status::HELD ), true ) && $this->uses < $this->max_uses;
	}
}
