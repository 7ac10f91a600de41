import { hasHint } from '../me';
import { fill, inWords } from '../words';

describe( 'words', () => {
	beforeEach( () => {
		document.documentElement.lang = 'en-GB';
	} );

	it( 'fills the gap of a sentence', () => {
		expect( fill( 'Signed in with %s', 'Weavers' ) ).toBe(
			'Signed in with Weavers'
		);
		expect( fill( undefined, 'x' ) ).toBe( '' );
	} );

	it( 'keeps a day without a time that day, whatever the time zone', () => {
		expect( inWords( '2027-12-31' ) ).toBe( '31 December 2027' );
	} );

	it( 'says nothing for nothing', () => {
		expect( inWords( null ) ).toBe( '' );
		expect( inWords( undefined ) ).toBe( '' );
	} );
} );

describe( 'visitor', () => {
	it( 'takes only our own hint', () => {
		expect( hasHint( 'a=1; coop_credentials_hint=1' ) ).toBe( true );
		expect( hasHint( 'coop_credentials_hint=0' ) ).toBe( false );
		expect( hasHint( '' ) ).toBe( false );
	} );
} );
