/**
 * The till: never an early green, one key a scan, the same code ignored for three seconds.
 */
import '@testing-library/jest-dom';
type Steps = Generator< unknown, void, unknown >;

interface Part {
	actions: {
		submit: ( event: { preventDefault: () => void } ) => Steps;
		typed: () => Steps;
		key: ( event: object ) => void;
		undo: ( event: object ) => Steps;
	};
	callbacks: { init: () => void };
	state: Record< string, any >;
}

let mockPart: Part;
let mockRef: HTMLElement;

jest.mock(
	'@wordpress/interactivity',
	() => ( {
		store: ( _: string, part: Part ) => {
			mockPart = part;
			return part;
		},
		getConfig: () => ( {
			rest: 'https://harbour.example/wp-json/coop-credentials/v1/',
			nonce: 'nonce',
			coupon: 'https://harbour.example/coop-credentials/coupon/',
			words: {
				checking: 'Checking',
				accepted: 'Accepted',
				refused: 'Not accepted',
				noAnswer: 'No answer yet',
				today: '%s today',
				ends: 'Code ends in %s',
				off: '%s off',
				otherCode: 'Another code',
				wait: 'Please wait',
				unchecked: 'The code was not looked at.',
			},
		} ),
		getElement: () => ( { ref: mockRef } ),
		withSyncEvent: ( action: unknown ) => action,
	} ),
	{ virtual: true }
);

const GOOD = '0000-0000-001J';
const seen: string[] = [];

