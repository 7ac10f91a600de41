import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { Tabs } from '../screen';

/** Links between the screens of the room. */
export function SignInTabs(): ReactElement {
	return (
		<Tabs
			room="sign-in"
			label={ __( 'Sign-in', 'coop-credentials' ) }
			items={ [
				{ screen: '', label: __( 'Providers', 'coop-credentials' ) },
				{ screen: 'rules', label: __( 'Rules', 'coop-credentials' ) },
			] }
		/>
	);
}
