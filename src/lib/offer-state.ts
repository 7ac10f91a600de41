/**
 * State of an offer's stub: the same steps as CoopCredentials\Blocks\Offer_States; tests/fixtures/offer-states.json
 * keeps the two equal.
 */
import type { OfferEntry } from './me';

export interface Stub {
	is: { out?: true; claim?: true; note?: true; mine?: true };
	now: boolean;
	heading: string;
	text: string;
	/** Words of a button that signs in again; empty: none. */
	step: string;
	/** Whether a membership of another co-op could help. */
	other: boolean;
	tail: string;
}

export interface StubWords {
	headings: Record< string, string >;
	texts: Record< string, string >;
}

/** What is not named stays as it was: it is not shown. */
const stub = ( name: keyof Stub[ 'is' ], extra: Partial< Stub > ) => ( {
	is: { [ name ]: true },
	...extra,
} );

/**
 * A stub that says something.
 *
 * @param reason Stable code.
 * @param text   What the server says; our own text wins.
 * @param words  Headings and texts of the reasons.
 * @param step   Words of a button that signs in again.
 * @param other  Whether a membership of another co-op could help.
 */
export const note = (
	reason: string | null,
	text: string,
	words: StubWords,
	step = '',
	other = false
): Partial< Stub > =>
	stub( 'note', {
		heading:
			words.headings[ reason as string ] ??
			( words.headings[ '' ] as string ),
		text: words.texts[ reason as string ] ?? text,
		step,
		other,
	} );

/**
 * The stub for a visitor.
 *
 * @param entry   What `GET me` says about the offer.
 * @param focused Whether the visitor came back from signing in for it.
 * @param words   Headings and texts of the reasons.
 */
export function ofEntry(
	entry: OfferEntry,
	focused: boolean,
	words: StubWords
): Partial< Stub > {
	const { coupon, outcome, next_step: step } = entry;
	const status = coupon?.status ?? '';
	if ( coupon && /issued|held/.test( status ) ) {
		return stub( 'mine', { tail: coupon.tail } );
	}
	if ( outcome === 'allow' ) {
		return stub( 'claim', { now: focused } );
	}
	const reason = status === 'redeemed' ? 'used' : entry.reason;
	return note(
		reason,
		entry.message,
		words,
		// Neither "apply" nor "contact" is a sign-in.
		step && ! /^[ac]/.test( step.action ) ? step.label : '',
		// What is the matter is the membership, the rule, the scope or the policy: another one may do.
		/mem|_me|sc|po/.test( reason as string )
	);
}
