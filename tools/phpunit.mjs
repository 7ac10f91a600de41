/**
 * Runs the PHP tests.
 *
 *     node tools/phpunit.mjs unit [phpunit arguments]
 *     node tools/phpunit.mjs integration [--wp=7.1|6.8] [--db=sqlite|mysql] [--multisite] [phpunit arguments]
 *
 * `--multisite` runs the tests of tests/php/Multisite on a network of sites in subdirectories instead.
 * A MariaDB is started for `--db=mysql` and stopped at the end, unless COOP_TEST_SOCKET names a running one.
 */
import { spawn } from 'node:child_process';
import { keepCompiled } from './lib/compiled.mjs';
import { cli, ROOT, step, ToolError } from './lib/run.mjs';
import { startMariadb } from './lib/mariadb.mjs';
import { sqliteIntegration, wordpress } from './lib/wordpress.mjs';
import { ensurePrefixed } from './lib/prefixed.mjs';

const OWN = /^--(wp|db)=(.*)$/;

/** Runs PHPUnit and demands its closing line: a run that ends early has no status of its own. */
function phpunit( args, env ) {
	return new Promise( ( done, fail ) => {
		const child = spawn(
			'php',
			[
				'-d',
				'error_reporting=-1',
				'-d',
				'display_errors=stderr',
				'-d',
				'memory_limit=1G',
				'vendor/bin/phpunit',
				...args,
			],
			{
				cwd: ROOT,
				env: { ...process.env, ...env },
				stdio: [ 'inherit', 'pipe', 'inherit' ],
			}
		);
		let tail = '';
		child.stdout.on( 'data', ( chunk ) => {
			process.stdout.write( chunk );
			tail = ( tail + chunk ).slice( -4000 );
		} );
		const forward = ( signal ) => child.kill( signal );
		process.on( 'SIGINT', forward ).on( 'SIGTERM', forward );
		child.on( 'error', () =>
			fail(
				new ToolError(
					'php could not be started: install PHP 8.1 or newer (Debian: php8.2-cli).'
				)
			)
		);
		child.on( 'close', ( code ) => {
			const closed =
				args.some( ( arg ) => arg.startsWith( '--list' ) ) ||
				/(OK \(\d+ tests?|^Tests: \d+|OK, but)/m.test(
					tail.replace( /\u001b\[[0-9;]*m/g, '' )
				);
			if ( code === 0 && ! closed ) {
				fail(
					new ToolError(
						'PHPUnit ended without its closing line: something called exit.'
					)
				);
				return;
			}
			done( code ?? 1 );
		} );
	} );
}

await cli( async () => {
	keepCompiled();
	const [ suite, ...given ] = process.argv.slice( 2 );
	const own = Object.fromEntries(
		given
			.map( ( arg ) => OWN.exec( arg ) )
			.filter( Boolean )
			.map( ( found ) => [ found[ 1 ], found[ 2 ] ] )
	);
	const network = given.includes( '--multisite' );
	const rest = given.filter(
		( arg ) => ! OWN.test( arg ) && arg !== '--' && arg !== '--multisite'
	);
	if ( suite === 'unit' ) {
		await ensurePrefixed();
		return phpunit( [ '--testsuite', 'unit', ...rest ], {} );
	}
	if ( suite !== 'integration' ) {
		throw new ToolError( 'Say which suite: unit or integration.' );
	}
	const version = own.wp ?? process.env.COOP_TEST_WP ?? '7.1';
	const database = own.db ?? process.env.COOP_TEST_DB ?? 'sqlite';
	await wordpress( version );
	await sqliteIntegration();
	await ensurePrefixed();
	let server = null;
	const env = {
		COOP_TEST_WP: version,
		COOP_TEST_DB: database,
		COOP_TEST_NETWORK: network ? '1' : '',
	};
	if ( database === 'mysql' && ! process.env.COOP_TEST_SOCKET ) {
		server = await step( 'Starting MariaDB', startMariadb );
		env.COOP_TEST_SOCKET = server.socket;
	}
	try {
		console.log(
			`Integration tests on WordPress ${ version }, ${ database }${ network ? ', a network of sites' : '' }`
		);
		return await phpunit(
			[
				'--bootstrap',
				'tests/php/bootstrap-integration.php',
				'--testsuite',
				network ? 'multisite' : 'integration',
				...rest,
			],
			env
		);
	} finally {
		await server?.stop();
	}
} );
