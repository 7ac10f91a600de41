/**
 * The second `npm start` of a clone.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { claimSite } from '../../tools/lib/running.mjs';

const folder = mkdtempSync( join( tmpdir(), 'coop-running-' ) );
const file = join( folder, 'start.json' );
const module = new URL( '../../tools/lib/running.mjs', import.meta.url ).href;

after( () => rmSync( folder, { recursive: true, force: true } ) );

/**
 * A process that claims the site and ends when its input does.
 *
 * @return {Promise<import('node:child_process').ChildProcess>} The process, once it has the site.
 */
async function another() {
	const child = spawn(
		process.execPath,
		[
			'--input-type=module',
			'--eval',
			`import { claimSite } from ${ JSON.stringify( module ) };
			const tell = await claimSite( ${ JSON.stringify( file ) } );
			tell( { site: 'http://localhost:8888', provider: 'http://localhost:8889' } );
			console.log( 'claimed' );
			process.stdin.resume();`,
			'tools/start.mjs',
		],
		{ stdio: [ 'pipe', 'pipe', 'inherit' ] }
	);
	await new Promise( ( done, fail ) => {
		child.stdout.once( 'data', done );
		child.once( 'exit', () => fail( new Error( 'It did not claim.' ) ) );
	} );
	return child;
}

function ended( child ) {
	return new Promise( ( done ) => child.once( 'exit', done ) );
}

test( 'a second start says where the first one is, and leaves it alone', async () => {
	const first = await another();
	const before = readFileSync( file, 'utf8' );
	await assert.rejects(
		claimSite( file ),
		new RegExp(
			`already runs: http://localhost:8888/ .*\`kill ${ first.pid }\``,
			's'
		)
	);
	assert.equal( readFileSync( file, 'utf8' ), before );
	first.stdin.end();
	await ended( first );
	assert.throws( () => readFileSync( file ), { code: 'ENOENT' } );
} );

test( 'a start that was killed keeps nobody out', async () => {
	const first = await another();
	first.kill( 'SIGKILL' );
	await ended( first );
	assert.equal( JSON.parse( readFileSync( file, 'utf8' ) ).pid, first.pid );
	await claimSite( file );
	assert.equal( JSON.parse( readFileSync( file, 'utf8' ) ).pid, process.pid );
} );

test(
	'another program that got the number of a former start keeps nobody out',
	{ skip: process.platform !== 'linux' && 'numbers are looked up in /proc' },
	async () => {
		const other = spawn( 'sleep', [ '60' ] );
		writeFileSync( file, JSON.stringify( { pid: other.pid } ) );
		await claimSite( file );
		assert.equal(
			JSON.parse( readFileSync( file, 'utf8' ) ).pid,
			process.pid
		);
		other.kill();
	}
);
