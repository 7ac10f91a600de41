import { render, screen } from '@testing-library/react';

import type { Provider, TestLine } from '../../../api/providers';
import { TestPanel } from '../test-panel';

const provider = {
	slug: 'weavers',
	redirect_uri: 'https://harbour.example/coop-credentials/callback/weavers',
	post_logout_redirect_uri: '',
	backchannel: false,
} as Provider;

beforeAll( () => {
	Element.prototype.scrollIntoView = () => {}; // jsdom lays nothing out.
} );

const show = (
	form: { url: string; fields: { intent: string } } | null,
	checks: readonly TestLine[] = []
) =>
	render(
		<TestPanel
			provider={ provider }
			result={ { status: 'ok', checks, round_trip: form } }
			isTesting={ false }
			onTest={ () => {} }
		/>
	);

describe( 'the test of a provider', () => {
	it( 'offers a whole sign-in as a plain form', () => {
		const { container } = show( {
			url: 'https://harbour.example/coop-credentials/sign-in/weavers',
			fields: { intent: 'test' },
		} );
		const form = container.querySelector( 'form' );
		expect( form ).toHaveAttribute( 'method', 'post' );
		expect( form?.action ).toContain( '/sign-in/weavers' );
		expect( form ).toHaveFormValues( { intent: 'test' } );
		expect(
			screen.getByRole( 'button', { name: /whole sign-in/ } )
		).toBeVisible();
	} );

	it( 'says what comes first while something stops sign-in', () => {
		const form = {
			url: 'https://harbour.example/',
			fields: { intent: 'test' },
		};
		const line = { id: 'keys', label: 'Keys', detail: '', remedy: '' };
		const { unmount } = show( form, [ { ...line, status: 'warn' } ] );
		expect( screen.getByText( /^Next, go through/ ) ).toBeVisible();
		unmount();
		show( form, [ { ...line, status: 'fail' } ] );
		expect( screen.getByText( /^First mend/ ) ).toBeVisible();
		expect( screen.queryByText( /^Next, go through/ ) ).toBeNull();
	} );

	it( 'offers none while something is missing', () => {
		const { container } = show( null );
		expect( container.querySelector( 'form' ) ).toBeNull();
	} );

	it.each( [
		[ 'metadata_unreadable', 'Ask for the address. metadata_unreadable' ],
		[ 'There is none.', 'There is none. Ask for the address.' ],
	] )( 'says what to do before a bare reason: %s', ( detail, text ) => {
		show( null, [
			{
				id: 'metadata',
				status: 'fail',
				label: 'Metadata',
				detail,
				remedy: 'Ask for the address.',
			},
		] );
		const said = [
			...( screen
				.getByRole( 'heading', { name: 'Metadata' } )
				.parentElement?.querySelectorAll( 'p' ) ?? [] ),
		].map( ( { textContent } ) => textContent );
		expect( said.join( ' ' ) ).toBe( text );
	} );
} );
