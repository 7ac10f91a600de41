/**
 * What the machine needs besides Node, and how it gets there.
 *
 * On Debian, as root, missing packages are installed by name; elsewhere the list of what is missing is the error.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { ROOT, run, step, ToolError, which } from './run.mjs';

const EXTENSIONS = {
	curl: 'curl',
	dom: 'xml',
	gd: 'gd',
	intl: 'intl',
	mbstring: 'mbstring',
	pdo_sqlite: 'sqlite3',
	sodium: null,
	tokenizer: null,
	zip: 'zip',
};

/** Needed by the tests only. */
const TEST_EXTENSIONS = { mysqli: 'mysql' };
const TEST_PROGRAMS = {
	mariadbd: 'mariadb-server',
	chromium: 'chromium',
	zbarimg: 'zbar-tools',
};
const PROGRAMS = { composer: 'composer', unzip: 'unzip', msgfmt: 'gettext' };

function phpModules() {
	const answer = spawnSync( 'php', [ '-m' ], { encoding: 'utf8' } );
	return answer.status === 0
		? answer.stdout.toLowerCase().split( /\s+/ )
		: null;
}

function phpBranch() {
	const answer = spawnSync(
		'php',
		[ '-r', 'echo PHP_MAJOR_VERSION, ".", PHP_MINOR_VERSION;' ],
		{ encoding: 'utf8' }
	);
	return answer.status === 0 ? answer.stdout.trim() : null;
}

/**
 * What is missing.
 *
 * @param {boolean} tests Also what only the tests need.
 * @return {{packages: string[], words: string[]}} Debian packages, and the same in words.
 */
function missing( tests ) {
	const packages = [];
	const words = [];
	const branch = phpBranch();
	const prefix = `php${ branch ?? '8.2' }`;
	if ( branch === null ) {
		packages.push( `${ prefix }-cli` );
		words.push( 'PHP 8.1 or newer (command line)' );
	} else if ( Number( branch ) < 8.1 ) {
		words.push( `PHP 8.1 or newer (found ${ branch })` );
	}
	const modules = phpModules() ?? [];
	const wanted = tests ? { ...EXTENSIONS, ...TEST_EXTENSIONS } : EXTENSIONS;
	for ( const [ module, name ] of Object.entries( wanted ) ) {
		if ( ! modules.includes( module ) && ( name || branch !== null ) ) {
			packages.push( `${ prefix }-${ name ?? 'common' }` );
			words.push( `the PHP extension ${ module }` );
		}
	}
	const programs = tests ? { ...PROGRAMS, ...TEST_PROGRAMS } : PROGRAMS;
	for ( const [ program, name ] of Object.entries( programs ) ) {
		if ( which( program ) === null ) {
			packages.push( name );
			words.push( program );
		}
	}
	return { packages: [ ...new Set( packages ) ], words };
}

async function aptInstall( packages ) {
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	await step( `Installing ${ packages.join( ' ' ) }`, async () => {
		await run( 'apt-get', [ 'update', '-qq' ], { quiet: true, env } );
		await run(
			'apt-get',
			[ 'install', '-y', '-qq', '--no-install-recommends', ...packages ],
			{ quiet: true, env }
		);
	} );
}

/**
 * Makes programs and PHP extensions available.
 *
 * @param {Object}  [options]
 * @param {boolean} [options.tests] Also what only the tests need.
 */
export async function ensureSystem( { tests = false } = {} ) {
	let lack = missing( tests );
	if ( lack.words.length === 0 ) {
		return;
	}
	if (
		lack.packages.length > 0 &&
		process.getuid?.() === 0 &&
		which( 'apt-get' ) !== null
	) {
		await aptInstall( lack.packages );
		lack = missing( tests );
	}
	if ( lack.words.length > 0 ) {
		throw new ToolError(
			`Missing on this machine:\n  - ${ lack.words.join(
				'\n  - '
			) }\nInstall these and run the command again. On Debian: apt-get install ${ lack.packages.join( ' ' ) }`
		);
	}
}

function isNewer( file, than ) {
	return (
		! existsSync( than ) ||
		statSync( file ).mtimeMs > statSync( than ).mtimeMs
	);
}

/** npm's and Composer's packages, when they are missing or older than their lists. */
export async function ensurePackages() {
	if (
		isNewer(
			join( ROOT, 'package-lock.json' ),
			join( ROOT, 'node_modules/.package-lock.json' )
		)
	) {
		await step( 'Installing the npm packages', () =>
			run( 'npm', [ 'ci', '--no-audit', '--no-fund' ], { quiet: true } )
		);
	}
	if (
		isNewer(
			join( ROOT, 'composer.json' ),
			join( ROOT, 'vendor/composer/installed.json' )
		)
	) {
		await step( 'Installing the Composer packages', () =>
			run(
				'composer',
				[ 'update', '--no-interaction', '--no-progress' ],
				{
					quiet: true,
					env: { ...process.env, COMPOSER_ALLOW_SUPERUSER: '1' },
				}
			)
		);
	}
}

/** Node's own version, checked before anything else runs. */
export function checkNode() {
	const wanted = JSON.parse(
		readFileSync( join( ROOT, 'package.json' ), 'utf8' )
	).engines.node.replace( />=/, '' );
	const [ major, minor ] = process.versions.node.split( '.' ).map( Number );
	const [ needMajor, needMinor ] = wanted.split( '.' ).map( Number );
	if ( major < needMajor || ( major === needMajor && minor < needMinor ) ) {
		throw new ToolError(
			`Node ${ wanted } or newer is needed; this is ${ process.versions.node }.`
		);
	}
}
