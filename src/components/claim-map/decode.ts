/** Claims of a pasted text, or why there are none. */
export type Decoded =
	| {
			readonly kind: 'token' | 'json';
			readonly claims: Readonly< Record< string, unknown > >;
	  }
	| { readonly kind: 'error'; readonly code: DecodeError };

export type DecodeError =
	| 'empty'
	| 'encrypted'
	| 'not_base64'
	| 'not_json'
	| 'not_claims'
	| 'too_large'
	| 'unknown';

/** Most bytes of claims the server takes. */
const MAX = 60000;

/**
 * Reads a JWT, a JSON object or a UserInfo answer. Only the payload of a token leaves this function: header and
 * signature are dropped here, so that nobody can use again what was pasted.
 */
export function decodeClaims( text: string ): Decoded {
	const given = text.trim().replace( /^Bearer\s+/i, '' );
	if ( given === '' ) {
		return { kind: 'error', code: 'empty' };
	}
	if ( given.startsWith( '{' ) || given.startsWith( '[' ) ) {
		return claimsOf( given, 'json' );
	}
	const parts = given.replace( /\s+/g, '' ).split( '.' );
	if ( parts.length === 5 ) {
		return { kind: 'error', code: 'encrypted' };
	}
	if ( parts.length !== 3 && parts.length !== 2 ) {
		return { kind: 'error', code: 'unknown' };
	}
	const payload = fromBase64( parts[ 1 ] ?? '' );
	return payload === null
		? { kind: 'error', code: 'not_base64' }
		: claimsOf( payload, 'token' );
}

function claimsOf( text: string, kind: 'token' | 'json' ): Decoded {
	if ( text.length > MAX ) {
		return { kind: 'error', code: 'too_large' };
	}
	let value: unknown;
	try {
		value = JSON.parse( text );
	} catch {
		return { kind: 'error', code: 'not_json' };
	}
	return typeof value === 'object' &&
		value !== null &&
		! Array.isArray( value )
		? { kind, claims: value as Record< string, unknown > }
		: { kind: 'error', code: 'not_claims' };
}

/** Text of base64url (RFC 7515 §2), which must be UTF-8; null when it is not. */
function fromBase64( text: string ): string | null {
	if ( ! /^[A-Za-z0-9_-]+=*$/.test( text ) ) {
		return null;
	}
	try {
		const binary = atob(
			text.replace( /=+$/, '' ).replace( /-/g, '+' ).replace( /_/g, '/' )
		);
		const bytes = Uint8Array.from( binary, ( character ) =>
			character.charCodeAt( 0 )
		);
		return new TextDecoder( 'utf-8', { fatal: true } ).decode( bytes );
	} catch {
		return null;
	}
}
