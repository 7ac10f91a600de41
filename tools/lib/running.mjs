/**
 * One `npm start` at a time: a second one in the same clone would serve the same .site/ under other addresses.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alone, CACHE, lives, ToolError } from './run.mjs';

/** Beside .site/, which `--fresh` removes. */
const FILE = join( CACHE, 'start.json' );

/** What the note of a start says; null when there is none. */
function note( file ) {
	try {
		return JSON.parse( readFileSync( file, 'utf8' ) );
	} catch {
		return null;
	}
}

/** Whether a process is a start of ours that lives; its number may have gone to another program since. */
function isStart( pid ) {
	if ( ! lives( pid ) ) {
		return false;
	}
	try {
		return /start\.mjs/.test(
			readFileSync( `/proc/${ pid }/cmdline`, 'utf8' )
		);
	} catch {
		// No /proc on this system, or gone just now: the next start asks again.
		return true;
	}
}

/** Words about the start that runs. */
function words( { pid, site, provider } ) {
	return [
		site
			? `The site of this clone already runs: ${ site }/ (sign-in provider ${ provider }).`
			: 'The site of this clone is being started already.',
		`Use that one, or end it first: Ctrl-C where it was started, or \`kill ${ pid }\`. Nothing was changed.`,
	].join( '\n' );
}

/**
 * Claims .site/ for this process until it ends.
 *
 * @param {string} [file] Where the note is kept.
 * @return {Promise<(addresses: {site: string, provider: string}) => void>} Tells where it can be reached.
 * @throws {ToolError} When another start has it.
 */
export async function claimSite( file = FILE ) {
	mkdirSync( CACHE, { recursive: true } );
	const write = ( more = {} ) =>
		writeFileSync( file, JSON.stringify( { pid: process.pid, ...more } ) );
	await alone( 'start', async () => {
		const other = note( file );
		if ( other && other.pid !== process.pid && isStart( other.pid ) ) {
			throw new ToolError( words( other ) );
		}
		write();
	} );
	process.once( 'exit', () => {
		if ( note( file )?.pid === process.pid ) {
			rmSync( file, { force: true } );
		}
	} );
	return write;
}
