/**
 * Checks the release: what the directory's Plugin Check looks at, as far as our own means go, and a life of the zip on
 * clean sites (WordPress 7.1 and 6.8): activate, use, uninstall keeping data, uninstall removing data.
 */
import {
	existsSync,
	mkdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { build, isStale } from './lib/build.mjs';
import { ensurePrefixed } from './lib/prefixed.mjs';
import { releaseFiles, releaseZip } from './lib/release.mjs';
import { CACHE, cli, freePort, ROOT, run, say, step } from './lib/run.mjs';
import { serveSite, stopAll } from './lib/servers.mjs';
import { prepareSite } from './lib/site.mjs';
import { unzip } from './lib/wordpress.mjs';

const faults = [];
const fault = ( text ) => faults.push( text );

/** The readme of the plugin directory. */
function checkReadme( version ) {
	const text = readFileSync( join( ROOT, 'readme.txt' ), 'utf8' );
	const field = ( name ) =>
		new RegExp( `^${ name }:\\s*(.+)$`, 'mi' ).exec( text )?.[ 1 ].trim() ??
		'';
	const main = readFileSync( join( ROOT, 'coop-credentials.php' ), 'utf8' );
	const header = ( name ) =>
		new RegExp( `^ \\* ${ name }:\\s*(.+)$`, 'm' )
			.exec( main )?.[ 1 ]
			.trim() ?? '';
	const title = /^=== (.+) ===/.exec( text )?.[ 1 ];
	const short = text.split( /\n\s*\n/ )[ 1 ]?.trim() ?? '';
	const tests = [
		[
			title === header( 'Plugin Name' ),
			`readme.txt is titled "${ title }", the plugin "${ header( 'Plugin Name' ) }".`,
		],
		[
			field( 'Tags' ).split( ',' ).length <= 5,
			'readme.txt has more than 5 tags.',
		],
		[
			field( 'Tested up to' ) === '7.1',
			'readme.txt is not tested up to 7.1.',
		],
		[
			field( 'Stable tag' ) === version,
			`Stable tag is ${ field( 'Stable tag' ) }, the version ${ version }.`,
		],
		[
			header( 'Version' ) === version,
			`The plugin header says ${ header( 'Version' ) }, package.json ${ version }.`,
		],
		[
			field( 'Requires at least' ) === header( 'Requires at least' ),
			'"Requires at least" differs.',
		],
		[
			field( 'Requires PHP' ) === header( 'Requires PHP' ),
			'"Requires PHP" differs.',
		],
		[
			short.length > 0 && short.length <= 150,
			`The short description has ${ short.length } characters.`,
		],
		...[
			'Description',
			'Installation',
			'Frequently Asked Questions',
			'Screenshots',
			'Changelog',
			'External services',
		].map( ( section ) => [
			new RegExp( `^== ${ section } ==`, 'mi' ).test( text ),
			`readme.txt has no section "${ section }".`,
		] ),
	];
	tests
		.filter( ( [ good ] ) => ! good )
		.forEach( ( [ , words ] ) => fault( words ) );
}

/** Patterns that must not be in our own PHP: [ pattern, words, where allowed ]. */
const PHP_PATTERNS = [
	[ /\beval\s*\(/, 'eval()' ],
	[
		/\b(var_dump|print_r|error_log|var_export)\s*\(/,
		'a debugging function',
	],
	[ /<<<\s*['"]?\w+/, 'a heredoc' ],
	[ /\bload_plugin_textdomain\b/, 'load_plugin_textdomain()' ],
	[ /(?<!\bwp_)(?<![\w>:])unserialize\s*\(/, 'unserialize()' ],
	[ /\bSQL_CALC_FOUND_ROWS\b/, 'SQL_CALC_FOUND_ROWS' ],
	[
		/(?<![\w>:])(file_put_contents|fwrite|fputs)\s*\(/,
		'a file write',
		/includes\/(CLI\/|Directory\/(Csv_File|Imports_Controller|Private_Files|Seen_Ids)\.php)/,
	],
	[ /(?<![\w>:])(wp_redirect)\s*\(/, 'wp_redirect()' ],
	[ /(?<![\w>:])curl_(init|exec)\s*\(/, 'a direct cURL call' ],
	[ /-----BEGIN [A-Z ]*PRIVATE KEY/, 'a private key' ],
];

function checkFiles( files ) {
	for ( const [ name, content ] of files ) {
		const short = name.replace( 'coop-credentials/', '' );
		if (
			/(^|\/)\./.test( short ) ||
			/^[^/]+\.md$/i.test( short ) ||
			/\.(zip|phar|sh|exe|gz|tar|ts|tsx|scss|po)$/i.test( short )
		) {
			fault( `${ short } does not belong in the zip.` );
		}
		if (
			! short.endsWith( '.php' ) ||
			short.startsWith( 'vendor-prefixed/' ) ||
			short.endsWith( '.asset.php' )
		) {
			continue;
		}
		const text = content.toString( 'utf8' );
		const code = text.replace(
			/\/\*[\s\S]*?\*\/|(?<![:'"])\/\/[^\n]*/g,
			''
		);
		for ( const [ pattern, words, allowed ] of PHP_PATTERNS ) {
			if ( pattern.test( code ) && ! allowed?.test( short ) ) {
				fault( `${ short } holds ${ words }.` );
			}
		}
		const classOnly =
			/^(?:<\?php|\s|declare\(.*?\);|namespace [^;]+;|use [^;]+;)*(?:#\[[^\]]*\]\s*)?(?:final |abstract |readonly )*(class|interface|enum|trait)\b/.test(
				code
			);
		if (
			! classOnly &&
			! /defined\(\s*'(ABSPATH|WP_UNINSTALL_PLUGIN)'/.test( code ) &&
			! /^<\?php\s*(declare\(.*?\);\s*|\/\/[^\n]*\s*)*return\b/.test(
				code.trim()
			)
		) {
			fault( `${ short } may be opened directly: no ABSPATH guard.` );
		}
	}
}

async function probe( site, part ) {
	const { output } = await run(
		'php',
		[
			'-d',
			'error_reporting=-1',
			'-d',
			'display_errors=stderr',
			join( ROOT, 'tools/release-probe.php' ),
			join( site.folder, 'www/wp-load.php' ),
			part,
		],
		{ quiet: true, env: { ...process.env, COOP_DEMO_SITE_URL: site.url } }
	);
	if (
		/PHP (Notice|Warning|Deprecated|Fatal)|^(Notice|Warning|Deprecated): /m.test(
			output
		)
	) {
		fault( `WordPress ${ site.version }, ${ part }: ${ output.trim() }` );
	}
	const state = /STATE(\{.*\})/.exec( output );
	return state ? JSON.parse( state[ 1 ] ) : null;
}

/** Logs in and opens pages as an administrator would. */
async function visit( site ) {
	const login = await fetch( `${ site.url }/wp-login.php`, {
		method: 'POST',
		redirect: 'manual',
		headers: {
			'content-type': 'application/x-www-form-urlencoded',
			cookie: 'wordpress_test_cookie=WP%20Cookie%20check',
		},
		body: 'log=admin&pwd=admin&testcookie=1',
	} );
	const cookie = login.headers
		.getSetCookie()
		.map( ( line ) => line.split( ';' )[ 0 ] )
		.join( '; ' );
	for ( const path of [
		'/',
		'/co-ops/',
		'/wp-json/coop-credentials/v1/offers',
		'/wp-admin/plugins.php',
		'/wp-admin/admin.php?page=coop-credentials',
		'/wp-admin/site-health.php',
	] ) {
		const answer = await fetch( site.url + path, { headers: { cookie } } );
		const text = await answer.text();
		if ( answer.status !== 200 ) {
			fault(
				`WordPress ${ site.version }: ${ path } answers ${ answer.status }.`
			);
		}
		if ( /<b>(Notice|Warning|Deprecated|Fatal error)<\/b>:/.test( text ) ) {
			fault(
				`WordPress ${ site.version }: ${ path } shows a PHP notice.`
			);
		}
	}
}

async function life( version, bytes ) {
	const port = await freePort( 9480 );
	const folder = join( CACHE, `release-${ version }` );
	const site = {
		...( await prepareSite( {
			folder,
			port,
			providerPort: port + 1,
			version,
			fresh: true,
			plugin: false,
		} ) ),
		version,
	};
	const file = join( folder, 'coop-credentials.zip' );
	writeFileSync( file, bytes );
	const before = await probe( site, 'state' );
	await unzip( file, join( folder, 'www/wp-content/plugins' ) );
	await probe( site, 'activate' );
	await serveSite( site );
	try {
		await visit( site );
	} finally {
		stopAll();
	}
	const used = await probe( site, 'state' );
	if (
		used.tables.length < 10 ||
		! used.roles.includes( 'coop_till' ) ||
		used.capabilities.length !== 7
	) {
		fault(
			`WordPress ${ version }: activation made ${ used.tables.length } tables, roles ${ used.roles }, ${ used.capabilities.length } capabilities.`
		);
	}
	await probe( site, 'uninstall' );
	const kept = await probe( site, 'state' );
	if ( kept.tables.join() !== used.tables.join() ) {
		fault(
			`WordPress ${ version }: uninstalling without "remove data" lost tables.`
		);
	}
	await probe( site, 'activate' );
	await probe( site, 'tick' );
	await probe( site, 'uninstall' );
	const after = await probe( site, 'state' );
	for ( const [ what, names ] of Object.entries( after ) ) {
		const left = names.filter(
			( name ) => ! before[ what ].includes( name )
		);
		if ( left.length ) {
			fault(
				`WordPress ${ version }: uninstalled, yet these ${ what } are left: ${ left.join( ', ' ) }.`
			);
		}
	}
	const log = join( folder, 'debug.log' );
	const lines = existsSync( log )
		? readFileSync( log, 'utf8' )
				.split( '\n' )
				.filter(
					( line ) =>
						/ PHP |WordPress database error/.test( line ) &&
						// Nobody can be reached from here, which core mentions.
						! /WordPress\.org/.test( line )
				)
		: [];
	if ( lines.length ) {
		fault(
			`WordPress ${ version }: debug.log holds\n  ${ [ ...new Set( lines ) ].slice( 0, 10 ).join( '\n  ' ) }`
		);
	}
	say(
		`  WordPress ${ version }: ${ used.tables.length } tables made, kept, removed`
	);
	rmSync( folder, { recursive: true, force: true } );
}

await cli( async () => {
	if ( isStale() ) {
		await build();
	}
	await ensurePrefixed();
	mkdirSync( CACHE, { recursive: true } );
	const { version } = JSON.parse(
		readFileSync( join( ROOT, 'package.json' ), 'utf8' )
	);
	checkReadme( version );
	checkFiles( releaseFiles() );
	const bytes = releaseZip();
	const sum = ( content ) =>
		createHash( 'sha256' ).update( content ).digest( 'hex' );
	if ( sum( bytes ) !== sum( releaseZip() ) ) {
		fault( 'Two zips of the same sources differ.' );
	}
	for ( const branch of [ '7.1', '6.8' ] ) {
		await step( `The zip on a clean WordPress ${ branch }`, () =>
			life( branch, bytes )
		);
	}
	console.log(
		'Not checked here: Plugin Check itself cannot be installed as a package (its remaining runtime checks are skipped).'
	);
	if ( faults.length ) {
		console.error( `\n${ faults.join( '\n' ) }` );
		return 1;
	}
	console.log(
		`The release is sound: ${ Math.round( bytes.length / 1024 ) } kB.`
	);
	return 0;
} );
