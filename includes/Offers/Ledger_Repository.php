<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Database;

/**
 * SQL of the append-only ledger `redemptions`. Rows are never deleted; only `status`, `use_no` and `stack_no` change.
 */
final class Ledger_Repository {
	public function __construct( private readonly Database $db ) {}

	/**
	 * Everything a redemption decides on, in one read: coupon, its offer, the point asked for, and the ledger row that
	 * already carries this idempotency key.
	 *
	 * @param non-empty-list<string> $hashes     Code hashes under every live key version; or the coupon's uid, see $by_uid.
	 * @param string                 $point_uid  Point, '' for none.
	 * @param string                 $idem_key   64 lower hex; '' when nothing is redeemed.
	 * @param bool                   $by_uid     Look for the coupon's uid instead of hashes.
	 */
	public function situation( array $hashes, string $point_uid, string $idem_key, bool $by_uid = false ): ?Situation {
		$marks  = implode( ',', array_fill( 0, count( $hashes ), '%s' ) );
		$column = $by_uid ? 'uid' : 'code_hash';
		$row    = $this->db->row(
			'SELECT ' . Columns::select( 'c', Columns::COUPON ) . ', ' . Columns::select( 'o', Columns::OFFER ) . ', ' . Columns::select( 'p', Columns::POINT ) . ', ' . Columns::select( 'r', Columns::REDEMPTION ) .
			" FROM %i c JOIN %i o ON o.id = c.offer_id LEFT JOIN %i p ON p.uid = %s LEFT JOIN %i r ON r.idem_key = %s WHERE c.%i IN ($marks)",
			$this->db->table( 'coupons' ),
			$this->db->table( 'offers' ),
			$this->db->table( 'points' ),
			$point_uid,
			$this->table(),
			$idem_key,
			$column,
			...$hashes
		);
		return null === $row ? null : Situation::from_row( $row );
	}

	public function find( string $uid ): ?Redemption {
		return $this->one( $this->db->row( 'SELECT * FROM %i WHERE uid = %s', $this->table(), $uid ) );
	}

	public function by_idempotency_key( string $idem_key ): ?Redemption {
		return $this->one( $this->db->row( 'SELECT * FROM %i WHERE idem_key = %s', $this->table(), $idem_key ) );
	}

	/**
	 * Numbers of the uses that stand (step 7); voided rows have none.
	 *
	 * @param int $coupon_id Which.
	 * @param int $scope_id  0, or a door that counts apart.
	 * @return list<int>
	 */
	public function used_numbers( int $coupon_id, int $scope_id ): array {
		return array_map( 'intval', $this->db->column( 'SELECT use_no FROM %i WHERE coupon_id = %d AND scope_id = %d AND use_no IS NOT NULL ORDER BY use_no', $this->table(), $coupon_id, $scope_id ) );
	}

	/**
	 * Numbers already taken on one order, with what takes them.
	 *
	 * @param string $order_key 64 lower hex.
	 * @return array<int, string> Stack number to the offer's stacking.
	 */
	public function order_stack( string $order_key ): array {
		$stack = array();
		foreach ( $this->db->rows( 'SELECT r.stack_no, o.stacking FROM %i r JOIN %i o ON o.id = r.offer_id WHERE r.order_key = %s AND r.stack_no IS NOT NULL', $this->table(), $this->db->table( 'offers' ), $order_key ) as $row ) {
			$stack[ (int) $row['stack_no'] ] = (string) $row['stacking'];
		}
		return $stack;
	}

	/**
	 * Appends one row while the coupon's last operation is ours (step 8).
	 *
	 * @param array<string, mixed> $columns   Without coupon_id.
	 * @param int                  $coupon_id Which coupon.
	 * @param string               $operation Its `last_op`.
	 * @return int Affected rows: 1 or 0.
	 */
	public function append( array $columns, int $coupon_id, string $operation ): int {
		$columns = array_filter( $columns, static fn ( mixed $value ): bool => null !== $value );
		$names   = implode( ', ', array_fill( 0, count( $columns ), '%i' ) );
		$marks   = '';
		$args    = array();
		foreach ( array_values( $columns ) as $number => $value ) {
			// Named, because the SQLite integration cannot tell equal unnamed columns of the SELECT apart.
			$marks .= is_int( $value ) ? ', %d AS %i' : ', %s AS %i';
			array_push( $args, $value, 'v' . $number );
		}
		return $this->db->execute(
			"INSERT INTO %i ( coupon_id, $names ) SELECT c.id AS coupon_id$marks FROM %i c WHERE c.id = %d AND c.last_op = %s",
			$this->table(),
			...array_keys( $columns ),
			...$args,
			...array( $this->db->table( 'coupons' ), $coupon_id, $operation )
		);
	}

