import { __ } from '@wordpress/i18n';

export interface Sample {
	readonly id: string;
	readonly label: string;
	/** Claim map that reads it. */
	readonly preset: string;
	readonly claims: Readonly< Record< string, unknown > >;
}

const WEAVERS = 'https://weavers.example/';

/** What different kinds of provider say, for trying without one. Nobody in it exists. */
export function samples(): readonly Sample[] {
	return [
		{
			id: 'oidc',
			label: __(
				'OpenID Connect, a worker on the board',
				'coop-credentials'
			),
			preset: 'generic',
			claims: {
				sub: '8f1c',
				acr: 'urn:coop:acr:2',
				coop_member: true,
				coop_id: WEAVERS,
				coop_class: 'worker',
				coop_roles: [ 'member', 'board' ],
				coop_status: 'active',
				coop_valid_until: '2099-03-31',
				coop_assurance: 2,
			},
		},
		{
			id: 'list',
			label: __( 'Member of two co-ops', 'coop-credentials' ),
			preset: 'generic',
			claims: {
				sub: '9',
				coop_memberships: [
					{ id: WEAVERS, class: 'worker', status: 'active' },
					{
						id: 'https://bakers.example/',
						class: 'consumer',
						status: 'active',
					},
				],
			},
		},
		{
			id: 'lapsed',
			label: __( 'A membership that has lapsed', 'coop-credentials' ),
			preset: 'generic',
			claims: {
				sub: '10',
				coop_id: WEAVERS,
				coop_class: 'consumer',
				coop_status: 'lapsed',
			},
		},
		{
			id: 'mattr',
			label: __(
				'Credential named by web addresses',
				'coop-credentials'
			),
			preset: 'mattr',
			claims: {
				iss: 'https://tenant.vii.example',
				sub: 'did:key:z6MkExample',
				given_name: 'Ada',
				'https://coopcreds.com/cooperative': 'Weavers Co-op',
				'https://coopcreds.com/cooperativeMembershipType':
					'Worker member',
			},
		},
		{
			id: 'auth0',
			label: __( 'Auth0, names with a prefix', 'coop-credentials' ),
			preset: 'auth0',
			claims: {
				sub: 'auth0|1',
				'https://coop-credentials.example/coop_id': WEAVERS,
				'https://coop-credentials.example/coop_class': 'worker',
				'https://coop-credentials.example/coop_status': 'active',
			},
		},
		{
			id: 'keycloak',
			label: __(
				'Keycloak, nested claims and groups',
				'coop-credentials'
			),
			preset: 'keycloak',
			claims: {
				sub: 'kc-1',
				coop: { class: 'worker', id: WEAVERS },
				groups: [ '/members/worker' ],
			},
		},
		{
			id: 'vc_authn',
			label: __(
				'Wallet bridge, everything as text',
				'coop-credentials'
			),
			preset: 'vc_authn',
			claims: {
				sub: 'h-1',
				pres_req_conf_id: 'coop-membership',
				vc_presented_attributes: '{"coop_class":"worker"}',
			},
		},
		{
			id: 'ida',
			label: __( 'Vouched for by the co-op', 'coop-credentials' ),
			preset: 'ida',
			claims: {
				sub: '11',
				verified_claims: [
					{
						verification: {
							trust_framework:
								'https://coop-credentials.example/tf/kyc-1',
							assurance_level: '2',
							time: '2026-10-02T09:30Z',
						},
						claims: {
							coop_id: WEAVERS,
							coop_class: 'worker',
							coop_status: 'active',
						},
					},
				],
			},
		},
	];
}
