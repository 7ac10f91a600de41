import {
	getConfig,
	getElement,
	store,
	withSyncEvent,
} from '@wordpress/interactivity';
import { normaliseCode } from '../../lib/codes';
import { fill } from '../../lib/words';
import { ask, type Problem } from '../../view/ask';
import { startLate } from '../../view/late';

const NAME = 'coop-credentials/redeem';
const SAME_CODE_MS = 3000;
const RETRIES = 5;
const RETRY_MS = 2000;

type Tone = '' | 'wait' | 'ok' | 'no' | 'am';

interface State {
	tone: Tone;
	show: Partial< Record< string, true > >;
	word: string;
	what: string;
	detail: string;
	reason: string;
	problem: string;
	invalid: 'true' | 'false';
	needs: Partial< Record< string, true > >;
	undo: string;
	nextLabel: string;
	connection: string;
	dot: string;
	offline: boolean;
	count: number;
	today: string;
	log: string[];
	logged: boolean;
	polite: string;
	assertive: string;
}

interface Answer {
	status: 'ok' | 'incomplete';
	reason: string;
	message: string;
	undo_until?: string | null;
	redemption?: { uid: string } | null;
	details?: Details;
}

interface Details {
	offer?: { title: string; value: string };
	use?: string;
	holder_label?: string | null;
	discount_minor?: number | null;
	currency?: string | null;
	needs?: string[];
}

interface Config {
	rest: string;
	nonce: string;
	coupon: string;
	words: Record< string, string >;
}

const config = () => getConfig( NAME ) as unknown as Config;
const word = ( name: string ) => config().words[ name ] ?? '';
const pause = ( ms: number ) =>
	new Promise( ( done ) => setTimeout( done, ms ) );
const newKey = () =>
	Array.from( crypto.getRandomValues( new Uint8Array( 16 ) ), ( byte ) =>
		byte.toString( 16 ).padStart( 2, '0' )
	).join( '' );

let field: HTMLInputElement | null = null;
/** The scan being worked on: its code, its key, and when it was last answered. */
let scan = { code: '', key: '', at: 0 };
let busy = false;

function result( tone: Tone, ...texts: string[] ) {
	const [ title = '', what = '', detail = '' ] = texts;
	Object.assign( state, {
		tone,
		show: { [ tone ]: true },
		word: title,
		what,
		detail,
		undo: '',
		nextLabel: word( tone === 'wait' ? 'goOn' : 'next' ),
	} );
	// Announced once: a yes politely, a no at once.
	const spoken = [ title, what, detail ]
		.filter( Boolean )
		.map( ( text ) => text.replace( /([^.!?…。])$/, '$1.' ) )
		.join( ' ' );
	state.polite = tone === 'no' ? '' : spoken;
	state.assertive = tone === 'no' ? spoken : '';
	if ( tone === 'ok' || tone === 'no' ) {
		const mark = tone === 'ok' ? '✓' : '✕';
		const time = new Date().toLocaleTimeString( [], {
			timeStyle: 'short',
		} );
		state.log = [
			`${ time } ${ mark } ${ what || title }`,
			...state.log,
		].slice( 0, 5 );
		state.logged = true;
	}
}

const format = ( currency: string ) =>
	new Intl.NumberFormat( document.documentElement.lang || undefined, {
		style: 'currency',
		currency,
	} );

/** Minor units in one unit of a currency. */
const units = ( currency?: string | null ) =>
	10 **
	( currency
		? ( format( currency ).resolvedOptions().maximumFractionDigits ?? 2 )
		: 2 );

const money = ( minor: number, currency?: string | null ) =>
	currency ? format( currency ).format( minor / units( currency ) ) : '';

let asked: Details = {};

function accepted( answer: Answer ) {
	const { details = {}, redemption } = answer;
	const { offer, discount_minor: saved, use, holder_label: holder } = details;
	const detail = [
		saved && fill( word( 'off' ), money( saved, details.currency ) ),
		use,
		holder,
	];
	result(
		'ok',
		word( 'accepted' ),
		offer?.title ?? answer.message,
		detail.filter( Boolean ).join( ' · ' )
	);
	state.undo = answer.undo_until ? ( redemption?.uid ?? '' ) : '';
	if ( answer.reason !== 'ok_replayed' ) {
		state.count++;
		state.today = fill( word( 'today' ), state.count );
	}
}

/** The field is shown again before the state is drawn, so that it can take the focus. */
function toField() {
	state.tone = '';
	field
		?.closest( '.coop-credentials-till' )
		?.querySelector( 'section' )
		?.setAttribute( 'hidden', '' );
	field?.focus();
}

function refused( problem: Problem ) {
	const reason = problem.data?.reason ?? problem.code;
	state.reason = reason;
	if ( /^code_(format|checksum)$|^foreign_code$/.test( reason ) ) {
		state.problem = state.assertive = problem.message;
		state.invalid = 'true';
		toField();
		return;
	}
	if ( problem.data?.status === 429 ) {
		result( 'am', word( 'wait' ), problem.message, word( 'unchecked' ) );
		return;
	}
	let help = reason === 'already_redeemed' ? word( 'otherCode' ) : '';
	if ( /nonce|not_permitted/.test( reason ) ) {
		help = word( 'login' );
	}
	result( 'no', word( 'refused' ), problem.message, help );
}

