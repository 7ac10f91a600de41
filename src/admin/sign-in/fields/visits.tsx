import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { SelectField, TextField, ToggleField } from '../../../components/form';
import { home } from '../home';
import { IconField } from './icon-field';
import type { SectionProps } from './section';

/** How long a visit lasts, how it ends, and the picture on the button. */
export function Visits( { form }: SectionProps ): ReactElement {
	const isOidc = form.values.kind === 'oidc';
	return (
		<fieldset className="coop-credentials-form__section">
			<legend>{ __( 'Visits', 'coop-credentials' ) }</legend>
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
				name="recheck"
				label={ __(
					'When a membership was confirmed long ago',
					'coop-credentials'
				) }
				options={ [
					{
						value: 'none',
						label: __(
							'Send people to the provider once more',
							'coop-credentials'
						),
					},
					{
						value: 'refresh',
						label: __(
							'Ask the provider without them, if it allows that',
							'coop-credentials'
						),
					},
				] }
			/>
			{ isOidc && (
				<>
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
				</>
			) }
			{ ! home().isNetwork && <IconField form={ form } /> }
		</fieldset>
	);
}
