import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { Link, RouterProvider, useRouter, useUnsavedGuard } from '../router';

function Page( { isDirty }: { readonly isDirty: boolean } ) {
	const { place } = useRouter();
	useUnsavedGuard( isDirty );
	return (
		<>
			<p>{ `${ place.room }/${ place.item }` }</p>
			<Link to={ { room: 'offers', item: 'new' } }>New offer</Link>
		</>
	);
}

describe( 'the router', () => {
	beforeEach( () => {
		window.history.replaceState(
			null,
			'',
			'/wp-admin/admin.php?page=coop-credentials'
		);
	} );

	it( 'follows links without a reload and writes the URL', async () => {
		const user = userEvent.setup();
		render(
			<RouterProvider>
				<Page isDirty={ false } />
			</RouterProvider>
		);
		await user.click( screen.getByText( 'New offer' ) );
		expect( screen.getByText( 'offers/new' ) ).toBeInTheDocument();
		expect( window.location.search ).toBe(
			'?page=coop-credentials-offers&item=new'
		);
	} );

	it( 'asks before unsaved edits are left, and stays when told so', async () => {
		const user = userEvent.setup();
		render(
			<RouterProvider>
				<Page isDirty />
			</RouterProvider>
		);
		await user.click( screen.getByText( 'New offer' ) );
		expect(
			screen.getByText( 'Leave without saving?' )
		).toBeInTheDocument();
		await user.click( screen.getByRole( 'button', { name: 'Cancel' } ) );
		expect( screen.getByText( 'overview/' ) ).toBeInTheDocument();

		await user.click( screen.getByText( 'New offer' ) );
		await user.click(
			screen.getByRole( 'button', { name: 'Leave without saving' } )
		);
		expect( screen.getByText( 'offers/new' ) ).toBeInTheDocument();
	} );
} );
