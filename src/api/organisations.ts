import { read, send } from './client';

export type OrganisationState =
	| 'draft'
	| 'listed'
	| 'refused'
	| 'pending'
	| 'provisional'
	| 'verified'
	| 'grace'
	| 'expired'
	| 'suspended'
	| 'revoked'
	| 'withdrawn';

/** An organisation as the admin edits it. State and level are derived from evidence, never written. */
export interface Organisation {
	readonly uid: string;
	readonly slug: string;
	readonly name: string;
	readonly legal_name: string | null;
	readonly summary: string;
	readonly description?: string | null;
	readonly website: string | null;
	readonly street?: string | null;
	readonly locality: string | null;
	readonly region: string | null;
	readonly postcode: string | null;
	readonly country: string | null;
	readonly category: string;
	readonly category_label?: string;
	readonly type: string | null;
	readonly sector: string | null;
	readonly state: OrganisationState;
	readonly state_label?: string;
	readonly level: number;
	readonly level_label?: string;
	readonly verified_until: string | null;
	readonly url?: string;
	readonly source?: string | null;
	readonly own?: boolean;
	readonly version: number;
}

/** One dated record of why an organisation counts as what it is. */
export interface Evidence {
	readonly uid: string;
	readonly kind: string;
	readonly kind_label?: string;
	readonly level?: number;
	readonly issuer: string;
	readonly reference_url: string | null;
	readonly result: 'pending' | 'confirmed' | 'failed' | 'revoked';
	readonly checked_at: string | null;
	readonly valid_until: string | null;
	readonly note: string;
	readonly private_note?: string;
	readonly is_valid?: boolean;
}

export interface TrustPolicy {
	readonly document: { readonly id?: string } & Readonly<
		Record< string, unknown >
	>;
	readonly version: string;
}

/** All records of an organisation, newest first. */
export function listEvidence( uid: string ): Promise< readonly Evidence[] > {
	return read< readonly Evidence[] >( `organisations/${ uid }/evidence` );
}

/** Adds a record; state and level follow. */
export function addEvidence(
	uid: string,
	record: Readonly< Record< string, unknown > >
): Promise< Evidence > {
	return send< Evidence >( `organisations/${ uid }/evidence`, record );
}

/** Takes a record back, by a new record that says so. */
export function revokeEvidence(
	uid: string,
	reason: string
): Promise< Evidence > {
	return send< Evidence >( `evidence/${ uid }/revoke`, { reason } );
}
