import { send } from './client';

export type OfferKind = 'discount' | 'free_item' | 'member_price' | 'pass';
export type ValueKind = 'percent' | 'amount' | 'price' | 'none';
export type OfferStatus = 'draft' | 'active' | 'paused' | 'ended' | 'revoked';

/** An offer as the admin edits it; money in minor units, percent in basis points, times in UTC. */
export interface Offer {
	readonly uid: string;
	readonly status: OfferStatus;
	readonly version: number;
	readonly organisation_uid: string;
	readonly organisation_name?: string;
	readonly kind: OfferKind;
	readonly title: string;
	readonly text: string;
	readonly terms_url: string | null;
	readonly value_kind: ValueKind;
	readonly value: number;
	readonly currency: string | null;
	readonly min_spend_minor: number | null;
	readonly max_discount_minor: number | null;
	readonly audience: string;
	readonly starts_at: string | null;
	readonly ends_at: string | null;
	readonly valid_until: string | null;
	readonly per_holder_limit: number;
	readonly uses_per_coupon: number;
	readonly max_claims: number | null;
	readonly claims_count: number;
	readonly redemptions_count: number;
	readonly event: OfferEvent | null;
	readonly state_reason: string | null;
	/** As visitors see it. */
	readonly public?: { readonly audience_label?: string };
}

export interface OfferEvent {
	readonly starts_at?: string | null;
	readonly ends_at?: string | null;
	readonly venue?: string;
}

/** A till, a door or an online shop. */
export interface Point {
	readonly uid: string;
	readonly name: string;
	readonly kind: 'till' | 'door' | 'online';
	readonly organisation_uid?: string;
	readonly organisation_name?: string;
	readonly active: boolean;
}

/** One row of the ledger. */
export interface Redemption {
	readonly uid: string;
	readonly kind: 'redeem' | 'exit' | 'void' | 'adjust';
	readonly status: 'confirmed' | 'voided' | 'conflict';
	readonly offer_uid: string;
	readonly offer_title: string;
	/** The last characters of the code. */
	readonly code_tail: string;
	readonly holder_label: string | null;
	readonly point_uid: string | null;
	readonly point_name: string | null;
	readonly actor_name: string;
	readonly discount_minor: number | null;
	readonly amount_minor: number | null;
	readonly currency: string | null;
	readonly recorded_at: string;
	readonly note: string | null;
	/** Whether this use can be taken back. */
	readonly can_void: boolean;
}

export const VOID_REASONS = [
	'mistake',
	'returned',
	'not_delivered',
	'fraud',
	'other',
] as const;

/** Takes a redemption back; the coupon can be used again. */
export function voidRedemption(
	uid: string,
	reason: string,
	note: string
): Promise< unknown > {
	return send( `redemptions/${ uid }/void`, {
		reason,
		...( note ? { note } : {} ),
	} );
}
