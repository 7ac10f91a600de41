import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { ChecksField, SelectField, TextField } from '../../../components/form';
import { ALGORITHMS } from '../provider-values';
import { fieldWord } from '../words';
import { isUsualDiscovery } from './connection';
import { PairsField } from './pairs-field';
import type { SectionProps } from './section';

/** What goes over the wire, beyond the usual. */
export function Protocol( { form }: SectionProps ): ReactElement {
	const { values } = form;
	const isOidc = values.kind === 'oidc';
	return (
		<fieldset className="coop-credentials-form__section">
			<legend>{ __( 'Protocol', 'coop-credentials' ) }</legend>
			{ isOidc &&
				values.preset !== 'mattr' &&
				! form.errors.discovery_url &&
				isUsualDiscovery( values ) && (
					<TextField
						form={ form }
						name="discovery_url"
						label={ fieldWord( 'discovery_url' ) }
						help={ __(
							'Only if it does not follow from the issuer.',
							'coop-credentials'
						) }
						type="url"
						dir="ltr"
						maxLength={ 2048 }
					/>
				) }
			{ isOidc && (
				<ChecksField
					form={ form }
					name="algorithms"
					label={ __( 'Accepted signatures', 'coop-credentials' ) }
					help={ __(
						'HS256 stands alone and needs a secret of at least 32 characters. Unsigned answers are never accepted.',
						'coop-credentials'
					) }
					options={ ALGORITHMS.map( ( value ) => ( {
						value,
						label: value,
					} ) ) }
				/>
			) }
			<div className="coop-credentials-form__row">
				<SelectField
					form={ form }
					name="userinfo"
					label={ __( 'Ask for user info', 'coop-credentials' ) }
					disabled={ ! isOidc }
					options={ [
						{
							value: 'when_missing',
							label: __( 'When needed', 'coop-credentials' ),
						},
						{
							value: 'always',
							label: __( 'Always', 'coop-credentials' ),
						},
						{
							value: 'never',
							label: __( 'Never', 'coop-credentials' ),
						},
					] }
				/>
				<SelectField
					form={ form }
					name="response_mode"
					label={ __( 'The answer comes', 'coop-credentials' ) }
					options={ [
						{
							value: 'query',
							label: __( 'In the address', 'coop-credentials' ),
						},
						{
							value: 'form_post',
							label: __( 'As a form', 'coop-credentials' ),
						},
					] }
				/>
				<SelectField
					form={ form }
					name="require_iss"
					label={ __(
						'The answer names its issuer',
						'coop-credentials'
					) }
					options={ [
						{
							value: 'auto',
							label: __(
								'If the provider promises it',
								'coop-credentials'
							),
						},
						{
							value: 'always',
							label: __( 'Always', 'coop-credentials' ),
						},
					] }
				/>
			</div>
			<PairsField
				form={ form }
				name="extra_parameters"
				label={ __( 'Extra parameters', 'coop-credentials' ) }
				nameLabel={ __( 'Parameter', 'coop-credentials' ) }
				valueLabel={ __( 'Value', 'coop-credentials' ) }
				help={ __(
					'Sent with every sign-in. Parameters of the protocol itself cannot be set.',
					'coop-credentials'
				) }
			/>
			<PairsField
				form={ form }
				name="echo"
				label={ __(
					'Parameters that must come back',
					'coop-credentials'
				) }
				nameLabel={ __( 'Parameter', 'coop-credentials' ) }
				valueLabel={ __( 'Claim that repeats it', 'coop-credentials' ) }
				help={ __(
					'So that nobody answers another question than was asked.',
					'coop-credentials'
				) }
			/>
		</fieldset>
	);
}
