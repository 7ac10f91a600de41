import { __, sprintf } from '@wordpress/i18n';

import type { LastTest } from '../../api/providers';
import { moment } from '../dates';

/** How the last test went, in one sentence. */
export function lastTest( last: LastTest ): string {
	const when = moment( last.at );
	if ( ! last.current ) {
		return sprintf(
			/* translators: %s: date and time. */
			__(
				'The settings have changed since the last test (%s).',
				'coop-credentials'
			),
			when
		);
	}
	return last.status === 'fail'
		? sprintf(
				/* translators: 1: date and time, 2: what stops sign-in. */
				__(
					'Last test %1$s: something stops sign-in (%2$s).',
					'coop-credentials'
				),
				when,
				last.label
			)
		: sprintf(
				/* translators: %s: date and time. */
				__( 'Last test %s: it works.', 'coop-credentials' ),
				when
			);
}
