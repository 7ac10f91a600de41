import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { useRouter } from '../router';
import { Screen } from '../screen';
import { ImportChoice } from './import-choose';
import { ImportProgress } from './import-run';
import { DirectoryTabs } from './tabs';

/** Taking in a list: choose a file, look at what would happen, then do it. The run stands in the URL. */
export function ImportScreen(): ReactElement {
	const { place } = useRouter();
	return (
		<Screen
			title={ __( 'Import', 'coop-credentials' ) }
			subtitle={
				place.item
					? __(
							'Step 2 of 2: look before you import',
							'coop-credentials'
						)
					: __( 'Step 1 of 2: choose a list', 'coop-credentials' )
			}
			tabs={ <DirectoryTabs /> }
		>
			{ place.item ? (
				<ImportProgress key={ place.item } uid={ place.item } />
			) : (
				<ImportChoice />
			) }
		</Screen>
	);
}
