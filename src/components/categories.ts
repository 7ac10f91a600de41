import { __ } from '@wordpress/i18n';

import type { Choice } from './form';

/** The categories of organisations, in words. */
export function categoryChoices(): Choice[] {
	return [
		{ value: 'coop', label: __( 'Co-op', 'coop-credentials' ) },
		{
			value: 'coop_association',
			label: __( 'Association of co-ops', 'coop-credentials' ),
		},
		{
			value: 'coop_controlled',
			label: __( 'Controlled by co-ops', 'coop-credentials' ),
		},
		{
			value: 'coop_serving',
			label: __( 'Serves co-ops', 'coop-credentials' ),
		},
		{ value: 'mutual', label: __( 'Mutual', 'coop-credentials' ) },
		{
			value: 'democratic_workplace',
			label: __( 'Democratic workplace', 'coop-credentials' ),
		},
		{
			value: 'sse_enterprise',
			label: __( 'Solidarity-economy enterprise', 'coop-credentials' ),
		},
		{
			value: 'informal',
			label: __( 'Informal group', 'coop-credentials' ),
		},
	];
}
