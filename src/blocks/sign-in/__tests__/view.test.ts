/**
 * The shared store: one request a page, none without the hint cookie.
 */
import '@testing-library/jest-dom';
interface Part {
	state: Record< string, unknown >;
	actions: {
		me: () => Promise< { signed_in: boolean } | undefined >;
		write: ( url: string ) => Promise< unknown >;
		close: ( event: { key: string } ) => void;
	};
}

const mockStores: Record< string, { part: Part; lock: unknown } > = {};
let mockRef: HTMLElement | null = null;

jest.mock(
	'@wordpress/interactivity',
	() => ( {
		store: ( name: string, part: Part, options: { lock: unknown } ) => {
			mockStores[ name ] = { part, lock: options.lock };
			return part;
		},
		getConfig: () => ( {
			me: 'https://harbour.example/wp-json/coop-credentials/v1/me',
			meWith: 'https://harbour.example/wp-json/coop-credentials/v1/me?offers=',
		} ),
		getElement: () => ( { ref: mockRef } ),
	} ),
	{ virtual: true }
);

const answer = {
	signed_in: true,
	token: 'token',
	display: {
		signedIn: true,
		ok: true,
		heading: 'Signed in with Weavers',
		short: 'Member of Example Weavers Co-op',
		again: '',
		start: 'https://harbour.example/coop-credentials/sign-in/demo',
	},
};

function load(): Part {
	jest.isolateModules( () => {
		require( '../view' );
	} );
	return mockStores[ 'coop-credentials/sign-in' ]!.part;
}

describe( 'who is asking', () => {
	const fetched = jest.fn();

	beforeEach( () => {
		document.documentElement.lang = 'en-GB';
		document.cookie = 'coop_credentials_hint=; max-age=0';
		fetched.mockReset().mockResolvedValue( {
			ok: true,
			json: async () => answer,
		} );
		window.fetch = fetched;
	} );

	it( 'makes no request without the hint cookie', async () => {
		await expect( load().actions.me() ).resolves.toBeUndefined();
		expect( fetched ).not.toHaveBeenCalled();
	} );

	it( 'makes one request however many blocks ask, with the header no script element can set', async () => {
		document.cookie = 'coop_credentials_hint=1';
		const part = load();
		part.state.offers = { AAA: true, BBB: true };
		await Promise.all( [
			part.actions.me(),
			part.actions.me(),
			part.actions.me(),
		] );
		expect( fetched ).toHaveBeenCalledTimes( 1 );
		expect( fetched.mock.calls[ 0 ][ 0 ] ).toMatch( /me\?offers=AAA,BBB$/ );
		expect( fetched.mock.calls[ 0 ][ 1 ].headers ).toMatchObject( {
			'X-Coop-Credentials': '1',
		} );
		expect( part.state ).toMatchObject( {
			signedIn: true,
			ok: true,
			heading: 'Signed in with Weavers',
			short: 'Member of Example Weavers Co-op',
		} );
		expect( part.state.token ).toBeUndefined();
	} );

	it( 'writes in the name of its visitor, with the token', async () => {
		document.cookie = 'coop_credentials_hint=1';
		await load().actions.write( 'https://harbour.example/wp-json/x' );
		const [ url, init ] = fetched.mock.calls[ 1 ];
		expect( url ).toBe( 'https://harbour.example/wp-json/x' );
		expect( init ).toMatchObject( {
			method: 'POST',
			headers: { 'X-Coop-Credentials-Token': 'token' },
		} );
	} );

	it( 'stays signed out when the session has ended meanwhile', async () => {
		document.cookie = 'coop_credentials_hint=1';
		fetched.mockResolvedValue( {
			ok: true,
			json: async () => ( { signed_in: false } ),
		} );
		const part = load();
		await part.actions.me();
		expect( part.state.signedIn ).toBeUndefined();
	} );

	it( 'shows the signed-out picture when the answer is a refusal', async () => {
		document.cookie = 'coop_credentials_hint=1';
		fetched.mockResolvedValue( {
			ok: false,
			json: async () => ( { code: 'coop_credentials_rate_limited' } ),
		} );
		const part = load();
		await expect( part.actions.me() ).resolves.toBeUndefined();
		expect( part.state.signedIn ).toBeUndefined();
	} );

	it( 'closes a menu with Escape and gives the focus back', () => {
		document.body.innerHTML =
			'<details open><summary tabindex="0">Sign in</summary></details>';
		mockRef = document.querySelector( 'details' );
		load().actions.close( { key: 'Escape' } );
		expect( mockRef ).not.toHaveAttribute( 'open' );
		expect( document.querySelector( 'summary' ) ).toHaveFocus();
	} );

	it( 'locks the store, so that other scripts cannot read the token', () => {
		load();
		expect( mockStores[ 'coop-credentials/sign-in' ]!.lock ).toBeTruthy();
	} );
} );
