import { useMemo } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import type { Organisation, OrganisationState } from '../../api/organisations';
import { useRecords } from '../../api/records';
import { categoryChoices } from '../../components/categories';
import { DataList, type Field } from '../../components/data-list';
import { StateMark } from '../../components/state-mark';
import { day } from '../dates';
import { ButtonLink, Link } from '../router';
import { Screen } from '../screen';
import { useListView } from '../use-list-view';
import { DirectoryTabs } from './tabs';
import { categoryWord, STATE_MARKS, stateWord } from './words';

const STATES: readonly OrganisationState[] = [
	'verified',
	'grace',
	'provisional',
	'pending',
	'listed',
	'expired',
	'suspended',
	'revoked',
	'draft',
];

/** All organisations, whether public or not. */
export function OrganisationList(): ReactElement {
	const { view, onChangeView, query } = useListView( {
		fields: [ 'state', 'level', 'category', 'verified_until' ],
		titleField: 'name',
		sort: { field: 'name', direction: 'asc' },
		filters: [ 'state', 'category' ],
	} );
	const list = useRecords< Organisation >( 'organisation', query );
	const fields = useMemo( () => fieldsOf(), [] );
	return (
		<Screen
			title={ __( 'Organisations', 'coop-credentials' ) }
			actions={
				<>
					<ButtonLink to={ { room: 'directory', screen: 'import' } }>
						{ __( 'Import', 'coop-credentials' ) }
					</ButtonLink>
					<ButtonLink
						variant="primary"
						to={ { room: 'directory', item: 'new' } }
					>
						{ __( 'Add organisation', 'coop-credentials' ) }
					</ButtonLink>
				</>
			}
			tabs={ <DirectoryTabs /> }
			isFlush
		>
			<DataList
				label={ __( 'Organisations', 'coop-credentials' ) }
				view={ view }
				onChangeView={ onChangeView }
				fields={ fields }
				list={ list }
				itemId={ ( item ) => item.uid }
				searchLabel={ __( 'Search organisations', 'coop-credentials' ) }
				empty={
					<p>
						{ view.search || view.filters?.length
							? __( 'No organisation fits.', 'coop-credentials' )
							: __(
									'The directory has no entries yet. Import a list, or add your own co-op first.',
									'coop-credentials'
								) }
					</p>
				}
			/>
		</Screen>
	);
}

function fieldsOf(): Field< Organisation >[] {
	return [
		{
			id: 'name',
			label: __( 'Name', 'coop-credentials' ),
			getValue: ( { item } ) => item.name,
			enableHiding: false,
			filterBy: false,
			render: ( { item } ) => (
				<span className="coop-credentials-cell-name">
					<Link to={ { room: 'directory', item: item.uid } }>
						<bdi>{ item.name }</bdi>
					</Link>
					<small>
						{ [
							item.own && __( 'Your own', 'coop-credentials' ),
							item.locality,
							item.country,
						]
							.filter( Boolean )
							.join( ' · ' ) }
					</small>
				</span>
			),
		},
		{
			id: 'state',
			label: __( 'State', 'coop-credentials' ),
			getValue: ( { item } ) => item.state,
			enableSorting: false,
			elements: STATES.map( ( value ) => ( {
				value,
				label: stateWord( value ),
			} ) ),
			filterBy: { operators: [ 'is' ], isPrimary: true },
			render: ( { item } ) => (
				<span className="coop-credentials-cell-state">
					<StateMark mark={ STATE_MARKS[ item.state ] } />
					{ stateWord( item.state ) }
				</span>
			),
		},
		{
			id: 'level',
			label: __( 'Level', 'coop-credentials' ),
			getValue: ( { item } ) => item.level,
			filterBy: false,
			render: ( { item } ) => (
				<>{ `${ item.level } · ${ item.level_label ?? '' }` }</>
			),
		},
		{
			id: 'category',
			label: __( 'Category', 'coop-credentials' ),
			getValue: ( { item } ) => item.category,
			enableSorting: false,
			elements: categoryChoices(),
			filterBy: { operators: [ 'is' ] },
			render: ( { item } ) => <>{ categoryWord( item.category ) }</>,
		},
		{
			id: 'source',
			label: __( 'Source', 'coop-credentials' ),
			getValue: ( { item } ) =>
				item.source ?? __( 'Added by hand', 'coop-credentials' ),
			enableSorting: false,
			filterBy: false,
		},
		{
			id: 'verified_until',
			label: __( 'Valid until', 'coop-credentials' ),
			getValue: ( { item } ) => item.verified_until,
			enableSorting: false,
			filterBy: false,
			render: ( { item } ) => (
				<span className="coop-credentials-cell-number">
					{ day( item.verified_until ) }
				</span>
			),
		},
	];
}