function body( form: HTMLFormElement, code: string ) {
	const data = new FormData( form );
	const amount = parseFloat(
		String( data.get( 'amount' ) ?? '' ).replace( ',', '.' )
	);
	const order = String( data.get( 'order_ref' ) ?? '' );
	return {
		code,
		point: String( data.get( 'point' ) ),
		...( state.needs.amount &&
			amount >= 0 && {
				amount_minor: Math.round( amount * units( asked.currency ) ),
			} ),
		...( order && { order_ref: order } ),
		confirm: [ 'confirm', 'ready' ].flatMap( ( name ) =>
			data.getAll( name ).map( String )
		),
	};
}

/** One scan: the same key for every try, never green before the answer. */
function* redeem(): Generator< unknown, void, unknown > {
	const form = field?.form;
	const code = field?.value.trim() ?? '';
	const more = ! state.needs.none;
	if (
		! field ||
		! form ||
		! code ||
		busy ||
		( ! more && code === scan.code && Date.now() - scan.at < SAME_CODE_MS )
	) {
		return;
	}
	busy = true;
	if ( ! more || code !== scan.code ) {
		scan = { code, key: newKey(), at: 0 };
	}
	const { rest, nonce } = config();
	const sent = body( form, code );
	Object.assign( state, { problem: '', invalid: 'false', reason: '' } );
	result(
		'wait',
		word( 'checking' ),
		fill( word( 'ends' ), code.slice( -4 ).toUpperCase() ),
		word( 'again' )
	);
	const mine = scan.key;
	for ( let tries = 0; tries <= RETRIES && mine === scan.key; tries++ ) {
		try {
			const answer = ( yield ask(
				`${ rest }coupons/redeem`,
				{ 'X-WP-Nonce': nonce, 'Idempotency-Key': mine },
				sent
			) ) as Answer;
			state.needs = { none: true };
			state.reason = answer.reason;
			if ( answer.status === 'ok' ) {
				accepted( answer );
				field.value = '';
				form.reset();
			} else if ( answer.details?.needs?.length ) {
				asked = answer.details;
				state.needs = Object.fromEntries(
					answer.details.needs.map( ( need ) => [ need, true ] )
				);
				state.problem = state.polite = answer.message || word( 'more' );
				toField();
			} else {
				result( 'am', word( 'look' ), answer.message );
				field.value = '';
			}
			break;
		} catch ( problem ) {
			const { code: told, data } = problem as Problem;
			// A site that is busy may have counted it, as when no answer came; any other problem is an answer.
			if ( told && ( data?.status !== 503 || ! data.retry_after ) ) {
				refused( problem as Problem );
				if ( state.tone ) {
					field.value = '';
				}
				break;
			}
			if ( tries === RETRIES ) {
				result( 'am', word( 'noAnswer' ), '', word( 'twice' ) );
				break;
			}
			result(
				'wait',
				word( 'noAnswer' ),
				word( 'asking' ),
				word( 'twice' )
			);
			yield pause( RETRY_MS );
		}
	}
	scan.at = Date.now();
	busy = false;
}

const { state } = store(
	NAME,
	{
		state: {} as State,
		actions: {
			submit: withSyncEvent( function* (
				event: Event
			): Generator< unknown, void, unknown > {
				event.preventDefault();
				yield* redeem();
			} ),
			*typed(): Generator< unknown, void, unknown > {
				state.problem = '';
				state.invalid = 'false';
				// A complete code needs no key: scanners differ in what they send after it.
				const read = normaliseCode( field?.value, {
					own: [ config().coupon ],
				} );
				if ( read.ok && state.needs.none ) {
					yield* redeem();
				}
			},
			tab: withSyncEvent( function* (
				event: KeyboardEvent
			): Generator< unknown, void, unknown > {
				if (
					event.key === 'Tab' &&
					! event.shiftKey &&
					field?.value &&
					! busy
				) {
					event.preventDefault();
					yield* redeem();
				}
			} ),
			next: withSyncEvent( ( event: Event ) => {
				event.preventDefault();
				scan.key = '';
				toField();
			} ),
			/** The next scan may begin while a result fills the screen. */
			key( event: KeyboardEvent ) {
				const target = event.target as HTMLElement;
				if (
					state.tone &&
					! busy &&
					event.key.length === 1 &&
					event.key !== ' ' &&
					! event.ctrlKey &&
					! event.metaKey &&
					! /INPUT|SELECT|TEXTAREA/.test( target.tagName )
				) {
					toField();
				}
			},
			*undo( event: Event ): Generator< unknown, void, unknown > {
				const { rest, nonce } = config();
				// A press of a person, nothing a text in the page could bring about.
				if ( ! event.isTrusted || event.type !== 'click' ) {
					return;
				}
				try {
					yield ask(
						`${ rest }redemptions/${ state.undo }/void`,
						{ 'X-WP-Nonce': nonce },
						{ reason: 'mistake' }
					);
					state.count--;
					state.today = fill( word( 'today' ), state.count );
					result( 'am', word( 'undone' ), '', word( 'works' ) );
				} catch ( problem ) {
					result(
						'am',
						word( 'look' ),
						( problem as Problem ).message
					);
				}
			},
			point() {
				const { ref } = getElement();
				const url = new URL( document.URL );
				url.searchParams.set(
					'coop_point',
					( ref as HTMLSelectElement ).value
				);
				document.location.assign( url );
			},
			connection() {
				state.offline = ! navigator.onLine;
				state.connection = word( state.offline ? 'offline' : 'online' );
				state.dot = state.offline ? '○' : '●';
			},
		},
		callbacks: {
			init() {
				const { ref } = getElement();
				field = ref?.querySelector( 'input[name=code]' ) ?? null;
				// From now on a scan is heard: before, the form is sent as without a script.
				ref?.setAttribute( 'data-ready', '' );
			},
		},
	},
	{ lock: true }
);

startLate();
