import { Button, TextControl } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import type { Organisation } from '../../api/organisations';
import type { Offer, OfferStatus } from '../../api/offers';
import { toProblem } from '../../api/problem';
import {
	deleteRecord,
	saveRecord,
	useRecord,
	useRecords,
} from '../../api/records';
import type { Rule } from '../../api/rules';
import { Confirm } from '../../components/confirm';
import { ErrorSummary } from '../../components/error-summary';
import { type Form, useForm } from '../../components/form';
import { useTell } from '../../components/notices';
import { Link, useRouter, useUnsavedGuard } from '../router';
import { Screen } from '../screen';
import { CardPreview } from './card-preview';
import { OfferFields } from './offer-fields';
import {
	bodyOf,
	checkOffer,
	type OfferValues,
	valuesOf,
	valueNumber,
} from './offer-values';
import { statusWord } from './words';

interface Props {
	readonly offer: Offer | null;
	readonly initial: OfferValues;
}

/** Questions in the order a shopkeeper would ask them; beside them the card, live. */
export function OfferEditor( { offer, initial }: Props ): ReactElement {
	const form = useForm< OfferValues >( initial, checkOffer );
	const { go } = useRouter();
	const tell = useTell();
	const [ asked, setAsked ] = useState< 'revoke' | 'end' | 'delete' | null >(
		null
	);
	useUnsavedGuard( form.isDirty );

	const save = async ( status?: OfferStatus ) => {
		let stored: Offer | null = null;
		const isDone = await form.submit( async ( values ) => {
			stored = await saveRecord< Offer >( 'offer', {
				...bodyOf( values ),
				...( offer ? { uid: offer.uid, version: offer.version } : {} ),
			} );
			if ( status && status !== stored.status ) {
				stored = await move( stored, status );
			}
		} );
		// A new offer that was stored but not published is still open under its own address.
		const kept = stored as Offer | null;
		if ( isDone && kept ) {
			form.reset( valuesOf( kept, form.values.currency ) );
			tell.done( savedWord( kept.status, status ) );
		}
		if ( kept && ! offer ) {
			go(
				{ room: 'offers', item: kept.uid },
				{ replace: true, force: true }
			);
		}
	};

	const change = async ( status: OfferStatus ) => {
		if ( ! offer ) {
			return;
		}
		try {
			const stored = await move( offer, status );
			tell.done( savedWord( stored.status, status ) );
		} catch ( error ) {
			form.refuse( toProblem( error ) );
		}
	};

	return (
		<Screen
			title={ offer ? form.values.title || offer.title : newTitle() }
			subtitle={
				offer ? statusWord( offer.status ) : statusWord( 'draft' )
			}
			back={
				<Link to={ { room: 'offers' } }>
					{ __( 'All offers', 'coop-credentials' ) }
				</Link>
			}
			actions={
				<Buttons
					offer={ offer }
					isBusy={ form.isBusy }
					save={ ( status ) => void save( status ) }
					change={ ( status ) => void change( status ) }
					ask={ setAsked }
				/>
			}
		>
			<ErrorSummary
				message={ form.message }
				errors={ form.summary }
				attempt={ form.attempt }
			/>
			<div className="coop-credentials-columns">
				<OfferFields form={ form } offer={ offer } />
				<LiveCard form={ form } offer={ offer } />
			</div>
			{ offer && asked && (
				<Question
					offer={ offer }
					about={ asked }
					onClose={ () => setAsked( null ) }
				/>
			) }
		</Screen>
	);
}

function newTitle(): string {
	return __( 'New offer', 'coop-credentials' );
}

/** A change of state, apart from the fields. */
function move(
	offer: Offer,
	status: OfferStatus,
	reason = ''
): Promise< Offer > {
	return saveRecord< Offer >( 'offer', {
		uid: offer.uid,
		version: offer.version,
		status,
		...( reason ? { revoke_reason: reason } : {} ),
	} );
}

function savedWord( status: OfferStatus, wanted?: OfferStatus ): string {
	if ( ! wanted ) {
		return __( 'Saved.', 'coop-credentials' );
	}
	switch ( status ) {
		case 'active':
			return __(
				'Published. Members can claim it now.',
				'coop-credentials'
			);
		case 'paused':
			return __( 'Paused. Nothing is lost.', 'coop-credentials' );
		case 'ended':
			return __(
				'Ended. Claimed coupons stay good.',
				'coop-credentials'
			);
		default:
			return __( 'Saved.', 'coop-credentials' );
	}
}

function LiveCard( {
	form,
	offer,
}: {
	readonly form: Form< OfferValues >;
	readonly offer: Offer | null;
} ): ReactElement {
	const { values } = form;
	const rules = useRecords< Rule >( 'rule', { per_page: 100 } );
	const rule = rules.records.find( ( { uid } ) => uid === values.audience );
	const value = valueNumber( values );
	const facts = {
		kind: values.kind,
		value_kind: values.value_kind,
		value: Number.isNaN( value ) ? 0 : value,
		currency: values.currency,
		title: values.title,
		text: values.text,
		audience:
			offer && offer.audience === values.audience
				? ( offer.public?.audience_label ?? rule?.title ?? '' )
				: ( rule?.title ?? '' ),
		until: values.ends_at,
		perHolder: Number( values.per_holder_limit ),
	};
	return values.organisation_uid ? (
		<NamedCard facts={ facts } uid={ values.organisation_uid } />
	) : (
		<CardPreview facts={ { ...facts, organisation: '' } } />
	);
}

