import { fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { ClaimMapHelper, ClaimsField, decodeClaims } from '..';

const part = ( value: unknown ) =>
	Buffer.from( JSON.stringify( value ) ).toString( 'base64url' );
const token = ( claims: unknown ) =>
	`${ part( { alg: 'RS256' } ) }.${ part( claims ) }.c2lnbmF0dXJl`;

describe( 'decodeClaims', () => {
	it( 'keeps the payload of a token and nothing else', () => {
		const found = decodeClaims(
			`Bearer ${ token( { sub: 'ä', n: 1 } ) }\n`
		);
		expect( found ).toEqual( {
			kind: 'token',
			claims: { sub: 'ä', n: 1 },
		} );
		expect( JSON.stringify( found ) ).not.toContain( 'c2lnbmF0dXJl' );
	} );

	it.each( [
		[ '', 'empty' ],
		[ 'a.b.c.d.e', 'encrypted' ],
		[ 'aaa.b!b.ccc', 'not_base64' ],
		[
			`aaa.${ Buffer.from( '{"a":' ).toString( 'base64url' ) }.c`,
			'not_json',
		],
		[
			`aaa.${ Buffer.from( [ 0xff, 0xfe ] ).toString( 'base64url' ) }.c`,
			'not_base64',
		],
		[ '{"a":', 'not_json' ],
		[ '[1]', 'not_claims' ],
		[ 'hello', 'unknown' ],
		[ `{"a":"${ 'x'.repeat( 60001 ) }"}`, 'too_large' ],
	] )( 'has a reason of its own for text number %#', ( text, code ) => {
		expect( decodeClaims( text ) ).toEqual( { kind: 'error', code } );
	} );

	it( 'takes JSON', () => {
		expect( decodeClaims( ' {"sub":"1"} ' ) ).toEqual( {
			kind: 'json',
			claims: { sub: '1' },
		} );
	} );
} );

describe( 'the field', () => {
	it( 'says that nothing is verified, what is wrong, and forgets on leaving', () => {
		const onChange = jest.fn();
		render( <ClaimsField onChange={ onChange } /> );
		expect(
			screen.getAllByText( /not verified and grants nothing/ ).length
		).toBeGreaterThan( 0 );
		const field = screen.getByLabelText( 'Token or claims' );
		fireEvent.change( field, { target: { value: 'a.b.c.d.e' } } );
		expect( field ).toHaveAccessibleDescription(
			expect.stringContaining( 'encrypted' )
		);
		fireEvent.change( field, { target: { value: token( { sub: '1' } ) } } );
		expect( onChange ).toHaveBeenLastCalledWith( { sub: '1' } );
		fireEvent( window, new Event( 'pagehide' ) );
		expect( field ).toHaveValue( '' );
		expect( onChange ).toHaveBeenLastCalledWith( null );
	} );
} );

describe( 'the helper', () => {
	it( 'gives a clicked claim a field, for every element of a list', async () => {
		const user = userEvent.setup();
		const onPick = jest.fn();
		render(
			<ClaimMapHelper
				sample={ { coop: { groups: [ 'worker' ] } } }
				onPick={ onPick }
			/>
		);
		await user.click(
			screen.getByRole( 'button', { name: /Use "worker"/ } )
		);
		await user.selectOptions(
			screen.getByLabelText( 'coop › groups › * means' ),
			'class'
		);
		expect( onPick ).toHaveBeenCalledWith( 'class', [
			'coop',
			'groups',
			null,
		] );
	} );
} );
