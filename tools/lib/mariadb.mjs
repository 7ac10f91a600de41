/**
 * A MariaDB server for one test run: own data folder, own socket, no network port, stopped with the run.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, ToolError, which } from './run.mjs';

/** Whether this machine can run one. */
export function mariadbInstalled() {
	return Boolean( which( 'mariadbd' ) && which( 'mariadb-install-db' ) );
}

/**
 * Starts a server.
 *
 * @return {Promise<{socket: string, stop: () => Promise<void>}>} Its socket, and how to end it.
 */
export async function startMariadb() {
	if ( ! mariadbInstalled() ) {
		throw new ToolError(
			'mariadbd is missing: install the package mariadb-server.'
		);
	}
	const folder = mkdtempSync( join( tmpdir(), 'coop-mariadb-' ) );
	const data = join( folder, 'data' );
	const socket = join( folder, 's' );
	const asRoot = process.getuid?.() === 0 ? [ '--user=root' ] : [];
	await run(
		which( 'mariadb-install-db' ),
		[
			'--no-defaults',
			...asRoot,
			`--datadir=${ data }`,
			'--auth-root-authentication-method=normal',
			'--skip-test-db',
		],
		{
			quiet: true,
		}
	);
	const server = spawn(
		which( 'mariadbd' ),
		[
			'--no-defaults',
			...asRoot,
			`--datadir=${ data }`,
			`--socket=${ socket }`,
			`--pid-file=${ join( folder, 'pid' ) }`,
			'--skip-networking',
			'--innodb-flush-log-at-trx-commit=0',
			'--max-connections=200',
		],
		{ stdio: [ 'ignore', 'pipe', 'pipe' ] }
	);
	let log = '';
	let ended = false;
	server.stdout.on( 'data', ( text ) => ( log += text ) );
	server.stderr.on(
		'data',
		( text ) => ( log = ( log + text ).slice( -20000 ) )
	);
	const gone = new Promise( ( done ) => server.once( 'close', done ) ).then(
		() => ( ended = true )
	);
	const clean = () => rmSync( folder, { recursive: true, force: true } );
	const stopNow = () => {
		if ( ! ended ) {
			server.kill( 'SIGKILL' );
			spawnSync( 'sleep', [ '0.1' ] );
		}
		clean();
	};
	process.once( 'exit', stopNow );

	for (
		let tries = 0;
		! ( existsSync( socket ) && /ready for connections/.test( log ) );
		tries++
	) {
		if ( ended || tries > 600 ) {
			throw new ToolError(
				`MariaDB did not start:\n${ log.slice( -3000 ) }`
			);
		}
		await new Promise( ( wake ) => setTimeout( wake, 50 ) );
	}
	return {
		socket,
		async stop() {
			process.removeListener( 'exit', stopNow );
			server.kill( 'SIGTERM' );
			const timer = setTimeout( () => server.kill( 'SIGKILL' ), 10000 );
			await gone;
			clearTimeout( timer );
			clean();
		},
	};
}
