import { Button } from '@wordpress/components';
import { useMemo, useState } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import type { Provider } from '../../api/providers';
import { type Query, useRecords } from '../../api/records';
import { type AuditEntry, exportAudit } from '../../api/settings';
import { DataList, type Field } from '../../components/data-list';
import { useTell } from '../../components/notices';
import { type Mark, StateMark } from '../../components/state-mark';
import { moment } from '../dates';
import { saveFile } from '../save-file';
import { Screen } from '../screen';
import { useListView } from '../use-list-view';
import { AuditReason } from './audit-reason';
import { SettingsTabs } from './tabs';

function mark( outcome: string ): Mark {
	switch ( outcome ) {
		case 'ok':
		case 'allow':
			return 'ok';
		case 'error':
			return 'no';
		case 'waiting':
		case 'step_up':
			return 'pending';
		default:
			return 'neutral';
	}
}

function outcomes(): { value: string; label: string }[] {
	return [
		{ value: 'ok', label: __( 'Done', 'coop-credentials' ) },
		{ value: 'refused', label: __( 'Refused', 'coop-credentials' ) },
		{ value: 'error', label: __( 'Broken', 'coop-credentials' ) },
		{
			value: 'waiting',
			label: __( 'Log-in to follow', 'coop-credentials' ),
		},
		{ value: 'allow', label: __( 'Allowed', 'coop-credentials' ) },
		{ value: 'deny', label: __( 'Not allowed', 'coop-credentials' ) },
		{
			value: 'step_up',
			label: __( 'To be confirmed again', 'coop-credentials' ),
		},
	];
}

/** An outcome in words, as the filter has them; the code of one we do not know. */
function said( outcome: string ): string {
	return (
		outcomes().find( ( { value } ) => value === outcome )?.label ?? outcome
	);
}

/** What happened, newest first. Holds no codes, tokens or addresses. */
export function AuditList(): ReactElement {
	const { view, onChangeView, query } = useListView( {
		fields: [ 'outcome', 'reason', 'provider', 'who', 'when' ],
		titleField: 'event',
		filters: [ 'outcome', 'class', 'provider' ],
		perPage: 50,
	} );
	const { orderby, order, ...plain } = query;
	void orderby;
	void order;
	const list = useRecords< AuditEntry >( 'audit-entry', plain );
	const providers = useRecords< Provider >( 'provider', { per_page: 100 } );
	const fields = useMemo(
		() => fieldsOf( providers.records ),
		[ providers.records ]
	);
	return (
		<Screen
			title={ __( 'Log', 'coop-credentials' ) }
			subtitle={ __(
				'Sign-ins are kept for 90 days, refused codes for 30, changes by staff for 180.',
				'coop-credentials'
			) }
			tabs={ <SettingsTabs /> }
			actions={ <ExportButton query={ plain } /> }
			isFlush
		>
			<DataList
				label={ __( 'Log', 'coop-credentials' ) }
				view={ view }
				onChangeView={ onChangeView }
				fields={ fields }
				list={ list }
				itemId={ ( entry ) => String( entry.id ) }
				searchLabel={ __(
					'Reason code or number',
					'coop-credentials'
				) }
				empty={
					<p>{ __( 'Nothing was logged.', 'coop-credentials' ) }</p>
				}
			/>
		</Screen>
	);
}

/** Saves what the list shows, all pages of it. */
function ExportButton( { query }: { readonly query: Query } ): ReactElement {
	const [ isBusy, setBusy ] = useState( false );
	const { done, failed } = useTell();
	const save = async () => {
		setBusy( true );
		try {
			const file = await exportAudit( query );
			saveFile( file.filename, file.content, 'text/csv' );
			done(
				file.rows < file.total
					? sprintf(
							/* translators: 1: number of saved rows, 2: number of all rows. */
							__(
								'The newest %1$d of %2$d rows were saved. Narrow the filters to get the others.',
								'coop-credentials'
							),
							file.rows,
							file.total
						)
					: sprintf(
							/* translators: %d: number of saved rows. */
							_n(
								'%d row was saved.',
								'%d rows were saved.',
								file.rows,
								'coop-credentials'
							),
							file.rows
						)
			);
		} catch ( error ) {
			failed( error );
		}
		setBusy( false );
	};
	return (
		<Button
			variant="secondary"
			__next40pxDefaultSize
			isBusy={ isBusy }
			disabled={ isBusy }
			accessibleWhenDisabled
			onClick={ () => void save() }
		>
			{ __( 'Save as CSV', 'coop-credentials' ) }
		</Button>
	);
}

function fieldsOf( providers: readonly Provider[] ): Field< AuditEntry >[] {
	const plain = { enableSorting: false, filterBy: false as const };
	return [
		{
			...plain,
			id: 'event',
			label: __( 'Event', 'coop-credentials' ),
			getValue: ( { item } ) => item.title || item.event,
			enableHiding: false,
			render: ( { item } ) => (
				<span className="coop-credentials-cell-name">
					{ item.title }
					{ item.about && <small dir="auto">{ item.about }</small> }
					<small>
						<code dir="ltr">{ item.event }</code>
					</small>
				</span>
			),
		},
		{
			id: 'outcome',
			label: __( 'Outcome', 'coop-credentials' ),
			getValue: ( { item } ) => item.outcome,
			enableSorting: false,
			elements: outcomes(),
			filterBy: { operators: [ 'is' ], isPrimary: true },
			render: ( { item } ) => (
				<span className="coop-credentials-cell-state">
					<StateMark mark={ mark( item.outcome ) } />
					{ said( item.outcome ) }
				</span>
			),
		},
		{
			...plain,
			id: 'reason',
			label: __( 'Reason', 'coop-credentials' ),
			getValue: ( { item } ) => item.reason,
			render: ( { item } ) => <AuditReason entry={ item } />,
		},
		{
			id: 'class',
			label: __( 'Kind', 'coop-credentials' ),
			getValue: ( { item } ) => item.class,
			enableSorting: false,
			elements: [
				{
					value: 'sign_in',
					label: __( 'Sign-ins', 'coop-credentials' ),
				},
				{
					value: 'attempts',
					label: __( 'Codes and limits', 'coop-credentials' ),
				},
				{
					value: 'admin',
					label: __( 'Changes by staff', 'coop-credentials' ),
				},
			],
			filterBy: { operators: [ 'is' ] },
		},
		{
			id: 'provider',
			label: __( 'Provider', 'coop-credentials' ),
			getValue: ( { item } ) => item.provider || '–',
			enableSorting: false,
			elements: providers.map( ( { slug, label } ) => ( {
				value: slug,
				label,
			} ) ),
			filterBy: { operators: [ 'is' ] },
			render: ( { item } ) => item.provider || '–',
		},
		{
			...plain,
			id: 'who',
			label: __( 'Account', 'coop-credentials' ),
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
