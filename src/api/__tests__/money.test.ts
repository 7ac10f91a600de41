import { exponentOf, fromMinor, toMinor } from '../money';

describe( 'money', () => {
	it.each( [
		[ '42.50', 2, 4250 ],
		[ '42,5', 2, 4250 ],
		[ '0.29', 2, 29 ],
		[ '1100', 0, 1100 ],
		[ '1.234', 3, 1234 ],
		[ '', 2, null ],
		[ '4.505', 2, NaN ],
		[ '-5', 2, NaN ],
		[ '1,000.00', 2, NaN ],
		[ '5 €', 2, NaN ],
	] )( 'reads %j with %d places as %p', ( text, exponent, minor ) => {
		expect( toMinor( text, exponent ) ).toBe( minor );
	} );

	it.each( [ 0, 1, 29, 100, 4250, 999999999 ] )(
		'writes and reads %d back',
		( minor ) => {
			for ( const exponent of [ 0, 2, 3 ] ) {
				expect(
					toMinor( fromMinor( minor, exponent ), exponent )
				).toBe( minor );
			}
		}
	);

	it( 'knows places of currencies', () => {
		expect( [ 'GBP', 'JPY', 'KWD' ].map( exponentOf ) ).toEqual( [
			2, 0, 3,
		] );
		expect( exponentOf( 'not one' ) ).toBe( 2 );
	} );
} );
