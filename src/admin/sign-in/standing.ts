import { __, _n, sprintf } from '@wordpress/i18n';

import type { Provider } from '../../api/providers';
import type { Mark } from '../../components/state-mark';
import { home, isForeign } from './home';
import { lastTest } from './last-test';
import { fieldWord } from './words';

interface Standing {
	readonly mark: Mark;
	readonly sentence: string;
	readonly button: string;
}

/** How a provider stands today, in one sentence, and what its button says. */
export function standing( provider: Provider ): Standing {
	if ( isForeign( provider ) ) {
		return {
			mark: provider.enabled ? 'ok' : 'neutral',
			sentence: provider.enabled
				? __(
						'Switched on. Managed by the administrators of the network.',
						'coop-credentials'
					)
				: __(
						'Switched off. Managed by the administrators of the network.',
						'coop-credentials'
					),
			button: __( 'Show', 'coop-credentials' ),
		};
	}
	if ( provider.missing.length > 0 ) {
		return {
			mark: provider.enabled ? 'no' : 'pending',
			sentence: sprintf(
				/* translators: %s: names of what is missing. */
				__( 'Not complete. Missing: %s.', 'coop-credentials' ),
				provider.missing.map( fieldWord ).join( ', ' )
			),
			button: __( 'Finish', 'coop-credentials' ),
		};
	}
	const last = provider.last_test;
	const isBroken = last?.current === true && last.status === 'fail';
	const sentence = [
		provider.enabled
			? onWords()
			: __( 'Complete, switched off', 'coop-credentials' ),
		provider.kind === 'oidc'
			? __( 'OpenID Connect', 'coop-credentials' )
			: __( 'OAuth 2', 'coop-credentials' ),
		...( provider.people > 0
			? [
					sprintf(
						/* translators: %d: number of people who have signed in. */
						_n(
							'%d person',
							'%d people',
							provider.people,
							'coop-credentials'
						),
						provider.people
					),
				]
			: [] ),
		...( last ? [ lastTest( last ) ] : [] ),
	].join( ' · ' );
	const calm = provider.enabled ? 'ok' : 'neutral';
	return {
		mark: isBroken ? 'no' : calm,
		sentence,
		button: __( 'Edit', 'coop-credentials' ),
	};
}

function onWords(): string {
	return home().isNetwork
		? __( 'Sites can switch it on', 'coop-credentials' )
		: __( 'Switched on', 'coop-credentials' );
}
