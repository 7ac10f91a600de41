/**
 * What goes into the release.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, ToolError } from './run.mjs';
import { zip } from './zip.mjs';

const FOLDERS = [ 'build', 'includes', 'languages', 'vendor-prefixed' ];
const FILES = [
	'coop-credentials.php',
	'uninstall.php',
	'readme.txt',
	'LICENSE',
];

/** Files of the release by their name in the zip. */
export function releaseFiles() {
	const missing = [ ...FOLDERS, ...FILES ].filter(
		( name ) => ! existsSync( join( ROOT, name ) )
	);
	if ( missing.length ) {
		throw new ToolError(
			`Missing for the release: ${ missing.join( ', ' ) }.`
		);
	}
	const names = FOLDERS.flatMap( ( folder ) =>
		readdirSync( join( ROOT, folder ), { recursive: true } )
			.map( ( name ) => `${ folder }/${ name }` )
			.filter( ( name ) => statSync( join( ROOT, name ) ).isFile() )
	)
		.filter( ( name ) => ! /(^|\/)\.|\.map$|\.po$/.test( name ) )
		.concat( FILES );
	return new Map(
		names.map( ( name ) => [
			`coop-credentials/${ name }`,
			readFileSync( join( ROOT, name ) ),
		] )
	);
}

/** The zip as bytes: equal sources give equal bytes. */
export function releaseZip() {
	return zip( releaseFiles() );
}
