import { durationParts, isDate, isDuration } from '..';

describe( 'isDate', () => {
	it.each( [
		'2021',
		'2021-02',
		'2024-02-29',
		'2000-02-29',
		'2021-12-31',
		'2026-10-02T09:30Z',
		'2026-10-02T09:30:15.5+02:00',
	] )( 'reads %s', ( text ) => {
		expect( isDate( text ) ).toBe( true );
	} );

	it.each( [
		'',
		'21',
		'0000',
		'2021-00',
		'2021-13',
		'2021-02-29',
		'2100-02-29',
		'2021-04-31',
		'2021-01-00',
		'2021-1-1',
		'2021-01-01T00:00',
		'2021-01-01T24:00Z',
		'2021-01-01T00:60Z',
		'2021-02-30T00:00Z',
		'2021-01-01T00:00+24:00',
		'tomorrow',
	] )( 'refuses %s', ( text ) => {
		expect( isDate( text ) ).toBe( false );
	} );
} );

describe( 'durations', () => {
	it( 'reads one number and one unit', () => {
		expect( durationParts( 'P1Y' ) ).toEqual( { count: 1, unit: 'year' } );
		expect( durationParts( 'P6M' ) ).toEqual( { count: 6, unit: 'month' } );
		expect( durationParts( 'PT6M' ) ).toEqual( {
			count: 6,
			unit: 'minute',
		} );
		expect( durationParts( 'P12W' )?.unit ).toBe( 'week' );
		expect( durationParts( 'P30D' )?.count ).toBe( 30 );
		expect( durationParts( 'PT48H' )?.unit ).toBe( 'hour' );
	} );

	it.each( [ 'P0D', 'P1Y6M', 'PT30S', '30D', 'P-1D', 'PT1D', 'P1H', 'P' ] )(
		'refuses %s',
		( text ) => {
			expect( isDuration( text ) ).toBe( false );
			expect( durationParts( text ) ).toBeNull();
		}
	);
} );
