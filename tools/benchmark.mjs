/**
 * Benchmarks: each scenario measures ours and its peers in turn, in one run, and reports ratios.
 *
 *     npm run benchmark -- [P11 …] [--rounds=200]
 *
 * Raw numbers go to artifacts/benchmark/. A ratio outside its budget by more than 20 % fails the run.
 */
import { mkdirSync, readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { startMariadb } from './lib/mariadb.mjs';
import { ensurePrefixed } from './lib/prefixed.mjs';
import {
	ARTIFACTS,
	cli,
	firstLine,
	ROOT,
	run,
	step,
	ToolError,
} from './lib/run.mjs';
import { wordpress } from './lib/wordpress.mjs';

await cli( async () => {
	const given = process.argv.slice( 2 ).filter( ( arg ) => arg !== '--' );
	const rounds =
		given.find( ( arg ) => arg.startsWith( '--rounds=' ) )?.slice( 9 ) ??
		'200';
	const wanted = given.filter( ( arg ) => ! arg.startsWith( '--' ) );
	const scenarios = readdirSync( join( ROOT, 'tests/benchmark' ) )
		.filter( ( name ) => /^P\d+-.*\.php$/.test( name ) )
		.map( ( name ) => name.slice( 0, -4 ) )
		.filter(
			( name ) =>
				! wanted.length || wanted.includes( name.split( '-' )[ 0 ] )
		);
	if ( ! scenarios.length ) {
		throw new ToolError( 'There is no such scenario in tests/benchmark/.' );
	}
	const folder = join( ARTIFACTS, 'benchmark' );
	mkdirSync( folder, { recursive: true } );
	await wordpress( '7.1' );
	await ensurePrefixed();
	const server = await step( 'Starting MariaDB', startMariadb );
	console.log(
		`${ firstLine( 'git', [ 'rev-parse', '--short', 'HEAD' ] ) } · WordPress 7.1 · ${ firstLine( 'php', [ '--version' ] ) } · ${ firstLine( 'mariadbd', [ '--version' ] ) } · ${ cpus().length } cores · no object cache`
	);
	let failed = 0;
	try {
		for ( const scenario of scenarios ) {
			const { status } = await run(
				'php',
				[
					'-d',
					'opcache.enable_cli=1',
					'-d',
					'memory_limit=1G',
					'-d',
					'error_reporting=-1',
					'-d',
					'display_errors=stderr',
					'tests/benchmark/run.php',
					scenario,
					rounds,
					folder,
				],
				{
					allowFail: true,
					env: {
						...process.env,
						COOP_TEST_WP: '7.1',
						COOP_TEST_DB: 'mysql',
						COOP_TEST_SOCKET: server.socket,
					},
				}
			);
			failed += status ? 1 : 0;
		}
	} finally {
		await server.stop();
	}
	return failed ? 1 : 0;
} );
