import type { ReactElement } from 'react';

import { useRouter } from '../router';
import { OfferScreen } from './offer-screen';
import { OfferList } from './offer-list';
import { PointList } from './point-list';
import { RedemptionList } from './redemption-list';

/** Which screen of the room is shown. */
export function OffersScreens(): ReactElement {
	const { place } = useRouter();
	if ( place.screen === 'redemptions' ) {
		return <RedemptionList />;
	}
	if ( place.screen === 'points' ) {
		return <PointList />;
	}
	return place.item ? (
		<OfferScreen key={ place.item } uid={ place.item } />
	) : (
		<OfferList />
	);
}
