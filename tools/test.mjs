/**
 * Everything: `npm test`. Prints one line a part, a summary with times, and "N passed, N failed".
 *
 *     node tools/test.mjs [--only=unit,e2e] [--skip=e2e]
 *
 * A part whose tool is missing is "skipped", never "passed". Output of each part is kept in artifacts/test/.
 */
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ARTIFACTS, cli, option, ROOT, say } from './lib/run.mjs';
import { ensureMachine, ensurePackages } from './lib/machine.mjs';

/**
 * Name, command. Two parts run at a time, one for each core, each the next of this list: first what fails soonest, then the
 * long ones, the longest first. Every part has a database, a site and ports of its own.
 */
const PARTS = [
	[ 'coding-standard', 'npm run -s lint:php' ],
	[ 'unit', 'npm run -s test:unit' ],
	[ 'types', 'npm run -s types' ],
	[ 'eslint', 'npm run -s lint:js' ],
	[ 'stylelint', 'npm run -s lint:css' ],
	[ 'strings', 'npm run -s lint:strings' ],
	[ 'tools', 'npm run -s test:tools' ],
	[ 'weight', 'npm run -s test:weight' ],
	[ 'phpstan', 'npm run -s analyse' ],
	[ 'jest', 'npm run -s test:js' ],
	[ 'e2e', 'npm run -s test:e2e' ],
	[
		'integration-7.1-sqlite',
		'npm run -s test:integration -- --wp=7.1 --db=sqlite',
	],
	[
		'integration-6.8-sqlite',
		'npm run -s test:integration -- --wp=6.8 --db=sqlite',
	],
	[
		'integration-7.1-mysql',
		'npm run -s test:integration -- --wp=7.1 --db=mysql',
	],
	// What visitors and staff do; the editor's and the admin app's own packages are those of 7.1.
	[
		'e2e-6.8',
		'npm run -s test:e2e -- --wp=6.8 journey smoke late-script member-gate sign-in-block logout accounts denied',
	],
	[ 'e2e-cache', 'npm run -s test:cache' ],
	[ 'release', 'npm run -s test:package' ],
	[
		'multisite',
		'npm run -s test:integration -- --multisite --db=sqlite && npm run -s test:integration -- --multisite --db=mysql',
	],
];
const LOGS = join( ARTIFACTS, 'test' );
const running = new Set();

for ( const signal of [ 'SIGINT', 'SIGTERM' ] ) {
	process.on( signal, () => {
		for ( const child of running ) {
			process.kill( -child.pid, 'SIGTERM' );
		}
		process.exit( 130 );
	} );
}

function part( [ name, command ] ) {
	return new Promise( ( done ) => {
		const begin = Date.now();
		const file = join( LOGS, `${ name }.log` );
		const log = createWriteStream( file );
		const child = spawn( 'bash', [ '-c', command ], {
			cwd: ROOT,
			detached: true,
			env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' },
			stdio: [ 'ignore', 'pipe', 'pipe' ],
		} );
		running.add( child );
		child.stdout.pipe( log, { end: false } );
		child.stderr.pipe( log, { end: false } );
		child.on( 'close', ( code ) => {
			running.delete( child );
			log.end( () => {
				const text = readFileSync( file, 'utf8' );
				const skipped = code === 0 && /^skipped: /m.exec( text );
				const state =
					code === 0 ? ( skipped ? 'skipped' : 'passed' ) : 'failed';
				const seconds = ( Date.now() - begin ) / 1000;
				say(
					`${ state.padEnd( 8 ) } ${ name } (${ seconds.toFixed( 0 ) } s)`
				);
				if ( state === 'failed' ) {
					console.log(
						text.split( '\n' ).slice( -120 ).join( '\n' )
					);
				}
				done( { name, state, seconds } );
			} );
		} );
	} );
}

/** Takes one part after the other from the list that is left. */
async function work( left, results ) {
	for ( let next = left.shift(); next; next = left.shift() ) {
		results.push( await part( next ) );
	}
}

await cli( async () => {
	await ensureMachine( { forTests: true } );
	await ensurePackages();
	mkdirSync( LOGS, { recursive: true } );
	const only = option( 'only' )?.split( ',' );
	const skip = option( 'skip' )?.split( ',' ) ?? [];
	const wanted = ( [ name ] ) =>
		( ! only || only.includes( name ) ) && ! skip.includes( name );
	const left = PARTS.filter( wanted );
	const results = [];
	const build = await part( [ 'build', 'npm run -s build' ] );
	results.push( build );
	if ( build.state === 'passed' ) {
		await Promise.all( [ work( left, results ), work( left, results ) ] );
	}
	const count = ( state ) =>
		results.filter( ( result ) => result.state === state ).length;
	console.log( '\nPart                        Result    Seconds' );
	for ( const { name, state, seconds } of results ) {
		console.log(
			`${ name.padEnd( 28 ) }${ state.padEnd( 10 ) }${ seconds.toFixed( 0 ).padStart( 7 ) }`
		);
	}
	const skipped = count( 'skipped' );
	console.log(
		`\n${ count( 'passed' ) } passed, ${ count( 'failed' ) } failed${ skipped ? `, ${ skipped } skipped` : '' }`
	);
	return count( 'failed' ) > 0 ? 1 : 0;
} );
