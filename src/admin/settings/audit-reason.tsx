import { Fragment } from '@wordpress/element';
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
			{ entry.reason ? <Code text={ entry.reason } /> : '–' }
			{ entry.why && (
				<small className="coop-credentials-cell-why">
					{ entry.why }
				</small>
			) }
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

/** A code that may break after its underscores, and nowhere else. */
function Code( { text }: { readonly text: string } ): ReactElement {
	return (
		<code dir="ltr">
			{ text.split( /(?<=_)/ ).map( ( part, at ) => (
				<Fragment key={ at }>
					{ at > 0 && <wbr /> }
					{ part }
				</Fragment>
			) ) }
		</code>
	);
}
