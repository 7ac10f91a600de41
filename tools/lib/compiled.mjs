/**
 * Compiled PHP, kept between processes: every start of WordPress on the command line is read from .cache/php/ instead of
 * being compiled anew.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { CACHE } from './run.mjs';

/**
 * From now on, every PHP that this process or its children start keeps what it compiled, by an extra folder of ini files.
 * Changed files are compiled again, and what the compiler warned of is repeated.
 */
export function keepCompiled() {
	const folder = join( CACHE, 'php' );
	const scanned = process.env.PHP_INI_SCAN_DIR ?? '';
	if ( scanned.split( delimiter ).includes( folder ) ) {
		return;
	}
	const compiled = join( folder, 'compiled' );
	mkdirSync( compiled, { recursive: true } );
	writeFileSync(
		join( folder, 'opcache.ini' ),
		[
			'opcache.enable_cli = 1',
			`opcache.file_cache = "${ compiled }"`,
			'opcache.file_cache_only = 1',
			'opcache.record_warnings = 1',
			'',
		].join( '\n' )
	);
	// The empty name stands for the folder PHP was built with.
	process.env.PHP_INI_SCAN_DIR = `${ scanned }${ delimiter }${ folder }`;
}
