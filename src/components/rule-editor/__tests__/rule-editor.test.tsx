import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from '@wordpress/element';

import type { Problem, Rule } from '../../../lib/rules';
import { RuleEditor } from '..';

jest.mock( '../../../api/records', () => ( {
	useRecords: () => ( { records: [], isLoading: false, problem: null } ),
} ) );

const LISTED = { path: [ 'policy' ], op: 'contains', value: 'listed' } as const;
const BOARD = { path: [ 'roles' ], op: 'contains', value: 'board' } as const;
const start = ( when: unknown ) => ( { v: 1, when } ) as Rule;

let rule: Rule;
let faults: readonly Problem[];

function Host( { first }: { readonly first: Rule } ) {
	const [ value, setValue ] = useState( first );
	rule = value;
	return (
		<RuleEditor
			value={ value }
			onChange={ ( next, problems ) => {
				faults = problems;
				setValue( next );
			} }
		/>
	);
}

function open( when: unknown ) {
	faults = [];
	render( <Host first={ start( when ) } /> );
	return userEvent.setup();
}
const focused = () => {
	const page = screen.getByRole( 'tablist' ).ownerDocument;
	return page.activeElement as HTMLElement;
};
const conditions = () => screen.getAllByRole( 'group', { name: /^Condition/ } );
const button = ( index: number, name: string ) =>
	within( conditions()[ index ] as HTMLElement ).getByRole( 'button', {
		name,
	} );

describe( 'the rule editor', () => {
	it( 'always says whom the rule lets in', async () => {
		const user = open( LISTED );
		expect( screen.getByText( /^Lets in: active members/ ) ).toBeVisible();
		await user.selectOptions(
			screen.getByLabelText( 'What is looked at' ),
			'membership class'
		);
		expect( screen.getByText( /^Lets in: nobody yet/ ) ).toBeVisible();
		expect( faults[ 0 ]?.code ).toBe( 'string_length' );
	} );

	it( 'offers operators and a control that fit the field', async () => {
		const user = open( LISTED );
		await user.selectOptions(
			screen.getByLabelText( 'What is looked at' ),
			'membership verified_at'
		);
		const names = within( screen.getByLabelText( 'Comparison' ) )
			.getAllByRole( 'option' )
			.map( ( option ) => option.getAttribute( 'value' ) );
		expect( names ).toEqual( [
			'newer_than',
			'older_than',
			'before',
			'after',
			'exists',
		] );
		const count = screen.getByLabelText( 'How many' );
		await user.clear( count );
		await user.type( count, '30' );
		await user.selectOptions(
			screen.getByLabelText( 'Unit of time' ),
			'day'
		);
		expect( rule.when ).toMatchObject( { value: 'P30D' } );
	} );

	it( 'moves, wraps, unwraps and removes; the focus follows and it is said', async () => {
		const user = open( { all: [ LISTED, BOARD ] } );
		await user.click( button( 1, 'Move up' ) );
		expect( rule.when ).toEqual( { all: [ BOARD, LISTED ] } );
		expect( button( 0, 'Move up' ) ).toHaveFocus();
		expect( screen.getByText( /now 1 of 2/ ) ).toHaveAttribute(
			'role',
			'status'
		);
		await user.click( button( 0, 'Put into a group' ) );
		expect( rule.when ).toEqual( { all: [ { any: [ BOARD ] }, LISTED ] } );
		expect( focused() ).toHaveDisplayValue( 'Any of these' );
		await user.click( screen.getByRole( 'button', { name: 'Ungroup' } ) );
		expect( rule.when ).toEqual( { all: [ BOARD, LISTED ] } );
		await user.click( button( 0, 'Remove' ) );
		expect( rule.when ).toEqual( LISTED );
		expect( focused() ).toHaveAttribute( 'data-part', 'field' );
	} );

	it( 'adds by keyboard and takes back', async () => {
		const user = open( LISTED );
		screen.getByRole( 'button', { name: 'Add condition' } ).focus();
		await user.keyboard( '{Enter}' );
		expect( conditions() ).toHaveLength( 2 );
		expect( conditions()[ 1 ] ).toContainElement( focused() );
		await user.click( screen.getByRole( 'button', { name: 'Undo' } ) );
		expect( conditions() ).toHaveLength( 1 );
		expect( rule.when ).toEqual( LISTED );
	} );

	it( 'shows groups as fieldsets and a fault at its condition', async () => {
		const user = open( { not: { any: [ LISTED, BOARD ] } } );
		expect(
			screen.getByRole( 'group', { name: 'None of these' } )
		).toBeVisible();
		await user.selectOptions(
			screen.getAllByLabelText( 'What is looked at' )[ 1 ] as HTMLElement,
			'membership class'
		);
		await user.click(
			screen.getByRole( 'button', { name: 'Add condition' } )
		);
		expect( conditions()[ 1 ] ).toHaveAccessibleDescription(
			'This is still needed.'
		);
	} );

	it( 'warns without blocking', async () => {
		open( { path: [ 'organisation_name' ], op: 'eq', value: 'Weavers' } );
		const box = await screen.findByRole( 'region', {
			name: 'Is this meant?',
		} );
		expect( within( box ).getAllByRole( 'listitem' ) ).toHaveLength( 2 );
		// The tabs mark the first one after they are drawn.
		await screen.findByRole( 'tab', {
			name: 'Conditions',
			selected: true,
		} );
		expect( faults ).toEqual( [] );
	} );

	it( 'checks JSON by the same rules', async () => {
		const user = open( LISTED );
		await user.click( screen.getByRole( 'tab', { name: 'JSON' } ) );
		const field = screen.getByLabelText( 'Rule as JSON' );
		await user.clear( field );
		await user.paste( '{"v":1,"when":{"all":[]}}' );
		expect( field ).toHaveAccessibleDescription(
			expect.stringContaining( '/when/all' )
		);
		expect( faults[ 0 ]?.code ).toBe( 'empty_list' );
		await user.clear( field );
		await user.paste( JSON.stringify( start( BOARD ) ) );
		expect( rule.when ).toEqual( BOARD );
		expect( faults ).toEqual( [] );
	} );
} );
