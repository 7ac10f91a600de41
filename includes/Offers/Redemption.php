<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

/**
 * One row of the append-only ledger.
 */
final class Redemption {
	public readonly int $id;
	public readonly string $uid;
	public readonly int $coupon_id;
	public readonly int $offer_id;
	public readonly ?int $point_id;
	public readonly int $scope_id;
	public readonly ?int $use_no;
	public readonly string $kind;
	public readonly string $status;
	public readonly ?string $request_hash;
	public readonly string $actor;
	public readonly ?string $order_ref;
	public readonly ?int $amount_minor;
	public readonly ?int $discount_minor;
	public readonly ?string $currency;
	public readonly \DateTimeImmutable $recorded_at;
	public readonly ?string $note;

	private function __construct( Row $row, string $prefix ) {
		$this->id             = $row->number( $prefix . 'id' );
		$this->uid            = $row->text( $prefix . 'uid' );
		$this->coupon_id      = $row->number( $prefix . 'coupon_id' );
		$this->offer_id       = $row->number( $prefix . 'offer_id' );
		$this->point_id       = $row->maybe_number( $prefix . 'point_id' );
		$this->scope_id       = $row->number( $prefix . 'scope_id' );
		$this->use_no         = $row->maybe_number( $prefix . 'use_no' );
		$this->kind           = $row->text( $prefix . 'kind' );
		$this->status         = $row->text( $prefix . 'status' );
		$this->request_hash   = $row->maybe_text( $prefix . 'request_hash' );
		$this->actor          = $row->text( $prefix . 'actor' );
		$this->order_ref      = $row->maybe_text( $prefix . 'order_ref' );
		$this->amount_minor   = $row->maybe_number( $prefix . 'amount_minor' );
		$this->discount_minor = $row->maybe_number( $prefix . 'discount_minor' );
		$this->currency       = $row->maybe_text( $prefix . 'currency' );
		$this->recorded_at    = $row->time( $prefix . 'recorded_at' ) ?? new \DateTimeImmutable( '@0' );
		$this->note           = $row->maybe_text( $prefix . 'note' );
	}

	/**
	 * From columns, in a join with a prefix before their names.
	 *
	 * @param array<string, mixed> $row    Database row.
	 * @param string               $prefix E.g. "r_".
	 */
	public static function from_row( array $row, string $prefix = '' ): self {
		return new self( new Row( $row ), $prefix );
	}

	public function is_voided(): bool {
		return 'voided' === $this->status;
	}
}
