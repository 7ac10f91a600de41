import type { ReactElement } from 'react';

import { useRouter } from '../router';
import { ImportScreen } from './import-screen';
import { OrganisationList } from './organisation-list';
import { OrganisationScreen } from './organisation-screen';
import { PolicyScreen } from './policy-screen';

/** Which screen of the room is shown. */
export function DirectoryScreens(): ReactElement {
	const { place } = useRouter();
	if ( place.screen === 'import' ) {
		return <ImportScreen />;
	}
	if ( place.screen === 'policy' ) {
		return <PolicyScreen />;
	}
	return place.item ? (
		<OrganisationScreen key={ place.item } uid={ place.item } />
	) : (
		<OrganisationList />
	);
}
