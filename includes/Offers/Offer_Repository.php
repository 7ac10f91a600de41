<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Database;

/**
 * SQL of the table offers.
 */
final class Offer_Repository {
	public function __construct( private readonly Database $db ) {}

	public function find( string $uid ): ?Offer {
		$row = $this->db->row( 'SELECT * FROM %i WHERE partner_id = 0 AND uid = %s', $this->table(), $uid );
		return null === $row ? null : Offer::from_row( $row );
	}

	public function find_by_id( int $id ): ?Offer {
		$row = $this->db->row( 'SELECT * FROM %i WHERE id = %d', $this->table(), $id );
		return null === $row ? null : Offer::from_row( $row );
	}

	/**
	 * Several at once, for a page of cards.
	 *
	 * @param list<string> $uids At most 100.
	 * @return array<string, Offer> By uid; unknown ones are missing.
	 */
	public function find_many( array $uids ): array {
		$found = array();
		if ( array() === $uids ) {
			return $found;
		}
		$uids  = array_slice( $uids, 0, 100 );
		$marks = implode( ',', array_fill( 0, count( $uids ), '%s' ) );
		foreach ( $this->db->rows( "SELECT * FROM %i WHERE partner_id = 0 AND uid IN ($marks)", $this->table(), ...$uids ) as $row ) {
			$offer                = Offer::from_row( $row );
			$found[ $offer->uid ] = $offer;
		}
		return $found;
	}

	/**
	 * Offers for everybody, newest first.
	 *
	 * @param \DateTimeImmutable $now             Database time.
	 * @param int|null           $organisation_id Only of this one.
	 * @param string|null        $kind            Only of this kind.
	 * @param list<string>       $uids            Only these; empty: all.
	 * @param int|null           $before          Keyset: ids below this.
	 * @param int                $limit           Rows.
	 * @param \DateTimeImmutable $ended_since     Ended ones stay visible if they ended after this.
	 * @return list<Offer>
	 */
	public function visible( \DateTimeImmutable $now, ?int $organisation_id, ?string $kind, array $uids, ?int $before, int $limit, \DateTimeImmutable $ended_since ): array {
		$where = "partner_id = 0 AND status IN ('active', 'paused') AND (ends_at IS NULL OR ends_at > %s) AND (valid_until IS NULL OR valid_until > %s)";
		$args  = array( Database::datetime( $ended_since ), Database::datetime( $ended_since ) );
		if ( $ended_since < $now ) {
			$where  = "partner_id = 0 AND ( ( $where ) OR ( status = 'ended' AND updated_at > %s ) )";
			$args[] = Database::datetime( $ended_since );
		}
		if ( null !== $organisation_id ) {
			$where .= ' AND organisation_id = %d';
			$args[] = $organisation_id;
		}
		if ( null !== $kind ) {
			$where .= ' AND kind = %s';
			$args[] = $kind;
		}
		if ( array() !== $uids ) {
			$where .= ' AND uid IN (' . implode( ',', array_fill( 0, count( $uids ), '%s' ) ) . ')';
			$args   = array_merge( $args, $uids );
		}
		if ( null !== $before ) {
			$where .= ' AND id < %d';
			$args[] = $before;
		}
		$args[] = $limit;
		return array_map( array( Offer::class, 'from_row' ), $this->db->rows( "SELECT * FROM %i WHERE $where ORDER BY id DESC LIMIT %d", $this->table(), ...$args ) );
	}

	/**
	 * The admin's list.
	 *
	 * @param string $search   Part of the title; '' for all.
	 * @param string $status   Stored state; '' for all.
	 * @param string $orderby  One of title, status, updated_at, id.
	 * @param bool   $upwards  Ascending.
	 * @param int    $page     From 1.
	 * @param int    $per_page Rows.
	 * @return array{items: list<Offer>, total: int}
	 */
	public function page( string $search, string $status, string $orderby, bool $upwards, int $page, int $per_page ): array {
		$where = 'partner_id = 0';
		$args  = array();
		if ( '' !== $search ) {
			$where .= ' AND title LIKE %s';
			$args[] = '%' . $this->db->wpdb->esc_like( $search ) . '%';
		}
		if ( '' !== $status ) {
			$where .= ' AND status = %s';
			$args[] = $status;
		}
		$column = in_array( $orderby, array( 'title', 'status', 'updated_at' ), true ) ? $orderby : 'id';
		$order  = $upwards ? 'ASC' : 'DESC';
		$total  = (int) $this->db->value( "SELECT COUNT(*) FROM %i WHERE $where", $this->table(), ...$args );
		$rows   = $this->db->rows( "SELECT * FROM %i WHERE $where ORDER BY %i $order, id $order LIMIT %d OFFSET %d", $this->table(), ...array_merge( $args, array( $column, $per_page, ( $page - 1 ) * $per_page ) ) );
		return array(
			'items' => array_map( array( Offer::class, 'from_row' ), $rows ),
			'total' => $total,
		);
	}

	/**
	 * Our offers for those a rule lets in, newest first.
	 *
	 * @return list<Offer>
	 */
	public function with_audience( string $rule_uid, int $limit ): array {
		return array_map( array( Offer::class, 'from_row' ), $this->db->rows( 'SELECT * FROM %i WHERE partner_id = 0 AND audience = %s ORDER BY id DESC LIMIT %d', $this->table(), $rule_uid, $limit ) );
	}

