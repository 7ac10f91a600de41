import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { Screen } from '../screen';
import { DirectoryTabs } from './tabs';

/** Taking in a list of organisations. */
export function ImportScreen(): ReactElement {
	return (
		<Screen
			title={ __( 'Import', 'coop-credentials' ) }
			tabs={ <DirectoryTabs /> }
		>
			<p />
		</Screen>
	);
}
