import { Button } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { SecretField, SelectField, TextField } from '../../../components/form';
import { issuerHelp } from '../presets';
import type { ProviderValues } from '../provider-values';
import { fieldWord } from '../words';
import type { Mismatch, SectionProps } from './section';

const WELL_KNOWN = '/.well-known/openid-configuration';

/** Whether the discovery address is the one that follows from the issuer. */
export function isUsualDiscovery( values: ProviderValues ): boolean {
	return (
		values.discovery_url === '' ||
		values.discovery_url ===
			values.issuer.replace( /\/+$/, '' ) + WELL_KNOWN
	);
}

interface Props extends SectionProps {
	readonly mismatch: Mismatch | null;
	readonly onTake: ( issuer: string ) => void;
}

/** What the provider's people sent back. */
export function Connection( {
	form,
	provider,
	mismatch,
	onTake,
}: Props ): ReactElement {
	const { values } = form;
	const isOidc = values.kind === 'oidc';
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
			<legend>{ __( 'What they sent back', 'coop-credentials' ) }</legend>
			<TextField
				form={ {
					...form,
					set: ( name, value ) => {
						if ( name === 'issuer' && isUsualDiscovery( values ) ) {
							form.set( 'discovery_url', '' ); // It follows the issuer again.
						}
						form.set( name, value );
					},
				} }
				name="issuer"
				label={ fieldWord( 'issuer' ) }
				help={ issuerHelp( values.preset ) }
				type="url"
				dir="ltr"
				maxLength={ 500 }
			/>
			{ mismatch && (
				<BothIssuers mismatch={ mismatch } onTake={ onTake } />
			) }
			{ isOidc &&
				( values.preset === 'mattr' ||
					form.errors.discovery_url ||
					! isUsualDiscovery( values ) ) &&
				url(
					'discovery_url',
					__(
						'Ends in /.well-known/openid-configuration. Empty: made from the issuer.',
						'coop-credentials'
					)
				) }
			{ ! isOidc && (
				<>
					{ url(
						'authorization_endpoint',
						__( 'Where people log in.', 'coop-credentials' )
					) }
					{ url( 'token_endpoint' ) }
					{ url(
						'userinfo_endpoint',
						__(
							'Where it says who somebody is.',
							'coop-credentials'
						)
					) }
				</>
			) }
			<TextField
				form={ form }
				name="client_id"
				label={ fieldWord( 'client_id' ) }
				help={ __(
					'The name of this site at the provider.',
					'coop-credentials'
				) }
				maxLength={ 500 }
				dir="ltr"
			/>
			{ values.client_auth !== 'none' && (
				<SecretField
					key={ provider?.version ?? 'new' }
					form={ form }
					name="secret"
					label={ fieldWord( 'secret' ) }
					source={ provider?.secret_source ?? 'none' }
					constant={ provider?.secret_constant ?? '' }
				/>
			) }
			<TextField
				form={ form }
				name="extra_scopes"
				label={ fieldWord( 'extra_scopes' ) }
				help={
					isOidc
						? __(
								'Added to “openid”, separated by spaces. The provider’s people know which one brings memberships.',
								'coop-credentials'
							)
						: __(
								'Separated by spaces. The provider’s people know which one brings memberships.',
								'coop-credentials'
							)
				}
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
		</fieldset>
	);
}

/** Both values side by side, and the way to take the other one over. */
function BothIssuers( {
	mismatch,
	onTake,
}: {
	readonly mismatch: Mismatch;
	readonly onTake: ( issuer: string ) => void;
} ): ReactElement {
	return (
		<div className="coop-credentials-verdict is-fail">
			<p>
				{ __( 'Expected here:', 'coop-credentials' ) }{ ' ' }
				<code dir="ltr">{ mismatch.expected }</code>
				<br />
				{ __( 'The provider says:', 'coop-credentials' ) }{ ' ' }
				<code dir="ltr">{ mismatch.seen }</code>
			</p>
			<p>
				{ __(
					'Take it over only if the provider’s people confirm that this is their issuer. From then on no other is accepted.',
					'coop-credentials'
				) }
			</p>
			<Button
				variant="secondary"
				__next40pxDefaultSize
				onClick={ () => onTake( mismatch.seen ) }
			>
				{ __( 'Take over what the provider says', 'coop-credentials' ) }
			</Button>
		</div>
	);
}
