import { __, _n, sprintf } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import type { Provider } from '../../api/providers';
import { deleteRecord } from '../../api/records';
import { Confirm } from '../../components/confirm';
import { useTell } from '../../components/notices';
import { useRouter } from '../router';
import { home } from './home';

/** Asks before a provider goes, and says what goes with it. */
export function RemoveProvider( {
	provider,
	onClose,
}: {
	readonly provider: Provider;
	readonly onClose: () => void;
} ): ReactElement {
	const { go } = useRouter();
	const tell = useTell();
	return (
		<Confirm
			title={ __( 'Remove this provider?', 'coop-credentials' ) }
			confirmLabel={ __( 'Remove', 'coop-credentials' ) }
			isDestructive
			onClose={ onClose }
			onConfirm={ async () => {
				await deleteRecord( home().entity, provider.slug );
				tell.done( __( 'Removed.', 'coop-credentials' ) );
				go( { room: 'sign-in' }, { force: true } );
			} }
		>
			<p>{ whoLoses( provider ) }</p>
			<p>
				{ __(
					'Coupons that were claimed stay good. WordPress accounts and passwords are not touched. Its secret and settings are deleted.',
					'coop-credentials'
				) }{ ' ' }
				{ ! home().isNetwork &&
					__(
						'“Export” keeps the settings as a file.',
						'coop-credentials'
					) }
			</p>
			{ provider.enabled && (
				<p>
					{ __(
						'If you only want to pause it, switch it off instead.',
						'coop-credentials'
					) }
				</p>
			) }
		</Confirm>
	);
}

/** Who cannot come back this way. */
function whoLoses( provider: Provider ): string {
	if ( home().isNetwork ) {
		return __(
			'Every site of the network that uses it loses this way to sign in. Whoever is signed in with it now is signed out.',
			'coop-credentials'
		);
	}
	return provider.people > 0
		? sprintf(
				/* translators: %d: number of people. */
				_n(
					'%d person has signed in with it and cannot come back this way. Whoever is signed in with it now is signed out.',
					'%d people have signed in with it and cannot come back this way. Whoever is signed in with it now is signed out.',
					provider.people,
					'coop-credentials'
				),
				provider.people
			)
		: __( 'Nobody has signed in with it so far.', 'coop-credentials' );
}
