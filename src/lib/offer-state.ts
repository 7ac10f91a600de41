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
	step: string;
	stepUrl: string;
	again: boolean;
	retry: boolean;
	tail: string;
}

export interface StubWords {
	headings: Record<string, string>;
	texts: Record<string, string>;
}

const AGAIN = [
	'sign_in',
	'sign_in_again',
	'step_up',
	'renew',
	'use_another_co_op',
];

const stub = (name: keyof Stub['is'], extra: Partial<Stub>): Stub => ({
	is: { [name]: true },
	now: false,
	heading: '',
	text: '',
	step: '',
	stepUrl: '',
	again: false,
	retry: false,
	tail: '',
	...extra,
});

/**
 * A stub that says something.
 *
 * @param reason Stable code.
 * @param text   What the server says, else our own text.
 * @param words  Headings and texts of the reasons.
 */
export const note = (reason: string, text: string, words: StubWords): Stub =>
	stub('note', {
		heading: words.headings[reason] ?? words.headings[''] ?? '',
		text: text || (words.texts[reason] ?? ''),
		again: reason === 'not_signed_in',
	});

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
): Stub {
	const { coupon, outcome, next_step: step } = entry;
	if (coupon && ['issued', 'held'].includes(coupon.status)) {
		return stub('mine', { tail: coupon.tail });
	}
	if (outcome === 'allow') {
		return stub('claim', { now: focused });
	}
	if (coupon?.status === 'redeemed') {
		return note('used', entry.message, words);
	}
	return {
		...note(entry.reason, entry.message, words),
		step: step?.label ?? '',
		stepUrl: step?.url ?? '',
		again: AGAIN.includes(step?.action ?? ''),
	};
}
