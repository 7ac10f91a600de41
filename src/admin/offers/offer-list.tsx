import { useMemo } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import type { Offer, OfferStatus } from '../../api/offers';
import { useRecords } from '../../api/records';
import { DataList, type Field } from '../../components/data-list';
import { StateMark } from '../../components/state-mark';
import { lastDay, day } from '../dates';
import { ButtonLink, Link } from '../router';
import { Screen } from '../screen';
import { useListView } from '../use-list-view';
import { OfferTabs } from './tabs';
import { kindWord, STATUS_MARKS, statusWord, valueWord } from './words';

const STATUSES: readonly OfferStatus[] = [
	'draft',
	'active',
	'paused',
	'ended',
	'revoked',
];

/** All offers of this site. */
export function OfferList(): ReactElement {
	const { view, onChangeView, query } = useListView( {
		fields: [ 'status', 'audience', 'claims', 'uses', 'until' ],
		titleField: 'title',
		filters: [ 'status' ],
	} );
	const list = useRecords< Offer >( 'offer', query );
	const fields = useMemo( (): Field< Offer >[] => fieldsOf(), [] );

	return (
		<Screen
			title={ __( 'Offers', 'coop-credentials' ) }
			actions={
				<ButtonLink
					variant="primary"
					to={ { room: 'offers', item: 'new' } }
				>
					{ __( 'New offer', 'coop-credentials' ) }
				</ButtonLink>
			}
			tabs={ <OfferTabs /> }
			isFlush
		>
			<DataList
				label={ __( 'Offers', 'coop-credentials' ) }
				view={ view }
				onChangeView={ onChangeView }
				fields={ fields }
				list={ list }
				itemId={ ( offer ) => offer.uid }
				searchLabel={ __( 'Search offers', 'coop-credentials' ) }
				empty={
					<p>
						{ view.search || view.filters?.length
							? __( 'No offer fits.', 'coop-credentials' )
							: __(
									'There is no offer yet. Make the first: for example 10 % off for members of any co-op in the directory.',
									'coop-credentials'
								) }
					</p>
				}
			/>
		</Screen>
	);
}

function fieldsOf(): Field< Offer >[] {
	return [
		{
			id: 'title',
			label: __( 'Offer', 'coop-credentials' ),
			getValue: ( { item } ) => item.title,
			enableHiding: false,
			filterBy: false,
			render: ( { item } ) => (
				<span className="coop-credentials-cell-name">
					<Link to={ { room: 'offers', item: item.uid } }>
						{ item.title ||
							__( 'Without a title', 'coop-credentials' ) }
					</Link>
					<small>
						{ [
							kindWord( item.kind ),
							valueWord( item ),
							item.organisation_name,
						]
							.filter( Boolean )
							.join( ' · ' ) }
					</small>
				</span>
			),
		},
		{
			id: 'status',
			label: __( 'State', 'coop-credentials' ),
			getValue: ( { item } ) => item.status,
			elements: STATUSES.map( ( value ) => ( {
				value,
				label: statusWord( value ),
			} ) ),
			filterBy: { operators: [ 'is' ], isPrimary: true },
			render: ( { item } ) => (
				<span className="coop-credentials-cell-state">
					<StateMark mark={ STATUS_MARKS[ item.status ] } />
					{ statusWord( item.status ) }
				</span>
			),
		},
		{
			id: 'audience',
			label: __( 'For whom', 'coop-credentials' ),
			getValue: ( { item } ) =>
				item.public?.audience_label ?? item.audience,
			enableSorting: false,
			filterBy: false,
		},
		{
			id: 'claims',
			label: __( 'Claimed', 'coop-credentials' ),
			getValue: ( { item } ) => item.claims_count,
			enableSorting: false,
			filterBy: false,
			render: ( { item } ) => (
				<span className="coop-credentials-cell-number">
					{ item.max_claims
						? sprintf(
								/* translators: 1: number taken, 2: number in all. */
								__( '%1$d of %2$d', 'coop-credentials' ),
								item.claims_count,
								item.max_claims
							)
						: item.claims_count }
				</span>
			),
		},
		{
			id: 'uses',
			label: __( 'Used', 'coop-credentials' ),
			getValue: ( { item } ) => item.redemptions_count,
			enableSorting: false,
			filterBy: false,
			render: ( { item } ) => (
				<span className="coop-credentials-cell-number">
					{ item.redemptions_count }
				</span>
			),
		},
		{
			id: 'until',
			label: __( 'Claim until', 'coop-credentials' ),
			getValue: ( { item } ) => item.ends_at,
			enableSorting: false,
			filterBy: false,
			render: ( { item } ) => (
				<span className="coop-credentials-cell-number">
					{ item.ends_at ? day( lastDay( item.ends_at ) ) : '–' }
				</span>
			),
		},
	];
}
