import {
	getConfig,
	getContext,
	getElement,
	store,
	withSyncEvent,
} from '@wordpress/interactivity';
import type { Me } from '../../lib/me';
import {
	note,
	ofEntry,
	type Stub,
	type StubWords,
} from '../../lib/offer-state';
import { inWords } from '../../lib/words';
import type { Problem } from '../../view/ask';
import { LOCK, ME, type MeStore } from '../../view/me';
import { startLate } from '../../view/late';

const NAME = 'coop-credentials/offers';

interface Context extends Stub {
	uid: string;
	get: string;
	label: string;
	busy: boolean;
	open: boolean;
	code: string;
	qr: string;
	expires: string;
	left: string;
	retry: boolean;
	/** Its state has been asked for. */
	started?: boolean;
}

interface Claimed {
	code: string;
	qr: string;
	expires_at: string | null;
	left?: string;
}

interface Config extends StubWords {
	rest: string;
	words: Record< 'now' | 'busy' | 'copied', string >;
}

const shared = store< MeStore >( ME, {}, { lock: LOCK } );

const config = () => getConfig( NAME ) as unknown as Config;

function* claim( event: Event ): Generator< unknown, void, unknown > {
	event.preventDefault();
	// A button that has been pressed may go: the focus stays on its card.
	( getElement().ref?.closest( 'article' ) as HTMLElement ).focus();
	const context = getContext< Context >();
	// Directives are text that others may write too: only a press counts, for an offer the server showed here.
	if (
		context.busy ||
		! /^(click|submit)$/.test( event.type ) ||
		! shared.state.offers?.[ context.uid ]
	) {
		return;
	}
	// A code that is known is shown or hidden.
	if ( context.code ) {
		context.open = ! context.open;
		return;
	}
	const { rest, words, ...texts } = config();
	context.busy = true;
	context.label = words.busy;
	try {
		const coupon = ( yield shared.actions.write(
			`${ rest }${ context.uid }/claim`
		) ) as Claimed;
		Object.assign( context, {
			is: { mine: true },
			open: true,
			code: coupon.code,
			tail: coupon.code.slice( -4 ),
			qr: `data:image/svg+xml,${ encodeURIComponent( coupon.qr ) }`,
			expires: inWords( coupon.expires_at ),
			left: coupon.left,
		} );
	} catch ( error ) {
		const { data, message } = error as Problem;
		const reason = data?.reason;
		Object.assign(
			context,
			note( reason ?? 'no_answer', reason ? message : '', texts ),
			{ retry: ! reason || !! data.retry_after }
		);
	}
	context.busy = false;
	context.label = context.get;
}

const { state } = store(
	NAME,
	{
		state: {} as { live: boolean; canCopy: boolean },
		actions: {
			claim: withSyncEvent( claim ),
			*copy(): Generator< unknown, void, unknown > {
				const { ref } = getElement();
				yield navigator.clipboard.writeText(
					getContext< Context >().code
				);
				if ( ref ) {
					ref.textContent = config().words.copied;
				}
			},
		},
		callbacks: {
			*init(): Generator< unknown, void, unknown > {
				const context = getContext< Context >();
				const { ref } = getElement(); // eslint-disable-line @wordpress/no-unused-vars-before-return -- the element is known only before the first yield.
				if ( context.started || ! shared.actions?.me ) {
					return;
				}
				context.started = true;
				state.live = true;
				state.canCopy = !! navigator.clipboard;
				const me = ( yield shared.actions.me() ) as Me | undefined;
				const entry = me?.offers?.[ context.uid ];
				if ( ! me?.signed_in || ! entry ) {
					return;
				}
				const wanted =
					new URL( document.URL ).searchParams.get(
						'coop_action'
					) === `claim:${ context.uid }`;
				const { words, ...texts } = config();
				Object.assign( context, ofEntry( entry, wanted, texts ) );
				if ( wanted ) {
					context.label = words.now;
					ref?.focus();
				}
			},
		},
	},
	{ lock: true }
);

startLate();
