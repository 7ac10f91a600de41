/**
 * The site the tests run on: its addresses, and what only its own PHP can do.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

export const SITE = process.env.COOP_E2E_URL ?? 'http://localhost:8888';
export const ISSUER = process.env.COOP_E2E_ISSUER ?? 'http://localhost:8889';
const version = process.env.COOP_E2E_WP ?? '7.1';
export const SHOTS =
	version === '7.1'
		? 'artifacts/screenshots'
		: `artifacts/screenshots-${ version }`;

/**
 * Runs one task of site.php inside the site.
 *
 * @param task Name of the task.
 * @param args Its arguments.
 * @return What it printed.
 */
export function inSite( task: string, ...args: readonly string[] ): string {
	const folder = process.env.COOP_E2E_FOLDER;
	if ( ! folder ) {
		throw new Error( 'COOP_E2E_FOLDER is not set: run npm run test:e2e.' );
	}
	return execFileSync(
		'php',
		[
			join( __dirname, 'site.php' ),
			join( folder, 'www/wp-load.php' ),
			task,
			...args,
		],
		{ encoding: 'utf8' }
	).trim();
}
