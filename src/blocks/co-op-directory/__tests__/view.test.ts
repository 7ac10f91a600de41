/**
 * Enhanced navigation: same addresses as without script.
 */
import '@testing-library/jest-dom';
type Steps = Generator< unknown, void, unknown >;

interface Part {
	actions: Record< 'follow' | 'search', ( event: object ) => Steps >;
}

let mockPart: Part;
let mockRef: HTMLElement | null;
const mockNavigate = jest.fn();

jest.mock(
	'@wordpress/interactivity',
	() => ( {
		store: ( _: string, part: Part ) => {
			mockPart = part;
			return part;
		},
		getElement: () => ( { ref: mockRef } ),
		withSyncEvent: ( action: unknown ) => action,
	} ),
	{ virtual: true }
);
jest.mock(
	'@wordpress/interactivity-router',
	() => ( { actions: { navigate: mockNavigate } } ),
	{ virtual: true }
);

async function run( steps: Steps ) {
	let step = steps.next();
	while ( ! step.done ) {
		step = steps.next( await step.value );
	}
}

beforeEach( () => {
	mockNavigate.mockReset().mockResolvedValue( undefined );
	jest.isolateModules( () => {
		require( '../view' );
	} );
	document.body.innerHTML =
		'<div data-wp-router-region="r"><form action="https://harbour.example/co-ops/"><input name="coop_search" value="bakery leeds"><input name="coop_level" value=""><input type="checkbox" name="coop_type[]" value="BMT30" checked></form><h2 tabindex="-1">12 co-ops</h2><a href="https://harbour.example/co-ops/?coop_cursor=x">Next</a></div>';
} );

it( 'goes to the address of a search form, without empty fields', async () => {
	mockRef = document.querySelector( 'form' );
	const preventDefault = jest.fn();
	await run( mockPart.actions.search( { preventDefault } ) );
	expect( preventDefault ).toHaveBeenCalled();
	expect( mockNavigate ).toHaveBeenCalledWith(
		'https://harbour.example/co-ops/?coop_search=bakery+leeds&coop_type%5B%5D=BMT30'
	);
} );

it( 'follows a link and moves the focus to the heading of the results', async () => {
	mockRef = document.querySelector( 'a' );
	await run( mockPart.actions.follow( { preventDefault() {}, button: 0 } ) );
	expect( mockNavigate ).toHaveBeenCalledWith(
		'https://harbour.example/co-ops/?coop_cursor=x'
	);
	expect( document.querySelector( 'h2' ) ).toHaveFocus();
} );

it.each( [
	{ button: 1 },
	{ ctrlKey: true },
	{ metaKey: true },
	{ shiftKey: true },
] )( 'leaves a click with %o to the browser', async ( keys ) => {
	mockRef = document.querySelector( 'a' );
	const preventDefault = jest.fn();
	await run(
		mockPart.actions.follow( { preventDefault, button: 0, ...keys } )
	);
	expect( preventDefault ).not.toHaveBeenCalled();
	expect( mockNavigate ).not.toHaveBeenCalled();
} );
