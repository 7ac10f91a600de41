import { SlotFillProvider } from '@wordpress/components';
import type { ReactElement } from 'react';

import { Notices } from '../components/notices';
import { DirectoryScreens } from './directory';
import { OffersScreens } from './offers';
import { Overview } from './overview';
import { RouterProvider, useAdminMenu, useRouter } from './router';
import { SettingsScreens } from './settings';
import { SignInScreens } from './sign-in';

/** The whole admin app: one screen of one room at a time. */
export function App(): ReactElement {
	return (
		<SlotFillProvider>
			<RouterProvider>
				<Notices />
				<Room />
			</RouterProvider>
		</SlotFillProvider>
	);
}

function Room(): ReactElement {
	const { place } = useRouter();
	useAdminMenu();
	switch ( place.room ) {
		case 'overview':
			return <Overview />;
		case 'directory':
			return <DirectoryScreens />;
		case 'sign-in':
			return <SignInScreens />;
		case 'offers':
			return <OffersScreens />;
		case 'settings':
			return <SettingsScreens />;
	}
}
