import { store as coreStore } from '@wordpress/core-data';
import { dispatch } from '@wordpress/data';

import { installClient, KIND, NAMESPACE } from './client';

interface EntityConfig {
	readonly kind: string;
	readonly name: string;
	readonly plural: string;
	readonly label: string;
	readonly baseURL: string;
	readonly key: string | false;
	readonly baseURLParams?: Readonly< Record< string, string > >;
	readonly supportsPagination?: boolean;
}

function collection(
	name: string,
	route: string,
	key: 'uid' | 'slug' | 'id',
	context?: 'edit'
): EntityConfig {
	return {
		kind: KIND,
		name,
		plural: `${ name }-list`,
		label: name,
		baseURL: `${ NAMESPACE }/${ route }`,
		key,
		supportsPagination: true,
		...( context ? { baseURLParams: { context } } : {} ),
	};
}

/** One document without a key, like core's site settings. */
function singleton( name: string, route: string ): EntityConfig {
	return {
		kind: KIND,
		name,
		plural: `${ name }-list`,
		label: name,
		baseURL: `${ NAMESPACE }/${ route }`,
		key: false,
	};
}

export const ENTITIES: readonly EntityConfig[] = [
	collection( 'provider', 'providers', 'slug' ),
	collection( 'network-provider', 'network-providers', 'slug' ),
	collection( 'rule', 'rules', 'uid' ),
	collection( 'organisation', 'organisations', 'uid' ),
	{ ...collection( 'source', 'sources', 'slug' ), supportsPagination: false },
	collection( 'import', 'imports', 'uid' ),
	collection( 'offer', 'offers', 'uid', 'edit' ),
	collection( 'point', 'points', 'uid' ),
	collection( 'redemption', 'redemptions', 'uid' ),
	collection( 'audit-entry', 'audit', 'id' ),
	singleton( 'settings', 'settings' ),
	singleton( 'onboarding', 'onboarding' ),
	singleton( 'trust-policy', 'trust-policy' ),
];

let added = false;

/** Tells core-data about our resources. Safe to call twice. */
export function registerEntities(): void {
	installClient();
	if ( added ) {
		return;
	}
	added = true;
	dispatch( coreStore ).addEntities( ENTITIES as unknown[] );
}
