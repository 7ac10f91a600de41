<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Database;

/**
 * SQL of the table coupons.
 */
final class Coupon_Repository {
	public function __construct( private readonly Database $db ) {}

	public function find( string $uid ): ?Coupon {
		return $this->one( $this->db->row( 'SELECT * FROM %i WHERE uid = %s', $this->table(), $uid ) );
	}

	public function find_by_id( int $id ): ?Coupon {
		return $this->one( $this->db->row( 'SELECT * FROM %i WHERE id = %d', $this->table(), $id ) );
	}

	/**
	 * By the keyed hashes of a code under every live key version.
	 *
	 * @param non-empty-list<string> $hashes 64 lower hex each.
	 */
	public function find_by_hashes( array $hashes ): ?Coupon {
		$marks = implode( ',', array_fill( 0, count( $hashes ), '%s' ) );
		return $this->one( $this->db->row( "SELECT * FROM %i WHERE code_hash IN ($marks)", $this->table(), ...$hashes ) );
	}

	/**
	 * Coupons whose code is derived with a key version and that can still be used.
	 *
	 * @param int                $version Version.
	 * @param \DateTimeImmutable $now     Database time.
	 */
	public function open_with_key( int $version, \DateTimeImmutable $now ): int {
		return (int) $this->db->value(
			'SELECT COUNT(*) FROM %i WHERE key_ver = %d AND status IN ( %s, %s ) AND ( expires_at IS NULL OR expires_at > %s )',
			$this->table(),
			$version,
			Coupon_Status::ISSUED->value,
			Coupon_Status::HELD->value,
			$now
		);
	}

	public function code_hash_exists( string $hash ): bool {
		return null !== $this->db->value( 'SELECT id FROM %i WHERE code_hash = %s', $this->table(), $hash );
	}

	/**
	 * Coupons of an offer in the slots of these holder keys, oldest slot first.
	 *
	 * @param int          $offer_id    Which.
	 * @param list<string> $holder_keys One a linked identity.
	 * @return list<Coupon>
	 */
	public function of_holder( int $offer_id, array $holder_keys ): array {
		if ( array() === $holder_keys ) {
			return array();
		}
		$marks = implode( ',', array_fill( 0, count( $holder_keys ), '%s' ) );
		$rows  = $this->db->rows( "SELECT * FROM %i WHERE offer_id = %d AND holder_key IN ($marks) AND claim_no IS NOT NULL ORDER BY claim_no, id", $this->table(), $offer_id, ...$holder_keys );
		return array_map( array( Coupon::class, 'from_row' ), $rows );
	}

	/**
	 * A holder's coupons with their offers, newest first.
	 *
	 * @param list<string> $holder_keys One a linked identity.
	 * @param int          $limit       Rows.
	 * @param int          $offset      Rows to skip.
	 * @return list<array{0: Coupon, 1: Offer}>
	 */
	public function with_offers( array $holder_keys, int $limit = 100, int $offset = 0 ): array {
		if ( array() === $holder_keys ) {
			return array();
		}
		$marks = implode( ',', array_fill( 0, count( $holder_keys ), '%s' ) );
		$rows  = $this->db->rows(
			'SELECT ' . Columns::select( 'c', Columns::COUPON ) . ', ' . Columns::select( 'o', Columns::OFFER ) .
			" FROM %i c JOIN %i o ON o.id = c.offer_id WHERE c.holder_key IN ($marks) ORDER BY c.id DESC LIMIT %d OFFSET %d",
			$this->table(),
			$this->db->table( 'offers' ),
			...array_merge( $holder_keys, array( $limit, $offset ) )
		);
		return array_map( static fn ( array $row ): array => array( Coupon::from_row( $row, 'c_' ), Offer::from_row( $row, 'o_' ) ), $rows );
	}

	/**
	 * @param array<string, mixed> $columns All that differ from the defaults.
	 * @return int Row id.
	 */
	public function create( array $columns ): int {
		return $this->db->insert( 'coupons', $columns );
	}

