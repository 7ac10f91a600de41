import { getConfig, getElement, store } from '@wordpress/interactivity';
import { hasHint, type Me } from '../../lib/me';
import { ask } from '../../view/ask';
import { LOCK, ME } from '../../view/me';

interface State {
	signedIn: boolean;
	offers?: Record< string, true >;
}

let asked: Promise< Me | undefined > | undefined;

async function fetchMe(): Promise< Me | undefined > {
	const { me, meWith } = getConfig( ME );
	const uids = Object.keys( state.offers ?? {} ).slice( 0, 20 );
	try {
		const answer = await ask< Me >( uids[ 0 ] ? meWith + uids : me );
		Object.assign( state, answer.display );
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
