import type { ReactElement } from 'react';

import { useRouter } from '../router';
import { RulesScreens } from '../rules';
import { home } from './home';
import { ProviderList } from './provider-list';
import { ProviderScreen } from './provider-screen';

import './style.scss';

/** Which screen of the room is shown. */
export function SignInScreens(): ReactElement {
	const { place } = useRouter();
	if ( place.screen === 'rules' && ! home().isNetwork ) {
		return <RulesScreens />;
	}
	return place.item ? (
		<ProviderScreen key={ place.item } slug={ place.item } />
	) : (
		<ProviderList />
	);
}
