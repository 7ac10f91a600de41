import { fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { ClaimMapHelper, ClaimsField, decodeClaims } from '..';
import { fit } from '../fit';

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
		expect( onPick ).toHaveBeenCalledWith(
			'class',
			[ 'coop', 'groups', null ],
			{}
		);
		expect( screen.getByRole( 'status' ) ).toBeEmptyDOMElement();
	} );

	async function point( claims: object, value: RegExp, field: string ) {
		const user = userEvent.setup();
		const onPick = jest.fn( () => true );
		render( <ClaimMapHelper sample={ { ...claims } } onPick={ onPick } /> );
		await user.click( screen.getByRole( 'button', { name: value } ) );
		await user.selectOptions( screen.getByLabelText( /means$/ ), field );
		return { user, onPick };
	}

	it( 'asks what a status of other words stands for', async () => {
		const { user, onPick } = await point(
			{ state: 'ACTIVE' },
			/ACTIVE/,
			'status'
		);
		expect( onPick ).not.toHaveBeenCalled();
		await user.selectOptions(
			screen.getByLabelText( /"ACTIVE" as .* stands for/ ),
			'active'
		);
		expect( onPick ).toHaveBeenCalledWith( 'status', [ 'state' ], {
			ACTIVE: 'active',
		} );
		expect( screen.getByRole( 'status' ) ).toHaveTextContent(
			'state is read as “Status of the membership”.'
		);
	} );

	it( 'has yes and no for a text about membership', async () => {
		const { user, onPick } = await point( { is: 'ja' }, /ja/, 'member' );
		await user.selectOptions(
			screen.getByLabelText( /stands for/ ),
			'true'
		);
		expect( onPick ).toHaveBeenCalledWith( 'member', [ 'is' ], {
			ja: true,
		} );
	} );

	it( 'proposes a word for a class, and takes none that does not fit', async () => {
		const { user, onPick } = await point(
			{ kind: 'Worker Member' },
			/Worker/,
			'class'
		);
		const word = screen.getByLabelText( /stands for/ );
		expect( word ).toHaveValue( 'worker-member' );
		await user.clear( word );
		await user.type( word, 'Too Big{Enter}' );
		expect( onPick ).not.toHaveBeenCalled();
		expect(
			screen.getAllByText( /One word of small letters/ ).length
		).toBeGreaterThan( 1 );
		await user.clear( word );
		await user.type( word, 'worker{Enter}' );
		expect( onPick ).toHaveBeenCalledWith( 'class', [ 'kind' ], {
			'Worker Member': 'worker',
		} );
	} );

	it( 'says when a value is of no use in a field', async () => {
		const { onPick } = await point(
			{ from: '1. 5. 2024' },
			/2024/,
			'since'
		);
		expect( onPick ).toHaveBeenCalledWith( 'since', [ 'from' ], {} );
		expect( screen.getByRole( 'status' ) ).toHaveTextContent(
			'counts as not known'
		);
	} );
} );

describe( 'whether a value fits', () => {
	it.each( [
		[ 'status', 'lapsed', 'fits' ],
		[ 'status', 'Lapsed', 'choose' ],
		[ 'status', 3, 'unfit' ],
		[ 'member', true, 'fits' ],
		[ 'member', 'true', 'choose' ],
		[ 'member', 1, 'unfit' ],
		[ 'assurance', 2, 'fits' ],
		[ 'assurance', 5, 'unfit' ],
		[ 'assurance', 'high', 'choose' ],
		[ 'category', 'coop', 'fits' ],
		[ 'organisation_id', 'https://weavers.example/', 'fits' ],
		[ 'organisation_id', 'reg:GB-COH:RS001234', 'fits' ],
		[ 'organisation_id', 'https://weavers.example/?a=b', 'write' ],
		[ 'organisation_id', 'Weavers', 'write' ],
		[ 'organisation_id', 7, 'unfit' ],
		[ 'roles', 'board', 'fits' ],
		[ 'roles', 'Board', 'write' ],
		[ 'country', 'DE', 'fits' ],
		[ 'country', 'Germany', 'unfit' ],
		[ 'since', '2024-05', 'fits' ],
		[ 'since', 1700000000, 'unfit' ],
		[ 'valid_until', '2027-01-31', 'fits' ],
		[ 'valid_until', 1800000000, 'fits' ],
		[ 'valid_until', '31.1.2027', 'unfit' ],
		[ 'verified_at', '2026-11-23T12:00:00Z', 'fits' ],
		[ 'verified_at', '2026-11-23', 'unfit' ],
		[ 'framework', 'https://a.example/tf', 'fits' ],
		[ 'organisation_name', 'Any text', 'fits' ],
		[ 'organisation_name', null, 'unfit' ],
	] )( '%s %p: %s', ( field, value, kind ) => {
		expect( fit( field, value ).kind ).toBe( kind );
	} );
} );
