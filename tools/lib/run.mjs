/**
 * Small helpers every tool shares: running programs, finding them, printing progress with times.
 */
import { spawn, spawnSync } from 'node:child_process';
import {
	existsSync,
	mkdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const ROOT = resolve(
	dirname( fileURLToPath( import.meta.url ) ),
	'../..'
);
/** Downloads and other things that may be thrown away. */
export const CACHE = join( ROOT, '.cache' );
/** Reports, screenshots and logs of test runs. */
export const ARTIFACTS = join( ROOT, 'artifacts' );

/** A failure the person at the keyboard can act on: printed without a stack. */
export class ToolError extends Error {}

/**
 * Runs `main` and turns a ToolError into a plain message and exit status 1.
 *
 * @param {() => Promise<void|number>} main Body of the tool; a number becomes the exit status.
 */
export async function cli( main ) {
	try {
		const status = await main();
		process.exitCode =
			typeof status === 'number' ? status : ( process.exitCode ?? 0 );
	} catch ( error ) {
		console.error(
			error instanceof ToolError ? `\n${ error.message }` : error
		);
		process.exitCode = 1;
	}
}

/**
 * Runs a program to its end.
 *
 * @param {string}   command             Program.
 * @param {string[]} args                Arguments.
 * @param {Object}   [options]           Options of `spawn`, and:
 * @param {boolean}  [options.quiet]     Collect the output instead of showing it; shown when the program fails.
 * @param {boolean}  [options.allowFail] Do not throw on a non-zero status.
 * @param {string}   [options.input]     Text for standard input.
 * @return {Promise<{status: number, output: string}>} Exit status and, when quiet, what was printed.
 */
export function run( command, args, options = {} ) {
	const { quiet = false, allowFail = false, input, ...rest } = options;
	return new Promise( ( done, fail ) => {
		const child = spawn( command, args, {
			cwd: ROOT,
			stdio: [
				input === undefined ? 'ignore' : 'pipe',
				quiet ? 'pipe' : 'inherit',
				quiet ? 'pipe' : 'inherit',
			],
			...rest,
		} );
		let output = '';
		child.stdout?.on( 'data', ( chunk ) => ( output += chunk ) );
		child.stderr?.on( 'data', ( chunk ) => ( output += chunk ) );
		if ( input !== undefined ) {
			child.stdin.end( input );
		}
		child.on( 'error', ( error ) =>
			fail(
				new ToolError(
					`Could not run ${ command }: ${ error.message }`
				)
			)
		);
		child.on( 'close', ( code, signal ) => {
			const status = code ?? ( signal ? 128 : 1 );
			if ( status !== 0 && ! allowFail ) {
				const tail = output.split( '\n' ).slice( -60 ).join( '\n' );
				fail(
					new ToolError(
						`${ command } ${ args.join( ' ' ) }\nended with status ${ status }.\n${ tail }`
					)
				);
				return;
			}
			done( { status, output } );
		} );
	} );
}

/**
 * Where a program lies, or null.
 *
 * @param {string} program Name to look for in PATH and the usual system folders.
 * @return {string|null} Absolute path.
 */
export function which( program ) {
	const folders = [
		...( process.env.PATH ?? '' ).split( ':' ),
		'/usr/local/bin',
		'/usr/bin',
		'/usr/sbin',
		'/sbin',
		'/bin',
	];
	for ( const folder of folders ) {
		const path = join( folder || '.', program );
		if ( existsSync( path ) && statSync( path ).isFile() ) {
			return path;
		}
	}
	return null;
}

/** First line a program prints, or '' when it cannot run. */
export function firstLine( command, args ) {
	const answer = spawnSync( command, args, { encoding: 'utf8' } );
	return answer.status === 0 ? answer.stdout.trim().split( '\n' )[ 0 ] : '';
}

const started = Date.now();

/** Seconds since the tool began, as `[ 12.3 s]`. */
function stamp() {
	return `[${ ( ( Date.now() - started ) / 1000 ).toFixed( 1 ).padStart( 6 ) } s]`;
}

/** Prints one progress line with the time since the start. */
export function say( text ) {
	console.log( `${ stamp() } ${ text }` );
}

/**
 * Announces a step, runs it and says how long it took; a long silent step is reported every 15 seconds.
 *
 * @template T
 * @param {string}           title What is being done.
 * @param {() => Promise<T>} work  The step.
 * @return {Promise<T>} Its answer.
 */
export async function step( title, work ) {
	const begin = Date.now();
	const seconds = () => ( ( Date.now() - begin ) / 1000 ).toFixed( 1 );
	say( `${ title } …` );
	const timer = setInterval(
		() => say( `  still: ${ title } (${ seconds() } s)` ),
		15000
	);
	try {
		const answer = await work();
		if ( Date.now() - begin > 500 ) {
			say( `  done in ${ seconds() } s` );
		}
		return answer;
	} finally {
		clearInterval( timer );
	}
}

/**
 * Whether a process with this number lives, whoever started it.
 *
 * @param {number} pid Number.
 */
export function lives( pid ) {
	try {
		process.kill( pid, 0 );
		return true;
	} catch ( error ) {
		return error.code === 'EPERM';
	}
}

/**
 * Whether a lock belongs to a tool that was killed. One without a number is being made, or was left in that moment.
 *
 * @param {string} folder Lock.
 * @param {string} owner  File with the number of its process.
 */
function isAbandoned( folder, owner ) {
	let pid = 0;
	try {
		pid = Number( readFileSync( owner, 'utf8' ) );
	} catch ( error ) {
		if ( error.code !== 'ENOENT' ) {
			throw error;
		}
	}
	if ( pid > 0 ) {
		return ! lives( pid );
	}
	const found = statSync( folder, { throwIfNoEntry: false } );
	return !! found && Date.now() - found.mtimeMs > 60000;
}

/**
 * Runs `work` while no other tool of this clone does the same.
 *
 * @template T
 * @param {string}           name Name of the lock.
 * @param {() => Promise<T>} work What to do alone.
 * @return {Promise<T>} Its answer.
 */
export async function alone( name, work ) {
	const folder = join( CACHE, `lock-${ name }` );
	const owner = join( folder, 'pid' );
	mkdirSync( CACHE, { recursive: true } );
	for ( let tries = 0; ; tries++ ) {
		try {
			mkdirSync( folder );
			writeFileSync( owner, String( process.pid ) );
			break;
		} catch ( error ) {
			if ( error.code !== 'EEXIST' ) {
				throw error;
			}
			if ( isAbandoned( folder, owner ) ) {
				rmSync( folder, { recursive: true, force: true } );
			} else if ( tries === 10 ) {
				say( `Waiting for another run that holds ${ folder } …` );
			}
			if ( tries > 3000 ) {
				throw new ToolError(
					`Another run holds ${ folder }. Remove it if none is running.`
				);
			}
			await new Promise( ( wake ) => setTimeout( wake, 300 ) );
		}
	}
	const release = () => rmSync( folder, { recursive: true, force: true } );
	process.once( 'exit', release );
	try {
		return await work();
	} finally {
		process.removeListener( 'exit', release );
		release();
	}
}

/** Ports that are kept for a server of ours: port => what listens meanwhile. */
const held = new Map();

/** Listens on a port, or answers null when something else does. */
function listen( port, host ) {
	return new Promise( ( answer ) => {
		// Who comes before the server is there is told so, not kept waiting.
		const server = createServer( ( socket ) => socket.destroy() );
		server.once( 'error', () => answer( null ) );
		server.listen( { port, host, exclusive: true }, () => {
			server.unref();
			answer( server );
		} );
	} );
}

/** Whether this machine has an address, for example no IPv6. */
async function hasAddress( host ) {
	const server = await listen( 0, host );
	server?.close();
	return server !== null;
}

/**
 * The wanted TCP port, or the next one that nothing listens on. It is kept until releasePort(), so that nobody else
 * takes it while the site is made.
 *
 * @param {number} wanted First choice.
 * @return {Promise<number>} A free port.
 */
export async function freePort( wanted ) {
	const hosts = ( await hasAddress( '::1' ) )
		? [ '127.0.0.1', '::1' ]
		: [ '127.0.0.1' ];
	for ( let port = wanted; port < wanted + 200; port++ ) {
		const servers = [];
		for ( const host of hosts ) {
			const server = await listen( port, host );
			if ( server ) {
				servers.push( server );
			}
		}
		if ( servers.length === hosts.length ) {
			held.set( port, servers );
			return port;
		}
		servers.forEach( ( server ) => server.close() );
	}
	throw new ToolError(
		`No free port between ${ wanted } and ${ wanted + 200 }.`
	);
}

/**
 * Lets go of a port that freePort() kept: the server it was for takes it now.
 *
 * @param {number} port Port.
 */
export async function releasePort( port ) {
	const servers = held.get( port ) ?? [];
	held.delete( port );
	await Promise.all(
		servers.map(
			( server ) => new Promise( ( done ) => server.close( done ) )
		)
	);
}

/** The value of `--name=value` or `--name value`, else the default. */
export function option(
	name,
	fallback = null,
	argv = process.argv.slice( 2 )
) {
	const at = argv.findIndex(
		( arg ) => arg === `--${ name }` || arg.startsWith( `--${ name }=` )
	);
	if ( at < 0 ) {
		return fallback;
	}
	const inline = argv[ at ].indexOf( '=' );
	return inline > 0
		? argv[ at ].slice( inline + 1 )
		: ( argv[ at + 1 ] ?? fallback );
}

/** Whether `--name` was given. */
export function flag( name, argv = process.argv.slice( 2 ) ) {
	return argv.includes( `--${ name }` );
}
