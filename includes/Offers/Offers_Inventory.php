<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

/**
 * Every column of the room's tables: what for, how long, whether exported, how erased.
 */
final class Offers_Inventory {
	private const COUPON_PERSONAL = array(
		'holder_key'   => array( 'keeps one person to the limit of an offer', 'until erased, or 24 months after last use without an account', 'no', 'randomised as soon as the offer is ended or withdrawn for good' ),
		'provider'     => array( 'who vouched for the holder', 'with the coupon', 'no', 'kept' ),
		'blocked'      => array( 'that the site refuses the credential behind it', 'while it is blocked', 'no', 'kept' ),
		'forget'       => array( 'that the person is to be forgotten when the offer is closed', 'until the offer is closed', 'no', 'set' ),
		'holder_label' => array( 'name for the guest list, chosen by the holder', 'until erased', 'yes', 'blanked' ),
		'code_tail'    => array( 'lets staff find a coupon', 'with the coupon', 'yes', 'kept' ),
		'status'       => array( 'whether it can be used', 'with the coupon', 'yes', 'unused ones are voided' ),
		'created_at'   => array( 'when it was claimed', 'with the coupon', 'yes', 'kept' ),
		'hold_ref'     => array( 'order it is kept for', 'until the hold ends', 'no', 'blanked with the void' ),
	);

	private const LEDGER_PERSONAL = array(
		'order_ref'   => array( 'order of the shop', 'until erased', 'no', 'blanked' ),
		'note'        => array( 'note of staff', 'until erased', 'no', 'blanked' ),
		'actor'       => array( 'who of the staff did it', 'with the ledger', 'no', 'kept: accounting' ),
		'recorded_at' => array( 'when it was used', 'with the ledger', 'yes', 'kept: accounting' ),
	);

	private const COLUMNS = array(
		'offers'      => 'id uid partner_id organisation_id kind status title text terms_url value_kind value currency min_spend_minor max_discount_minor audience starts_at ends_at valid_from valid_until claim_ttl hold_seconds per_holder_limit uses_per_coupon max_claims claims_count max_redemptions redemptions_count budget_minor spent_minor max_inside inside_count stacking void_window on_membership_lost max_status_age static_code reclaim_expired event doc doc_version state_reason created_at updated_at',
		'coupons'     => 'id uid offer_id code_hash code_tail code_try key_ver holder_key claim_no issued_via partner_id member_organisation_id checked_at membership_ends_at membership_state provider issuer_mark blocked evidence_hash holder_label forget status max_uses uses hold_token hold_ref hold_until not_before expires_at last_op created_at updated_at',
		'redemptions' => 'id uid coupon_id offer_id point_id scope_id use_no kind status idem_key request_hash void_of actor partner_id order_ref order_key stack_no amount_minor discount_minor currency occurred_at recorded_at flags note',
		'points'      => 'id uid organisation_id name kind offers mode counts_apart allow_multiple allow_reentry opens_at closes_at active created_at updated_at',
		'devices'     => 'id uid point_id label token_hash last_seen_at expires_at revoked_at created_at',
	);

	/**
	 * @return array<string, array{0: string, 1: string, 2: string, 3: string}> "table.column" to purpose, retention, export, erasure.
	 */
	public static function columns(): array {
		$personal = array(
			'coupons'     => self::COUPON_PERSONAL,
			'redemptions' => self::LEDGER_PERSONAL,
		);
		$all      = array();
		foreach ( self::COLUMNS as $table => $columns ) {
			foreach ( explode( ' ', $columns ) as $column ) {
				$all[ $table . '.' . $column ] = $personal[ $table ][ $column ] ?? array( 'works without personal data', 'with the row', 'no', 'kept' );
			}
		}
		return $all;
	}
}
