import apiFetch from '@wordpress/api-fetch';
import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { registerEntities } from '../../../api/entities';
import type { NetworkSite, Provider } from '../../../api/providers';
import { forgetRecords } from '../../../api/records';
import { App } from '../../app';
import { boot } from '../../boot';
import { NetworkSites } from '../network-sites';

const PROVIDER = {
	slug: 'federation',
	label: 'Example Federation',
	kind: 'oidc',
	from_network: true,
	enabled: true,
	order: 10,
	missing: [] as readonly string[],
	people: 0,
	last_test: null,
	backchannel: false,
	version: 'v1',
} as Provider;

const site = ( number: number, enabled: boolean ): NetworkSite => ( {
	site: number,
	name: `Site ${ number }`,
	home: `https://harbour.example/${ number }/`,
	enabled,
	redirect_uri: `https://harbour.example/${ number }/callback`,
	post_logout_redirect_uri: `https://harbour.example/${ number }/out`,
	backchannel_logout_uri: `https://harbour.example/${ number }/back`,
} );

interface Asked {
	readonly path: string;
	readonly data: unknown;
}

/**
 * Answers like the server, and notes what it was asked.
 *
 * @param answer From path to body.
 */
function serve( answer: ( path: string, data: unknown ) => unknown ): Asked[] {
	const asked: Asked[] = [];
	apiFetch.setFetchHandler( async ( { path = '', data, parse } ) => {
		asked.push( { path, data } );
		const body = answer( path, data );
		return parse === false
			? {
					json: async () => body,
					headers: new Headers( {
						'X-WP-Total': '1',
						'X-WP-TotalPages': '1',
					} ),
				}
			: body;
	} );
	return asked;
}

jest.setTimeout( 60000 );

beforeAll( registerEntities );

afterEach( () => {
	delete window.coopCredentialsAdmin;
} );

const list = async ( isNetwork: boolean ) => {
	const adminUrl = isNetwork
		? '/wp-admin/network/admin.php'
		: '/wp-admin/admin.php';
	window.coopCredentialsAdmin = { ...boot(), adminUrl, isNetwork };
	window.history.replaceState(
		null,
		'',
		`${ adminUrl }?page=coop-credentials-sign-in`
	);
	const asked = serve( () => [ PROVIDER ] );
	await act( async () => {
		forgetRecords( 'provider' );
		forgetRecords( 'network-provider' );
	} );
	render( <App /> );
	// The room is a chunk of its own.
	await screen.findByText( 'Example Federation', {}, { timeout: 30000 } );
	return asked;
};

describe( 'the list of providers', () => {
	it( 'is the network’s own in the network, where all of it can be changed', async () => {
		const asked = await list( true );
		expect(
			screen.getByRole( 'heading', { name: 'Providers of the network' } )
		).toBeVisible();
		expect( screen.getByText( /^Sites can switch it on/ ) ).toBeVisible();
		expect( screen.getByRole( 'link', { name: 'Edit' } ) ).toHaveAttribute(
			'href',
			expect.stringContaining( '/wp-admin/network/admin.php' )
		);
		expect( screen.queryByRole( 'link', { name: 'Rules' } ) ).toBeNull();
		expect( asked.map( ( { path } ) => path ) ).toEqual( [
			expect.stringContaining( '/network-providers?' ),
		] );
	} );

	it( 'says on a site who manages it', async () => {
		const asked = await list( false );
		expect(
			screen.getByText(
				'Switched on. Managed by the administrators of the network.'
			)
		).toBeVisible();
		expect( screen.getByRole( 'link', { name: 'Show' } ) ).toBeVisible();
		expect( screen.getByRole( 'link', { name: 'Rules' } ) ).toBeVisible();
		expect( asked[ 0 ]?.path ).toContain( '/v1/providers?' );
	} );
} );

