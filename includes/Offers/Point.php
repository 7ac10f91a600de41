<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

/**
 * A till, a door or an online shop where coupons are redeemed.
 */
final class Point {
	public readonly int $id;
	public readonly string $uid;
	public readonly int $organisation_id;
	public readonly string $name;
	public readonly string $kind;
	/** @var list<string>|null Offers by uid; null: all of the organisation. */
	public readonly ?array $offers;
	public readonly string $mode;
	public readonly bool $counts_apart;
	public readonly bool $allow_multiple;
	public readonly bool $allow_reentry;
	public readonly ?\DateTimeImmutable $opens_at;
	public readonly ?\DateTimeImmutable $closes_at;
	public readonly bool $active;

	private function __construct( Row $row, string $prefix ) {
		$this->id              = $row->number( $prefix . 'id' );
		$this->uid             = $row->text( $prefix . 'uid' );
		$this->organisation_id = $row->number( $prefix . 'organisation_id' );
		$this->name            = $row->text( $prefix . 'name' );
		$this->kind            = $row->text( $prefix . 'kind' );
		$offers                = $row->json( $prefix . 'offers' );
		$this->offers          = null === $offers ? null : array_values( array_filter( $offers, 'is_string' ) );
		$this->mode            = $row->text( $prefix . 'mode' );
		$this->counts_apart    = $row->flag( $prefix . 'counts_apart' );
		$this->allow_multiple  = $row->flag( $prefix . 'allow_multiple' );
		$this->allow_reentry   = $row->flag( $prefix . 'allow_reentry' );
		$this->opens_at        = $row->time( $prefix . 'opens_at' );
		$this->closes_at       = $row->time( $prefix . 'closes_at' );
		$this->active          = $row->flag( $prefix . 'active' );
	}

	/**
	 * From columns, in a join with a prefix before their names.
	 *
	 * @param array<string, mixed> $row    Database row.
	 * @param string               $prefix E.g. "p_".
	 */
	public static function from_row( array $row, string $prefix = '' ): self {
		return new self( new Row( $row ), $prefix );
	}

	/**
	 * Why this offer is not honoured here now: a reason code, or null.
	 *
	 * @param Offer              $offer Which.
	 * @param \DateTimeImmutable $now   Database time.
	 */
	public function obstacle( Offer $offer, \DateTimeImmutable $now ): ?string {
		if ( ! $this->active || ( null !== $this->offers && ! in_array( $offer->uid, $this->offers, true ) ) ) {
			return 'point_not_allowed';
		}
		// Organisation 0 serves every offer of this site, e.g. one counter of a shared house.
		if ( 0 !== $this->organisation_id && $this->organisation_id !== $offer->organisation_id ) {
			return 'point_not_allowed';
		}
		if ( ( null !== $this->opens_at && $now < $this->opens_at ) || ( null !== $this->closes_at && $now >= $this->closes_at ) ) {
			return 'point_closed';
		}
		return null;
	}

	/** Ledger scope: 0 at every till; a door that counts apart has its own. */
	public function scope(): int {
		return 'door' === $this->kind && $this->counts_apart ? $this->id : 0;
	}

	/**
	 * What lists and the till show.
	 *
	 * @return array<string, mixed>
	 */
	public function to_array(): array {
		return array(
			'uid'            => $this->uid,
			'name'           => $this->name,
			'kind'           => $this->kind,
			'offers'         => $this->offers,
			'mode'           => $this->mode,
			'counts_apart'   => $this->counts_apart,
			'allow_multiple' => $this->allow_multiple,
			'allow_reentry'  => $this->allow_reentry,
			'opens_at'       => $this->opens_at?->format( 'Y-m-d\TH:i:s\Z' ),
			'closes_at'      => $this->closes_at?->format( 'Y-m-d\TH:i:s\Z' ),
			'active'         => $this->active,
		);
	}
}
