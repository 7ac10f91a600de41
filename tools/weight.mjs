/**
 * Front-end weight: gzips what was built, compares it with the table of limits, and guards the traps of the build.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { cli, ROOT, ToolError } from './lib/run.mjs';

const KB = 1024;
const BLOCKS = join( ROOT, 'build/blocks' );
const ADMIN = join( ROOT, 'build/admin' );

/** View module limits, gzip kB; every other block may have 1.2. */
const VIEW_LIMITS = {
	'sign-in': 0.8,
	'co-op-directory': 3,
	redeem: 3,
};

const gzip = ( file ) => gzipSync( readFileSync( file ), { level: 9 } ).length;
const raw = ( file ) => readFileSync( file ).length;
const folders = ( path ) =>
	readdirSync( path, { withFileTypes: true } )
		.filter( ( entry ) => entry.isDirectory() )
		.map( ( entry ) => entry.name )
		.sort();

await cli( async () => {
	if ( ! existsSync( BLOCKS ) ) {
		throw new ToolError( 'build/ is missing: run `npm run build` first.' );
	}
	const rows = [];
	const faults = [];
	const row = ( what, size, limit ) =>
		rows.push( { what, size, limit: limit * KB } );

	const built = folders( BLOCKS );
	const sources = folders( join( ROOT, 'src/blocks' ) ).filter( ( name ) =>
		existsSync( join( ROOT, 'src/blocks', name, 'block.json' ) )
	);
	let viewTotal = 0;
	let editorTotal = 0;
	for ( const name of sources ) {
		const folder = join( BLOCKS, name );
		if ( ! existsSync( join( folder, 'block.json' ) ) ) {
			faults.push( `${ name }: not built.` );
			continue;
		}
		const block = JSON.parse(
			readFileSync( join( folder, 'block.json' ), 'utf8' )
		);
		const named = [
			'editorScript',
			'editorStyle',
			'style',
			'viewScriptModule',
			'render',
		]
			.flatMap( ( key ) => block[ key ] ?? [] )
			.filter( ( value ) => value.startsWith( 'file:./' ) )
			.map( ( value ) => value.slice( 7 ) );
		for ( const file of named ) {
			if ( ! existsSync( join( folder, file ) ) ) {
				faults.push(
					`${ name }: block.json names ${ file }, which was not built.`
				);
			}
		}
		if (
			existsSync( join( ROOT, 'src/blocks', name, 'view.ts' ) ) &&
			! block.viewScriptModule
		) {
			faults.push( `${ name }: has a view.ts but no viewScriptModule.` );
		}
		if ( block.viewScript ) {
			faults.push( `${ name }: a classic view script.` );
		}
		const view = join( folder, 'view.js' );
		if ( existsSync( view ) ) {
			if ( ! existsSync( join( folder, 'view.asset.php' ) ) ) {
				faults.push( `${ name }: view.js without view.asset.php.` );
			}
			viewTotal += gzip( view );
			row(
				`view module ${ name }`,
				gzip( view ),
				VIEW_LIMITS[ name ] ?? 1.2
			);
		}
		const style = join( folder, 'style-index.css' );
		if ( existsSync( style ) ) {
			row( `style ${ name } (raw)`, raw( style ), 2.5 );
			if ( ! existsSync( join( folder, 'style-index-rtl.css' ) ) ) {
				faults.push( `${ name }: no style for right-to-left.` );
			}
		}
		if ( existsSync( join( folder, 'index.js' ) ) ) {
			editorTotal += gzip( join( folder, 'index.js' ) );
		}
		for ( const file of readdirSync( folder ).filter(
			( each ) =>
				/\.js$/.test( each ) &&
				! [ 'index.js', 'view.js' ].includes( each )
		) ) {
			row(
				`lazy chunk ${ name }/${ file }`,
				gzip( join( folder, file ) ),
				60
			);
		}
	}
	const manifest = readFileSync(
		join( BLOCKS, 'blocks-manifest.php' ),
		'utf8'
	);
	const keys = [ ...manifest.matchAll( /^\t'([\w-]+)' => array\(/gm ) ].map(
		( found ) => found[ 1 ]
	);
	if ( keys.sort().join() !== sources.join() ) {
		faults.push(
			`The manifest lists ${ keys.join( ', ' ) }; the sources are ${ sources.join( ', ' ) }.`
		);
	}
	for ( const name of built.filter(
		( each ) =>
			! sources.includes( each ) &&
			existsSync( join( BLOCKS, each, 'block.json' ) )
	) ) {
		faults.push( `${ name }: built, but there is no such source.` );
	}
	row( 'all view modules', viewTotal, 8 );
	for ( const file of readdirSync( BLOCKS ).filter( ( each ) =>
		/\.js$/.test( each )
	) ) {
		row( `shared module ${ file }`, gzip( join( BLOCKS, file ) ), 60 );
	}
	for ( const file of readdirSync( BLOCKS ).filter( ( each ) =>
		/^shared.*\.css$/.test( each )
	) ) {
		// Loaded once for a page, however many of the blocks stand on it.
		row( `style ${ file } (raw)`, raw( join( BLOCKS, file ) ), 3.5 );
	}
	row( 'editor scripts together', editorTotal, 60 );

	if ( existsSync( ADMIN ) ) {
		for ( const name of folders( ADMIN ) ) {
			if ( existsSync( join( ADMIN, name, 'block.json' ) ) ) {
				faults.push(
					`build/admin/${ name } holds a block.json: the admin pass lacks --source-path.`
				);
			}
		}
		for ( const file of readdirSync( ADMIN ).filter( ( each ) =>
			/\.js$/.test( each )
		) ) {
			const shell = basename( file ) === 'index.js';
			row(
				shell ? 'admin shell' : `admin chunk ${ file }`,
				gzip( join( ADMIN, file ) ),
				shell ? 40 : 400
			);
		}
		if ( ! existsSync( join( ADMIN, 'index.asset.php' ) ) ) {
			faults.push( 'build/admin/index.asset.php is missing.' );
		}
	}
	for ( const file of readdirSync( join( ROOT, 'build' ), {
		recursive: true,
	} ) ) {
		if (
			/\.css$/.test( file ) &&
			/url\(\s*["']?(https?:)?\/\//.test(
				readFileSync( join( ROOT, 'build', file ), 'utf8' )
			)
		) {
			faults.push( `build/${ file } names a remote address.` );
		}
	}

	console.log(
		'Weight (gzip unless raw)                         bytes   limit'
	);
	for ( const { what, size, limit } of rows ) {
		console.log(
			`${ size > limit ? '✗' : ' ' } ${ what.padEnd( 44 ) }${ String( size ).padStart( 8 ) }${ String( Math.round( limit ) ).padStart( 8 ) }`
		);
	}
	const heavy = rows.filter( ( { size, limit } ) => size > limit );
	faults.push(
		...heavy.map(
			( { what, size, limit } ) =>
				`${ what }: ${ size } bytes, limit ${ Math.round( limit ) }.`
		)
	);
	if ( faults.length ) {
		console.error( `\n${ faults.join( '\n' ) }` );
		return 1;
	}
	console.log( '\nWithin every limit; the build is whole.' );
	return 0;
} );