describe( 'the sites of a network', () => {
	it( 'are switched one by one, and a refusal changes nothing', async () => {
		let refused = false;
		const asked = serve( ( path ) => {
			if ( /sites\/\d+(\?|$)/.test( path ) && refused ) {
				throw {
					code: 'coop_credentials_provider_incomplete',
					message: 'Not finished.',
					data: { reason: 'provider_incomplete' },
				};
			}
			return [ site( 1, false ), site( 2, true ) ];
		} );
		render( <NetworkSites provider={ PROVIDER } /> );
		const first = await screen.findByLabelText( /on Site 1$/ );
		expect( screen.getByLabelText( /on Site 2$/ ) ).toBeChecked();
		expect(
			screen.getByText( 'https://harbour.example/1/callback' )
		).toBeVisible();
		expect(
			screen.queryByText( 'https://harbour.example/1/back' )
		).toBeNull();
		const user = userEvent.setup();
		await user.click( first );
		expect( first ).toBeChecked();
		expect( asked.at( -1 ) ).toEqual( {
			path: expect.stringContaining(
				'network-providers/federation/sites/1'
			),
			data: { enabled: true },
		} );
		refused = true;
		await user.click( first );
		const before = asked.length;
		await user.click(
			within(
				screen.getByRole( 'dialog', {
					name: 'Switch Example Federation on Site 1 off?',
				} )
			).getByRole( 'button', { name: 'Switch off' } )
		);
		expect( asked.slice( before ) ).toEqual( [
			{ path: expect.anything(), data: { enabled: false } },
		] );
		expect( first ).toBeChecked();
		expect( screen.queryByRole( 'dialog' ) ).toBeNull();
	} );

	it( 'of an unfinished provider can be switched off only', async () => {
		serve( () => [ site( 1, false ), site( 2, true ) ] );
		render(
			<NetworkSites provider={ { ...PROVIDER, missing: [ 'secret' ] } } />
		);
		expect( await screen.findByLabelText( /on Site 1$/ ) ).toBeDisabled();
		expect( screen.getByLabelText( /on Site 2$/ ) ).toBeEnabled();
		expect(
			screen.getAllByText( /^First finish the provider/ )
		).toHaveLength( 2 );
	} );

	it( 'are copied with the addresses that are of use', async () => {
		serve( () => [ site( 1, false ), site( 2, true ) ] );
		const user = userEvent.setup();
		const { rerender } = render( <NetworkSites provider={ PROVIDER } /> );
		const copied = async () => {
			await user.click(
				await screen.findByRole( 'button', {
					name: 'Copy all addresses',
				} )
			);
			return navigator.clipboard.readText();
		};
		const text = await copied();
		expect( text ).toContain( 'https://harbour.example/2/callback' );
		expect( text ).not.toContain( '/back' );
		rerender(
			<NetworkSites provider={ { ...PROVIDER, backchannel: true } } />
		);
		expect( await copied() ).toContain( 'https://harbour.example/2/back' );
	} );

	it( 'come fifty at a time', async () => {
		const asked = serve( ( path ) =>
			path.includes( 'page=2' ) && ! path.includes( 'per_page=2' )
				? [ site( 51, false ) ]
				: Array.from( { length: 50 }, ( _, at ) =>
						site( at + 1, false )
					)
		);
		const { container } = render( <NetworkSites provider={ PROVIDER } /> );
		expect(
			await screen.findByRole( 'button', {
				name: 'Copy the addresses shown',
			} )
		).toBeVisible();
		await userEvent
			.setup()
			.click(
				await screen.findByRole( 'button', { name: 'Show more sites' } )
			);
		const sites = within( container );
		expect( await sites.findByLabelText( /on Site 51$/ ) ).toBeVisible();
		expect( sites.getAllByRole( 'checkbox' ) ).toHaveLength( 51 );
		expect( sites.queryByText( 'Show more sites' ) ).toBeNull();
		expect( asked ).toHaveLength( 2 );
	} );
} );
