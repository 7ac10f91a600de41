<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Database;
use CoopCredentials\Kernel\Ulid;

/**
 * Tries duplicates against the UNIQUE keys that redemptions rest on; everything is rolled back.
 */
final class Self_Test_Repository {
	/** Short table name => key => columns that collide. */
	private const KEYS = array(
		'coupons'     => array(
			'uid'         => array( 'uid' ),
			'code_hash'   => array( 'code_hash' ),
			'holder_slot' => array( 'offer_id', 'holder_key', 'claim_no' ),
		),
		'redemptions' => array(
			'uid'         => array( 'uid' ),
			'use_slot'    => array( 'coupon_id', 'scope_id', 'use_no' ),
			'idem_key'    => array( 'idem_key' ),
			'void_of'     => array( 'void_of' ),
			'order_stack' => array( 'order_key', 'stack_no' ),
		),
	);

	public function __construct( private readonly Database $db ) {}

	/**
	 * Keys that let a duplicate in.
	 *
	 * @param \DateTimeImmutable $now Database time.
	 * @return list<string> "table.key"; empty when all hold.
	 */
	public function open_keys( \DateTimeImmutable $now ): array {
		$open = array();
		foreach ( self::KEYS as $table => $keys ) {
			foreach ( $keys as $key => $columns ) {
				if ( ! $this->refuses( $table, $columns, Database::datetime( $now ) ) ) {
					$open[] = $table . '.' . $key;
				}
			}
		}
		return $open;
	}

	/**
	 * @param string       $table   Short name.
	 * @param list<string> $columns The key's.
	 * @param string       $now     Database time.
	 */
	private function refuses( string $table, array $columns, string $now ): bool {
		$first  = self::row( $table, $now );
		$second = array_merge( self::row( $table, $now ), array_intersect_key( $first, array_flip( $columns ) ) );
		try {
			return true === $this->db->transaction(
				function () use ( $table, $first, $second ): never {
					$this->db->insert( $table, $first );
					$this->db->insert( $table, $second );
					throw new Unit_Stopped( 'self_test' );
				},
				static fn (): bool => true
			);
		} catch ( Unit_Stopped ) {
			return false;
		}
	}

	/**
	 * A row that belongs to nothing: ids below zero.
	 *
	 * @return array<string, mixed>
	 */
	private static function row( string $table, string $now ): array {
		$hash = static fn (): string => bin2hex( random_bytes( 32 ) );
		$id   = -random_int( 1, 1000000000 );
		if ( 'coupons' === $table ) {
			return array(
				'uid'        => Ulid::generate(),
				'offer_id'   => $id,
				'code_hash'  => $hash(),
				'code_tail'  => '0000',
				'holder_key' => $hash(),
				'claim_no'   => 1,
				'last_op'    => Ulid::generate(),
				'created_at' => $now,
				'updated_at' => $now,
			);
		}
		return array(
			'uid'         => Ulid::generate(),
			'coupon_id'   => $id,
			'offer_id'    => $id,
			'scope_id'    => 0,
			'use_no'      => 1,
			'kind'        => 'redeem',
			'status'      => 'confirmed',
			'idem_key'    => $hash(),
			'void_of'     => $id,
			'actor'       => 'self_test',
			'order_key'   => $hash(),
			'stack_no'    => 1,
			'occurred_at' => $now,
			'recorded_at' => $now,
		);
	}
}