	/**
	 * Takes one use (step 5). Status before counter, because engines differ in what SET sees (S8).
	 *
	 * @param Coupon             $coupon     As read.
	 * @param string             $operation  New redemption's uid.
	 * @param \DateTimeImmutable $now        Database time.
	 * @param string|null        $hold_token Hash of an own hold's token.
	 * @param bool               $honour     Whether a lost membership is honoured by this offer.
	 * @param bool               $held_only  Whether only a standing hold with this token counts, because no code was shown.
	 * @return int Affected rows: 1 or 0.
	 */
	public function take_use( Coupon $coupon, string $operation, \DateTimeImmutable $now, ?string $hold_token, bool $honour, bool $held_only ): int {
		$time = Database::datetime( $now );
		return $this->db->execute(
			"UPDATE %i SET status = CASE WHEN uses + 1 >= max_uses THEN 'redeemed' ELSE 'issued' END, uses = uses + 1, last_op = %s,
			hold_token = NULL, hold_ref = NULL, hold_until = NULL, updated_at = %s
			WHERE id = %d AND (status = 'issued' OR (status = 'held' AND (hold_until <= %s OR hold_token = %s))) AND uses < max_uses
			AND (%d = 0 OR (status = 'held' AND hold_token = %s AND hold_until > %s))
			AND (not_before IS NULL OR not_before <= %s) AND (expires_at IS NULL OR expires_at > %s) AND (membership_state = 'ok' OR %d = 1) AND blocked = 0",
			$this->table(),
			$operation,
			$time,
			$coupon->id,
			$time,
			$hold_token ?? '-',
			$held_only ? 1 : 0,
			$hold_token ?? '-',
			$time,
			$time,
			$time,
			$honour ? 1 : 0
		);
	}

	/**
	 * Gives one use back, for a void.
	 *
	 * @param int                $coupon_id Which.
	 * @param string             $operation The void row's uid.
	 * @param \DateTimeImmutable $now       Database time.
	 * @return int Affected rows: 1 or 0.
	 */
	public function return_use( int $coupon_id, string $operation, \DateTimeImmutable $now ): int {
		return $this->db->execute(
			"UPDATE %i SET status = CASE WHEN status = 'redeemed' THEN 'issued' ELSE status END, uses = uses - 1, last_op = %s, updated_at = %s WHERE id = %d AND uses > 0",
			$this->table(),
			$operation,
			Database::datetime( $now ),
			$coupon_id
		);
	}

	/**
	 * Voids an unused or partly used coupon and frees its slot.
	 *
	 * @param Coupon             $coupon    As read.
	 * @param string             $operation A new uid.
	 * @param \DateTimeImmutable $now       Database time.
	 * @return int Affected rows: 1 or 0.
	 */
	public function void( Coupon $coupon, string $operation, \DateTimeImmutable $now ): int {
		return $this->db->execute(
			"UPDATE %i SET status = 'void', claim_no = NULL, last_op = %s, hold_token = NULL, hold_ref = NULL, hold_until = NULL, updated_at = %s WHERE id = %d AND status IN ('issued', 'held')",
			$this->table(),
			$operation,
			Database::datetime( $now ),
			$coupon->id
		);
	}

	/**
	 * Voids an unused coupon whose holder was erased; the slot stays taken.
	 *
	 * @param Coupon             $coupon    As read.
	 * @param string             $operation A new uid.
	 * @param \DateTimeImmutable $now       Database time.
	 * @return int Affected rows: 1 or 0.
	 */
	public function void_keeping_slot( Coupon $coupon, string $operation, \DateTimeImmutable $now ): int {
		return $this->db->execute(
			"UPDATE %i SET status = 'void', last_op = %s, hold_token = NULL, hold_ref = NULL, hold_until = NULL, updated_at = %s WHERE id = %d AND status IN ('issued', 'held') AND uses = 0",
			$this->table(),
			$operation,
			Database::datetime( $now ),
			$coupon->id
		);
	}

