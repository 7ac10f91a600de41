import type { ReactElement } from 'react';

import { useRouter } from '../router';
import { RuleList } from './rule-list';
import { NewRule, RuleScreen } from './rule-screen';

import './style.scss';

/** Which screen about rules is shown. */
export function RulesScreens(): ReactElement {
	const { place } = useRouter();
	if ( place.item === 'new' ) {
		return <NewRule key={ place.query.from ?? '' } />;
	}
	return place.item ? (
		<RuleScreen key={ place.item } uid={ place.item } />
	) : (
		<RuleList />
	);
}