function NamedCard( {
	facts,
	uid,
}: {
	readonly facts: Omit<
		Parameters< typeof CardPreview >[ 0 ][ 'facts' ],
		'organisation'
	>;
	readonly uid: string;
} ): ReactElement {
	const { record } = useRecord< Organisation >( 'organisation', uid );
	return (
		<CardPreview facts={ { ...facts, organisation: record?.name ?? '' } } />
	);
}

function Buttons( {
	offer,
	isBusy,
	save,
	change,
	ask,
}: {
	readonly offer: Offer | null;
	readonly isBusy: boolean;
	readonly save: ( status?: OfferStatus ) => void;
	readonly change: ( status: OfferStatus ) => void;
	readonly ask: ( about: 'revoke' | 'end' | 'delete' ) => void;
} ): ReactElement {
	const status = offer?.status ?? 'draft';
	const button = (
		label: string,
		onClick: () => void,
		variant: 'primary' | 'secondary' | 'tertiary' = 'secondary',
		isDestructive = false
	) => (
		<Button
			variant={ variant }
			__next40pxDefaultSize
			isBusy={ isBusy && variant === 'primary' }
			isDestructive={ isDestructive }
			onClick={ onClick }
		>
			{ label }
		</Button>
	);
	return (
		<>
			{ offer &&
				status === 'draft' &&
				button(
					__( 'Delete', 'coop-credentials' ),
					() => ask( 'delete' ),
					'tertiary',
					true
				) }
			{ ( status === 'active' || status === 'paused' ) &&
				button(
					__( 'Withdraw', 'coop-credentials' ),
					() => ask( 'revoke' ),
					'tertiary',
					true
				) }
			{ ( status === 'active' || status === 'paused' ) &&
				button(
					__( 'End', 'coop-credentials' ),
					() => ask( 'end' ),
					'tertiary'
				) }
			{ status === 'active' &&
				button( __( 'Pause', 'coop-credentials' ), () =>
					change( 'paused' )
				) }
			{ status === 'paused' &&
				button( __( 'Resume', 'coop-credentials' ), () =>
					change( 'active' )
				) }
			{ status === 'draft' &&
				button( __( 'Save draft', 'coop-credentials' ), () => save() ) }
			{ status === 'draft' &&
				button(
					__( 'Publish', 'coop-credentials' ),
					() => save( 'active' ),
					'primary'
				) }
			{ ( status === 'active' || status === 'paused' ) &&
				button(
					__( 'Save', 'coop-credentials' ),
					() => save(),
					'primary'
				) }
		</>
	);
}

/** Before what cannot simply be undone. */
function Question( {
	offer,
	about,
	onClose,
}: {
	readonly offer: Offer;
	readonly about: 'revoke' | 'end' | 'delete';
	readonly onClose: () => void;
} ): ReactElement {
	const [ reason, setReason ] = useState( '' );
	const { go } = useRouter();
	const tell = useTell();

	if ( about === 'delete' ) {
		return (
			<Confirm
				title={ __( 'Delete this draft?', 'coop-credentials' ) }
				confirmLabel={ __( 'Delete', 'coop-credentials' ) }
				isDestructive
				onClose={ onClose }
				onConfirm={ async () => {
					await deleteRecord( 'offer', offer.uid );
					tell.done( __( 'Deleted.', 'coop-credentials' ) );
					go( { room: 'offers' }, { force: true } );
				} }
			>
				<p>
					{ __(
						'Nobody has claimed it. It is gone afterwards.',
						'coop-credentials'
					) }
				</p>
			</Confirm>
		);
	}
	if ( about === 'end' ) {
		return (
			<Confirm
				title={ __( 'End this offer now?', 'coop-credentials' ) }
				confirmLabel={ __( 'End offer', 'coop-credentials' ) }
				onClose={ onClose }
				onConfirm={ async () => {
					await move( offer, 'ended' );
					tell.done( savedWord( 'ended', 'ended' ) );
				} }
			>
				<p>
					{ __(
						'Nobody can claim it any more. Coupons that are claimed stay good until their own end.',
						'coop-credentials'
					) }
				</p>
			</Confirm>
		);
	}
	return (
		<Confirm
			title={ __( 'Withdraw this offer?', 'coop-credentials' ) }
			confirmLabel={ __( 'Withdraw', 'coop-credentials' ) }
			isDestructive
			canConfirm={ reason.trim() !== '' }
			onClose={ onClose }
			onConfirm={ async () => {
				await move( offer, 'revoked', reason.trim() );
				tell.done( __( 'Withdrawn.', 'coop-credentials' ) );
			} }
		>
			<p>
				{ __(
					'No coupon is honoured any more, claimed or not. This cannot be taken back.',
					'coop-credentials'
				) }
			</p>
			<TextControl
				__next40pxDefaultSize
				__nextHasNoMarginBottom
				label={ __( 'Why?', 'coop-credentials' ) }
				help={ __(
					'Those who hold a coupon will read it.',
					'coop-credentials'
				) }
				maxLength={ 200 }
				value={ reason }
				onChange={ setReason }
			/>
		</Confirm>
	);
}
