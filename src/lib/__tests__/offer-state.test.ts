import cases from '../../../tests/fixtures/blocks/offer-states.json';
import { note, ofEntry } from '../offer-state';
import type { OfferEntry } from '../me';

const words = {
	headings: {
		used: 'Used',
		offer_limit_reached: 'All are taken',
		membership_expired: 'Your membership has ended',
		no_membership: 'No membership confirmed',
		membership_stale: 'Please confirm your membership again',
		'': 'Not for your membership',
	},
	texts: {
		offer_limit_reached: 'Look at the other offers of this page.',
	},
};

const nothing = {
	now: false,
	heading: '',
	text: '',
	step: '',
	other: false,
	tail: '',
};

describe( 'stub of an offer', () => {
	it.each( cases.map( ( one ) => [ one.name, one ] as const ) )(
		'%s',
		( _, { entry, focused, stub } ) => {
			const made = ofEntry( entry as OfferEntry, focused, words );
			expect( { ...nothing, ...made } ).toEqual( stub );
		}
	);

	it( 'says something even for an unknown reason without a text', () => {
		expect( note( null, '', words ).heading ).toBe(
			'Not for your membership'
		);
	} );
} );
