/**
 * Claiming: busy once, one code never two, a plain reason otherwise.
 */
import '@testing-library/jest-dom';
type Steps = Generator< unknown, void, unknown >;

interface Part {
	actions: {
		claim: ( event: { type: string; preventDefault: () => void } ) => Steps;
	};
	callbacks: { init: () => Steps };
	state: Record< string, unknown >;
}

let mockPart: Part;
let mockContext: Record< string, unknown >;
let mockMe: unknown;
let mockRef: HTMLElement;

jest.mock(
	'@wordpress/interactivity',
	() => ( {
		store: ( name: string, part: Part ) => {
			if ( name.endsWith( 'sign-in' ) ) {
				return {
					state: { offers: { OFFER1: true } },
					actions: {
						me: async () => mockMe,
						write: ( url: string ) =>
							jest
								.requireActual( '../../../view/ask' )
								.ask( url, {}, {} ),
					},
				};
			}
			mockPart = part;
			return part;
		},
		getConfig: () => ( {
			rest: 'https://harbour.example/wp-json/coop-credentials/v1/offers/',
			headings: { '': 'Not for your membership', no_answer: 'No answer' },
			texts: { no_answer: 'Press again.' },
			words: { now: 'Claim now', busy: 'Getting…', copied: 'Copied' },
		} ),
		getContext: () => mockContext,
		getElement: () => ( { ref: mockRef } ),
		withSyncEvent: ( action: unknown ) => action,
	} ),
	{ virtual: true }
);

async function run( steps: Steps ) {
	let step = steps.next();
	while ( ! step.done ) {
		try {
			step = steps.next( await step.value );
		} catch ( error ) {
			throw error;
		}
	}
}

/** Like the runtime: a rejected promise is thrown into the generator. */
async function runWithErrors( steps: Steps ) {
	let step = steps.next();
	while ( ! step.done ) {
		let value: unknown;
		let failed: unknown;
		try {
			value = await step.value;
		} catch ( error ) {
			failed = error;
		}
		step = failed ? steps.throw( failed ) : steps.next( value );
	}
}

const event = { type: 'submit', preventDefault: jest.fn() };

describe( 'an offer', () => {
	const fetched = jest.fn();

	beforeEach( () => {
		jest.isolateModules( () => {
			require( '../view' );
		} );
		mockContext = {
			uid: 'OFFER1',
			get: 'Get coupon',
			label: 'Get coupon',
			is: { claim: true },
			busy: false,
		};
		mockMe = { signed_in: true, token: 'secret', offers: {} };
		mockRef = document.createElement( 'article' );
		mockRef.tabIndex = -1;
		document.body.append( mockRef );
		fetched.mockReset();
		window.fetch = fetched;
		window.history.replaceState( {}, '', '/' );
	} );

	it( 'shows the code after a claim', async () => {
		fetched.mockResolvedValue( {
			ok: true,
			json: async () => ( {
				code: '7KQ2-9FXM-P4TS',
				qr: '<svg onload="x"/>',
				expires_at: null,
				left: '46 of 50 left',
			} ),
		} );
		await runWithErrors( mockPart.actions.claim( event ) );
		expect( event.preventDefault ).toHaveBeenCalled();
		expect( fetched.mock.calls[ 0 ][ 0 ] ).toMatch(
			/offers\/OFFER1\/claim$/
		);
		expect( fetched.mock.calls[ 0 ][ 1 ].method ).toBe( 'POST' );
		expect( mockContext ).toMatchObject( {
			is: { mine: true },
			code: '7KQ2-9FXM-P4TS',
			tail: 'P4TS',
			busy: false,
			left: '46 of 50 left',
			qr: 'data:image/svg+xml,%3Csvg%20onload%3D%22x%22%2F%3E',
		} );
	} );

	it( 'claims nothing but by a press, and only what the page shows', async () => {
		await run( mockPart.actions.claim( { ...event, type: 'scroll' } ) );
		mockContext.uid = '../../../wp/v2/users?x=';
		await run( mockPart.actions.claim( event ) );
		expect( fetched ).not.toHaveBeenCalled();
	} );

	it( 'keeps the focus on its card when the pressed button goes', async () => {
		fetched.mockResolvedValue( {
			ok: true,
			json: async () => ( { code: 'X', qr: '', expires_at: null } ),
		} );
		const card = mockRef;
		const button = document.createElement( 'button' );
		card.append( button );
		mockRef = button;
		for ( const press of [
			() => runWithErrors( mockPart.actions.claim( event ) ),
			() => runWithErrors( mockPart.actions.claim( event ) ),
			() => runWithErrors( mockPart.actions.claim( event ) ),
		] ) {
			button.focus();
			await press();
			expect( card ).toHaveFocus();
		}
	} );

	it( 'sends nothing for a second press while the first is on its way', async () => {
		mockContext.busy = true;
		await run( mockPart.actions.claim( event ) );
		expect( fetched ).not.toHaveBeenCalled();
	} );

	it( 'offers another try when no answer came', async () => {
		fetched.mockRejectedValue( new TypeError( 'network' ) );
		await runWithErrors( mockPart.actions.claim( event ) );
		expect( mockContext ).toMatchObject( {
			is: { note: true },
			heading: 'No answer',
			text: 'Press again.',
			retry: true,
			label: 'Get coupon',
		} );
	} );

	it( 'tells the reason of a refusal and offers no other try', async () => {
		fetched.mockResolvedValue( {
			ok: false,
			json: async () => ( {
				code: 'coop_credentials_rule_not_met',
				message: 'For worker members.',
				data: { reason: 'rule_not_met' },
			} ),
		} );
		await runWithErrors( mockPart.actions.claim( event ) );
		expect( mockContext ).toMatchObject( {
			heading: 'Not for your membership',
			text: 'For worker members.',
			retry: false,
		} );
	} );

	it( 'is focused once and says "Claim now" after the visitor came back for it', async () => {
		window.history.replaceState( {}, '', '/?coop_action=claim:OFFER1' );
		mockMe = {
			signed_in: true,
			offers: {
				OFFER1: {
					outcome: 'allow',
					reason: null,
					message: '',
					next_step: null,
					coupon: null,
				},
			},
		};
		await run( mockPart.callbacks.init() );
		expect( mockContext ).toMatchObject( {
			is: { claim: true },
			label: 'Claim now',
		} );
		expect( mockRef ).toHaveFocus();
	} );

	it( 'stays as everyone sees it when nobody is signed in', async () => {
		mockMe = undefined;
		mockContext.is = { out: true };
		await run( mockPart.callbacks.init() );
		expect( mockContext.is ).toEqual( { out: true } );
		expect( mockRef ).not.toHaveFocus();
	} );

	it( 'hides and shows a known code without asking again', async () => {
		Object.assign( mockContext, { code: 'X', open: true } );
		await run( mockPart.actions.claim( event ) );
		expect( mockContext.open ).toBe( false );
		await run( mockPart.actions.claim( event ) );
		expect( mockContext.open ).toBe( true );
		expect( fetched ).not.toHaveBeenCalled();
	} );
} );
