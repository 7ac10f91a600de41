import { __, sprintf } from '@wordpress/i18n';

import { formatMoney } from '../../api/money';
import type { Offer, OfferKind, OfferStatus } from '../../api/offers';
import type { Mark } from '../../components/state-mark';

export function kindWord( kind: OfferKind ): string {
	switch ( kind ) {
		case 'discount':
			return __( 'Discount', 'coop-credentials' );
		case 'free_item':
			return __( 'Free item', 'coop-credentials' );
		case 'member_price':
			return __( 'Members’ price', 'coop-credentials' );
		case 'pass':
			return __( 'Event pass', 'coop-credentials' );
	}
}

export function statusWord( status: OfferStatus ): string {
	switch ( status ) {
		case 'draft':
			return __( 'Draft', 'coop-credentials' );
		case 'active':
			return __( 'Published', 'coop-credentials' );
		case 'paused':
			return __( 'Paused', 'coop-credentials' );
		case 'ended':
			return __( 'Ended', 'coop-credentials' );
		case 'revoked':
			return __( 'Withdrawn', 'coop-credentials' );
	}
}

export const STATUS_MARKS: Readonly< Record< OfferStatus, Mark > > = {
	draft: 'pending',
	active: 'ok',
	paused: 'attention',
	ended: 'neutral',
	revoked: 'no',
};

/** What the offer gives, short: "10 % off". */
export function valueWord(
	offer: Pick< Offer, 'kind' | 'value_kind' | 'value' | 'currency' >
): string {
	const money = offer.currency
		? formatMoney( offer.value, offer.currency )
		: '';
	switch ( offer.value_kind ) {
		case 'percent':
			return sprintf(
				/* translators: %s: number. */
				__( '%s %% off', 'coop-credentials' ),
				String( offer.value / 100 )
			);
		case 'amount':
			return sprintf(
				/* translators: %s: amount of money. */
				__( '%s off', 'coop-credentials' ),
				money
			);
		case 'price':
			return sprintf(
				/* translators: %s: amount of money. */
				__( 'for %s', 'coop-credentials' ),
				money
			);
		case 'none':
			return offer.kind === 'pass'
				? __( 'Free entry', 'coop-credentials' )
				: __( 'Free', 'coop-credentials' );
	}
}
