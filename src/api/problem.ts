import { __ } from '@wordpress/i18n';

/** A refusal of the server, in one shape for every screen. */
export interface Problem {
	/** Stable code, e.g. "edit_conflict". */
	readonly reason: string;
	/** Sentence for the person. */
	readonly message: string;
	/** Field name to sentence. */
	readonly fields: Readonly< Record< string, string > >;
	/** Further facts the server sent. */
	readonly data: Readonly< Record< string, unknown > >;
}

function isObject( value: unknown ): value is Record< string, unknown > {
	return typeof value === 'object' && value !== null;
}

function text( value: unknown ): string {
	return typeof value === 'string' ? value : '';
}

/** `data.params` is a list of names or a map of name to sentence. */
function fieldsOf(
	params: unknown,
	message: string
): Record< string, string > {
	const fields: Record< string, string > = {};
	if ( Array.isArray( params ) ) {
		for ( const name of params ) {
			if ( typeof name === 'string' ) {
				fields[ name ] = message;
			}
		}
	} else if ( isObject( params ) ) {
		for ( const [ name, sentence ] of Object.entries( params ) ) {
			fields[ name ] = text( sentence ) || message;
		}
	}
	return fields;
}

/** The sentence for codes whose cause lies between browser and server, or that are the same everywhere. */
function sentenceFor( reason: string, message: string ): string {
	switch ( reason ) {
		case 'fetch_error':
		case 'offline_error':
			return __(
				'We got no answer. Check the connection and press again. Nothing you typed is lost.',
				'coop-credentials'
			);
		case 'invalid_json':
			return __(
				'The site sent an answer we could not read. Reload the page and try again.',
				'coop-credentials'
			);
		case 'edit_conflict':
			return __(
				'Somebody else has changed this in the meantime. Reload the page to see their version, then make your change again.',
				'coop-credentials'
			);
		case 'rest_cookie_invalid_nonce':
			return __(
				'You were logged out in the meantime. Log in again in another tab, then press again.',
				'coop-credentials'
			);
		case 'invalid_request':
			return message && message !== reason
				? message
				: __( 'Please look at the marked fields.', 'coop-credentials' );
	}
	return message && message !== reason
		? message
		: __(
				'This did not work. Please try again in a few minutes.',
				'coop-credentials'
			);
}

/** Whatever was thrown, as a Problem. */
export function toProblem( error: unknown ): Problem {
	const source = isObject( error ) ? error : {};
	const data = isObject( source.data ) ? source.data : {};
	const code = text( source.code ).replace( /^coop_credentials_/, '' );
	const reason = text( data.reason ) || code || 'unknown';
	const message = sentenceFor( reason, text( source.message ) );
	const missing = fieldsOf(
		data.missing,
		__( 'This is still needed.', 'coop-credentials' )
	);
	return {
		reason,
		message,
		data,
		fields: { ...missing, ...fieldsOf( data.params, message ) },
	};
}
