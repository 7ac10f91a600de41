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
			value: 'ida',
			label: __(
				'OpenID Connect with verified claims (identity assurance)',
				'coop-credentials'
			),
		},
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

/** What it is, and what to ask its people, in plain words. */
export function presetWords( preset: string ): string {
	switch ( preset ) {
		case 'keycloak':
			return __(
				'Keycloak is a log-in server many federations run themselves. Ask its people for the name of the realm, a client for this site, and a “mapper” that puts the membership into the ID token.',
				'coop-credentials'
			);
		case 'auth0':
			return __(
				'Auth0 is a log-in service for rent. Ask its people for a “Regular Web Application”, and whether it signs with RS256: an old tenant with HS256 should be changed.',
				'coop-credentials'
			);
		case 'ida':
			return __(
				'The provider says not only that somebody is a member, but also who checked it, by which rules and when (“verified_claims”). Ask its people for the name of these rules (trust framework); if it is another one than in the claim map, put it there.',
				'coop-credentials'
			);
		case 'wordpress':
			return __(
				'Another WordPress with a plugin that makes it an OpenID Connect server. It says who somebody is, but as a rule nothing of memberships: then people can sign in, and are nobody’s member here. Ask its people whether they can add the claims that “Tell the provider” names.',
				'coop-credentials'
			);
		case 'mattr':
			return __(
				'Members show a credential from their wallet to a verifier, which tells this site. Ask its people for the discovery address of the verifier and for its issuer: the two differ.',
				'coop-credentials'
			);
		case 'vc_authn':
			return __(
				'Members show a credential from their wallet to a verifier, which tells this site. Ask its people for the name of the question to be asked (pres_req_conf_id).',
				'coop-credentials'
			);
		case 'oauth2':
			return __(
				'An older kind of log-in service: it hands out an access token and answers who somebody is at a third address. Ask its people for three addresses: authorization, token and user info.',
				'coop-credentials'
			);
		default:
			return __(
				'The usual choice. Most log-in services of federations and membership systems speak “OpenID Connect”. If you do not know, ask their people: “Do you offer OpenID Connect, and what is your issuer?”',
				'coop-credentials'
			);
	}
}

/** What every preset starts from, so that the traces of another one go. */
const USUAL: Partial< ProviderValues > = {
	kind: 'oidc',
	userinfo: 'when_missing',
	algorithms: [ 'RS256' ],
	subject: 'stable',
	extra_scopes: '',
	extra_parameters: [],
	echo: [],
	logout: 'local',
	backchannel: false,
};

/** What choosing a preset fills in; addresses, names and people stay. */
export function presetValues( preset: string ): Partial< ProviderValues > {
	switch ( preset ) {
		case 'oauth2':
			return { ...USUAL, kind: 'oauth2', userinfo: 'always' };
		case 'keycloak':
			return { ...USUAL, logout: 'rp_initiated', backchannel: true };
		case 'mattr':
			return {
				...USUAL,
				extra_scopes: 'openid_credential_presentation',
				algorithms: [ 'ES256' ],
				subject: 'ephemeral',
			};
		case 'vc_authn':
			return {
				...USUAL,
				extra_scopes: 'vc_authn',
				extra_parameters: [ { name: 'pres_req_conf_id', value: '' } ],
				echo: [
					{ name: 'pres_req_conf_id', value: 'pres_req_conf_id' },
				],
				subject: 'ephemeral',
			};
		default:
			return USUAL;
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
		case 'mattr':
			return __(
				'The root of the tenant: https://example.vii.example.com – not the address of the verifier.',
				'coop-credentials'
			);
		case 'oauth2':
			return __(
				'A name for this service that never changes; usually its web address: https://members.example.coop',
				'coop-credentials'
			);
		default:
			return __(
				'The address the provider’s people call “issuer”, exactly as they write it: https://id.example.coop',
				'coop-credentials'
			);
	}
}
