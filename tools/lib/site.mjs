/**
 * A whole site on this machine: WordPress on SQLite with the plugin and its demonstration data. The development site and
 * the browser tests are made by the same functions; servers.mjs serves what was made here.
 */
import { createHash, randomBytes } from 'node:crypto';
import {
	copyFileSync,
	existsSync,
	lstatSync,
	mkdirSync,
	readFileSync,
	readdirSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { keepCompiled } from './compiled.mjs';
import { ROOT, run, say, step } from './run.mjs';
import { sqliteIntegration, versionOf, wordpress } from './wordpress.mjs';

export const CLIENT_ID = 'coop-site';
const DEMO = [ 'directory', 'sign-in', 'offers', 'pages' ];

/** Reads or makes the site's own secrets and what was provisioned. */
function readState( folder ) {
	const file = join( folder, 'state.json' );
	if ( existsSync( file ) ) {
		return JSON.parse( readFileSync( file, 'utf8' ) );
	}
	return {
		siteKey: randomBytes( 32 ).toString( 'base64' ),
		clientSecret: randomBytes( 24 ).toString( 'hex' ),
		salts: Array.from( { length: 8 }, () =>
			randomBytes( 32 ).toString( 'hex' )
		),
		provisioned: '',
	};
}

function saveState( folder, state ) {
	writeFileSync(
		join( folder, 'state.json' ),
		JSON.stringify( state, null, '\t' ),
		{ mode: 0o600 }
	);
}

/** Fingerprint of what the demonstration data is made from. */
function demoPrint( extra ) {
	const hash = createHash( 'sha256' ).update( extra );
	for ( const folder of [ 'tools/demo', 'tests/fixtures/directory' ] ) {
		const path = join( ROOT, folder );
		for ( const name of existsSync( path )
			? readdirSync( path ).sort()
			: [] ) {
			const stat = statSync( join( path, name ) );
			hash.update( `${ name } ${ stat.size } ${ stat.mtimeMs }\n` );
		}
	}
	return hash.digest( 'hex' );
}

function link( target, path ) {
	try {
		lstatSync( path );
		rmSync( path, { recursive: true, force: true } );
	} catch {
		// Nothing there yet.
	}
	symlinkSync( target, path );
}

/** Puts WordPress, the SQLite drop-in and the plugin's link into the folder. */
async function layOut( folder, version, withPlugin ) {
	const core = await wordpress( version );
	const integration = await sqliteIntegration();
	const www = join( folder, 'www' );
	if ( versionOf( www ) !== versionOf( core ) ) {
		mkdirSync( www, { recursive: true } );
		await step( `Copying WordPress ${ versionOf( core ) }`, () =>
			run( 'cp', [ '-r', `${ core }/.`, www ], { quiet: true } )
		);
	}
	const content = join( www, 'wp-content' );
	for ( const name of [ 'plugins', 'mu-plugins', 'uploads' ] ) {
		mkdirSync( join( content, name ), { recursive: true } );
	}
	mkdirSync( join( folder, 'database' ), { recursive: true } );
	link( integration, join( content, 'plugins/sqlite-database-integration' ) );
	if ( withPlugin ) {
		link( ROOT, join( content, 'plugins/coop-credentials' ) );
	}
	copyFileSync( join( integration, 'db.copy' ), join( content, 'db.php' ) );
	copyFileSync(
		join( ROOT, 'tools/site/quiet.php' ),
		join( content, 'mu-plugins/quiet.php' )
	);
}

function writeConfig( folder, state, port, providerPort ) {
	const quote = ( text ) =>
		`'${ String( text ).replace( /['\\]/g, '\\$&' ) }'`;
	const constants = {
		DB_NAME: 'coop',
		DB_USER: '',
		DB_PASSWORD: '',
		DB_HOST: 'localhost',
		DB_CHARSET: 'utf8mb4',
		DB_COLLATE: '',
		DB_ENGINE: 'sqlite',
		DB_DIR: join( folder, 'database' ) + '/',
		DB_FILE: 'site.sqlite',
		WP_ENVIRONMENT_TYPE: 'local',
		WP_DEBUG: true,
		WP_DEBUG_LOG: join( folder, 'debug.log' ),
		WP_DEBUG_DISPLAY: false,
		WP_HTTP_BLOCK_EXTERNAL: true,
		WP_ACCESSIBLE_HOSTS: 'localhost',
		AUTOMATIC_UPDATER_DISABLED: true,
		DISALLOW_FILE_MODS: false,
		WP_POST_REVISIONS: 5,
		COOP_CREDENTIALS_KEY: state.siteKey,
		COOP_CREDENTIALS_INSECURE_HOSTS: `localhost:${ providerPort },localhost:${ port }`,
	};
	[ 'AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE' ].forEach( ( name, at ) => {
		constants[ `${ name }_KEY` ] = state.salts[ at ];
		constants[ `${ name }_SALT` ] = state.salts[ at + 4 ];
	} );
	const lines = Object.entries( constants ).map(
		( [ name, value ] ) =>
			`defined( '${ name }' ) || define( '${ name }', ${
				typeof value === 'string' ? quote( value ) : value
			} );`
	);
	writeFileSync(
		join( folder, 'www/wp-config.php' ),
		`<?php\n// Written by tools/lib/site.mjs at every start.\n${ lines.join(
			'\n'
		) }\n$table_prefix = 'wp_';\ndefined( 'ABSPATH' ) || define( 'ABSPATH', __DIR__ . '/' );\nrequire_once ABSPATH . 'wp-settings.php';\n`
	);
}

/** Runs one part of tools/provision.php on the site. */
async function provision( folder, env, ...args ) {
	const { output } = await run(
		'php',
		[
			'-d',
			'error_reporting=-1',
			'-d',
			'display_errors=stderr',
			'-d',
			'memory_limit=512M',
			join( ROOT, 'tools/provision.php' ),
			join( folder, 'www/wp-load.php' ),
			...args,
		],
		{ quiet: true, env: { ...process.env, ...env } }
	);
	for ( const line of output.split( '\n' ).filter( Boolean ) ) {
		say( `  ${ line }` );
	}
}

/**
 * Makes the site or brings it up to date; data is kept unless `fresh`.
 *
 * @param {Object}  options
 * @param {string}  options.folder       Folder of the site.
 * @param {number}  options.port         Port the site will be served on.
 * @param {number}  options.providerPort Port of the demonstration provider.
 * @param {string}  [options.version]    WordPress branch.
 * @param {boolean} [options.fresh]      Begin anew.
 * @param {boolean} [options.plugin]     Link and activate the plugin; without it there is no demonstration either.
 * @param {boolean} [options.demo]       Put the demonstration data in.
 * @return {Promise<Object>} Addresses and secrets of the site.
 */
export async function prepareSite( {
	folder,
	port,
	providerPort,
	version = '7.1',
	fresh = false,
	plugin = true,
	demo = plugin,
} ) {
	keepCompiled();
	if ( fresh ) {
		rmSync( folder, { recursive: true, force: true } );
	}
	mkdirSync( folder, { recursive: true } );
	const state = readState( folder );
	saveState( folder, state );
	await layOut( folder, version, plugin );
	writeConfig( folder, state, port, providerPort );
	const site = {
		folder,
		port,
		providerPort,
		url: `http://localhost:${ port }`,
		issuer: `http://localhost:${ providerPort }`,
		clientSecret: state.clientSecret,
	};
	const env = {
		COOP_DEMO_SITE_URL: site.url,
		COOP_DEMO_ISSUER: site.issuer,
		COOP_DEMO_CLIENT_ID: CLIENT_ID,
		COOP_DEMO_CLIENT_SECRET: state.clientSecret,
	};
	const print = demoPrint(
		JSON.stringify( [
			env,
			versionOf( join( folder, 'www' ) ),
			plugin,
			demo,
		] )
	);
	if ( state.provisioned === print ) {
		return site;
	}
	await step( 'Setting WordPress up', () =>
		provision( folder, env, 'install' )
	);
	await step( 'Settings, theme, people', () =>
		provision( folder, env, 'settings' )
	);
	if ( plugin ) {
		await step( 'Activating the plugin', () =>
			provision( folder, env, 'activate' )
		);
		for ( const name of DEMO.filter(
			( part ) =>
				demo &&
				existsSync( join( ROOT, 'tools/demo', `${ part }.php` ) )
		) ) {
			await step( `Demonstration data: ${ name }`, () =>
				provision( folder, env, 'demo', name )
			);
		}
	}
	state.provisioned = print;
	saveState( folder, state );
	return site;
}
