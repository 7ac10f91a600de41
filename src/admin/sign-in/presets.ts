import { __ } from '@wordpress/i18n';

import type { Choice } from '../../components/form';
import type { ProviderValues } from './provider-values';

/** Products and services we know the peculiarities of. */
export function presetChoices(): Choice[] {
	return [
		{
			value: 'generic',
			label: __( 'Any OpenID Connect provider', 'coop-credentials' ),
		},
		{ value: 'keycloak', label: 'Keycloak' },
		{ value: 'auth0', label: 'Auth0' },
		{
			value: 'wordpress',
			label: __( 'Another WordPress', 'coop-credentials' ),
		},
		{
			value: 'mattr',
			label: __(
				'Wallet, by a MATTR verifier bridge',
				'coop-credentials'
			),
		},
		{
			value: 'vc_authn',
			label: __( 'Wallet, by a VC-AuthN bridge', 'coop-credentials' ),
		},
		{
			value: 'oauth2',
			label: __(
				'Any OAuth 2 service with user info',
				'coop-credentials'
			),
		},
	];
}

/** What choosing a preset fills in; what was typed elsewhere stays. */
export function presetValues( preset: string ): Partial< ProviderValues > {
	switch ( preset ) {
		case 'oauth2':
			return { kind: 'oauth2', userinfo: 'always' };
		case 'keycloak':
			return { kind: 'oidc', logout: 'rp_initiated', backchannel: true };
		case 'mattr':
			return {
				kind: 'oidc',
				extra_scopes: 'openid_credential_presentation',
				algorithms: [ 'ES256' ],
				subject: 'ephemeral',
			};
		case 'vc_authn':
			return {
				kind: 'oidc',
				extra_scopes: 'vc_authn',
				subject: 'ephemeral',
			};
		default:
			return { kind: 'oidc' };
	}
}

/** How the address of this product looks. */
export function issuerHelp( preset: string ): string {
	switch ( preset ) {
		case 'keycloak':
			return __(
				'Looks like https://id.example.coop/realms/members',
				'coop-credentials'
			);
		case 'auth0':
			return __(
				'Looks like https://example.eu.auth0.com/ – with the last slash.',
				'coop-credentials'
			);
		default:
			return __(
				'The exact name the provider signs with, byte by byte. Leave it empty if you know the discovery address.',
				'coop-credentials'
			);
	}
}