	/**
	 * Marks a use as voided while it still stands and the coupon's last operation is ours.
	 *
	 * @param Redemption $redemption As read.
	 * @param string     $operation  The void row's uid.
	 * @return int Affected rows: 1 or 0.
	 */
	public function mark_voided( Redemption $redemption, string $operation ): int {
		return $this->db->execute(
			"UPDATE %i SET status = 'voided', use_no = NULL, stack_no = NULL WHERE id = %d AND status = 'confirmed' AND EXISTS (SELECT 1 FROM %i WHERE id = %d AND last_op = %s)",
			$this->table(),
			$redemption->id,
			$this->db->table( 'coupons' ),
			$redemption->coupon_id,
			$operation
		);
	}

	/**
	 * The latest use that stands, with its point: what "already used, when and where" needs.
	 *
	 * @param int $coupon_id Which.
	 * @return array{recorded_at: \DateTimeImmutable|null, point: string|null, use_no: int}|null
	 */
	public function last_use( int $coupon_id ): ?array {
		$row = $this->db->row(
			"SELECT r.recorded_at, r.use_no, p.name AS point FROM %i r LEFT JOIN %i p ON p.id = r.point_id WHERE r.coupon_id = %d AND r.kind = 'redeem' AND r.status = 'confirmed' ORDER BY r.id DESC LIMIT 1",
			$this->table(),
			$this->db->table( 'points' ),
			$coupon_id
		);
		return null === $row ? null : array(
			'recorded_at' => Database::instant( $row['recorded_at'] ),
			'point'       => $row['point'],
			'use_no'      => (int) $row['use_no'],
		);
	}

	/**
	 * Latest standing uses of several coupons.
	 *
	 * @param list<int> $coupon_ids At most 100.
	 * @return array<int, array{recorded_at: \DateTimeImmutable|null, point: string|null}> By coupon.
	 */
	public function last_uses( array $coupon_ids ): array {
		if ( array() === $coupon_ids ) {
			return array();
		}
		$marks = implode( ',', array_fill( 0, count( $coupon_ids ), '%d' ) );
		$rows  = $this->db->rows(
			"SELECT r.coupon_id, r.recorded_at, p.name AS point FROM %i r LEFT JOIN %i p ON p.id = r.point_id WHERE r.coupon_id IN ($marks) AND r.kind = 'redeem' AND r.status = 'confirmed' ORDER BY r.id",
			$this->table(),
			$this->db->table( 'points' ),
			...$coupon_ids
		);
		$last  = array();
		foreach ( $rows as $row ) {
			$last[ (int) $row['coupon_id'] ] = array(
				'recorded_at' => Database::instant( $row['recorded_at'] ),
				'point'       => $row['point'],
			);
		}
		return $last;
	}

	/**
	 * Confirmed uses and money of an offer, from the rows themselves.
	 *
	 * @param int $offer_id Which.
	 * @return array{redemptions: int, spent: int}
	 */
	public function totals( int $offer_id ): array {
		$row = $this->db->row(
			"SELECT SUM( CASE WHEN kind = 'redeem' THEN 1 ELSE 0 END ) AS redemptions, SUM( COALESCE( discount_minor, 0 ) ) AS spent FROM %i WHERE offer_id = %d AND status = 'confirmed' AND kind IN ('redeem', 'adjust')",
			$this->table(),
			$offer_id
		);
		return array(
			'redemptions' => (int) ( $row['redemptions'] ?? 0 ),
			'spent'       => (int) ( $row['spent'] ?? 0 ),
		);
	}

	/**
	 * Confirmed uses of a range of coupons.
	 *
	 * @param int $offer_id Which offer.
	 * @param int $from     Lowest coupon id.
	 * @param int $to       Highest coupon id.
	 * @return array<int, int> Coupon id to uses; those without are missing.
	 */
	public function uses_between( int $offer_id, int $from, int $to ): array {
		$uses = array();
		foreach ( $this->db->rows( "SELECT coupon_id, COUNT(*) AS uses FROM %i WHERE offer_id = %d AND coupon_id >= %d AND coupon_id <= %d AND kind = 'redeem' AND status = 'confirmed' AND scope_id = 0 GROUP BY coupon_id", $this->table(), $offer_id, $from, $to ) as $row ) {
			$uses[ (int) $row['coupon_id'] ] = (int) $row['uses'];
		}
		return $uses;
	}

