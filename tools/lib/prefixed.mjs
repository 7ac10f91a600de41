/**
 * Keeps vendor-prefixed/ fresh: made again when a package or the tool itself is newer.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { alone, ROOT, run, step, ToolError } from './run.mjs';

const SOURCES = [
	'tools/prefix.php',
	'vendor/firebase/php-jwt/composer.json',
	'vendor/tecnickcom/tcpdf/composer.json',
];

/** What the generated folder was made from. */
function fingerprint() {
	return SOURCES.map( ( file ) => {
		const path = join( ROOT, file );
		return existsSync( path )
			? `${ file } ${ statSync( path ).size } ${ Math.floor( statSync( path ).mtimeMs ) }`
			: `${ file } missing`;
	} ).join( '\n' );
}

/** Runs tools/prefix.php if vendor-prefixed/ is missing or older than what it is made from. */
export async function ensurePrefixed() {
	if ( ! existsSync( join( ROOT, 'vendor/autoload.php' ) ) ) {
		throw new ToolError(
			'vendor/ is missing: run `composer install` first.'
		);
	}
	const stamp = join( ROOT, 'vendor-prefixed/.made-from' );
	const fresh = () =>
		existsSync( stamp ) && readFileSync( stamp, 'utf8' ) === fingerprint();
	if ( fresh() ) {
		return;
	}
	await alone( 'prefix', async () => {
		if ( ! fresh() ) {
			await step(
				'Moving the runtime PHP packages into our namespace',
				() =>
					run( 'php', [ 'tools/prefix.php', fingerprint() ], {
						quiet: true,
					} )
			);
		}
	} );
}
