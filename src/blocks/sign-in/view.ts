import { getConfig, getElement, store } from '@wordpress/interactivity';
import { first, hasHint, type Me } from '../../lib/me';
import { fill, inWords } from '../../lib/words';
import { ask } from '../../view/ask';
import { LOCK, ME } from '../../view/me';

interface State {
	signedIn: boolean;
	ok: boolean;
	heading: string;
	short: string;
	message: string;
	organisation: string;
	status: string;
	confirmed: string;
	until: string;
	offers?: Record< string, true >;
}

let asked: Promise< Me | undefined > | undefined;

async function fetchMe(): Promise< Me | undefined > {
	const { me, meWith, words } = getConfig( ME );
	const uids = Object.keys( state.offers ?? {} ).slice( 0, 20 );
	try {
		const answer = await ask< Me >( uids[ 0 ] ? meWith + uids : me );
		const { provider, memberships_at: at } = answer;
		const membership = first( answer.memberships );
		const name = membership?.organisation_name ?? '';
		const ok = !! membership?.member;
		const heading = fill( words.with, provider?.label );
		Object.assign( state, {
			signedIn: answer.signed_in,
			ok,
			heading,
			short: ok ? fill( words.member, name ) : heading,
			message: answer.message ?? '',
			organisation: name,
			status: words[ membership?.status ?? '' ],
			confirmed: inWords( at ),
			until: inWords( membership?.valid_until ),
		} );
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
