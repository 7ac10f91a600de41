import type { Provider } from '../../api/providers';
import { documentOf, documentText, scopeDocument, scopeOf } from './scope';

/** One row of a list of names with their values. */
export interface Pair {
	readonly name: string;
	readonly value: string;
}

/** The form's fields; lists of words and documents are text. */
export type ProviderValues = {
	readonly slug: string;
	readonly label: string;
	readonly icon: number;
	readonly enabled: boolean;
	readonly preset: string;
	readonly show_in: readonly string[];
	readonly kind: string;
	readonly discovery_url: string;
	readonly issuer: string;
	readonly authorization_endpoint: string;
	readonly token_endpoint: string;
	readonly userinfo_endpoint: string;
	readonly client_id: string;
	readonly client_auth: string;
	readonly secret: string;
	readonly algorithms: readonly string[];
	readonly response_mode: string;
	readonly require_iss: string;
	readonly extra_scopes: string;
	readonly extra_parameters: readonly Pair[];
	readonly echo: readonly Pair[];
	readonly subject: string;
	readonly claim_map: string;
	/** Whom it may speak for: any listed organisation, one, or as the JSON says. */
	readonly scope_kind: string;
	readonly scope_own: string;
	readonly issuer_scope: string;
	readonly require: string;
	readonly accounts: string;
	readonly email: string;
	readonly username: string;
	readonly role: string;
	readonly role_rules: readonly Pair[];
	readonly allow_privileged: boolean;
	readonly userinfo: string;
	readonly session_idle: string;
	readonly session_absolute: string;
	readonly recheck: string;
	readonly logout: string;
	readonly backchannel: boolean;
};

export const ALGORITHMS = [
	'RS256',
	'RS384',
	'RS512',
	'ES256',
	'ES384',
	'EdDSA',
	'HS256',
] as const;

const HOUR = 3600;

export const EMPTY_PROVIDER: ProviderValues = {
	slug: '',
	label: '',
	icon: 0,
	enabled: false,
	preset: 'generic',
	show_in: [ 'blocks' ],
	kind: 'oidc',
	discovery_url: '',
	issuer: '',
	authorization_endpoint: '',
	token_endpoint: '',
	userinfo_endpoint: '',
	client_id: '',
	client_auth: 'client_secret_basic',
	secret: '',
	algorithms: [ 'RS256' ],
	response_mode: 'query',
	require_iss: 'auto',
	extra_scopes: '',
	extra_parameters: [],
	echo: [],
	subject: 'stable',
	claim_map: '',
	scope_kind: 'own',
	scope_own: '',
	issuer_scope: '',
	require: 'any_identity',
	accounts: 'visitor_only',
	email: 'none',
	username: 'random',
	role: 'subscriber',
	role_rules: [],
	allow_privileged: false,
	userinfo: 'when_missing',
	session_idle: '24',
	session_absolute: '168',
	recheck: 'none',
	logout: 'local',
	backchannel: false,
};

function pairsOf( object: Readonly< Record< string, string > > ): Pair[] {
	return Object.entries( object ).map( ( [ name, value ] ) => ( {
		name,
		value,
	} ) );
}

/** Rows as an object; rows without a name say nothing. */
function objectOf( pairs: readonly Pair[] ): Record< string, string > {
	return Object.fromEntries(
		pairs
			.map( ( { name, value } ) => [ name.trim(), value.trim() ] )
			.filter( ( [ name ] ) => name !== '' )
	);
}

/** A stored provider as the form shows it. */
export function valuesOf( provider: Provider ): ProviderValues {
	return {
		slug: provider.slug,
		label: provider.label,
		icon: provider.icon,
		enabled: provider.enabled,
		preset: provider.preset,
		show_in: provider.show_in,
		kind: provider.kind,
		discovery_url: provider.discovery_url,
		issuer: provider.issuer,
		authorization_endpoint: provider.authorization_endpoint,
		token_endpoint: provider.token_endpoint,
		userinfo_endpoint: provider.userinfo_endpoint,
		client_id: provider.client_id,
		client_auth: provider.client_auth,
		secret: '',
		algorithms: provider.algorithms,
		response_mode: provider.response_mode,
		require_iss: provider.require_iss,
		extra_scopes: provider.extra_scopes.join( ' ' ),
		extra_parameters: pairsOf( provider.extra_parameters ),
		echo: pairsOf( provider.echo ),
		subject: provider.subject,
		claim_map: documentText( provider.claim_map ),
		...scopeOf( provider.issuer_scope ),
		issuer_scope: documentText( provider.issuer_scope ),
		require: provider.require,
		accounts: provider.accounts,
		email: provider.email,
		username: provider.username,
		role: provider.role,
		role_rules: pairsOf( provider.role_rules ),
		allow_privileged: provider.allow_privileged,
		userinfo: provider.userinfo,
		session_idle: String( provider.session_idle / HOUR ),
		session_absolute: String( provider.session_absolute / HOUR ),
		recheck: provider.recheck,
		logout: provider.logout,
		backchannel: provider.backchannel,
	};
}

/** The body of a save; an empty secret is not sent, so that the stored one stays. */
export function bodyOf( values: ProviderValues ): Record< string, unknown > {
	const { secret, scope_kind: kind, scope_own: own, ...rest } = values;
	void kind;
	void own;
	return {
		...rest,
		...( secret === '' ? {} : { secret } ),
		label: values.label.trim(),
		discovery_url: values.discovery_url.trim(),
		issuer: values.issuer.trim(),
		authorization_endpoint: values.authorization_endpoint.trim(),
		token_endpoint: values.token_endpoint.trim(),
		userinfo_endpoint: values.userinfo_endpoint.trim(),
		client_id: values.client_id.trim(),
		extra_scopes: values.extra_scopes.split( /\s+/ ).filter( Boolean ),
		claim_map: documentOf( values.claim_map ),
		extra_parameters: objectOf( values.extra_parameters ),
		echo: objectOf( values.echo ),
		role_rules: objectOf( values.role_rules ),
		issuer_scope: scopeDocument( values ),
		session_idle: Math.round( Number( values.session_idle ) * HOUR ),
		session_absolute: Math.round(
			Number( values.session_absolute ) * HOUR
		),
	};
}
