/**
 * What the machine must have: installs it on Debian as root, else says exactly what is missing.
 */
import { spawnSync } from 'node:child_process';
import {
	chmodSync,
	existsSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { alone, ROOT, run, say, step, ToolError, which } from './run.mjs';

/** PHP extension => Debian package. */
const EXTENSIONS = {
	pdo_sqlite: 'php-sqlite3',
	sqlite3: 'php-sqlite3',
	mysqli: 'php-mysql',
	curl: 'php-curl',
	gd: 'php-gd',
	intl: 'php-intl',
	mbstring: 'php-mbstring',
	dom: 'php-xml',
	xmlwriter: 'php-xml',
	zip: 'php-zip',
};

/** Program => Debian package, beyond PHP and its extensions. */
const PROGRAMS = { composer: 'composer', unzip: 'unzip' };
/** The browser without windows: the same engine for half the work of the whole one. */
const HEADLESS = 'chromium-headless-shell';
const TEST_PROGRAMS = {
	mariadbd: 'mariadb-server',
	chromium: 'chromium',
	zbarimg: 'zbar-tools',
	nginx: 'nginx-light',
};

/** Whether packages can be installed here. */
function isDebianRoot() {
	return (
		process.getuid?.() === 0 &&
		Boolean( which( 'apt-get' ) ) &&
		existsSync( '/etc/debian_version' )
	);
}

/** Version and extensions of PHP, or null when there is none. */
export function php() {
	const answer = spawnSync(
		'php',
		[
			'-r',
			'echo PHP_VERSION, "\\n", implode( " ", array_map( "strtolower", get_loaded_extensions() ) );',
		],
		{ encoding: 'utf8' }
	);
	if ( answer.status !== 0 ) {
		return null;
	}
	const [ version, extensions = '' ] = answer.stdout.split( '\n' );
	return { version, extensions: extensions.split( ' ' ) };
}

/** Debian packages and plain words for what is not there. */
function missing( forTests ) {
	const packages = new Set();
	const words = [];
	const found = php();
	if ( ! found ) {
		packages.add( 'php-cli' );
		words.push( 'PHP 8.1 or newer (command line)' );
	} else if (
		found.version.localeCompare( '8.1', undefined, { numeric: true } ) < 0
	) {
		throw new ToolError(
			`PHP ${ found.version } is too old: 8.1 or newer is needed.`
		);
	}
	for ( const [ extension, name ] of Object.entries( EXTENSIONS ) ) {
		if ( ! found?.extensions.includes( extension ) ) {
			packages.add( name );
			words.push( `the PHP extension ${ extension }` );
		}
	}
	for ( const [ program, name ] of Object.entries( {
		...PROGRAMS,
		...( forTests ? TEST_PROGRAMS : {} ),
	} ) ) {
		if (
			! which( program ) &&
			! ( program === 'chromium' && findBrowser() )
		) {
			packages.add( name );
			words.push( `the program ${ program }` );
		}
	}
	return { packages: [ ...packages ], words };
}

/** The browser for tests, or null. */
export function findBrowser() {
	return (
		process.env.COOP_E2E_BROWSER ??
		which( HEADLESS ) ??
		which( 'chromium' ) ??
		which( 'google-chrome' )
	);
}

/** Prefers the browser without windows; where it cannot be had, the whole one does. */
async function ensureBrowser() {
	if (
		! isDebianRoot() ||
		process.env.COOP_E2E_BROWSER ||
		which( HEADLESS )
	) {
		return;
	}
	try {
		await alone( 'apt', () => install( [ HEADLESS ] ) );
	} catch ( error ) {
		say(
			`${ HEADLESS } could not be installed; Chromium with windows takes longer. ${ String( error.message ).trim().split( '\n' ).at( -1 ) }`
		);
	}
}

/**
 * Makes sure that PHP, its extensions and the programs are there.
 *
 * @param {Object}  [options]
 * @param {boolean} [options.forTests] Also what only tests need; missing test programs are then reported, not fatal.
 */
export async function ensureMachine( { forTests = false } = {} ) {
	if (
		process.versions.node.localeCompare( '20.19', undefined, {
			numeric: true,
		} ) < 0
	) {
		throw new ToolError(
			`Node ${ process.versions.node } is too old: 20.19 or newer is needed.`
		);
	}
	if ( forTests ) {
		await ensureBrowser();
	}
	const { packages } = missing( forTests );
	if ( packages.length > 0 && isDebianRoot() ) {
		await alone( 'apt', () => install( packages ) );
	}
	const left = missing( false );
	if ( left.words.length > 0 ) {
		throw new ToolError(
			`Missing on this machine:\n  - ${ left.words.join( '\n  - ' ) }\n` +
				`On Debian: apt-get install ${ left.packages.join( ' ' ) }\n` +
				'On another system install them the usual way (macOS: brew install php composer) and run the command again.'
		);
	}
	if ( forTests ) {
		for ( const word of missing( true ).words ) {
			say( `Not here: ${ word }; what needs it is skipped.` );
		}
	}
}

/**
 * Makes sure that one program of Debian's archive is there, for a run of its own.
 *
 * @param {string}        name Debian package.
 * @param {() => boolean} here Whether it is installed.
 */
export async function ensurePackage( name, here ) {
	if ( ! here() && isDebianRoot() ) {
		await alone( 'apt', () => install( [ name ] ) );
	}
	if ( ! here() ) {
		throw new ToolError(
			`${ name } is needed. On Debian: apt-get install ${ name }`
		);
	}
}

/** Installs Debian packages without starting the services they bring. */
async function install( packages ) {
	const policy = '/usr/sbin/policy-rc.d';
	const own = ! existsSync( policy );
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	if ( own ) {
		writeFileSync( policy, '#!/bin/sh\nexit 101\n' );
		chmodSync( policy, 0o755 );
	}
	try {
		await step( 'Asking Debian for its package lists', () =>
			run( 'apt-get', [ '-q', 'update' ], { quiet: true, env } )
		);
		await step( `Installing ${ packages.join( ' ' ) }`, () =>
			run(
				'apt-get',
				[
					'-q',
					'-y',
					'--no-install-recommends',
					'--no-remove',
					'install',
					...packages,
					...( packages.some( ( name ) => /^chromium/.test( name ) )
						? [ 'fonts-dejavu-core' ]
						: [] ),
				],
				{ quiet: true, env }
			)
		);
	} finally {
		if ( own ) {
			rmSync( policy, { force: true } );
		}
	}
}

/** Whether node_modules/ is what package-lock.json says. */
function nodeModulesFresh() {
	const hidden = join( ROOT, 'node_modules/.package-lock.json' );
	if ( ! existsSync( hidden ) ) {
		return false;
	}
	const read = ( file ) =>
		JSON.parse( readFileSync( file, 'utf8' ) ).packages;
	const have = read( hidden );
	return Object.entries( read( join( ROOT, 'package-lock.json' ) ) ).every(
		( [ path, entry ] ) =>
			path === '' ||
			entry.optional ||
			entry.peer ||
			entry.devOptional ||
			have[ path ]?.version === entry.version
	);
}

/** Whether vendor/ holds the versions composer.json pins. */
function vendorFresh() {
	const file = join( ROOT, 'vendor/composer/installed.json' );
	if (
		! existsSync( file ) ||
		! existsSync( join( ROOT, 'vendor/autoload.php' ) )
	) {
		return false;
	}
	const have = Object.fromEntries(
		JSON.parse( readFileSync( file, 'utf8' ) ).packages.map( ( entry ) => [
			entry.name,
			entry.version.replace( /^v/, '' ),
		] )
	);
	const wanted = JSON.parse(
		readFileSync( join( ROOT, 'composer.json' ), 'utf8' )
	);
	return Object.entries( { ...wanted.require, ...wanted[ 'require-dev' ] } )
		.filter( ( [ name ] ) => name.includes( '/' ) )
		.every(
			// An alias ("2.13.0 as 2.14.1") installs what stands before it.
			( [ name, version ] ) => have[ name ] === version.split( ' ' )[ 0 ]
		);
}

/** Runs `npm ci` and `composer install` when what is there is not what is declared. */
export async function ensurePackages() {
	if ( ! nodeModulesFresh() ) {
		await alone( 'npm', () =>
			step( 'npm ci (about a minute)', () =>
				run( 'npm', [ 'ci', '--no-audit', '--no-fund' ], {
					quiet: true,
				} )
			)
		);
	}
	if ( ! vendorFresh() ) {
		await alone( 'composer', async () => {
			rmSync( join( ROOT, 'composer.lock' ), { force: true } );
			await step( 'composer install', () =>
				run(
					'composer',
					[ 'install', '--no-interaction', '--no-progress' ],
					{
						quiet: true,
						env: { ...process.env, COMPOSER_ALLOW_SUPERUSER: '1' },
					}
				)
			);
		} );
	}
}