	/**
	 * Offers whose counters differ from the ledger.
	 *
	 * @param int $limit At most so many.
	 * @return list<array{uid: string, title: string, counted: int, ledger: int, spent: int, ledger_spent: int}>
	 */
	public function differences( int $limit ): array {
		$rows = $this->db->rows(
			"SELECT o.uid, o.title, o.redemptions_count, o.spent_minor, COALESCE( l.uses, 0 ) AS uses, COALESCE( l.spent, 0 ) AS spent FROM %i o
			LEFT JOIN ( SELECT offer_id, SUM( CASE WHEN kind = 'redeem' THEN 1 ELSE 0 END ) AS uses, SUM( COALESCE( discount_minor, 0 ) ) AS spent FROM %i WHERE status = 'confirmed' AND kind IN ('redeem', 'adjust') GROUP BY offer_id ) l ON l.offer_id = o.id
			WHERE o.redemptions_count <> COALESCE( l.uses, 0 ) OR o.spent_minor <> COALESCE( l.spent, 0 ) ORDER BY o.id LIMIT %d",
			$this->db->table( 'offers' ),
			$this->table(),
			$limit
		);
		return array_map(
			static fn ( array $row ): array => array(
				'uid'          => (string) $row['uid'],
				'title'        => (string) $row['title'],
				'counted'      => (int) $row['redemptions_count'],
				'ledger'       => (int) $row['uses'],
				'spent'        => (int) $row['spent_minor'],
				'ledger_spent' => (int) $row['spent'],
			),
			$rows
		);
	}

	/**
	 * The list for staff and admin, newest first; never a code, only its last four.
	 *
	 * @param array{offer?: string, actor?: string, status?: string} $filters  Exact matches.
	 * @param int                                                    $page     From 1.
	 * @param int                                                    $per_page Rows.
	 * @return array{items: list<array<string, string|null>>, total: int}
	 */
	public function page( array $filters, int $page, int $per_page ): array {
		$where = '1 = 1';
		$args  = array();
		foreach ( array(
			'offer'  => 'o.uid',
			'actor'  => 'r.actor',
			'status' => 'r.status',
		) as $key => $column ) {
			if ( isset( $filters[ $key ] ) && '' !== $filters[ $key ] ) {
				$where .= " AND $column = %s";
				$args[] = $filters[ $key ];
			}
		}
		$from   = 'FROM %i r JOIN %i o ON o.id = r.offer_id JOIN %i c ON c.id = r.coupon_id LEFT JOIN %i p ON p.id = r.point_id';
		$tables = array( $this->table(), $this->db->table( 'offers' ), $this->db->table( 'coupons' ), $this->db->table( 'points' ) );
		$total  = (int) $this->db->value( "SELECT COUNT(*) $from WHERE $where", ...$tables, ...$args );
		$items  = $this->db->rows(
			"SELECT r.uid, r.kind, r.status, r.use_no, r.actor, r.amount_minor, r.discount_minor, r.currency, r.recorded_at, r.note, o.uid AS offer_uid, o.title AS offer_title, o.void_window, c.uid AS coupon_uid, c.code_tail, c.holder_label, p.uid AS point_uid, p.name AS point_name $from WHERE $where ORDER BY r.id DESC LIMIT %d OFFSET %d",
			...$tables,
			...$args,
			...array( $per_page, ( $page - 1 ) * $per_page )
		);
		return array(
			'items' => $items,
			'total' => $total,
		);
	}

	/**
	 * Confirmed uses by one point or actor since a moment.
	 *
	 * @param string             $actor Actor scope.
	 * @param \DateTimeImmutable $since From.
	 */
	public function count_of_actor( string $actor, \DateTimeImmutable $since ): int {
		return (int) $this->db->value( "SELECT COUNT(*) FROM %i WHERE actor = %s AND kind = 'redeem' AND status = 'confirmed' AND recorded_at >= %s", $this->table(), $actor, $since );
	}

	/**
	 * Blanks what a person left in the rows of their coupons; amounts and counts stay.
	 *
	 * @param int $coupon_id Which.
	 */
	public function anonymise( int $coupon_id ): void {
		$this->db->execute( 'UPDATE %i SET order_ref = NULL, note = NULL WHERE coupon_id = %d', $this->table(), $coupon_id );
	}

	/**
	 * @param array<string, string|null>|null $row Database row.
	 */
	private function one( ?array $row ): ?Redemption {
		return null === $row ? null : Redemption::from_row( $row );
	}

	private function table(): string {
		return $this->db->table( 'redemptions' );
	}
}
