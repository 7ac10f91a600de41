<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

/**
 * Column lists for joins, each column under a prefix: c.id AS c_id.
 */
final class Columns {
	public const OFFER = array( 'id', 'uid', 'partner_id', 'organisation_id', 'kind', 'status', 'title', 'text', 'terms_url', 'value_kind', 'value', 'currency', 'min_spend_minor', 'max_discount_minor', 'audience', 'starts_at', 'ends_at', 'valid_from', 'valid_until', 'claim_ttl', 'hold_seconds', 'per_holder_limit', 'uses_per_coupon', 'max_claims', 'claims_count', 'max_redemptions', 'redemptions_count', 'budget_minor', 'spent_minor', 'max_inside', 'inside_count', 'stacking', 'void_window', 'on_membership_lost', 'max_status_age', 'static_code', 'reclaim_expired', 'event', 'doc_version', 'state_reason' );

	public const COUPON = array( 'id', 'uid', 'offer_id', 'code_tail', 'code_try', 'key_ver', 'holder_key', 'claim_no', 'issued_via', 'member_organisation_id', 'checked_at', 'membership_ends_at', 'membership_state', 'provider', 'issuer_mark', 'blocked', 'holder_label', 'status', 'max_uses', 'uses', 'hold_token', 'hold_ref', 'hold_until', 'not_before', 'expires_at', 'created_at' );

	public const POINT = array( 'id', 'uid', 'organisation_id', 'name', 'kind', 'offers', 'mode', 'counts_apart', 'allow_multiple', 'allow_reentry', 'opens_at', 'closes_at', 'active' );

	public const REDEMPTION = array( 'id', 'uid', 'coupon_id', 'offer_id', 'point_id', 'scope_id', 'use_no', 'kind', 'status', 'request_hash', 'actor', 'order_ref', 'amount_minor', 'discount_minor', 'currency', 'recorded_at', 'note' );

	/**
	 * @param literal-string       $alias   Table alias.
	 * @param list<literal-string> $columns Column names.
	 * @return literal-string
	 */
	public static function select( string $alias, array $columns ): string {
		return implode( ', ', array_map( static fn ( string $column ): string => $alias . '.' . $column . ' AS ' . $alias . '_' . $column, $columns ) );
	}
}
