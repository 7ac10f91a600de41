import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import type { Provider } from '../../api/providers';
import {
	ChecksField,
	describe,
	type Form,
	SecretField,
	SelectField,
	TextareaField,
	TextField,
	ToggleField,
} from '../../components/form';
import { RulePicker } from '../../components/rule-editor';
import { issuerHelp, presetChoices, presetValues } from './presets';
import { ProviderAdvanced } from './provider-advanced';
import { type ProviderValues, slugOf } from './provider-values';
import { fieldWord } from './words';

interface Props {
	readonly form: Form< ProviderValues >;
	readonly provider: Provider | null;
}

/** Settings in the order in which they are known: what it is, how it is reached, who may come in. */
export function ProviderFields( { form, provider }: Props ): ReactElement {
	return (
		<div className="coop-credentials-form">
			<Basics form={ form } provider={ provider } />
			<Connection form={ form } provider={ provider } />
			<Admission form={ form } provider={ provider } />
			<ProviderAdvanced form={ form } />
		</div>
	);
}

function Basics( { form, provider }: Props ): ReactElement {
	const { values } = form;
	const isFollowing =
		! provider &&
		( values.slug === '' || values.slug === slugOf( values.label ) );
	return (
		<fieldset className="coop-credentials-form__section">
			<legend>{ __( 'The provider', 'coop-credentials' ) }</legend>
			<SelectField
				form={ {
					...form,
					set: ( name, value ) => {
						form.set( name, value );
						for ( const [ key, filled ] of Object.entries(
							presetValues( String( value ) )
						) ) {
							form.set( key as 'kind', filled as string );
						}
					},
				} }
				name="preset"
				label={ __( 'What runs there?', 'coop-credentials' ) }
				options={ presetChoices() }
			/>
			<div className="coop-credentials-form__row">
				<TextField
					form={ {
						...form,
						set: ( name, value ) => {
							form.set( name, value );
							if ( isFollowing ) {
								form.set( 'slug', slugOf( String( value ) ) );
							}
						},
					} }
					name="label"
					label={ fieldWord( 'label' ) }
					help={ __(
						'Members read “Sign in with …”.',
						'coop-credentials'
					) }
					maxLength={ 60 }
					required
				/>
				<TextField
					form={ form }
					name="slug"
					label={ fieldWord( 'slug' ) }
					help={ __(
						'Part of the return address. It cannot be changed later.',
						'coop-credentials'
					) }
					maxLength={ 32 }
					disabled={ provider !== null }
					dir="ltr"
					required
				/>
			</div>
			<ToggleField
				form={ form }
				name="enabled"
				label={ __(
					'Visitors may sign in with it',
					'coop-credentials'
				) }
				help={ __(
					'Only a complete provider can be switched on. Local passwords keep working in any case.',
					'coop-credentials'
				) }
			/>
		</fieldset>
	);
}

function Connection( { form, provider }: Props ): ReactElement {
	const { values } = form;
	const url = ( name: keyof ProviderValues & string, help?: string ) => (
		<TextField
			form={ form }
			name={ name }
			label={ fieldWord( name ) }
			type="url"
			dir="ltr"
			maxLength={ 2048 }
			{ ...( help ? { help } : {} ) }
		/>
	);
	return (
		<fieldset className="coop-credentials-form__section">
			<legend>{ __( 'Connection', 'coop-credentials' ) }</legend>
			{ url( 'issuer', issuerHelp( values.preset ) ) }
			{ values.kind === 'oidc' ? (
				url(
					'discovery_url',
					__(
						'Ends in /.well-known/openid-configuration. Leave it empty to have it made from the issuer.',
						'coop-credentials'
					)
				)
			) : (
				<>
					{ url( 'authorization_endpoint' ) }
					{ url( 'token_endpoint' ) }
					{ url( 'userinfo_endpoint' ) }
				</>
			) }
			<TextField
				form={ form }
				name="client_id"
				label={ fieldWord( 'client_id' ) }
				maxLength={ 500 }
				dir="ltr"
			/>
			<SelectField
				form={ form }
				name="client_auth"
				label={ __(
					'How this site identifies itself',
					'coop-credentials'
				) }
				options={ [
					{
						value: 'client_secret_basic',
						label: __(
							'Secret in a header (usual)',
							'coop-credentials'
						),
					},
					{
						value: 'client_secret_post',
						label: __( 'Secret in the body', 'coop-credentials' ),
					},
					{
						value: 'none',
						label: __( 'Without a secret', 'coop-credentials' ),
					},
				] }
			/>
			{ values.client_auth !== 'none' && (
				<SecretField
					key={ provider?.version ?? 'new' }
					form={ form }
					name="secret"
					label={ fieldWord( 'secret' ) }
					source={ provider?.secret_source ?? 'none' }
					constant={
						provider?.secret_constant ??
						`COOP_CREDENTIALS_${ values.slug
							.toUpperCase()
							.replace( /-/g, '_' ) }_SECRET`
					}
				/>
			) }
		</fieldset>
	);
}

function Admission( { form }: Props ): ReactElement {
	const label = __( 'Who may sign in?', 'coop-credentials' );
	form.label( 'require', label );
	return (
		<fieldset className="coop-credentials-form__section">
			<legend>{ __( 'People', 'coop-credentials' ) }</legend>
			<SelectField
				form={ form }
				name="scope_kind"
				label={ __(
					'Whose members may it vouch for?',
					'coop-credentials'
				) }
				help={ __(
					'What it says about other organisations is ignored.',
					'coop-credentials'
				) }
				options={ [
					{
						value: 'own',
						label: __( 'Of one organisation', 'coop-credentials' ),
					},
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
			{ form.values.scope_kind === 'own' && (
				<TextField
					form={ form }
					name="scope_own"
					label={ __( 'Which organisation?', 'coop-credentials' ) }
					help={ __(
						'Its identifier, usually its web address: https://example.coop/ – while this is empty, nobody counts as a member.',
						'coop-credentials'
					) }
					dir="ltr"
				/>
			) }
			{ form.values.scope_kind === 'json' && (
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
				value={ form.values.require }
				onChange={ ( uid ) => form.set( 'require', uid ) }
				hasError={ !! form.errors.require }
				help={ describe(
					__(
						'A wide rule here is fine: each offer has its own.',
						'coop-credentials'
					),
					form.errors.require
				) }
			/>
			<SelectField
				form={ form }
				name="accounts"
				label={ __( 'WordPress accounts', 'coop-credentials' ) }
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
