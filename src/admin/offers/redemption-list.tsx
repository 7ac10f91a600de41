import { SelectControl, TextControl } from '@wordpress/components';
import { useMemo, useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { formatMoney } from '../../api/money';
import {
	type Redemption,
	VOID_REASONS,
	voidRedemption,
} from '../../api/offers';
import { forgetRecords, useRecords } from '../../api/records';
import { Confirm } from '../../components/confirm';
import { type Action, DataList, type Field } from '../../components/data-list';
import { useTell } from '../../components/notices';
import { type Mark, StateMark } from '../../components/state-mark';
import { can } from '../boot';
import { moment } from '../dates';
import { Link } from '../router';
import { Screen } from '../screen';
import { useListView } from '../use-list-view';
import { OfferTabs } from './tabs';

const MARKS: Readonly< Record< Redemption[ 'status' ], Mark > > = {
	confirmed: 'ok',
	voided: 'neutral',
	conflict: 'attention',
};

function statusWord( status: Redemption[ 'status' ] ): string {
	switch ( status ) {
		case 'confirmed':
			return __( 'Counted', 'coop-credentials' );
		case 'voided':
			return __( 'Taken back', 'coop-credentials' );
		case 'conflict':
			return __( 'Conflict', 'coop-credentials' );
	}
}

function kindWord( kind: Redemption[ 'kind' ] ): string {
	switch ( kind ) {
		case 'redeem':
			return __( 'Use', 'coop-credentials' );
		case 'exit':
			return __( 'Way out', 'coop-credentials' );
		case 'void':
			return __( 'Taken back', 'coop-credentials' );
		case 'adjust':
			return __( 'Correction', 'coop-credentials' );
	}
}

function reasonWord( reason: ( typeof VOID_REASONS )[ number ] ): string {
	switch ( reason ) {
		case 'mistake':
			return __( 'Scanned by mistake', 'coop-credentials' );
		case 'returned':
			return __( 'Goods came back', 'coop-credentials' );
		case 'not_delivered':
			return __( 'Not delivered', 'coop-credentials' );
		case 'fraud':
			return __( 'Misuse', 'coop-credentials' );
		case 'other':
			return __( 'Another reason', 'coop-credentials' );
	}
}

/** The ledger, newest first; a use can be taken back with a reason, never deleted. */
export function RedemptionList(): ReactElement {
	const { view, onChangeView, query } = useListView( {
		fields: [ 'status', 'tail', 'point', 'discount', 'when' ],
		titleField: 'offer',
		filters: [ 'status' ],
	} );
	const { search, orderby, order, ...plain } = query;
	void search;
	void orderby;
	void order;
	const list = useRecords< Redemption >( 'redemption', plain );
	const [ asked, setAsked ] = useState< Redemption | null >( null );
	const fields = useMemo( () => fieldsOf(), [] );
	const actions = useMemo(
		(): Action< Redemption >[] =>
			can( 'void' )
				? [
						{
							id: 'void',
							label: __( 'Take back', 'coop-credentials' ),
							isEligible: ( item ) => item.can_void,
							callback: ( items ) =>
								setAsked( items[ 0 ] ?? null ),
						},
					]
				: [],
		[]
	);

	return (
		<Screen
			title={ __( 'Uses', 'coop-credentials' ) }
			tabs={ <OfferTabs /> }
			isFlush
		>
			<DataList
				label={ __( 'Uses', 'coop-credentials' ) }
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
							'No coupon has been used yet.',
							'coop-credentials'
						) }
					</p>
				}
			/>
			{ asked && (
				<VoidQuestion
					redemption={ asked }
					onClose={ () => setAsked( null ) }
					onDone={ list.reload }
				/>
			) }
		</Screen>
	);
}

