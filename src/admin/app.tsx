import { SlotFillProvider } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { ErrorBoundary } from '../components/error-boundary';
import { Notices } from '../components/notices';
import { DirectoryScreens } from './directory';
import { DirectoryTabs } from './directory/tabs';
import { OffersScreens } from './offers';
import { OfferTabs } from './offers/tabs';
import { Overview } from './overview';
import type { Room as RoomName } from './location';
import { RouterProvider, useAdminMenu, useRouter } from './router';
import { keyOf, Screen } from './screen';
import { SettingsScreens } from './settings';
import { SettingsTabs } from './settings/tabs';
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
	return (
		<ErrorBoundary
			place={ keyOf( place ) }
			frame={ ( message ) => (
				<Screen
					title={ __( 'Something went wrong', 'coop-credentials' ) }
					tabs={ <RoomTabs room={ place.room } /> }
				>
					{ message }
				</Screen>
			) }
		>
			<Screens room={ place.room } />
		</ErrorBoundary>
	);
}

function Screens( { room }: { readonly room: RoomName } ): ReactElement {
	switch ( room ) {
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

function RoomTabs( {
	room,
}: {
	readonly room: RoomName;
} ): ReactElement | null {
	switch ( room ) {
		case 'directory':
			return <DirectoryTabs />;
		case 'offers':
			return <OfferTabs />;
		case 'settings':
			return <SettingsTabs />;
		default:
			return null;
	}
}
