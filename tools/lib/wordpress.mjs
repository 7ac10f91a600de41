/**
 * Copies of WordPress for the development site and the tests.
 *
 * The copy comes from WordPress's own download site where that answers, else from the Debian archive. A copy is made
 * once and kept in .cache/wordpress/<version>; nothing ever writes into it.
 */
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	readdirSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { alone, CACHE, ROOT, run, step, ToolError, which } from './run.mjs';

/** Versions we promise, with the Debian suite that carries each. */
export const SUITES = { 7.1: 'sid', 6.8: 'trixie' };

const PACKAGES = [
	'wordpress',
	'wordpress-theme-twentytwentyfive',
	'libjs-cropper',
	'libjs-jquery',
	'libjs-jquery-ui',
	'libjs-lodash',
	'libjs-underscore',
	'libphp-phpmailer',
	'php-getid3',
];

/**
 * A complete copy of WordPress.
 *
 * @param {'7.1'|'6.8'} version Branch.
 * @return {Promise<string>} Folder of the copy.
 */
export async function wordpress( version ) {
	if ( ! SUITES[ version ] ) {
		throw new ToolError(
			`WordPress ${ version } is not one of ${ Object.keys( SUITES ).sort().join( ', ' ) }.`
		);
	}
	const target = join( CACHE, 'wordpress', version );
	if ( isComplete( target, version ) ) {
		return target;
	}
	return alone( 'wordpress', async () => {
		if ( isComplete( target, version ) ) {
			return target;
		}
		mkdirSync( join( CACHE, 'wordpress' ), { recursive: true } );
		const work = mkdtempSync( join( CACHE, 'wordpress', '.new-' ) );
		try {
			const copy =
				( await step(
					`Asking wordpress.org for WordPress ${ version }`,
					() => fromWordPressOrg( version, work )
				) ) ??
				( await step(
					`Fetching WordPress ${ version } from the Debian archive`,
					() => fromDebian( version, work )
				) );
			if ( ! isComplete( copy, version ) ) {
				throw new ToolError(
					`The copy of WordPress ${ version } that arrived is not complete (${ versionOf( copy ) || 'no version.php' }).`
				);
			}
			rmSync( target, { recursive: true, force: true } );
			renameSync( copy, target );
		} finally {
			rmSync( work, { recursive: true, force: true } );
		}
		return target;
	} );
}

/** Version number written in a copy, or ''. */
export function versionOf( folder ) {
	const file = join( folder, 'wp-includes/version.php' );
	return existsSync( file )
		? ( /\$wp_version = '([^']+)'/.exec(
				readFileSync( file, 'utf8' )
			)?.[ 1 ] ?? '' )
		: '';
}

function isComplete( folder, version ) {
	const found = versionOf( folder );
	return (
		( found === version ||
			found.startsWith( `${ version }.` ) ||
			found.startsWith( `${ version }-` ) ) &&
		[
			'wp-settings.php',
			'wp-includes/js/jquery/jquery.js',
			'wp-includes/js/underscore.min.js',
			'wp-includes/PHPMailer/PHPMailer.php',
			'wp-content/themes/twentytwentyfive/style.css',
		].every( ( file ) => existsSync( join( folder, file ) ) )
	);
}

/** Downloads the newest release of the branch; null when the site cannot be reached. */
async function fromWordPressOrg( version, work ) {
	const ask = ( url, timeout ) =>
		fetch( url, { signal: AbortSignal.timeout( timeout ) } );
	try {
		const answer = await ask(
			'https://api.wordpress.org/core/stable-check/1.0/',
			5000
		);
		const newest = Object.keys( await answer.json() )
			.filter(
				( name ) =>
					name === version || name.startsWith( `${ version }.` )
			)
			.sort(
				( a, b ) =>
					Number( a.split( '.' )[ 2 ] ?? 0 ) -
					Number( b.split( '.' )[ 2 ] ?? 0 )
			)
			.pop();
		if ( ! newest ) {
			return null;
		}
		const zip = await ask(
			`https://downloads.wordpress.org/release/wordpress-${ newest }.zip`,
			120000
		);
		if ( ! zip.ok ) {
			return null;
		}
		const file = join( work, 'wordpress.zip' );
		writeFileSync( file, Buffer.from( await zip.arrayBuffer() ) );
		await unzip( file, work );
		return join( work, 'wordpress' );
	} catch {
		return null;
	}
}

/** Unpacks a zip file with the program `unzip`, or with PHP where that is missing. */
export async function unzip( file, folder ) {
	if ( which( 'unzip' ) ) {
		await run( 'unzip', [ '-q', '-o', file, '-d', folder ], {
			quiet: true,
		} );
		return;
	}
	const code =
		'$z = new ZipArchive(); exit( true === $z->open( $argv[1] ) && $z->extractTo( $argv[2] ) ? 0 : 1 );';
	await run( 'php', [ '-r', code, '--', file, folder ], { quiet: true } );
}

/** Address of this machine's own Debian mirror. */
function debianMirror() {
	const folder = '/etc/apt/sources.list.d';
	const texts = [
		'/etc/apt/sources.list',
		...( existsSync( folder )
			? readdirSync( folder ).map( ( name ) => join( folder, name ) )
			: [] ),
	]
		.filter(
			( file ) => existsSync( file ) && /\.(list|sources)$/.test( file )
		)
		.map( ( file ) => readFileSync( file, 'utf8' ) );
	for ( const text of texts ) {
		const found =
			/^URIs:\s*(\S+\/debian)\/?\s*$/m.exec( text ) ??
			/^deb\s+(?:\[[^\]]*\]\s+)?(\S+\/debian)\/?\s/m.exec( text );
		if ( found ) {
			return found[ 1 ];
		}
	}
	return 'http://deb.debian.org/debian';
}

