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
	renew: string;
	renewLabel: string;
	offers?: Record<string, true>;
}

let asked: Promise<Me | undefined> | undefined;

async function fetchMe(): Promise<Me | undefined> {
	const { me } = getConfig(ME);
	const uids = Object.keys(state.offers ?? {}).slice(0, 20);
	const url = new URL(me);
	if (uids.length) {
		url.searchParams.set('offers', uids.join());
	}
	try {
		const answer = await ask<Me>(url.href);
		show(answer);
		return answer;
	} catch {
		// Signed out is the safe picture.
		return undefined;
	}
}

function show(me: Me) {
	const { words, starts } = getConfig(ME);
	const { provider, memberships, message = '' } = me;
	const membership = first(memberships);
	const name = membership?.organisation_name ?? '';
	const ok = membership?.member === true && me.state !== 'stale';
	state.signedIn = me.signed_in;
	state.ok = ok;
	state.heading = fill(words.with, provider?.label ?? '');
	state.short = ok ? fill(words.member, name) : state.heading;
	state.message = ok ? '' : message;
	state.organisation = name;
	state.status = words[membership?.status ?? ''] ?? '';
	state.confirmed = inWords(me.memberships_at, true);
	state.until = inWords(membership?.valid_until);
	state.renew = ok ? '' : (starts[provider?.slug ?? ''] ?? '');
	state.renewLabel = fill(words.again, provider?.label ?? '');
}

const { state, actions } = store(
	ME,
	{
		state: {} as State,
		actions: {
			me: (): Promise<Me | undefined> =>
				(asked ??= hasHint(document.cookie)
					? fetchMe()
					: Promise.resolve(undefined)),
			close(event: KeyboardEvent) {
				const { ref } = getElement();
				if (event.key === 'Escape' && ref) {
					ref.removeAttribute('open');
					ref.querySelector('summary')?.focus();
				}
			},
		},
		callbacks: {
			load: () => {
				actions.me();
			},
			focus: () => getElement().ref?.focus(),
		},
	},
	{ lock: LOCK }
);
