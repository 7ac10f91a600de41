import apiFetch from '@wordpress/api-fetch';

import { NAMESPACE, read, send } from './client';

export type ImportStatus =
	| 'uploaded'
	| 'checking'
	| 'ready'
	| 'running'
	| 'done'
	| 'paused'
	| 'failed'
	| 'cancelled'
	| 'undoing'
	| 'undone';

/** A list that is being taken in, step by step. */
export interface ImportRun {
	readonly uid: string;
	readonly status: ImportStatus;
	readonly byte_offset: number;
	readonly total_bytes: number;
	readonly counts: Readonly<
		Record<
			| 'created'
			| 'updated'
			| 'unchanged'
			| 'skipped'
			| 'conflicts'
			| 'errors',
			number
		>
	>;
	readonly error_code: string | null;
	readonly warnings: readonly unknown[];
}

/** Where rows come from. */
export interface Source {
	readonly slug: string;
	readonly title: string;
	readonly licence?: string;
	readonly attribution?: string;
}

export interface ImportProblem {
	readonly line: string | number | null;
	readonly code: string;
	readonly field: string | null;
	readonly excerpt: string | null;
}

/** Makes a source. Not by core-data: with its slug known, that would take it for one that exists. */
export function createSource(
	slug: string,
	title: string,
	licence: string
): Promise< Source > {
	return send< Source >( 'sources', {
		slug,
		title,
		...( licence ? { licence } : {} ),
	} );
}

/** Sends a file; it is looked through first, nothing is changed yet. */
export function startImport(
	file: File,
	source: string
): Promise< ImportRun > {
	const body = new FormData();
	body.append( 'file', file );
	body.append( 'source', source );
	body.append( 'dry_run', 'true' );
	return apiFetch< ImportRun >( {
		path: `${ NAMESPACE }/imports`,
		method: 'POST',
		body,
	} );
}

/** Goes on for a few seconds; call again while it is open. */
export function stepImport( uid: string ): Promise< ImportRun > {
	return send< ImportRun >( `imports/${ uid }/step` );
}

/** The person has looked: now it is written. */
export function confirmImport( uid: string ): Promise< ImportRun > {
	return send< ImportRun >( `imports/${ uid }/confirm` );
}

export function cancelImport( uid: string ): Promise< ImportRun > {
	return send< ImportRun >( `imports/${ uid }/cancel` );
}

export function readImport( uid: string ): Promise< ImportRun > {
	return read< ImportRun >( `imports/${ uid }` );
}

/** Rows that were not taken in as they are, the first hundred. */
export function importProblems(
	uid: string
): Promise< readonly ImportProblem[] > {
	return read< readonly ImportProblem[] >(
		`imports/${ uid }/problems?per_page=100`
	);
}
