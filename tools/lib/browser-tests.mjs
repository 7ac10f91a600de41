/**
 * What every run of browser tests needs: a browser, a built plugin, and Playwright with the addresses of its site.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, isStale } from './build.mjs';
import { findBrowser } from './machine.mjs';
import { ensurePrefixed } from './prefixed.mjs';
import { ARTIFACTS, freePort, ROOT, run } from './run.mjs';
import { stopAll } from './servers.mjs';

/** Arguments of the command line without the separator of npm. */
export function givenArguments() {
	return process.argv.slice( 2 ).filter( ( arg ) => arg !== '--' );
}

/**
 * Builds what is stale, and lets Ctrl-C end what was started.
 *
 * @param {number} from  First port to try.
 * @param {number} count How many ports are needed.
 * @return {Promise<number[]>} Free ports, kept for the servers to come.
 */
export async function prepareRun( from, count ) {
	if ( isStale() ) {
		await build();
	}
	await ensurePrefixed();
	for ( const signal of [ 'SIGINT', 'SIGTERM' ] ) {
		process.on( signal, () => process.exit( 1 ) );
	}
	const ports = [];
	while ( ports.length < count ) {
		ports.push( await freePort( from ) );
	}
	return ports;
}

/**
 * Runs Playwright.
 *
 * @param {string[]}               args Arguments after `test`.
 * @param {Object<string, string>} env  Variables the tests read.
 * @return {Promise<number>} Exit status.
 */
export async function runPlaywright( args, env ) {
	mkdirSync( ARTIFACTS, { recursive: true } );
	const { status } = await run(
		join( ROOT, 'node_modules/.bin/playwright' ),
		[ 'test', ...args ],
		{
			allowFail: true,
			env: {
				...process.env,
				COOP_E2E_BROWSER: findBrowser() ?? '',
				...env,
			},
		}
	);
	return status;
}

/**
 * Ends the site; its folder is kept for looking at when something failed.
 *
 * @param {string}  folder Folder of the site.
 * @param {boolean} passed Whether everything passed.
 */
export function endRun( folder, passed ) {
	stopAll();
	if ( passed ) {
		rmSync( folder, { recursive: true, force: true } );
	}
}
