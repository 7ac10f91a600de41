import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { Tabs } from '../screen';

/** Links between the screens of the room. */
export function SettingsTabs(): ReactElement {
	return (
		<Tabs
			room="settings"
			label={ __( 'Settings', 'coop-credentials' ) }
			items={ [
				{ screen: '', label: __( 'Settings', 'coop-credentials' ) },
				{ screen: 'log', label: __( 'Log', 'coop-credentials' ) },
			] }
		/>
	);
}
