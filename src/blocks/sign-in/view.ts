import { getConfig, getElement, store } from '@wordpress/interactivity';
import { hasHint, type Me } from '../../lib/me';
import { ask } from '../../view/ask';
import { LOCK, ME } from '../../view/me';
import { startLate } from '../../view/late';

interface State {
	signedIn: boolean;
	offers?: Record< string, true >;
}

let asked: Promise< Me | undefined > | undefined;

/**
 * The back button restores a page as it was left, also after somebody signed out: what is personal goes with the
 * visitor, and the restored page asks anew.
 */
function leaveNothingBehind() {
	window.addEventListener( 'pagehide', () => {
		document
			.querySelectorAll(
				'.coop-credentials-coupon, .coop-credentials-code'
			)
			.forEach( ( element ) => element.replaceChildren() );
	} );
	window.addEventListener( 'pageshow', ( { persisted } ) => {
		if ( persisted ) {
			document.location.reload();
		}
	} );
}

async function fetchMe(): Promise< Me | undefined > {
	const { me, meWith } = getConfig( ME );
	const uids = Object.keys( state.offers ?? {} ).slice( 0, 20 );
	try {
		const answer = await ask< Me >( uids[ 0 ] ? meWith + uids : me );
		Object.assign( state, answer.display );
		if ( answer.signed_in ) {
			leaveNothingBehind();
		}
		return answer;
	} catch {
		// Signed out is the safe picture.
	}
}

const { state, actions } = store(
	ME,
	{
		state: {} as State,
		actions: {
			me: (): Promise< Me | undefined > =>
				( asked ??= hasHint( document.cookie )
					? fetchMe()
					: Promise.resolve( undefined ) ),
			write: async < T >( url: string ): Promise< T > => {
				const me = await actions.me();
				return ask(
					url,
					{
						...( me?.token && {
							'X-Coop-Credentials-Token': me.token,
						} ),
						...( me?.nonce && { 'X-WP-Nonce': me.nonce } ),
					},
					{}
				);
			},
			close( event: KeyboardEvent ) {
				if ( event.key === 'Escape' ) {
					const menu = getElement().ref as HTMLDetailsElement;
					menu.open = false;
					( menu.firstElementChild as HTMLElement ).focus();
				}
			},
		},
		callbacks: {
			load: () => {
				actions.me();
			},
		},
	},
	{ lock: LOCK }
);

startLate();