/** Puts the Debian packages together: a package tree with its symbolic links resolved is a normal WordPress. */
async function fromDebian( version, work ) {
	if ( ! which( 'apt-get' ) || ! which( 'dpkg' ) ) {
		throw new ToolError(
			`WordPress ${ version } is missing: downloads.wordpress.org cannot be reached from here and this system has no apt-get.\n` +
				`Unpack WordPress ${ version } into ${ join( CACHE, 'wordpress', version ) } (so that wp-settings.php lies in it) and run the command again.`
		);
	}
	const apt = join( work, 'apt' );
	for ( const folder of [
		'lists/partial',
		'cache/archives/partial',
		'deb',
		'tree',
	] ) {
		mkdirSync( join( apt, folder ), { recursive: true } );
	}
	const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
	const list = join( apt, 'sources.list' );
	writeFileSync(
		list,
		`deb ${ existsSync( keyring ) ? `[signed-by=${ keyring }] ` : '' }${ debianMirror() } ${ SUITES[ version ] } main\n`
	);
	const options = [
		[ 'Dir::State::Lists', join( apt, 'lists' ) ],
		[ 'Dir::Cache', join( apt, 'cache' ) ],
		[ 'Dir::Etc::SourceList', list ],
		[ 'Dir::Etc::SourceParts', '/dev/null' ],
		[ 'APT::Sandbox::User', 'root' ],
		[ 'Acquire::Languages', 'none' ],
	].flatMap( ( [ key, value ] ) => [ '-o', `${ key }=${ value }` ] );
	const deb = join( apt, 'deb' );
	const { status, output } = await run(
		'apt-get',
		[ ...options, '-q', 'update' ],
		{ quiet: true, allowFail: true }
	);
	if ( status !== 0 && /is expired/.test( output ) ) {
		// A mirror that stands still serves lists past their date; they are signed all the same.
		options.push( '-o', 'Acquire::Check-Valid-Until=false' );
		await run( 'apt-get', [ ...options, '-q', 'update' ], { quiet: true } );
	} else if ( status !== 0 ) {
		throw new ToolError(
			`The Debian archive did not answer:\n${ output }`
		);
	}
	await run( 'apt-get', [ ...options, '-q', 'download', ...PACKAGES ], {
		quiet: true,
		cwd: deb,
	} );
	for ( const file of readdirSync( deb ) ) {
		await run( 'dpkg', [ '-x', join( deb, file ), join( apt, 'tree' ) ], {
			quiet: true,
		} );
	}
	return assemble( join( apt, 'tree' ), join( work, 'wordpress' ) );
}

/** Copies usr/share/wordpress following the links, which may be absolute and then mean the unpacked tree. */
async function assemble( tree, target ) {
	const relink =
		'find "$1" -type l | while read -r link; do to=$(readlink "$link"); case "$to" in ' +
		'/usr/*) if [ -e "$1$to" ]; then ln -sfn "$1$to" "$link"; else rm -f "$link"; fi;; ' +
		'/*) rm -f "$link";; *) [ -e "$link" ] || rm -f "$link";; esac; done';
	// Twice: a link may point to another link.
	for ( let pass = 0; pass < 2; pass++ ) {
		await run( 'sh', [ '-c', relink, 'sh', tree ], { quiet: true } );
	}
	await run( 'cp', [ '-rL', join( tree, 'usr/share/wordpress' ), target ], {
		quiet: true,
	} );
	for ( const file of [ 'wp-config.php', '.htaccess' ] ) {
		rmSync( join( target, file ), { force: true } );
	}
	return target;
}

/**
 * The unpacked official SQLite integration.
 *
 * @return {Promise<string>} Folder of the plugin `sqlite-database-integration`.
 */
export async function sqliteIntegration() {
	const target = join( CACHE, 'sqlite-database-integration' );
	if ( existsSync( join( target, 'db.copy' ) ) ) {
		return target;
	}
	return alone( 'sqlite', async () => {
		if ( existsSync( join( target, 'db.copy' ) ) ) {
			return target;
		}
		const zip = join(
			ROOT,
			'node_modules/@wp-playground/cli/sqlite-database-integration.zip'
		);
		if ( ! existsSync( zip ) ) {
			throw new ToolError(
				'The SQLite integration is missing: run `npm ci` first.'
			);
		}
		const work = mkdtempSync( join( CACHE, '.sqlite-' ) );
		try {
			await unzip( zip, work );
			const inside = readdirSync( work )
				.map( ( name ) => join( work, name ) )
				.find( ( folder ) => existsSync( join( folder, 'db.copy' ) ) );
			if ( ! inside ) {
				throw new ToolError( `No db.copy in ${ zip }.` );
			}
			rmSync( target, { recursive: true, force: true } );
			renameSync( inside, target );
		} finally {
			rmSync( work, { recursive: true, force: true } );
		}
		return target;
	} );
}

/**
 * Makes a site's document root: its own wp-content, everything else linked to the shared copy is not possible with
 * `__FILE__`-based paths, so the files are copied.
 *
 * @param {string} from   Complete copy of WordPress.
 * @param {string} target New document root.
 */
export async function copyWordPress( from, target ) {
	mkdirSync( target, { recursive: true } );
	cpSync( from, target, { recursive: true } );
}
