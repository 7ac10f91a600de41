import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { SelectField, ToggleField } from '../../../components/form';
import { boot } from '../../boot';
import { RoleRules } from './role-rules';
import type { SectionProps } from './section';

/** What new accounts get, and which rules give roles. */
export function AccountDetails( { form }: SectionProps ): ReactElement | null {
	if ( form.values.accounts === 'visitor_only' ) {
		return null;
	}
	const isCreating = form.values.accounts === 'create';
	return (
		<fieldset className="coop-credentials-form__section">
			<legend>{ __( 'Accounts in detail', 'coop-credentials' ) }</legend>
			<SelectField
				form={ form }
				name="email"
				label={ __( 'E-mail address', 'coop-credentials' ) }
				help={ __(
					'An address never decides who somebody is. Only a confirmed one is used.',
					'coop-credentials'
				) }
				options={ [
					{
						value: 'none',
						label: __( 'Not asked for', 'coop-credentials' ),
					},
					{
						value: 'fill',
						label: __(
							'Put into new accounts',
							'coop-credentials'
						),
					},
					{
						value: 'offer_link',
						label: __(
							'Also offer to connect an account with it, after a proof',
							'coop-credentials'
						),
					},
				] }
			/>
			{ isCreating && (
				<div className="coop-credentials-form__row">
					<SelectField
						form={ form }
						name="username"
						label={ __(
							'User names of new accounts',
							'coop-credentials'
						) }
						options={ [
							{
								value: 'random',
								label: __(
									'Random (tells nothing)',
									'coop-credentials'
								),
							},
							{
								value: 'preferred',
								label: __(
									'As at the provider, if free',
									'coop-credentials'
								),
							},
						] }
					/>
					<SelectField
						form={ form }
						name="role"
						label={ __(
							'Role of new accounts',
							'coop-credentials'
						) }
						options={ Object.entries( {
							[ form.values.role ]: form.values.role,
							...boot().roles,
						} ).map( ( [ value, label ] ) => ( {
							value,
							label,
						} ) ) }
					/>
				</div>
			) }
			<RoleRules form={ form } />
			<ToggleField
				form={ form }
				name="allow_privileged"
				label={ __(
					'Accounts that manage the site may use it too',
					'coop-credentials'
				) }
				help={ __(
					'Off: such accounts keep to their password. On: they connect it themselves, from their profile, after their password.',
					'coop-credentials'
				) }
			/>
		</fieldset>
	);
}
