import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import {
	ChecksField,
	type Form,
	SelectField,
	TextareaField,
	TextField,
	ToggleField,
} from '../../components/form';

import { ALGORITHMS, type ProviderValues } from './provider-values';
import { fieldWord } from './words';

/** What most providers need not touch. */
export function ProviderAdvanced( {
	form,
}: {
	readonly form: Form< ProviderValues >;
} ): ReactElement {
	return (
		<details className="coop-credentials-fine">
			<summary>{ __( 'More settings', 'coop-credentials' ) }</summary>
			<div className="coop-credentials-form">
				<TextField
					form={ form }
					name="extra_scopes"
					label={ fieldWord( 'extra_scopes' ) }
					help={ __(
						'Added to “openid”, separated by spaces.',
						'coop-credentials'
					) }
					dir="ltr"
				/>
				<TextareaField
					form={ form }
					name="claim_map"
					label={ fieldWord( 'claim_map' ) }
					help={ __(
						'A claim map as JSON. Empty: flat claims coop_id, coop_name, coop_status and so on.',
						'coop-credentials'
					) }
					rows={ 8 }
					isCode
				/>
				<ChecksField
					form={ form }
					name="algorithms"
					label={ __( 'Accepted signatures', 'coop-credentials' ) }
					options={ ALGORITHMS.map( ( value ) => ( {
						value,
						label: value,
					} ) ) }
				/>
				<TextField
					form={ form }
					name="subject"
					label={ __(
						'How people are told apart',
						'coop-credentials'
					) }
					help={ __(
						'stable: by the subject it signs; ephemeral: not at all; claim:name: by that claim.',
						'coop-credentials'
					) }
					dir="ltr"
				/>
				<div className="coop-credentials-form__row">
					<SelectField
						form={ form }
						name="userinfo"
						label={ __( 'Ask for user info', 'coop-credentials' ) }
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
								label: __(
									'In the address',
									'coop-credentials'
								),
							},
							{
								value: 'form_post',
								label: __( 'As a form', 'coop-credentials' ),
							},
						] }
					/>
				</div>
				<div className="coop-credentials-form__row">
					<TextField
						form={ form }
						name="session_idle"
						label={ __(
							'Signed out when idle (hours)',
							'coop-credentials'
						) }
						inputMode="decimal"
					/>
					<TextField
						form={ form }
						name="session_absolute"
						label={ __(
							'Signed out at the latest (hours)',
							'coop-credentials'
						) }
						inputMode="decimal"
					/>
				</div>
				<SelectField
					form={ form }
					name="logout"
					label={ __( 'Signing out', 'coop-credentials' ) }
					options={ [
						{
							value: 'local',
							label: __( 'Of this site', 'coop-credentials' ),
						},
						{
							value: 'rp_initiated',
							label: __(
								'Of this site and the provider',
								'coop-credentials'
							),
						},
					] }
				/>
				<ToggleField
					form={ form }
					name="backchannel"
					label={ __(
						'The provider may sign people out here',
						'coop-credentials'
					) }
				/>
			</div>
		</details>
	);
}