async function run( steps: Steps ) {
	let step = steps.next();
	while ( ! step.done ) {
		seen.push( mockPart.state.tone );
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

const field = () =>
	mockRef.querySelector< HTMLInputElement >( 'input[name=code]' )!;
const submit = () => run( mockPart.actions.submit( { preventDefault() {} } ) );

const accepted = {
	status: 'ok',
	reason: 'ok',
	message: 'Accepted',
	redemption: { uid: 'R1' },
	undo_until: '2026-11-25T16:00:00Z',
	details: {
		offer: { title: '10 % off', value: '10 % off' },
		use: 'Use 1 of 1',
		holder_label: 'Rosa M.',
		discount_minor: 425,
		currency: 'GBP',
	},
};

describe( 'till', () => {
	const fetched = jest.fn();
	const reply = ( ok: boolean, body: unknown ) =>
		fetched.mockResolvedValueOnce( { ok, json: async () => body } );

	beforeEach( () => {
		jest.useFakeTimers( { doNotFake: [ 'queueMicrotask' ] } );
		document.documentElement.lang = 'en-GB';
		document.body.innerHTML =
			'<div><div class="coop-credentials-till"><form><input type="hidden" name="point" value="P1"><input name="code"><input name="amount"></form><section hidden></section></div></div>';
		mockRef = document.body.firstElementChild as HTMLElement;
		jest.isolateModules( () => {
			require( '../view' );
		} );
		Object.assign( mockPart.state, {
			tone: '',
			needs: { none: true },
			count: 14,
			log: [],
		} );
		mockPart.callbacks.init();
		fetched.mockReset();
		window.fetch = fetched;
		seen.length = 0;
	} );

	afterEach( () => {
		jest.useRealTimers();
	} );

	it( 'says when it hears scans', () => {
		expect( mockRef ).toHaveAttribute( 'data-ready' );
	} );

	it( 'is grey until the answer, then green, and counts', async () => {
		reply( true, accepted );
		field().value = GOOD;
		await submit();
		expect( seen ).toEqual( [ 'wait' ] );
		expect( mockPart.state ).toMatchObject( {
			tone: 'ok',
			word: 'Accepted',
			what: '10 % off',
			detail: '£4.25 off · Use 1 of 1 · Rosa M.',
			undo: 'R1',
			count: 15,
			today: '15 today',
			assertive: '',
		} );
		expect( mockPart.state.polite ).toContain( 'Accepted' );
		expect( field().value ).toBe( '' );
		const [ url, init ] = fetched.mock.calls[ 0 ];
		expect( url ).toMatch( /coupons\/redeem$/ );
		expect( init.headers[ 'Idempotency-Key' ] ).toMatch( /^[0-9a-f]{32}$/ );
		expect( JSON.parse( init.body ) ).toMatchObject( {
			code: GOOD,
			point: 'P1',
		} );
	} );

	it( 'says a refusal at once and why', async () => {
		reply( false, {
			code: 'coop_credentials_already_redeemed',
			message: 'Already used today at 14:02 at the bar.',
			data: { reason: 'already_redeemed' },
		} );
		field().value = GOOD;
		await submit();
		expect( mockPart.state ).toMatchObject( {
			tone: 'no',
			what: 'Already used today at 14:02 at the bar.',
			reason: 'already_redeemed',
			count: 14,
			polite: '',
		} );
		expect( mockPart.state.assertive ).toContain( 'Already used' );
	} );

	it( 'says how long to wait after too many attempts, and does not ask again', async () => {
		reply( false, {
			code: 'coop_credentials_too_many_attempts',
			message: 'Too many attempts. Try again in 7 minutes.',
			data: {
				status: 429,
				reason: 'too_many_attempts',
				retry_after: 401,
			},
		} );
		field().value = GOOD;
		const done = submit();
		await jest.advanceTimersByTimeAsync( 20000 );
		await done;
		expect( fetched ).toHaveBeenCalledTimes( 1 );
		expect( mockPart.state ).toMatchObject( {
			tone: 'am',
			word: 'Please wait',
			what: 'Too many attempts. Try again in 7 minutes.',
			detail: 'The code was not looked at.',
			reason: 'too_many_attempts',
			polite: 'Please wait. Too many attempts. Try again in 7 minutes. The code was not looked at.',
		} );
	} );

	it( 'asks a busy site again with the same key', async () => {
		reply( false, {
			code: 'coop_credentials_busy_try_again',
			message: 'Busy.',
			data: { status: 503, reason: 'busy_try_again', retry_after: 2 },
		} );
		reply( true, accepted );
		field().value = GOOD;
		const done = submit();
		await jest.advanceTimersByTimeAsync( 2500 );
		await done;
		expect( fetched ).toHaveBeenCalledTimes( 2 );
		expect( mockPart.state.tone ).toBe( 'ok' );
	} );

	it( 'keeps the caret at a code with a wrong character', async () => {
		reply( false, {
			code: 'coop_credentials_code_checksum',
			message: 'One character does not fit.',
			data: { reason: 'code_checksum' },
		} );
		field().value = '7KQ2-9FXN-P4TS';
		await submit();
		expect( mockPart.state ).toMatchObject( {
			tone: '',
			problem: 'One character does not fit.',
			invalid: 'true',
		} );
		expect( field().value ).toBe( '7KQ2-9FXN-P4TS' );
		expect( field() ).toHaveFocus();
	} );

	it( 'asks again with the same key when no answer came', async () => {
		fetched.mockRejectedValueOnce( new TypeError( 'network' ) );
		reply( true, { ...accepted, reason: 'ok_replayed' } );
		field().value = GOOD;
		const done = submit();
		await jest.advanceTimersByTimeAsync( 2500 );
		await done;
		expect( fetched ).toHaveBeenCalledTimes( 2 );
		const keys = fetched.mock.calls.map(
			( [ , init ] ) => init.headers[ 'Idempotency-Key' ]
		);
		expect( keys[ 0 ] ).toBe( keys[ 1 ] );
		expect( mockPart.state ).toMatchObject( { tone: 'ok', count: 14 } );
	} );

	it( 'ignores the same code for three seconds, and takes it after that with a new key', async () => {
		reply( true, accepted );
		field().value = GOOD;
		await submit();
		field().value = GOOD;
		await submit();
		expect( fetched ).toHaveBeenCalledTimes( 1 );
		jest.advanceTimersByTime( 3100 );
		reply( true, accepted );
		await submit();
		expect( fetched ).toHaveBeenCalledTimes( 2 );
		const keys = fetched.mock.calls.map(
			( [ , init ] ) => init.headers[ 'Idempotency-Key' ]
		);
		expect( keys[ 0 ] ).not.toBe( keys[ 1 ] );
	} );

	it( 'sends a complete code, also from a link, without a key press', async () => {
		reply( true, accepted );
		field().value =
			'HTTPS://HARBOUR.EXAMPLE/COOP-CREDENTIALS/COUPON/00000000001J';
		await run( mockPart.actions.typed() );
		expect( fetched ).toHaveBeenCalledTimes( 1 );
	} );

	it( 'waits while a code is not complete or does not fit', async () => {
		for ( const text of [ '0000-0000-001', '0000-0000-001K', '' ] ) {
			field().value = text;
			await run( mockPart.actions.typed() );
		}
		expect( fetched ).not.toHaveBeenCalled();
	} );

	it( 'asks for the bill and sends it in minor units with the same key', async () => {
		reply( true, {
			status: 'incomplete',
			reason: 'confirm_required',
			message: 'How much is the bill?',
			details: { needs: [ 'amount' ], currency: 'GBP' },
		} );
		field().value = GOOD;
		await submit();
		expect( mockPart.state.needs ).toEqual( { amount: true } );
		expect( mockPart.state.tone ).toBe( '' );
		reply( true, accepted );
		mockRef.querySelector< HTMLInputElement >( '[name=amount]' )!.value =
			'42,50';
		await submit();
		const [ first, second ] = fetched.mock.calls.map(
			( [ , init ] ) => init
		);
		expect( JSON.parse( second.body ).amount_minor ).toBe( 4250 );
		expect( second.headers[ 'Idempotency-Key' ] ).toBe(
			first.headers[ 'Idempotency-Key' ]
		);
		expect( mockPart.state.tone ).toBe( 'ok' );
	} );

	it( 'takes the first character of the next scan while a result fills the screen', () => {
		mockPart.state.tone = 'no';
		mockPart.actions.key( { key: '7', target: document.body } );
		expect( mockPart.state.tone ).toBe( '' );
		expect( field() ).toHaveFocus();
	} );

	it( 'undoes the last use', async () => {
		reply( true, accepted );
		field().value = GOOD;
		await submit();
		reply( true, {} );
		await run(
			mockPart.actions.undo( { type: 'click', isTrusted: true } )
		);
		expect( fetched.mock.calls[ 1 ][ 0 ] ).toMatch(
			/redemptions\/R1\/void$/
		);
		expect( mockPart.state.count ).toBe( 14 );
	} );
} );