	/**
	 * Holds for one reference: free, lapsed, or held by the same reference (re-entrant).
	 *
	 * @param Coupon             $coupon     As read.
	 * @param string             $token_hash Derived from coupon and reference.
	 * @param string             $order_ref  1 to 64 characters.
	 * @param \DateTimeImmutable $until      End of the hold.
	 * @param string             $operation  A new uid.
	 * @param \DateTimeImmutable $now        Database time.
	 * @return int Affected rows: 1 or 0.
	 */
	public function hold( Coupon $coupon, string $token_hash, string $order_ref, \DateTimeImmutable $until, string $operation, \DateTimeImmutable $now ): int {
		$time = Database::datetime( $now );
		return $this->db->execute(
			"UPDATE %i SET status = 'held', hold_token = %s, hold_ref = %s, hold_until = %s, last_op = %s, updated_at = %s
			WHERE id = %d AND (status = 'issued' OR (status = 'held' AND (hold_until <= %s OR hold_token = %s))) AND uses < max_uses
			AND (expires_at IS NULL OR expires_at > %s)",
			$this->table(),
			$token_hash,
			$order_ref,
			Database::datetime( $until ),
			$operation,
			$time,
			$coupon->id,
			$time,
			$token_hash,
			$time
		);
	}

	/**
	 * Ends an own hold; a hold that is gone changes nothing.
	 *
	 * @param Coupon             $coupon     As read.
	 * @param string             $token_hash Of the own hold.
	 * @param string             $operation  A new uid.
	 * @param \DateTimeImmutable $now        Database time.
	 */
	public function release( Coupon $coupon, string $token_hash, string $operation, \DateTimeImmutable $now ): int {
		return $this->db->execute(
			"UPDATE %i SET status = 'issued', hold_token = NULL, hold_ref = NULL, hold_until = NULL, last_op = %s, updated_at = %s WHERE id = %d AND status = 'held' AND hold_token = %s",
			$this->table(),
			$operation,
			Database::datetime( $now ),
			$coupon->id,
			$token_hash
		);
	}

	/**
	 * Marks what became of the membership behind a holder's unused coupons.
	 *
	 * @param string $holder_key      Which holder.
	 * @param string $state           One of ok, revoked, unlinked.
	 * @param int    $organisation_id Only coupons that rest on this organisation; 0: all.
	 */
	public function mark_membership( string $holder_key, string $state, int $organisation_id = 0 ): int {
		return $this->db->execute(
			'UPDATE %i SET membership_state = %s WHERE holder_key = %s AND membership_state <> %s AND (%d = 0 OR member_organisation_id = %d)',
			$this->table(),
			$state,
			$holder_key,
			$state,
			$organisation_id,
			$organisation_id
		);
	}

	/**
	 * Coupons a holder can still use, claimed here.
	 *
	 * @param string $holder_key Which holder.
	 * @return list<Coupon>
	 */
	public function open_of_holder( string $holder_key ): array {
		$rows = $this->db->rows( "SELECT * FROM %i WHERE holder_key = %s AND status IN ('issued', 'held') AND issued_via = 'web' LIMIT 200", $this->table(), $holder_key );
		return array_map( array( Coupon::class, 'from_row' ), $rows );
	}

	/**
	 * The membership behind a coupon was confirmed anew.
	 *
	 * @param Coupon             $coupon Which.
	 * @param \DateTimeImmutable $when   Of the confirmation.
	 * @param int|null           $end    When the membership ends, UTC second.
	 * @param array{provider: string, issuer_mark: string} $vouching Who confirmed it.
	 */
	public function confirm_membership( Coupon $coupon, \DateTimeImmutable $when, ?int $end, array $vouching ): void {
		$this->db->execute(
			"UPDATE %i SET membership_state = 'ok', checked_at = %s, membership_ends_at = %s, provider = %s, issuer_mark = %s WHERE id = %d AND status IN ('issued', 'held')",
			$this->table(),
			$when,
			null === $end ? null : gmdate( 'Y-m-d H:i:s', $end ),
			$vouching['provider'],
			$vouching['issuer_mark'],
			$coupon->id
		);
	}

