/**
 * The editor's side of our blocks, in the real block editor.
 */
import apiFetch from '@wordpress/api-fetch';
import { BlockEditorProvider, BlockList } from '@wordpress/block-editor';
import {
	createBlock,
	getBlockType,
	setCategories,
	unregisterBlockType,
} from '@wordpress/blocks';
import { SlotFillProvider } from '@wordpress/components';
import {
	act,
	render,
	renderHook,
	screen,
	waitFor,
} from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useServerMarkup } from '../use-server-markup';

jest.mock( '@wordpress/api-fetch' );

const asked = apiFetch as unknown as jest.Mock;

const NAMES = [
	'sign-in',
	'co-op-directory',
	'co-op-profile',
	'offers',
	'my-coupons',
	'redeem',
];

beforeAll( () => {
	window.matchMedia = ( () => ( {
		matches: false,
		addListener() {},
		removeListener() {},
		addEventListener() {},
		removeEventListener() {},
	} ) ) as never;
	window.HTMLElement.prototype.scrollIntoView = () => undefined;
	window.ResizeObserver = class {
		observe() {}
		unobserve() {}
		disconnect() {}
	} as never;
	setCategories( [
		{ slug: 'coop-credentials', title: 'Co-op Credentials' },
	] );
	NAMES.forEach( ( name ) =>
		require( `../../../blocks/${ name }/index.ts` )
	);
} );

afterAll( () => {
	NAMES.forEach( ( name ) =>
		unregisterBlockType( `coop-credentials/${ name }` )
	);
} );

beforeEach( () => {
	asked.mockReset().mockResolvedValue( {
		rendered: '<div class="from-server">From the server</div>',
	} );
} );

function edit( name: string, attributes = {}, settings = {} ) {
	const block = createBlock( `coop-credentials/${ name }`, attributes );
	render(
		<SlotFillProvider>
			<BlockEditorProvider
				value={ [ block ] }
				settings={ settings as never }
			>
				<BlockList />
			</BlockEditorProvider>
		</SlotFillProvider>
	);
	return block;
}

it.each( NAMES )(
	'%s: saves nothing, has a category and an example',
	( name ) => {
		const type = getBlockType( `coop-credentials/${ name }` );
		expect( type ).toMatchObject( { category: 'coop-credentials' } );
		expect( type?.example ).toBeTruthy();
		expect( ( type?.save as () => null )() ).toBeNull();
	}
);

it.each( [ 'sign-in', 'co-op-directory', 'offers', 'my-coupons', 'redeem' ] )(
	'%s: shows the markup of the server, not interactive',
	async ( name ) => {
		edit( name );
		const shown = await screen.findByText( 'From the server' );
		expect( shown.closest( '[inert]' ) ).not.toBeNull();
		expect( asked.mock.calls[ 0 ][ 0 ] ).toMatchObject( {
			path: expect.stringContaining(
				`/wp/v2/block-renderer/coop-credentials/${ name }?context=edit&coop_preview=signed_out`
			),
			method: 'POST',
		} );
	}
);

it( 'profile: asks for a co-op first, and the server for nothing', () => {
	edit( 'co-op-profile' );
	expect( screen.getAllByText( /Choose a co-op/ ).length ).toBeGreaterThan(
		0
	);
	expect( asked ).not.toHaveBeenCalledWith(
		expect.objectContaining( {
			path: expect.stringContaining( 'block-renderer' ),
		} )
	);
} );

it( 'profile: finds a co-op by its name and stores its slug', async () => {
	asked.mockImplementation( async ( { path } ) =>
		path.includes( '/directory?' )
			? {
					items: [
						{
							uid: 'U1',
							slug: 'example-weavers',
							name: 'Example Weavers',
							locality: 'Leeds',
						},
					],
				}
			: { rendered: '<p>From the server</p>' }
	);
	edit( 'co-op-profile' );
	const user = userEvent.setup();
	await user.type(
		screen.getByRole( 'combobox', { name: 'Co-op' } ),
		'weav'
	);
	await waitFor( () =>
		expect( asked ).toHaveBeenCalledWith(
			expect.objectContaining( {
				path: expect.stringContaining( 'search=weav' ),
			} )
		)
	);
	await user.click(
		await screen.findByRole( 'option', { name: 'Example Weavers (Leeds)' } )
	);
	await screen.findByText( 'From the server' );
	expect(
		asked.mock.calls.map( ( [ call ] ) => call.data?.attributes )
	).toContainEqual( expect.objectContaining( { slug: 'example-weavers' } ) );
} );

it( 'makes no request for the preview of the inserter', () => {
	edit( 'offers', {}, { isPreviewMode: true } );
	expect( screen.getByText( /10 % off/ ) ).toBeInTheDocument();
	expect( asked ).not.toHaveBeenCalled();
} );

it( 'asks once, 300 ms after the last of several changes, and keeps the last markup meanwhile', async () => {
	jest.useFakeTimers();
	const { result, rerender } = renderHook(
		( { label } ) =>
			useServerMarkup(
				'coop-credentials/sign-in',
				{ label },
				'signed_out'
			),
		{ initialProps: { label: '' } }
	);
	await act( () => jest.advanceTimersByTimeAsync( 1 ) );
	expect( asked ).toHaveBeenCalledTimes( 1 );
	for ( const label of [ 'J', 'Jo', 'Joi', 'Join' ] ) {
		rerender( { label } );
		await act( () => jest.advanceTimersByTimeAsync( 100 ) );
	}
	expect( asked ).toHaveBeenCalledTimes( 1 );
	expect( result.current ).toMatchObject( {
		status: 'loading',
		html: expect.stringContaining( 'From the server' ),
	} );
	await act( () => jest.advanceTimersByTimeAsync( 250 ) );
	jest.useRealTimers();
	expect( asked ).toHaveBeenCalledTimes( 2 );
	expect( asked.mock.calls[ 1 ][ 0 ].data.attributes.label ).toBe( 'Join' );
} );

it( 'says so when the preview cannot be loaded', async () => {
	asked.mockRejectedValue( new Error( 'down' ) );
	edit( 'offers' );
	await waitFor( () =>
		expect(
			screen.getAllByText( /could not be loaded/ ).length
		).toBeGreaterThan( 0 )
	);
} );

it( 'tells the editor when visitors see nothing', async () => {
	asked.mockResolvedValue( { rendered: '' } );
	edit( 'sign-in' );
	expect(
		await screen.findByText( 'Visitors see nothing here.' )
	).toBeInTheDocument();
} );
