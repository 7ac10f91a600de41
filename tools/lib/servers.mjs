/**
 * The servers of a prepared site: PHP's own for WordPress, and the demonstration provider. They end with the tool that
 * started them.
 */
import { spawn } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { releasePort, ROOT, say, ToolError } from './run.mjs';
import { CLIENT_ID } from './site.mjs';

/** Children this process started; each is a process group of its own. */
const groups = new Set();

/** Ends everything that was started here. */
export function stopAll( signal = 'SIGTERM' ) {
	for ( const child of groups ) {
		try {
			process.kill( -child.pid, signal );
		} catch {
			// Already gone.
		}
	}
	groups.clear();
}
process.once( 'exit', () => stopAll( 'SIGKILL' ) );

/** Starts a program in its own process group, so that its workers end with it. */
export function startGroup( command, args, logFile, options = {} ) {
	const log = openSync( logFile, 'a' );
	const child = spawn( command, args, {
		cwd: ROOT,
		detached: true,
		stdio: [ 'ignore', options.output ?? log, log ],
		...options.spawn,
	} );
	groups.add( child );
	child.once( 'exit', ( code ) => {
		if ( groups.delete( child ) ) {
			say(
				`${ command } ended on its own (status ${ code }); see ${ logFile }`
			);
		}
	} );
	child.on( 'error', () => {} );
	return child;
}

/** Waits until an address answers at all. */
export async function answers( url, child, seconds = 30 ) {
	const end = Date.now() + seconds * 1000;
	// A connection made while the workers are being forked is never answered: give the first tries little time.
	let patience = 500;
	while ( Date.now() < end ) {
		if ( child.exitCode !== null ) {
			break;
		}
		try {
			await fetch( url, {
				redirect: 'manual',
				signal: AbortSignal.timeout( patience ),
			} );
			return;
		} catch {
			patience = Math.min( 10000, patience * 1.5 );
			await new Promise( ( wake ) => setTimeout( wake, 100 ) );
		}
	}
	throw new ToolError( `${ url } does not answer.` );
}

/**
 * Serves a prepared site with PHP's own server: four workers.
 *
 * @param {Object} site           Answer of prepareSite().
 * @param {Object} [options]
 * @param {number} [options.port] Another port than the site's, behind a proxy.
 */
export async function serveSite( site, { port = site.port } = {} ) {
	const www = join( site.folder, 'www' );
	await releasePort( port );
	const child = startGroup(
		'php',
		[
			'-d',
			'opcache.enable_cli=1',
			// The workers share what they compiled in memory.
			'-d',
			'opcache.file_cache_only=0',
			'-d',
			'memory_limit=256M',
			'-d',
			'upload_max_filesize=32M',
			'-d',
			'post_max_size=40M',
			'-S',
			`localhost:${ port }`,
			'-t',
			www,
			join( ROOT, 'tools/site/router.php' ),
		],
		join(
			site.folder,
			port === site.port ? 'server.log' : `server-${ port }.log`
		),
		{ spawn: { env: { ...process.env, PHP_CLI_SERVER_WORKERS: '4' } } }
	);
	await answers( `http://localhost:${ port }/wp-login.php`, child );
	return child;
}

/**
 * Starts the demonstration provider for a site.
 *
 * @param {Object} site             Answer of prepareSite().
 * @param {Object} [options]
 * @param {number} [options.port]   Another port: a second issuer beside the first.
 * @param {string} [options.slug]   Provider record it serves.
 * @param {string} [options.name]   Shown on its log-in page.
 * @param {string} [options.people] File with people beside the fixed ones.
 */
export async function serveProvider(
	site,
	{ port = site.providerPort, slug = 'demo', name, people } = {}
) {
	const script = join( ROOT, 'tests/providers/honest.mjs' );
	if ( ! existsSync( script ) ) {
		say(
			'There is no demonstration provider: tests/providers/honest.mjs is missing.'
		);
		return null;
	}
	await releasePort( port );
	const child = startGroup(
		process.execPath,
		[
			'--no-warnings',
			script,
			`--port=${ port }`,
			`--redirect-uri=${ site.url }/coop-credentials/callback/${ slug }`,
			`--redirect-uri=${ site.url }/coop-credentials/callback/own`, // For whoever sets one up by hand.
			`--client-id=${ CLIENT_ID }`,
			`--client-secret=${ site.clientSecret }`,
			`--post-logout-uri=${ site.url }/coop-credentials/sign-out`,
			`--backchannel-logout-uri=${ site.url }/coop-credentials/backchannel-logout/${ slug }`,
			...( name ? [ `--name=${ name }` ] : [] ),
			...( people ? [ `--people=${ people }` ] : [] ),
		],
		join(
			site.folder,
			slug === 'demo' ? 'provider.log' : `provider-${ slug }.log`
		)
	);
	await answers(
		`http://localhost:${ port }/.well-known/openid-configuration`,
		child
	);
	return child;
}
