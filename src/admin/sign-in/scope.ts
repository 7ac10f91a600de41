import type { ProviderValues } from './provider-values';

/** A document as text that people can read. */
export function documentText( document: object | null ): string {
	return document ? JSON.stringify( document, null, 2 ) : '';
}

interface Scope {
	readonly organisations?: {
		readonly any?: unknown;
		readonly own?: unknown;
		readonly list?: unknown;
	};
}

/** Text as a document; null when there is none. */
export function documentOf( text: string ): unknown {
	return text.trim() === '' ? null : JSON.parse( text );
}

/** Organisations of a scope that lists several. */
export function listOf( text: string ): readonly string[] {
	try {
		const list = ( documentOf( text ) as Scope | null )?.organisations
			?.list;
		return Array.isArray( list ) ? list.map( String ) : [];
	} catch {
		return [];
	}
}

/** The scope with other organisations in its list; everything else in it stays. */
export function withList( text: string, list: readonly string[] ): string {
	let stored: unknown = null;
	try {
		stored = documentOf( text );
	} catch {
		stored = null;
	}
	return documentText( {
		...( stored as object | null ),
		organisations: { list },
	} );
}

/** The usual scopes as two plain questions; anything finer stays JSON. */
export function scopeOf( document: object | null ): {
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
	if ( Array.isArray( who?.list ) ) {
		return { scope_kind: 'list', scope_own: '' };
	}
	return typeof who?.own === 'string'
		? { scope_kind: 'own', scope_own: who.own }
		: { scope_kind: 'json', scope_own: '' };
}

/** The scope as a document; what the two questions do not ask is kept. */
export function scopeDocument( values: ProviderValues ): unknown {
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
