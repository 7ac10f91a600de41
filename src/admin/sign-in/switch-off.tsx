import { __, sprintf } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { Confirm } from '../../components/confirm';

/** Asks before a provider is switched off, because that ends what it has begun. */
export function SwitchOff( {
	label,
	confirmLabel = __( 'Switch off', 'coop-credentials' ),
	onConfirm,
	onClose,
}: {
	readonly label: string;
	/** Words of the button, where more happens than this. */
	readonly confirmLabel?: string;
	readonly onConfirm: () => void | Promise< void >;
	readonly onClose: () => void;
} ): ReactElement {
	return (
		<Confirm
			title={ sprintf(
				/* translators: %s: name of a provider. */
				__( 'Switch %s off?', 'coop-credentials' ),
				label
			) }
			confirmLabel={ confirmLabel }
			isDestructive
			onConfirm={ onConfirm }
			onClose={ onClose }
		>
			<p>
				{ __(
					'Whoever is signed in with it now is signed out, of their WordPress account too, and stays so when you switch it on again. You as well, if that is how you came in.',
					'coop-credentials'
				) }
			</p>
			<p>
				{ __(
					'Log-ins with a password go on. Coupons that were claimed stay good.',
					'coop-credentials'
				) }
			</p>
		</Confirm>
	);
}
