/**
 * What `GET me` answers.
 */
export interface NextStep {
	label: string;
	action: string;
}

export interface Membership {
	organisation_id: string;
	organisation_name: string | null;
	status: string;
	valid_until: string | null;
	member: boolean | null;
}

export interface OfferEntry {
	outcome: string;
	reason: string | null;
	message: string;
	next_step: NextStep | null;
	coupon: { uid: string; status: string; tail: string } | null;
}

export interface Me {
	signed_in: boolean;
	nonce?: string;
	token?: string;
	provider?: { slug: string; label: string };
	memberships?: Membership[];
	memberships_at?: string | null;
	state?: 'ok' | 'stale' | 'none';
	message?: string;
	next_step?: NextStep | null;
	offers?: Record< string, OfferEntry >;
	/** Words of the signed-in state, ready to show. */
	display?: Record< string, string | boolean >;
}

/**
 * Whether the browser holds the hint that somebody may be signed in. It says nothing else.
 *
 * @param cookies As the document tells them.
 */
export const hasHint = ( cookies: string ): boolean =>
	cookies.includes( 'coop_credentials_hint=1' );
