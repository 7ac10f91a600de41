import { Button } from '@wordpress/components';
import { useMemo, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import type { Point } from '../../api/offers';
import { deleteRecord, saveRecord, useRecords } from '../../api/records';
import { Confirm } from '../../components/confirm';
import { type Action, DataList, type Field } from '../../components/data-list';
import {
	SelectField,
	TextField,
	ToggleField,
	useForm,
} from '../../components/form';
import { useTell } from '../../components/notices';
import { OrganisationChoice } from '../../components/organisation-choice';
import { StateMark } from '../../components/state-mark';
import { Screen } from '../screen';
import { useListView } from '../use-list-view';
import { OfferTabs } from './tabs';

function kindWord( kind: Point[ 'kind' ] ): string {
	switch ( kind ) {
		case 'till':
			return __( 'Till', 'coop-credentials' );
		case 'door':
			return __( 'Door', 'coop-credentials' );
		case 'online':
			return __( 'Online shop', 'coop-credentials' );
	}
}

const NEW: Point = {
	uid: '',
	name: '',
	kind: 'till',
	organisation_uid: '',
	active: true,
};

/** Where coupons are used. */
export function PointList(): ReactElement {
	const { view, onChangeView, query } = useListView( {
		fields: [ 'kind', 'organisation', 'active' ],
		titleField: 'name',
	} );
	const list = useRecords< Point >( 'point', {
		page: query.page,
		per_page: query.per_page,
	} );
	const [ edited, setEdited ] = useState< Point | null >( null );
	const [ removed, setRemoved ] = useState< Point | null >( null );
	const tell = useTell();
	const fields = useMemo( () => fieldsOf( setEdited ), [] );
	const actions = useMemo(
		(): Action< Point >[] => [
			{
				id: 'edit',
				label: __( 'Edit', 'coop-credentials' ),
				callback: ( items ) => setEdited( items[ 0 ] ?? null ),
			},
			{
				id: 'delete',
				label: __( 'Delete', 'coop-credentials' ),
				callback: ( items ) => setRemoved( items[ 0 ] ?? null ),
			},
		],
		[]
	);

	return (
		<Screen
			title={ __( 'Tills and doors', 'coop-credentials' ) }
			actions={
				<Button
					variant="primary"
					__next40pxDefaultSize
					onClick={ () => setEdited( NEW ) }
				>
					{ __( 'Add till or door', 'coop-credentials' ) }
				</Button>
			}
			tabs={ <OfferTabs /> }
			isFlush
		>
			<DataList
				label={ __( 'Tills and doors', 'coop-credentials' ) }
				view={ view }
				onChangeView={ onChangeView }
				fields={ fields }
				list={ list }
				itemId={ ( item ) => item.uid }
				actions={ actions }
				hasSearch={ false }
				empty={
					<p>
						{ __(
							'There is no till yet. With one, the list of uses says where a coupon was used.',
							'coop-credentials'
						) }
					</p>
				}
			/>
			{ edited && (
				<PointForm
					key={ edited.uid }
					point={ edited }
					onClose={ () => setEdited( null ) }
				/>
			) }
			{ removed && (
				<Confirm
					title={ __(
						'Delete this till or door?',
						'coop-credentials'
					) }
					confirmLabel={ __( 'Delete', 'coop-credentials' ) }
					isDestructive
					onClose={ () => setRemoved( null ) }
					onConfirm={ async () => {
						await deleteRecord( 'point', removed.uid );
						list.reload();
						tell.done( __( 'Deleted.', 'coop-credentials' ) );
						document
							.querySelector< HTMLElement >(
								'.coop-credentials-screen h1'
							)
							?.focus();
					} }
				>
					<p>{ removed.name }</p>
				</Confirm>
			) }
		</Screen>
	);
}

type PointValues = {
	readonly name: string;
	readonly kind: string;
	readonly organisation_uid: string;
	readonly active: boolean;
};

function PointForm( {
	point,
	onClose,
}: {
	readonly point: Point;
	readonly onClose: () => void;
} ): ReactElement {
	const tell = useTell();
	const form = useForm< PointValues >( {
		name: point.name,
		kind: point.kind,
		organisation_uid: point.organisation_uid ?? '',
		active: point.active,
	} );
	return (
		<Confirm
			title={
				point.uid
					? __( 'Edit till or door', 'coop-credentials' )
					: __( 'Add till or door', 'coop-credentials' )
			}
			confirmLabel={ __( 'Save', 'coop-credentials' ) }
			canConfirm={ form.values.name.trim() !== '' }
			onClose={ onClose }
			onConfirm={ async () => {
				await saveRecord( 'point', {
					...form.values,
					...( point.uid ? { uid: point.uid } : {} ),
				} );
				tell.done( __( 'Saved.', 'coop-credentials' ) );
			} }
		>
			<TextField
				form={ form }
				name="name"
				label={ __( 'Name', 'coop-credentials' ) }
				help={ __(
					'Staff and members read it: “Used today at the bar”.',
					'coop-credentials'
				) }
				maxLength={ 100 }
				required
			/>
			<SelectField
				form={ form }
				name="kind"
				label={ __( 'Kind', 'coop-credentials' ) }
				options={ ( [ 'till', 'door', 'online' ] as const ).map(
					( value ) => ( { value, label: kindWord( value ) } )
				) }
			/>
			<OrganisationChoice
				label={ __( 'Co-op', 'coop-credentials' ) }
				value={ form.values.organisation_uid }
				onChange={ ( uid ) => form.set( 'organisation_uid', uid ) }
				help={ __(
					'Only this co-op’s offers are taken here. Leave it empty for all offers of this site.',
					'coop-credentials'
				) }
			/>
			<ToggleField
				form={ form }
				name="active"
				label={ __( 'Open', 'coop-credentials' ) }
			/>
		</Confirm>
	);
}

function fieldsOf( edit: ( point: Point ) => void ): Field< Point >[] {
	return [
		{
			id: 'name',
			label: __( 'Name', 'coop-credentials' ),
			getValue: ( { item } ) => item.name,
			enableHiding: false,
			enableSorting: false,
			filterBy: false,
			render: ( { item } ) => (
				<Button variant="link" onClick={ () => edit( item ) }>
					{ item.name }
				</Button>
			),
		},
		{
			id: 'kind',
			label: __( 'Kind', 'coop-credentials' ),
			getValue: ( { item } ) => kindWord( item.kind ),
			enableSorting: false,
			filterBy: false,
		},
		{
			id: 'organisation',
			label: __( 'Co-op', 'coop-credentials' ),
			getValue: ( { item } ) =>
				item.organisation_name ||
				__( 'All of this site', 'coop-credentials' ),
			enableSorting: false,
			filterBy: false,
		},
		{
			id: 'active',
			label: __( 'State', 'coop-credentials' ),
			getValue: ( { item } ) => item.active,
			enableSorting: false,
			filterBy: false,
			render: ( { item } ) => (
				<span className="coop-credentials-cell-state">
					<StateMark mark={ item.active ? 'ok' : 'neutral' } />
					{ item.active
						? __( 'Open', 'coop-credentials' )
						: __( 'Closed', 'coop-credentials' ) }
				</span>
			),
		},
	];
}
