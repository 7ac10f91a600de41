import { useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { Confirm } from '../../../components/confirm';
import {
	describe,
	SelectField,
	TextareaField,
	TextField,
	ToggleField,
} from '../../../components/form';
import { OrganisationChoice } from '../../../components/organisation-choice';
import { RulePicker } from '../../../components/rule-editor';
import { home } from '../home';
import { fieldWord } from '../words';
import { OrganisationList } from './organisation-list';
import type { SectionProps } from './section';

const LOCAL = 'local:';

/** Whose members it may vouch for, and who of them may come in. */
export function Admission( { form, provider }: SectionProps ): ReactElement {
	const { values } = form;
	const [ isAsking, setAsking ] = useState( false );
	const label = __( 'Who may sign in?', 'coop-credentials' );
	form.label( 'require', label );
	// Each site has a directory of its own; what all of them share is a web address.
	const { isNetwork } = home();
	const missing = ( provider?.missing ?? [] ).map( fieldWord );
	const isLocal = values.scope_own.startsWith( LOCAL );
	return (
		<fieldset className="coop-credentials-form__section">
			<legend>{ __( 'Who may enter', 'coop-credentials' ) }</legend>
			<SelectField
				form={ {
					...form,
					set: ( name, value ) =>
						name === 'scope_kind' && value === 'any'
							? setAsking( true )
							: form.set( name, value ),
				} }
				name="scope_kind"
				label={ __(
					'Whose members may it vouch for?',
					'coop-credentials'
				) }
				help={
					values.scope_kind === 'any'
						? __(
								'You trust this provider to speak for every co-op in the directory. Right for a federation, wrong for a single co-op.',
								'coop-credentials'
							)
						: __(
								'What it says about other organisations is ignored.',
								'coop-credentials'
							)
				}
				options={ [
					{
						value: 'own',
						label: __( 'Of one organisation', 'coop-credentials' ),
					},
					...( isNetwork && values.scope_kind !== 'list'
						? []
						: [
								{
									value: 'list',
									label: __(
										'Of some organisations',
										'coop-credentials'
									),
								},
							] ),
					{
						value: 'any',
						label: __(
							'Of any organisation in the directory',
							'coop-credentials'
						),
					},
					{
						value: 'json',
						label: __( 'Written as JSON', 'coop-credentials' ),
					},
				] }
			/>
			{ isAsking && (
				<Confirm
					title={ __(
						'Trust this provider for every organisation?',
						'coop-credentials'
					) }
					confirmLabel={ __(
						'Yes, it may speak for every organisation',
						'coop-credentials'
					) }
					onConfirm={ () => form.set( 'scope_kind', 'any' ) }
					onClose={ () => setAsking( false ) }
				>
					<p>
						{ sprintf(
							/* translators: %s: name of the sign-in provider. */
							__(
								'Whoever runs %s could then make anybody a member of any organisation in the directory, also of yours. Choose this for a federation that checks its co-ops; for a single co-op choose “Of one organisation”.',
								'coop-credentials'
							),
							values.label || values.slug
						) }
					</p>
				</Confirm>
			) }
			{ values.scope_kind === 'own' && (
				<>
					{ ! isNetwork && (
						<OrganisationChoice
							label={ __(
								'Which organisation?',
								'coop-credentials'
							) }
							value={
								isLocal
									? values.scope_own
											.slice( LOCAL.length )
											.toUpperCase()
									: ''
							}
							onChange={ ( uid ) =>
								form.set(
									'scope_own',
									uid === '' ? '' : LOCAL + uid.toLowerCase()
								)
							}
							help={ __(
								'While there is none, nobody counts as a member.',
								'coop-credentials'
							) }
						/>
					) }
					{ ! isLocal && (
						<TextField
							form={ form }
							name="scope_own"
							label={
								isNetwork
									? __(
											'Its web address',
											'coop-credentials'
										)
									: __(
											'Or its web address, if it is not in the directory',
											'coop-credentials'
										)
							}
							dir="ltr"
						/>
					) }
				</>
			) }
			{ values.scope_kind === 'list' && (
				<OrganisationList form={ form } />
			) }
			{ values.scope_kind === 'json' && (
				<TextareaField
					form={ form }
					name="issuer_scope"
					label={ fieldWord( 'issuer_scope' ) }
					isCode
				/>
			) }
			<RulePicker
				id={ form.controlId( 'require' ) }
				label={ label }
				value={ values.require }
				onChange={ ( uid ) => form.set( 'require', uid ) }
				hasError={ !! form.errors.require }
				isReadyMadeOnly={ isNetwork }
				help={ describe(
					__(
						'A wide rule here is fine: each offer has its own.',
						'coop-credentials'
					),
					form.errors.require
				) }
			/>
			<ToggleField
				form={ form }
				name="enabled"
				label={
					isNetwork
						? __( 'Sites may use it', 'coop-credentials' )
						: __(
								'Visitors may sign in with it',
								'coop-credentials'
							)
				}
				disabled={
					! values.enabled && ( ! provider || missing.length > 0 )
				}
				help={
					! values.enabled && missing.length > 0
						? sprintf(
								/* translators: %s: list of names of fields. */
								__(
									'It can be switched on when this is saved: %s.',
									'coop-credentials'
								),
								missing.join( ', ' )
							)
						: __(
								'Local passwords keep working in any case.',
								'coop-credentials'
							)
				}
			/>
		</fieldset>
	);
}
