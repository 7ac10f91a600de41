import { calendar, gift, Icon, percent, tag } from '@wordpress/icons';
import { __, sprintf } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import type { Offer, OfferKind } from '../../api/offers';
import {
	describe,
	type Form,
	SelectField,
	TextareaField,
	TextField,
} from '../../components/form';
import { OrganisationChoice } from '../../components/organisation-choice';
import { RulePicker } from '../../components/rule-editor';
import { boot } from '../boot';
import { type OfferValues, VALUE_KINDS } from './offer-values';
import { kindWord } from './words';

type OfferForm = Form< OfferValues >;

const KINDS: readonly ( readonly [ OfferKind, ReactElement ] )[] = [
	[ 'discount', percent ],
	[ 'free_item', gift ],
	[ 'member_price', tag ],
	[ 'pass', calendar ],
];

interface Props {
	readonly form: OfferForm;
	readonly offer: Offer | null;
}

/** The questions. */
export function OfferFields( { form, offer }: Props ): ReactElement {
	return (
		<div className="coop-credentials-form">
			<Kinds form={ form } />
			<Value form={ form } />
			<TextField
				form={ form }
				name="title"
				label={ __( 'In one sentence', 'coop-credentials' ) }
				help={ sprintf(
					/* translators: %d: number of characters. */
					__(
						'This is the title. %d of 200 characters.',
						'coop-credentials'
					),
					form.values.title.length
				) }
				maxLength={ 200 }
				required
			/>
			{ form.values.kind === 'pass' && <Event form={ form } /> }
			<Audience form={ form } />
			<Limits form={ form } offer={ offer } />
			<TextareaField
				form={ form }
				name="text"
				label={ __( 'More about it (optional)', 'coop-credentials' ) }
				maxLength={ 5000 }
			/>
			<OrganisationChoice
				label={ __( 'Which co-op honours it?', 'coop-credentials' ) }
				value={ form.values.organisation_uid }
				onChange={ ( uid ) => form.set( 'organisation_uid', uid ) }
				help={ describe(
					__(
						'It alone decides whether a coupon is taken.',
						'coop-credentials'
					),
					form.errors.organisation_uid
				) }
			/>
			<Fine form={ form } />
		</div>
	);
}

function Kinds( { form }: { readonly form: OfferForm } ): ReactElement {
	return (
		<fieldset className="coop-credentials-kinds">
			<legend>{ __( 'What do you give?', 'coop-credentials' ) }</legend>
			<div>
				{ KINDS.map( ( [ kind, icon ] ) => (
					<label key={ kind } htmlFor={ form.controlId( kind ) }>
						<input
							id={ form.controlId( kind ) }
							type="radio"
							name={ form.controlId( 'kind' ) }
							checked={ form.values.kind === kind }
							onChange={ () => {
								form.set( 'kind', kind );
								const first = VALUE_KINDS[ kind ][ 0 ];
								if ( first ) {
									form.set( 'value_kind', first );
								}
							} }
						/>
						<Icon icon={ icon } size={ 20 } aria-hidden="true" />
						{ kindWord( kind ) }
					</label>
				) ) }
			</div>
		</fieldset>
	);
}

function Value( { form }: { readonly form: OfferForm } ): ReactElement | null {
	const { kind, value_kind: valueKind } = form.values;
	const isPercent = valueKind === 'percent';
	if ( kind === 'free_item' ) {
		return null;
	}
	return (
		<div className="coop-credentials-form__row">
			{ kind === 'discount' && (
				<SelectField
					form={ form }
					name="value_kind"
					label={ __( 'How is it reckoned?', 'coop-credentials' ) }
					options={ [
						{
							value: 'percent',
							label: __( 'Percent off', 'coop-credentials' ),
						},
						{
							value: 'amount',
							label: __( 'Amount off', 'coop-credentials' ),
						},
					] }
				/>
			) }
			{ kind === 'pass' && (
				<SelectField
					form={ form }
					name="value_kind"
					label={ __( 'Entry', 'coop-credentials' ) }
					options={ [
						{
							value: 'none',
							label: __( 'Free entry', 'coop-credentials' ),
						},
						{
							value: 'price',
							label: __( 'Members’ price', 'coop-credentials' ),
						},
					] }
				/>
			) }
			{ valueKind !== 'none' && (
				<TextField
					form={ form }
					name="value"
					label={ valueLabel( valueKind ) }
					inputMode="decimal"
					required
				/>
			) }
			{ ! isPercent && valueKind !== 'none' && (
				<Currency form={ form } />
			) }
			{ isPercent && (
				<TextField
					form={ form }
					name="max_discount_minor"
					label={ sprintf(
						/* translators: %s: currency code. */
						__( 'At most (%s)', 'coop-credentials' ),
						form.values.currency
					) }
					help={ __(
						'Leave empty for no limit.',
						'coop-credentials'
					) }
					inputMode="decimal"
				/>
			) }
		</div>
	);
}

