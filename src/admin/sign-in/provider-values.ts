import { __ } from '@wordpress/i18n';

import type { Provider } from '../../api/providers';

/** The form's fields; lists of words and documents are text. */
export type ProviderValues = {
	readonly slug: string;
	readonly label: string;
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
	readonly extra_scopes: string;
	readonly subject: string;
	readonly claim_map: string;
	/** Whom it may speak for: any listed organisation, one, or as the JSON says. */
	readonly scope_kind: string;
	readonly scope_own: string;
	readonly issuer_scope: string;
	readonly require: string;
	readonly accounts: string;
	readonly userinfo: string;
	readonly session_idle: string;
	readonly session_absolute: string;
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
	extra_scopes: '',
	subject: 'stable',
	claim_map: '',
	scope_kind: 'own',
	scope_own: '',
	issuer_scope: '',
	require: 'any_identity',
	accounts: 'visitor_only',
	userinfo: 'when_missing',
	session_idle: '24',
	session_absolute: '168',
	logout: 'local',
	backchannel: false,
};

function documentText( document: object | null ): string {
	return document ? JSON.stringify( document, null, 2 ) : '';
}

interface Scope {
	readonly organisations?: { readonly any?: unknown; readonly own?: unknown };
}

/** The usual scopes as two plain questions; anything finer stays JSON. */
function scopeOf( document: object | null ): {
	readonly scope_kind: string;
	readonly scope_own: string;
} {
	const who = ( document as Scope | null )?.organisations;
	if ( ! document ) {
		return { scope_kind: 'own', scope_own: '' };
	}
	if ( who?.any === true ) {
		return { scope_kind: 'any', scope_own: '' };
	}
	return typeof who?.own === 'string'
		? { scope_kind: 'own', scope_own: who.own }
		: { scope_kind: 'json', scope_own: '' };
}

/** The scope as a document; what the two questions do not ask is kept. */
function scopeDocument( values: ProviderValues ): unknown {
	const stored: unknown =
		values.issuer_scope.trim() === ''
			? {}
			: JSON.parse( values.issuer_scope );
	switch ( values.scope_kind ) {
		case 'any':
			return { ...( stored as object ), organisations: { any: true } };
		case 'own':
			return values.scope_own.trim() === ''
				? null
				: {
						...( stored as object ),
						organisations: { own: values.scope_own.trim() },
					};
		default:
			return values.issuer_scope.trim() === '' ? null : stored;
	}
}

/** A stored provider as the form shows it. */
export function valuesOf( provider: Provider ): ProviderValues {
	return {
		slug: provider.slug,
		label: provider.label,
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
		extra_scopes: provider.extra_scopes.join( ' ' ),
		subject: provider.subject,
		claim_map: documentText( provider.claim_map ),
		...scopeOf( provider.issuer_scope ),
		issuer_scope: documentText( provider.issuer_scope ),
		require: provider.require,
		accounts: provider.accounts,
		userinfo: provider.userinfo,
		session_idle: String( provider.session_idle / HOUR ),
		session_absolute: String( provider.session_absolute / HOUR ),
		logout: provider.logout,
		backchannel: provider.backchannel,
	};
}

function isJsonObject( text: string ): boolean {
	try {
		const document: unknown = JSON.parse( text );
		return (
			typeof document === 'object' &&
			document !== null &&
			! Array.isArray( document )
		);
	} catch {
		return false;
	}
}

/** What can be said before the server is asked. */
export function checkProvider(
	values: ProviderValues
): Record< string, string > {
	const problems: Record< string, string > = {};
	if ( values.label.trim() === '' ) {
		problems.label = __(
			'A name for the button is needed.',
			'coop-credentials'
		);
	}
	if ( ! /^[a-z0-9-]{2,32}$/.test( values.slug ) ) {
		problems.slug = __(
			'2 to 32 small letters, digits and hyphens.',
			'coop-credentials'
		);
	}
	for ( const name of [ 'claim_map', 'issuer_scope' ] as const ) {
		if (
			values[ name ].trim() !== '' &&
			! isJsonObject( values[ name ] )
		) {
			problems[ name ] = __(
				'This is not a JSON object. Look for a missing comma or bracket.',
				'coop-credentials'
			);
		}
	}
	for ( const name of [ 'session_idle', 'session_absolute' ] as const ) {
		const hours = Number( values[ name ] );
		if ( ! ( hours >= 0.1 && hours <= 720 ) ) {
			problems[ name ] = __(
				'From 1 hour to 720 hours (30 days).',
				'coop-credentials'
			);
		}
	}
	if ( values.algorithms.length === 0 ) {
		problems.algorithms = __( 'Choose at least one.', 'coop-credentials' );
	}
	return problems;
}

/** The body of a save; an empty secret is not sent, so that the stored one stays. */
export function bodyOf( values: ProviderValues ): Record< string, unknown > {
	const { secret, scope_kind: kind, scope_own: own, ...rest } = values;
	void kind;
	void own;
	const document = ( text: string ): unknown =>
		text.trim() === '' ? null : JSON.parse( text );
	return {
		...rest,
		...( secret === '' ? {} : { secret } ),
		label: values.label.trim(),
		discovery_url: values.discovery_url.trim(),
		issuer: values.issuer.trim(),
		client_id: values.client_id.trim(),
		extra_scopes: values.extra_scopes.split( /\s+/ ).filter( Boolean ),
		claim_map: document( values.claim_map ),
		issuer_scope: scopeDocument( values ),
		session_idle: Math.round( Number( values.session_idle ) * HOUR ),
		session_absolute: Math.round(
			Number( values.session_absolute ) * HOUR
		),
	};
}

/** A short name made of the label, until somebody types one. */
export function slugOf( label: string ): string {
	return label
		.normalize( 'NFKD' )
		.replace( /[^\w\s-]/g, '' )
		.trim()
		.toLowerCase()
		.replace( /[\s_]+/g, '-' )
		.replace( /^(the|die|der|das)-/, '' )
		.slice( 0, 32 )
		.replace( /^-+|-+$/g, '' );
}
