import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { can } from '../boot';
import { Tabs } from '../screen';

/** Links between the screens of the room. */
export function DirectoryTabs(): ReactElement {
	return (
		<Tabs
			room="directory"
			label={ __( 'Directory', 'coop-credentials' ) }
			items={ [
				{
					screen: '',
					label: __( 'Organisations', 'coop-credentials' ),
				},
				{ screen: 'import', label: __( 'Import', 'coop-credentials' ) },
				...( can( 'manage' )
					? [
							{
								screen: 'policy',
								label: __( 'Trust policy', 'coop-credentials' ),
							},
						]
					: [] ),
			] }
		/>
	);
}