	/**
	 * Shuts out what a credential holds, or lets it in again as it was: also what is used now, because a use may be voided.
	 *
	 * @param string $holder_key Which holder.
	 * @param bool   $blocked    Whether the site refuses the credential.
	 */
	public function set_blocked( string $holder_key, bool $blocked ): void {
		$this->db->update( 'coupons', array( 'blocked' => $blocked ? 1 : 0 ), array( 'holder_key' => $holder_key ) );
	}

	/**
	 * Says of a holder's coupons who vouched, where that was not written down.
	 *
	 * @param string $holder_key Which holder.
	 * @param array{provider: string, issuer_mark: string} $vouching Who.
	 */
	public function recall( string $holder_key, array $vouching ): void {
		$this->db->update(
			'coupons',
			$vouching,
			array(
				'holder_key' => $holder_key,
				'provider'   => null,
			)
		);
	}

	/**
	 * Coupons of an offer in batches, for Repair.
	 *
	 * @param int $offer_id Which.
	 * @param int $after    Ids above this.
	 * @param int $limit    Rows.
	 * @return list<Coupon>
	 */
	public function batch( int $offer_id, int $after, int $limit ): array {
		$rows = $this->db->rows( 'SELECT * FROM %i WHERE offer_id = %d AND id > %d ORDER BY id LIMIT %d', $this->table(), $offer_id, $after, $limit );
		return array_map( array( Coupon::class, 'from_row' ), $rows );
	}

	/**
	 * Writes uses and state found from the ledger, unless the coupon moved since.
	 *
	 * @param Coupon        $coupon As read before counting.
	 * @param int           $uses   Confirmed uses.
	 * @param Coupon_Status $status What follows from them.
	 */
	public function write_uses( Coupon $coupon, int $uses, Coupon_Status $status ): int {
		return $this->db->execute(
			'UPDATE %i SET status = %s, uses = %d WHERE id = %d AND uses = %d AND status = %s',
			$this->table(),
			$status->value,
			$uses,
			$coupon->id,
			$coupon->uses,
			$coupon->status->value
		);
	}

	/**
	 * Claims that count against the cap: those that hold a slot.
	 *
	 * @param int $offer_id Which.
	 */
	public function count_claims( int $offer_id ): int {
		return (int) $this->db->value( 'SELECT COUNT(*) FROM %i WHERE offer_id = %d AND claim_no IS NOT NULL', $this->table(), $offer_id );
	}

	/**
	 * After a person asked to be erased: no label; no holder either, or as soon as {@see forget_holders()} may.
	 *
	 * @param Coupon $coupon As read.
	 * @param bool   $closed Whether the offer is closed for good, so that no slot must be remembered.
	 */
	public function anonymise( Coupon $coupon, bool $closed ): void {
		$this->db->update( 'coupons', array( 'holder_label' => null ) + ( $closed ? self::nobody() : array( 'forget' => 1 ) ), array( 'id' => $coupon->id ) );
	}

	/**
	 * Lets go of the holders who asked to be forgotten, once their offer is closed for good.
	 *
	 * @param int $offer_id Which offer.
	 */
	public function forget_holders( int $offer_id ): void {
		foreach ( $this->db->column( 'SELECT id FROM %i WHERE offer_id = %d AND forget = 1', $this->table(), $offer_id ) as $id ) {
			$this->db->update( 'coupons', self::nobody(), array( 'id' => (int) $id ) );
		}
	}

	/**
	 * A slot that says of nobody that it is theirs.
	 *
	 * @return array<string, mixed>
	 */
	private static function nobody(): array {
		return array(
			'holder_key' => bin2hex( random_bytes( 32 ) ),
			'forget'     => 0,
		);
	}

	/**
	 * @param array<string, string|null>|null $row Database row.
	 */
	private function one( ?array $row ): ?Coupon {
		return null === $row ? null : Coupon::from_row( $row );
	}

	private function table(): string {
		return $this->db->table( 'coupons' );
	}
}
