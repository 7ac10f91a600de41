import apiFetch from '@wordpress/api-fetch';
import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { registerEntities } from '../../api/entities';
import { forgetRecords } from '../../api/records';
import { App } from '../app';

const ROW = {
	uid: '01J00000000000000000000001',
	kind: 'redeem',
	status: 'confirmed',
	use_no: 1,
	offer_uid: '01J00000000000000000000002',
	offer_title: 'Free soup',
	coupon: '01J00000000000000000000003',
	code_tail: 'K7QW',
	holder_label: null,
	point_uid: '01J00000000000000000000004',
	point_name: 'The bar',
	actor_name: 'Till',
	amount_minor: null,
	discount_minor: null,
	currency: null,
	recorded_at: '2026-11-23T12:00:00Z',
	note: null,
	can_void: true,
};

async function show( row: object ): Promise< void > {
	apiFetch.setFetchHandler( async () => ( {
		json: async () => [ row ],
		headers: new Headers( { 'X-WP-Total': '1', 'X-WP-TotalPages': '1' } ),
	} ) );
	window.history.replaceState(
		null,
		'',
		'/wp-admin/admin.php?page=coop-credentials-offers&screen=redemptions'
	);
	registerEntities();
	await act( async () => {
		forgetRecords( 'redemption' );
	} );
	render( <App /> );
}

describe( 'the list of uses', () => {
	it( 'shows what the server answers', async () => {
		await show( ROW );
		expect( await screen.findByText( 'Free soup' ) ).toBeVisible();
		expect( screen.getByText( 'K7QW' ) ).toBeVisible();
		expect( screen.getByText( 'The bar' ) ).toBeVisible();
	} );
} );

describe( 'a screen that cannot be drawn', () => {
	it( 'keeps its title and the tabs, says so, and the next screen works', async () => {
		await show( { ...ROW, code_tail: { no: 'text' } } );
		expect(
			await screen.findByRole( 'button', { name: 'Reload' } )
		).toBeEnabled();
		expect(
			screen.getByText( /^This screen could not be shown.*lost\.$/ )
		).toBeVisible();
		expect(
			screen.getByRole( 'heading', { level: 1, name: 'Uses' } )
		).toBeVisible();
		const tab = screen.getByRole( 'link', { name: 'Tills and doors' } );
		apiFetch.setFetchHandler( async () => ( {
			json: async () => [],
			headers: new Headers( {
				'X-WP-Total': '0',
				'X-WP-TotalPages': '1',
			} ),
		} ) );
		await userEvent.setup().click( tab );
		expect(
			await screen.findByRole( 'heading', {
				level: 1,
				name: 'Tills and doors',
			} )
		).toBeVisible();
		expect( screen.queryByRole( 'button', { name: 'Reload' } ) ).toBeNull();
		// React tells of it on the console.
		expect( console ).toHaveErrored();
	} );
} );