function VoidQuestion( {
	redemption,
	onClose,
	onDone,
}: {
	readonly redemption: Redemption;
	readonly onClose: () => void;
	readonly onDone: () => void;
} ): ReactElement {
	const [ reason, setReason ] =
		useState< ( typeof VOID_REASONS )[ number ] >( 'mistake' );
	const [ note, setNote ] = useState( '' );
	const tell = useTell();
	return (
		<Confirm
			title={ __( 'Take this use back?', 'coop-credentials' ) }
			confirmLabel={ __( 'Take back', 'coop-credentials' ) }
			isDestructive
			onClose={ onClose }
			onConfirm={ async () => {
				await voidRedemption( redemption.uid, reason, note );
				forgetRecords( 'redemption' );
				onDone();
				tell.done(
					__(
						'Taken back. The coupon can be used again.',
						'coop-credentials'
					)
				);
			} }
		>
			<p>
				{ sprintf(
					/* translators: 1: title of an offer, 2: last characters of a code, 3: date and time. */
					__(
						'%1$s, code ending in %2$s, used on %3$s. The coupon can be used again afterwards. The entry stays in the list.',
						'coop-credentials'
					),
					redemption.offer_title,
					redemption.code_tail,
					moment( redemption.recorded_at )
				) }
			</p>
			<SelectControl
				__next40pxDefaultSize
				__nextHasNoMarginBottom
				label={ __( 'Why?', 'coop-credentials' ) }
				value={ reason }
				options={ VOID_REASONS.map( ( value ) => ( {
					value,
					label: reasonWord( value ),
				} ) ) }
				onChange={ setReason }
			/>
			<TextControl
				__next40pxDefaultSize
				__nextHasNoMarginBottom
				label={ __( 'Note (optional)', 'coop-credentials' ) }
				maxLength={ 180 }
				value={ note }
				onChange={ setNote }
			/>
		</Confirm>
	);
}

function fieldsOf(): Field< Redemption >[] {
	return [
		{
			id: 'offer',
			label: __( 'Offer', 'coop-credentials' ),
			getValue: ( { item } ) => item.offer_title,
			enableHiding: false,
			enableSorting: false,
			filterBy: false,
			render: ( { item } ) => (
				<span className="coop-credentials-cell-name">
					<Link to={ { room: 'offers', item: item.offer_uid } }>
						{ item.offer_title }
					</Link>
					<small>
						{ [ kindWord( item.kind ), item.note ]
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
			enableSorting: false,
			elements: ( [ 'confirmed', 'voided', 'conflict' ] as const ).map(
				( value ) => ( { value, label: statusWord( value ) } )
			),
			filterBy: { operators: [ 'is' ], isPrimary: true },
			render: ( { item } ) => (
				<span className="coop-credentials-cell-state">
					<StateMark mark={ MARKS[ item.status ] } />
					{ statusWord( item.status ) }
				</span>
			),
		},
		{
			id: 'tail',
			label: __( 'Code ends in', 'coop-credentials' ),
			getValue: ( { item } ) => item.code_tail,
			enableSorting: false,
			filterBy: false,
			render: ( { item } ) => <code dir="ltr">{ item.code_tail }</code>,
		},
		{
			id: 'point',
			label: __( 'Where', 'coop-credentials' ),
			getValue: ( { item } ) => item.point_name ?? '',
			enableSorting: false,
			filterBy: false,
			render: ( { item } ) => (
				<span className="coop-credentials-cell-name">
					{ item.point_name ?? '–' }
					{ item.actor_name && <small>{ item.actor_name }</small> }
				</span>
			),
		},
		{
			id: 'discount',
			label: __( 'Saved', 'coop-credentials' ),
			getValue: ( { item } ) => item.discount_minor ?? 0,
			enableSorting: false,
			filterBy: false,
			render: ( { item } ) => (
				<span className="coop-credentials-cell-number">
					{ item.discount_minor !== null && item.currency
						? formatMoney( item.discount_minor, item.currency )
						: '–' }
				</span>
			),
		},
		{
			id: 'when',
			label: __( 'When', 'coop-credentials' ),
			getValue: ( { item } ) => item.recorded_at,
			enableSorting: false,
			filterBy: false,
			render: ( { item } ) => (
				<span className="coop-credentials-cell-number">
					{ moment( item.recorded_at ) }
				</span>
			),
		},
	];
}
