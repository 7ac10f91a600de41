import type { ReactElement } from 'react';

import { useRouter } from '../router';
import { AuditList } from './audit-list';
import { SettingsScreen } from './settings-screen';

/** Which screen of the room is shown. */
export function SettingsScreens(): ReactElement {
	const { place } = useRouter();
	return place.screen === 'log' ? <AuditList /> : <SettingsScreen />;
}
