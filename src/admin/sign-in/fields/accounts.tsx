import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { ChecksField, SelectField } from '../../../components/form';
import type { SectionProps } from './section';

/** Whether a sign-in has to do with WordPress accounts, and where the button stands. */
export function Accounts( { form }: SectionProps ): ReactElement {
	return (
		<fieldset className="coop-credentials-form__section">
			<legend>{ __( 'Accounts', 'coop-credentials' ) }</legend>
			<SelectField
				form={ form }
				name="accounts"
				label={ __( 'WordPress accounts', 'coop-credentials' ) }
				help={
					form.values.accounts === 'create'
						? __(
								'An account has a random name and no e-mail address, unless “More settings” says otherwise.',
								'coop-credentials'
							)
						: __(
								'Offers and coupons need no account.',
								'coop-credentials'
							)
				}
				options={ [
					{
						value: 'visitor_only',
						label: __(
							'None: a visit is enough (least data)',
							'coop-credentials'
						),
					},
					{
						value: 'link_only',
						label: __(
							'Link to an account that exists',
							'coop-credentials'
						),
					},
					{
						value: 'create',
						label: __(
							'Make an account at the first sign-in',
							'coop-credentials'
						),
					},
				] }
			/>
			<ChecksField
				form={ form }
				name="show_in"
				label={ __( 'Where the button is shown', 'coop-credentials' ) }
				options={ [
					{
						value: 'blocks',
						label: __( 'In the sign-in block', 'coop-credentials' ),
					},
					{
						value: 'wp-login',
						label: __(
							'On WordPress’s log-in page',
							'coop-credentials'
						),
					},
					{
						value: 'profile',
						label: __( 'On the profile page', 'coop-credentials' ),
					},
				] }
			/>
		</fieldset>
	);
}
