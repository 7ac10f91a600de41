/**
 * The list under the field: keyboard as in the ARIA APG's combobox with list autocomplete.
 */
import '@testing-library/jest-dom';

interface Part {
	state: Record< string, unknown >;
	actions: {
		type: () => Generator< unknown, void, unknown >;
		key: ( event: KeyboardEvent ) => void;
		choose: () => void;
		close: () => void;
	};
	callbacks: { init: () => void };
}

let mockPart: Part;
let mockRef: HTMLElement | null = null;
let mockContext: Record< string, unknown > = {};

jest.mock(
	'@wordpress/interactivity',
	() => ( {
		store: ( _name: string, part: Part ) => {
			mockPart = part;
			return part;
		},
		getConfig: () => ( {
			search: 'https://harbour.example/wp-json/coop-credentials/v1/sign-in/organisations?search=',
			words: { by: 'confirmed by %s', some: 'Found', none: 'None' },
		} ),
		getContext: () => mockContext,
		getElement: () => ( { ref: mockRef } ),
		withSyncEvent: ( f: unknown ) => f,
	} ),
	{ virtual: true }
);

require( '../view' );

const found = [
	{
		name: 'Example Weavers Co-op',
		place: 'Hebden Bridge',
		label: 'Federation',
		start: 'https://harbour.example/coop-credentials/sign-in/federation',
	},
	{
		name: 'Example Weavers Co-op',
		place: '',
		label: 'Example Weavers Co-op',
		start: 'https://harbour.example/coop-credentials/sign-in/weavers',
	},
];

/** Runs a generator as the runtime does, with timers at once. */
async function run( steps: Generator< unknown, void, unknown > ) {
	let step = steps.next();
	while ( ! step.done ) {
		try {
			const value = step.value as Promise< unknown >;
			jest.runAllTimers();
			step = steps.next( await value );
		} catch ( error ) {
			step = steps.throw( error );
		}
	}
}

const press = ( key: string ) => {
	const event = new KeyboardEvent( 'keydown', { key, cancelable: true } );
	mockPart.actions.key( event );
	return event;
};

describe( 'finding one’s co-op', () => {
	const submitted = jest.fn();

	beforeEach( () => {
		jest.useFakeTimers();
		document.body.innerHTML =
			'<div id="c"><form><input value="weavers"></form><form method="post" hidden></form></div>';
		mockRef = document.querySelector( 'input' );
		mockContext = {
			id: 'c',
			open: false,
			active: -1,
			options: [],
			said: '',
		};
		submitted.mockReset();
		HTMLFormElement.prototype.submit = function () {
			submitted( this.action );
		};
		window.fetch = jest
			.fn()
			.mockResolvedValue( { ok: true, json: async () => found } );
		mockPart.callbacks.init();
	} );

	afterEach( () => jest.useRealTimers() );

	it( 'is a combobox only once the script is there', () => {
		expect( mockPart.state.role ).toBe( 'combobox' );
		expect( mockPart.state.list ).toBe( 'c-list' );
		expect( mockPart.state.expanded ).toBe( 'false' );
		expect( mockPart.state.activeId ).toBeNull();
	} );

	it( 'lists what the server found and says so', async () => {
		await run( mockPart.actions.type() );
		expect( window.fetch ).toHaveBeenCalledTimes( 1 );
		expect( mockContext ).toMatchObject( {
			open: true,
			said: 'Found',
			options: [
				{ id: 'c-0', by: 'Hebden Bridge · confirmed by Federation' },
				{ id: 'c-1', by: '' },
			],
		} );
	} );

	it( 'goes round with the arrows and starts with Enter', async () => {
		await run( mockPart.actions.type() );
		expect( press( 'ArrowDown' ).defaultPrevented ).toBe( true );
		expect( mockPart.state.activeId ).toBe( 'c-0' );
		press( 'ArrowUp' );
		expect( mockPart.state.activeId ).toBe( 'c-1' );
		press( 'ArrowDown' );
		press( 'ArrowDown' );
		expect( press( 'Enter' ).defaultPrevented ).toBe( true );
		expect( submitted ).toHaveBeenCalledWith( found[ 1 ]!.start );
	} );

	it( 'lets Enter search when nothing is chosen, and Escape close', async () => {
		await run( mockPart.actions.type() );
		expect( press( 'Enter' ).defaultPrevented ).toBe( false );
		expect( press( 'Escape' ).defaultPrevented ).toBe( true );
		expect( mockContext.open ).toBe( false );
		expect( mockPart.state.activeId ).toBeNull();
		press( 'ArrowDown' );
		expect( mockContext.open ).toBe( true );
		expect( submitted ).not.toHaveBeenCalled();
	} );

	it( 'starts with a click', async () => {
		await run( mockPart.actions.type() );
		mockContext.option = ( mockContext.options as unknown[] )[ 0 ];
		expect( mockPart.state.isActive ).toBe( false );
		mockPart.actions.choose();
		expect( submitted ).toHaveBeenCalledWith( found[ 0 ]!.start );
	} );

	it( 'says when nothing was found, and stays a search form when the server does not answer', async () => {
		window.fetch = jest
			.fn()
			.mockResolvedValue( { ok: true, json: async () => [] } );
		await run( mockPart.actions.type() );
		expect( mockContext ).toMatchObject( { open: false, said: 'None' } );
		window.fetch = jest.fn().mockRejectedValue( new TypeError() );
		await run( mockPart.actions.type() );
		expect( mockContext ).toMatchObject( { open: false, said: '' } );
	} );

	it( 'asks nothing for one letter', async () => {
		( mockRef as HTMLInputElement ).value = 'w';
		await run( mockPart.actions.type() );
		expect( window.fetch ).not.toHaveBeenCalled();
	} );

	it( 'throws away the answer to an older text', async () => {
		const older = mockPart.actions.type();
		older.next();
		await run( mockPart.actions.type() );
		expect( older.next().done ).toBe( true );
		expect( window.fetch ).toHaveBeenCalledTimes( 1 );
	} );
} );