	/**
	 * @param array<string, mixed> $columns All that differ from the defaults.
	 * @return int Row id.
	 */
	public function create( array $columns ): int {
		return $this->db->insert( 'offers', $columns );
	}

	/**
	 * What an offer would be with these columns. Writes nothing.
	 *
	 * @param Offer                $offer   As read.
	 * @param array<string, mixed> $columns Changes.
	 */
	public function changed( Offer $offer, array $columns ): Offer {
		$row = $this->db->row( 'SELECT * FROM %i WHERE id = %d', $this->table(), $offer->id );
		return null === $row ? $offer : Offer::from_row( array_merge( $row, $columns ) );
	}

	/**
	 * Writes columns if nobody wrote in between.
	 *
	 * @param Offer                $offer   As read.
	 * @param array<string, mixed> $columns Changed ones.
	 * @return bool False: the stored version is another one.
	 */
	public function save( Offer $offer, array $columns ): bool {
		$columns['doc_version'] = $offer->version + 1;
		return 1 === $this->db->update(
			'offers',
			$columns,
			array(
				'id'          => $offer->id,
				'doc_version' => $offer->version,
			)
		);
	}

	/**
	 * Removes a draft nobody claimed.
	 *
	 * @param Offer $offer As read.
	 * @return bool False: it was used or published meanwhile.
	 */
	public function delete_draft( Offer $offer ): bool {
		return 1 === $this->db->execute(
			"DELETE FROM %i WHERE id = %d AND status = 'draft' AND claims_count = 0",
			$this->table(),
			$offer->id
		);
	}

	/**
	 * Counts one claim, in the caller's transaction: only while the coupon's last operation is ours and the cap allows.
	 *
	 * @param int    $offer_id   Which.
	 * @param int    $coupon_id  The coupon just inserted.
	 * @param string $operation  Its `last_op`.
	 * @return int Affected rows: 1 or 0.
	 */
	public function count_claim( int $offer_id, int $coupon_id, string $operation ): int {
		return $this->db->execute(
			"UPDATE %i SET claims_count = claims_count + 1 WHERE id = %d AND status = 'active' AND (max_claims IS NULL OR claims_count < max_claims)
			AND EXISTS (SELECT 1 FROM %i WHERE id = %d AND last_op = %s)",
			$this->table(),
			$offer_id,
			$this->db->table( 'coupons' ),
			$coupon_id,
			$operation
		);
	}

	/**
	 * Counts one redemption, in the caller's transaction, guarded by every cap (step 6).
	 *
	 * @param int    $offer_id  Which.
	 * @param int    $coupon_id The coupon just updated.
	 * @param string $operation Its `last_op`.
	 * @param int    $discount  Minor units spent from the budget.
	 * @return int Affected rows: 1 or 0.
	 */
	public function count_redemption( int $offer_id, int $coupon_id, string $operation, int $discount ): int {
		return $this->db->execute(
			"UPDATE %i SET redemptions_count = redemptions_count + 1, spent_minor = spent_minor + %d
			WHERE id = %d AND status IN ('active', 'ended') AND (max_redemptions IS NULL OR redemptions_count < max_redemptions)
			AND (budget_minor IS NULL OR spent_minor + %d <= budget_minor)
			AND EXISTS (SELECT 1 FROM %i WHERE id = %d AND last_op = %s)",
			$this->table(),
			$discount,
			$offer_id,
			$discount,
			$this->db->table( 'coupons' ),
			$coupon_id,
			$operation
		);
	}

	/**
	 * Takes one redemption back, in the caller's transaction.
	 *
	 * @param int    $offer_id  Which.
	 * @param int    $coupon_id The coupon just updated.
	 * @param string $operation Its `last_op`.
	 * @param int    $discount  Minor units given back to the budget.
	 * @return int Affected rows; 0 when a counter was lost before (see Repair).
	 */
	public function uncount_redemption( int $offer_id, int $coupon_id, string $operation, int $discount ): int {
		return $this->db->execute(
			'UPDATE %i SET redemptions_count = redemptions_count - 1, spent_minor = spent_minor - %d
			WHERE id = %d AND redemptions_count > 0 AND spent_minor >= %d AND EXISTS (SELECT 1 FROM %i WHERE id = %d AND last_op = %s)',
			$this->table(),
			$discount,
			$offer_id,
			$discount,
			$this->db->table( 'coupons' ),
			$coupon_id,
			$operation
		);
	}

	/**
	 * Writes counters found from the ledger, unless the offer moved since they were counted.
	 *
	 * @param Offer $offer       As read before counting.
	 * @param int   $claims      Coupons that hold a slot or were used.
	 * @param int   $redemptions Confirmed uses.
	 * @param int   $spent       Minor units.
	 */
	public function write_counters( Offer $offer, int $claims, int $redemptions, int $spent ): int {
		return $this->db->execute(
			'UPDATE %i SET claims_count = %d, redemptions_count = %d, spent_minor = %d WHERE id = %d AND claims_count = %d AND redemptions_count = %d AND spent_minor = %d',
			$this->table(),
			$claims,
			$redemptions,
			$spent,
			$offer->id,
			$offer->claims_count,
			$offer->redemptions_count,
			$offer->spent_minor
		);
	}

	private function table(): string {
		return $this->db->table( 'offers' );
	}
}