function valueLabel( kind: string ): string {
	switch ( kind ) {
		case 'percent':
			return __( 'Percent', 'coop-credentials' );
		case 'price':
			return __( 'Members pay', 'coop-credentials' );
		default:
			return __( 'Amount', 'coop-credentials' );
	}
}

function Currency( { form }: { readonly form: OfferForm } ): ReactElement {
	return (
		<TextField
			form={ form }
			name="currency"
			label={ __( 'Currency', 'coop-credentials' ) }
			help={ __( 'Three letters, like GBP or EUR.', 'coop-credentials' ) }
			maxLength={ 3 }
			dir="ltr"
		/>
	);
}

function Event( { form }: { readonly form: OfferForm } ): ReactElement {
	return (
		<div className="coop-credentials-form__row">
			<TextField
				form={ form }
				name="event_starts_at"
				type="datetime-local"
				label={ __( 'Event begins', 'coop-credentials' ) }
				required
			/>
			<TextField
				form={ form }
				name="event_ends_at"
				type="datetime-local"
				label={ __( 'Event ends', 'coop-credentials' ) }
			/>
			<TextField
				form={ form }
				name="event_venue"
				label={ __( 'Where', 'coop-credentials' ) }
				maxLength={ 200 }
			/>
		</div>
	);
}

function Audience( { form }: { readonly form: OfferForm } ): ReactElement {
	const label = __( 'Who may have it?', 'coop-credentials' );
	form.label( 'audience', label );
	return (
		<RulePicker
			id={ form.controlId( 'audience' ) }
			label={ label }
			value={ form.values.audience }
			onChange={ ( uid ) => form.set( 'audience', uid ) }
			hasError={ !! form.errors.audience }
			help={ describe(
				__(
					'If something about a member is not known, the answer is no.',
					'coop-credentials'
				),
				form.errors.audience
			) }
		/>
	);
}

function Limits( { form, offer }: Props ): ReactElement {
	const taken = offer?.claims_count ?? 0;
	return (
		<div className="coop-credentials-form__row">
			<TextField
				form={ form }
				name="ends_at"
				type="date"
				label={ __( 'Claim until', 'coop-credentials' ) }
				help={ sprintf(
					/* translators: %s: time zone. */
					__( 'The whole day, %s time.', 'coop-credentials' ),
					boot().timezone
				) }
			/>
			<TextField
				form={ form }
				name="max_claims"
				label={ __( 'How many in all', 'coop-credentials' ) }
				inputMode="numeric"
				help={
					taken > 0
						? sprintf(
								/* translators: %1$d: number of coupons. */
								__(
									'%1$d are taken. Not below %1$d.',
									'coop-credentials'
								),
								taken
							)
						: __( 'Leave empty for no limit.', 'coop-credentials' )
				}
			/>
			<TextField
				form={ form }
				name="per_holder_limit"
				label={ __( 'For each member', 'coop-credentials' ) }
				inputMode="numeric"
			/>
		</div>
	);
}

function Fine( { form }: { readonly form: OfferForm } ): ReactElement {
	const hasMoney = form.values.value_kind === 'percent';
	return (
		<details className="coop-credentials-fine">
			<summary>{ __( 'Fine print', 'coop-credentials' ) }</summary>
			<div className="coop-credentials-form">
				<div className="coop-credentials-form__row">
					<TextField
						form={ form }
						name="starts_at"
						type="date"
						label={ __( 'Claim from', 'coop-credentials' ) }
					/>
					<TextField
						form={ form }
						name="valid_until"
						type="date"
						label={ __( 'Use until', 'coop-credentials' ) }
						help={ __(
							'The whole day. Empty: no end.',
							'coop-credentials'
						) }
					/>
					<TextField
						form={ form }
						name="uses_per_coupon"
						label={ __( 'Uses of one coupon', 'coop-credentials' ) }
						inputMode="numeric"
					/>
					<TextField
						form={ form }
						name="min_spend_minor"
						label={ sprintf(
							/* translators: %s: currency code. */
							__( 'From a bill of (%s)', 'coop-credentials' ),
							form.values.currency
						) }
						inputMode="decimal"
					/>
					{ hasMoney && <Currency form={ form } /> }
				</div>
				<TextField
					form={ form }
					name="terms_url"
					type="url"
					label={ __( 'Terms (web address)', 'coop-credentials' ) }
					maxLength={ 500 }
				/>
			</div>
		</details>
	);
}
