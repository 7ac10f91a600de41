<?php
declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Offers;

use CoopCredentials\Kernel\Ulid;
use CoopCredentials\Offers\Code;
use CoopCredentials\Offers\Coupon;
use CoopCredentials\Offers\Offer;
use CoopCredentials\Offers\Services;

/**
 * Rows for tests, also in worker processes.
 */
final class Offers_Rows {
	/** @param array<string, mixed> $columns Differ from a plain running 10 % offer. */
	public static function offer( Services $offers, array $columns = array() ): Offer {
		$uid = Ulid::generate();
		$offers->offer_repository()->create(
			$columns + array(
				'uid'             => $uid,
				'organisation_id' => 1,
				'kind'            => 'discount',
				'status'          => 'active',
				'title'           => '10 % off everything in the shop',
				'value_kind'      => 'percent',
				'value'           => 1000,
				'currency'        => 'GBP',
				'audience'        => 'any_identity',
				'created_at'      => '2026-11-01 00:00:00',
				'updated_at'      => '2026-11-01 00:00:00',
			)
		);
		return $offers->offer_repository()->find( $uid ) ?? throw new \LogicException( 'No offer.' );
	}

	/** @param array<string, mixed> $columns Differ from a till that serves every offer. */
	public static function point( Services $offers, array $columns = array() ): string {
		$uid = Ulid::generate();
		$offers->point_repository()->create(
			$columns + array(
				'uid'        => $uid,
				'name'       => 'Bar',
				'created_at' => '2026-11-01 00:00:00',
				'updated_at' => '2026-11-01 00:00:00',
			)
		);
		return $uid;
	}

	/**
	 * @param array<string, mixed> $columns Differ from an issued single-use one.
	 * @return array{0: Coupon, 1: Code}
	 */
	public static function coupon( Services $offers, Offer $offer, array $columns = array() ): array {
		$uid     = Ulid::generate();
		$codes   = $offers->code_service();
		$version = $codes->current_version();
		$code    = $codes->derive( $uid, $version, 0 );
		$id      = $offers->coupon_repository()->create(
			$columns + array(
				'uid'        => $uid,
				'offer_id'   => $offer->id,
				'code_hash'  => $codes->lookup_hash( $code, $version ),
				'code_tail'  => $code->tail(),
				'key_ver'    => $version,
				'holder_key' => hash( 'sha256', $uid ),
				'claim_no'   => 1,
				'checked_at' => '2026-11-23 11:00:00',
				'max_uses'   => $offer->uses_per_coupon,
				'last_op'    => $uid,
				'created_at' => '2026-11-23 11:00:00',
				'updated_at' => '2026-11-23 11:00:00',
			)
		);
		return array( $offers->coupon_repository()->find_by_id( $id ) ?? throw new \LogicException( 'No coupon.' ), $code );
	}
}
