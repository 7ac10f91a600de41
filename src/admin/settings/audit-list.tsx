import { useMemo } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { useRecords } from '../../api/records';
import type { AuditEntry } from '../../api/settings';
import { DataList, type Field } from '../../components/data-list';
import { type Mark, StateMark } from '../../components/state-mark';
import { moment } from '../dates';
import { Screen } from '../screen';
import { useListView } from '../use-list-view';
import { SettingsTabs } from './tabs';

function mark( outcome: string ): Mark {
	switch ( outcome ) {
		case 'ok':
			return 'ok';
		case 'error':
			return 'no';
		default:
			return 'neutral';
	}
}

/** What happened, newest first. Holds no codes, tokens or addresses. */
export function AuditList(): ReactElement {
	const { view, onChangeView, query } = useListView( {
		fields: [ 'outcome', 'reason', 'provider', 'who', 'when' ],
		titleField: 'event',
		filters: [ 'outcome' ],
		perPage: 50,
	} );
	const { orderby, order, ...plain } = query;
	void orderby;
	void order;
	const list = useRecords< AuditEntry >( 'audit-entry', plain );
	const fields = useMemo( () => fieldsOf(), [] );
	return (
		<Screen
			title={ __( 'Log', 'coop-credentials' ) }
			subtitle={ __(
				'Sign-ins are kept for 90 days, refused codes for 30, changes by staff for 180.',
				'coop-credentials'
			) }
			tabs={ <SettingsTabs /> }
			isFlush
		>
			<DataList
				label={ __( 'Log', 'coop-credentials' ) }
				view={ view }
				onChangeView={ onChangeView }
				fields={ fields }
				list={ list }
				itemId={ ( entry ) => String( entry.id ) }
				searchLabel={ __( 'Search a reason code', 'coop-credentials' ) }
				empty={
					<p>{ __( 'Nothing was logged.', 'coop-credentials' ) }</p>
				}
			/>
		</Screen>
	);
}

function fieldsOf(): Field< AuditEntry >[] {
	const plain = { enableSorting: false, filterBy: false as const };
	return [
		{
			...plain,
			id: 'event',
			label: __( 'Event', 'coop-credentials' ),
			getValue: ( { item } ) => item.event,
			enableHiding: false,
			render: ( { item } ) => <code dir="ltr">{ item.event }</code>,
		},
		{
			id: 'outcome',
			label: __( 'Outcome', 'coop-credentials' ),
			getValue: ( { item } ) => item.outcome,
			enableSorting: false,
			elements: [
				{ value: 'ok', label: __( 'Done', 'coop-credentials' ) },
				{
					value: 'refused',
					label: __( 'Refused', 'coop-credentials' ),
				},
				{ value: 'error', label: __( 'Broken', 'coop-credentials' ) },
			],
			filterBy: { operators: [ 'is' ], isPrimary: true },
			render: ( { item } ) => (
				<span className="coop-credentials-cell-state">
					<StateMark mark={ mark( item.outcome ) } />
					{ item.outcome }
				</span>
			),
		},
		{
			...plain,
			id: 'reason',
			label: __( 'Reason', 'coop-credentials' ),
			getValue: ( { item } ) => item.reason,
			render: ( { item } ) =>
				item.reason ? <code dir="ltr">{ item.reason }</code> : '–',
		},
		{
			...plain,
			id: 'provider',
			label: __( 'Provider', 'coop-credentials' ),
			getValue: ( { item } ) => item.provider || '–',
		},
		{
			...plain,
			id: 'who',
			label: __( 'Staff', 'coop-credentials' ),
			getValue: ( { item } ) => item.actor_name || '–',
		},
		{
			...plain,
			id: 'when',
			label: __( 'When', 'coop-credentials' ),
			getValue: ( { item } ) => item.occurred_at,
			render: ( { item } ) => (
				<span className="coop-credentials-cell-number">
					{ moment( item.occurred_at ) }
				</span>
			),
		},
	];
}
