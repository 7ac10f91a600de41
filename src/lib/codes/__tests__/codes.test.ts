import { checkCharacter, groupCode, normaliseCode } from '..';
import fixtures from '../../../../tests/fixtures/codes/codes.json';

type Case = [ string, string, string | null, string | null ];

const addresses = { own: fixtures.own, partners: fixtures.partners };

describe( 'coupon codes', () => {
	it( 'OFFER-A10 reads 1,000 fixtures as PHP does', () => {
		const cases = fixtures.cases as Case[];
		expect( cases ).toHaveLength( 1000 );
		const wrong = cases.filter( ( [ , input, code, reason ] ) => {
			const seen = normaliseCode( input, addresses );
			return seen.ok
				? seen.code !== code
				: code !== null || seen.reason !== reason;
		} );
		expect( wrong ).toEqual( [] );
	} );

	it.each( [
		[ '00000000001', 'J' ],
		[ '10000000000', 'C' ],
		[ 'ZZZZZZZZZZZ', '5' ],
	] )( 'gives the published check character of %s', ( body, check ) => {
		expect( checkCharacter( body ) ).toBe( check );
	} );

	it( 'OFFER-A2 hints at V when it sees a U', () => {
		expect( normaliseCode( 'U000-0000-001J' ) ).toEqual( {
			ok: false,
			reason: 'code_format',
			hint: 'u_for_v',
		} );
	} );

	it.each( [
		[ null ],
		[ 12 ],
		[ [] ],
		[ {} ],
		[ undefined ],
		[ '\uD800' ],
	] )( 'OFFER-A7 refuses %p without throwing', ( input ) => {
		expect( normaliseCode( input ) ).toEqual( {
			ok: false,
			reason: 'code_format',
		} );
	} );

	it( 'refuses every link when it knows no address', () => {
		expect( normaliseCode( `${ fixtures.own[ 0 ] }00000000001J` ) ).toEqual(
			{ ok: false, reason: 'code_format' }
		);
	} );

	it( 'groups by four', () => {
		expect( groupCode( '7KQ29FXMP4TS' ) ).toBe( '7KQ2-9FXM-P4TS' );
	} );
} );
