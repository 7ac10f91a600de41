import { _n, sprintf } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import type { AuditEntry } from '../../api/settings';

interface Props {
	readonly entry: AuditEntry;
}

/** Why something was refused; and how often, where one row stands for a flood. */
export function AuditReason( { entry }: Props ): ReactElement {
	return (
		<span>
			{ entry.reason ? <code dir="ltr">{ entry.reason }</code> : '–' }
			{ entry.count > 1 && (
				<>
					{ ' ' }
					{ sprintf(
						/* translators: %s: number. */
						_n(
							'%s request like this from then on',
							'%s requests like this from then on',
							entry.count,
							'coop-credentials'
						),
						entry.count.toLocaleString()
					) }
				</>
			) }
		</span>
	);
}
