import apiFetch from '@wordpress/api-fetch';

import { NAMESPACE, send } from './client';
import type { ImportRun } from './organisations';

/** Sends a file; it is looked through first, nothing is changed yet. */
export function startImport(
	file: File,
	source: string
): Promise< ImportRun > {
	const body = new FormData();
	body.append( 'file', file );
	body.append( 'source', source );
	return apiFetch< ImportRun >( {
		path: `${ NAMESPACE }/imports`,
		method: 'POST',
		body,
	} );
}

/** Goes on for a few seconds; call again until it is done. */
export function stepImport( uid: string ): Promise< ImportRun > {
	return send< ImportRun >( `imports/${ uid }/step` );
}
