/**
 * The unit tests on PHP 8.1 to 8.5, with PHP built for WebAssembly: no other PHP needs to be installed.
 *
 *     npm run test:php-matrix [-- 8.1 8.4]
 *
 * The builds (467 MB) are fetched from the npm registry into .cache/php-wasm on first use.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CACHE, cli, ROOT, run, step } from './lib/run.mjs';
import { ensurePackages } from './lib/machine.mjs';
import { ensurePrefixed } from './lib/prefixed.mjs';
import { wordpress } from './lib/wordpress.mjs';

const VERSION = '3.1.56';
const HOME = join( CACHE, 'php-wasm' );
const ALL = [ '8.1', '8.2', '8.3', '8.4', '8.5' ];

/** Tests in which a build itself dies ("memory access out of bounds"); named in the result, never counted as passed. */
const LEFT_OUT = { 8.1: [ 'test_SIGN_D18_keys_down_with_and_without_a_copy' ] };

/** Runs in a process of its own per version. */
async function one( version ) {
	const require = createRequire( join( HOME, 'package.json' ) );
	const load = ( name ) =>
		import( pathToFileURL( require.resolve( name ) ).href );
	const { loadNodeRuntime, useHostFilesystem } =
		await load( '@php-wasm/node' );
	const { PHP } = await load( '@php-wasm/universal' );
	const php = new PHP(
		await loadNodeRuntime( version, {
			withIntl: true,
			emscriptenOptions: { processId: 1 },
		} )
	);
	useHostFilesystem( php );
	const answer = await php.cli(
		[
			'php',
			'-d',
			'error_reporting=-1',
			'-d',
			'memory_limit=512M',
			join( ROOT, 'vendor/bin/phpunit' ),
			'--configuration',
			join( ROOT, 'phpunit.xml.dist' ),
			'--do-not-cache-result',
			'--testsuite',
			'unit',
			'--colors=never',
			...( LEFT_OUT[ version ]
				? [
						'--filter',
						`/^(?!.*(${ LEFT_OUT[ version ].join( '|' ) }))/`,
					]
				: [] ),
			...( process.env.COOP_MATRIX_ARGS ?? '' )
				.split( ' ' )
				.filter( Boolean ),
		],
		{ env: { ...process.env, OPENSSL_CONF: join( HOME, 'openssl.cnf' ) } }
	);
	const show = ( stream, target ) =>
		stream?.pipeTo
			? stream.pipeTo(
					new WritableStream( {
						write: ( chunk ) => target.write( chunk ),
					} )
				)
			: null;
	await Promise.all( [
		show( answer.stdout, process.stdout ),
		show( answer.stderr, process.stderr ),
	] );
	process.exit( await answer.exitCode );
}

await cli( async () => {
	const given = process.argv.slice( 2 ).filter( ( arg ) => arg !== '--' );
	if ( given[ 0 ] === '--one' ) {
		return one( given[ 1 ] );
	}
	await ensurePackages();
	await ensurePrefixed();
	// These builds have no sodium: WordPress's own replacement is used.
	await wordpress( '7.1' );
	if (
		! existsSync( join( HOME, 'node_modules/@php-wasm/node/package.json' ) )
	) {
		mkdirSync( HOME, { recursive: true } );
		writeFileSync(
			join( HOME, 'package.json' ),
			JSON.stringify( { private: true, name: 'php-wasm' } )
		);
		await step( `Fetching PHP for WebAssembly ${ VERSION } (467 MB)`, () =>
			run(
				'npm',
				[
					'install',
					'--no-audit',
					'--no-fund',
					'--no-package-lock',
					`@php-wasm/node@${ VERSION }`,
					`@php-wasm/universal@${ VERSION }`,
				],
				{ cwd: HOME, quiet: true }
			)
		);
	}
	// Making keys needs a configuration file, which these builds lack.
	writeFileSync(
		join( HOME, 'openssl.cnf' ),
		'[ req ]\ndefault_bits = 2048\ndefault_md = sha256\ndistinguished_name = dn\n[ dn ]\n'
	);
	const results = [];
	for ( const version of given.length ? given : ALL ) {
		const { status, output } = await step(
			`Unit tests on PHP ${ version }`,
			() =>
				run(
					process.execPath,
					[
						'--no-warnings',
						'tools/php-matrix.mjs',
						'--one',
						version,
					],
					{ quiet: true, allowFail: true }
				)
		);

		const plain = output.replace( /\u001b\[[0-9;]*m/g, '' );
		const closing =
			/^(OK \(.*|OK, but.*|Tests: .*)$/m.exec( plain )?.[ 1 ] ?? '';
		const runs = new RegExp(
			`PHP ${ version.replace( '.', '\\.' ) }\\.`
		).test( plain );
		const passed = status === 0 && closing.startsWith( 'OK' ) && runs;
		if ( ! passed ) {
			console.log( plain.split( '\n' ).slice( -60 ).join( '\n' ) );
		}
		results.push( [ version, passed ? 'passed' : 'failed', closing ] );
	}
	results.forEach( ( [ version, state, closing ] ) =>
		console.log(
			`PHP ${ version }  ${ state }  ${ closing }${ LEFT_OUT[ version ] ? `  skipped: ${ LEFT_OUT[ version ].join( ', ' ) }` : '' }`
		)
	);
	return results.every( ( [ , state ] ) => state === 'passed' ) ? 0 : 1;
} );
