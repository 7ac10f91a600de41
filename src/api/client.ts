import apiFetch from '@wordpress/api-fetch';

export const NAMESPACE = '/coop-credentials/v1';
export const KIND = 'coop-credentials';

let installed = false;

/** Sends the header every private route wants; a script element could not set it. Safe to call twice. */
export function installClient(): void {
	if ( installed ) {
		return;
	}
	installed = true;
	apiFetch.use( ( options, next ) => {
		if ( ! options.path?.startsWith( NAMESPACE ) ) {
			return next( options );
		}
		return next( {
			...options,
			headers: { ...options.headers, 'X-Coop-Credentials': '1' },
		} );
	} );
}

/** GET of one of our routes. */
export function read< T >( path: string ): Promise< T > {
	return apiFetch< T >( { path: `${ NAMESPACE }/${ path }` } );
}

/** POST of one of our routes; a body is always sent, as the server demands JSON. */
export function send< T >(
	path: string,
	data: Readonly< Record< string, unknown > > = {}
): Promise< T > {
	return apiFetch< T >( {
		path: `${ NAMESPACE }/${ path }`,
		method: 'POST',
		data,
	} );
}
