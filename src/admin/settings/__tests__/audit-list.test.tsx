import apiFetch from '@wordpress/api-fetch';
import { render, screen, within } from '@testing-library/react';

import { registerEntities } from '../../../api/entities';
import type { AuditEntry } from '../../../api/settings';
import { App } from '../../app';
import { boot } from '../../boot';

const entry = ( values: Partial< AuditEntry > ): AuditEntry => ( {
	id: 1,
	occurred_at: '2026-11-25T08:30:00+00:00',
	event: 'sign_in',
	title: 'Sign-in',
	about: '',
	why: '',
	class: 'sign_in',
	outcome: 'refused',
	reason: 'state_unknown',
	provider: 'weavers',
	actor_name: '',
	count: 1,
	details: {},
	...values,
} );

jest.setTimeout( 60000 );

beforeAll( registerEntities );

afterEach( () => {
	delete window.coopCredentialsAdmin;
} );

it( 'says events and outcomes in words, with the code beside them', async () => {
	apiFetch.setFetchHandler( async ( { path = '', parse } ) => {
		const body = path.includes( '/audit' )
			? [
					entry( {} ),
					entry( {
						id: 2,
						event: 'event_of_tomorrow',
						title: '',
						about: '',
						why: '',
						outcome: 'later',
						reason: '',
					} ),
				]
			: [];
		return parse === false
			? {
					json: async () => body,
					headers: new Headers( {
						'X-WP-Total': String( body.length ),
						'X-WP-TotalPages': '1',
					} ),
				}
			: body;
	} );
	window.coopCredentialsAdmin = boot();
	window.history.replaceState(
		null,
		'',
		'/wp-admin/admin.php?page=coop-credentials-settings&screen=log'
	);
	render( <App /> );
	// The room and the list are chunks of their own.
	const code = await screen.findByText( 'sign_in', {}, { timeout: 30000 } );
	expect( code ).toHaveAttribute( 'dir', 'ltr' );
	const row = code.closest( 'tr' ) as HTMLElement;
	expect( within( row ).getByText( 'Sign-in' ) ).toBeVisible();
	expect( within( row ).getByText( 'Refused' ) ).toBeVisible();
	expect( within( row ).getByText( 'state_unknown' ) ).toBeVisible();
	expect( within( row ).queryByText( 'refused' ) ).toBeNull();

	const unknown = screen
		.getByText( 'event_of_tomorrow' )
		.closest( 'tr' ) as HTMLElement;
	expect( within( unknown ).getByText( 'later' ) ).toBeVisible();
} );
