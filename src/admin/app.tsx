import { SlotFillProvider, Spinner } from '@wordpress/components';
import { lazy, Suspense } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { ErrorBoundary } from '../components/error-boundary';
import { Notices } from '../components/notices';
import { boot } from './boot';
import { DirectoryTabs } from './directory/tabs';
import { OfferTabs } from './offers/tabs';
import { Overview } from './overview';
import type { Room as RoomName } from './location';
import { RouterProvider, useAdminMenu, useRouter } from './router';
import { keyOf, Screen } from './screen';
import { SettingsTabs } from './settings/tabs';

/** A room is loaded when it is entered. Its strings come with the shell: see Admin\App_Page. */
const DirectoryScreens = lazy( async () => ( {
	default: (
		await import( /* webpackChunkName: "directory" */ './directory' )
	).DirectoryScreens,
} ) );
const OffersScreens = lazy( async () => ( {
	default: ( await import( /* webpackChunkName: "offers" */ './offers' ) )
		.OffersScreens,
} ) );
const SettingsScreens = lazy( async () => ( {
	default: ( await import( /* webpackChunkName: "settings" */ './settings' ) )
		.SettingsScreens,
} ) );
const SignInScreens = lazy( async () => ( {
	default: ( await import( /* webpackChunkName: "sign-in" */ './sign-in' ) )
		.SignInScreens,
} ) );

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
			<Suspense fallback={ <Spinner /> }>
				<Screens room={ boot().isNetwork ? 'sign-in' : place.room } />
			</Suspense>
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
