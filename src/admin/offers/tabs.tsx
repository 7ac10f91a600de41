import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { Tabs } from '../screen';

/** Links between the screens of the room. */
export function OfferTabs(): ReactElement {
	return (
		<Tabs
			room="offers"
			label={ __( 'Offers', 'coop-credentials' ) }
			items={ [
				{ screen: '', label: __( 'Offers', 'coop-credentials' ) },
				{
					screen: 'redemptions',
					label: __( 'Uses', 'coop-credentials' ),
				},
				{
					screen: 'points',
					label: __( 'Tills and doors', 'coop-credentials' ),
				},
			] }
		/>
	);
}
