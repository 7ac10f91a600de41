import { bodyOf, checkOffer, emptyOffer } from '../offer-values';

const offer = { ...emptyOffer( 'GBP', 'ORG' ), title: '10 % off' };

describe( 'values of an offer', () => {
	it( 'sends percent in basis points and money in minor units', () => {
		expect(
			bodyOf( { ...offer, value: '12.5', max_discount_minor: '20' } )
		).toMatchObject( { value: 1250, max_discount_minor: 2000 } );
		expect(
			bodyOf( { ...offer, value_kind: 'amount', value: '5,50' } )
		).toMatchObject( { value: 550, max_discount_minor: null } );
	} );

	it( 'sends nothing for what is empty', () => {
		expect( bodyOf( offer ) ).toMatchObject( {
			ends_at: null,
			max_claims: null,
			terms_url: null,
			event: null,
		} );
	} );

	it.each( [
		[ 'title', { title: ' ' } ],
		[ 'value', { value: 'ten' } ],
		[ 'value', { value: '101' } ],
		[ 'max_discount_minor', { max_discount_minor: 'much' } ],
		[ 'max_claims', { max_claims: '0' } ],
		[ 'per_holder_limit', { per_holder_limit: '' } ],
		[ 'event_starts_at', { kind: 'pass' as const } ],
		[ 'valid_until', { ends_at: '2026-12-01', valid_until: '2026-11-30' } ],
	] )( 'asks for %s', ( field, change ) => {
		expect(
			Object.keys( checkOffer( { ...offer, ...change } ) )
		).toContain( field );
	} );

	it( 'is content with the usual', () => {
		expect( checkOffer( offer ) ).toEqual( {} );
	} );
} );
