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

/** A list that is being taken in, step by step. */
export interface ImportRun {
	readonly uid: string;
	readonly status: string;
	readonly counts: Readonly< Record< string, number > >;
}
