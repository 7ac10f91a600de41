import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import type { Provider } from '../../../api/providers';
import { saveRecord } from '../../../api/records';
import { NetworkProvider } from '../network-provider';

jest.mock( '../../../api/records', () => ( { saveRecord: jest.fn() } ) );
jest.mock( '../../router', () => ( {
	Link: ( { children }: { children: string } ) => <>{ children }</>,
} ) );
jest.mock( '../../screen', () => ( {
	Screen: ( { title, children }: { title: string; children: unknown } ) => (
		<>
			<h1>{ title }</h1>
			{ children }
		</>
	),
} ) );

const provider = {
	slug: 'federation',
	label: 'Example Federation',
	from_network: true,
	enabled: false,
	missing: [] as readonly string[],
	redirect_uri:
		'https://harbour.example/second/coop-credentials/callback/federation',
	post_logout_redirect_uri:
		'https://harbour.example/second/coop-credentials/sign-out',
} as Provider;

describe( 'a provider of the network', () => {
	it( 'has a switch and the addresses of this site, and nothing to edit', async () => {
		render( <NetworkProvider provider={ provider } /> );
		expect( screen.queryByRole( 'textbox' ) ).toBeNull();
		expect( screen.getByText( provider.redirect_uri ) ).toBeVisible();
		await userEvent.click( screen.getByRole( 'checkbox' ) );
		expect( saveRecord ).toHaveBeenCalledWith( 'provider', {
			slug: 'federation',
			enabled: true,
		} );
	} );

	it( 'asks before it signs people out', async () => {
		jest.mocked( saveRecord ).mockClear();
		render(
			<NetworkProvider provider={ { ...provider, enabled: true } } />
		);
		await userEvent.click( screen.getByRole( 'checkbox' ) );
		expect( saveRecord ).not.toHaveBeenCalled();
		expect( screen.getByRole( 'dialog' ) ).toHaveTextContent(
			'of their WordPress account too'
		);
		await userEvent.click(
			screen.getByRole( 'button', { name: 'Switch off' } )
		);
		expect( saveRecord ).toHaveBeenCalledWith( 'provider', {
			slug: 'federation',
			enabled: false,
		} );
	} );
} );
