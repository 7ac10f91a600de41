#!/usr/bin/env node
/**
 * The table of numbered sign-in tests in docs/sign-in-tests.md.
 *
 * node tools/numbered-tests.mjs [--write]
 *
 * A test carries its id in its method's name (test_SIGN_F5_…), in the name of a data set ('SIGN-D1 foreign iss') or, where one
 * method serves several, in its comment. Without --write the table in the file is compared with the sources; a difference, a
 * listed id without a test or a test with an unlisted id ends with 1.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join( dirname( fileURLToPath( import.meta.url ) ), '..' );
const FILE = join( ROOT, 'docs/sign-in-tests.md' );
const BEGIN = '<!-- tests -->';
const END = '<!-- /tests -->';

/** PHP files below a folder. */
function sources( folder ) {
	return readdirSync( join( ROOT, folder ), { withFileTypes: true } ).flatMap(
		( entry ) => {
			const path = `${ folder }/${ entry.name }`;
			if ( entry.isDirectory() ) {
				return 'tasks' === entry.name ? [] : sources( path );
			}
			return /Test\.php$/.test( entry.name ) ? [ path ] : [];
		}
	);
}

/**
 * Ids with the tests that carry them.
 *
 * @param {string[]} paths Files.
 * @return {Map<string, Map<string, Set<string>>>} Id → file → names.
 */
export function carried( paths ) {
	const found = new Map();
	const add = ( id, path, name ) => {
		const files = found.get( id ) ?? new Map();
		found.set(
			id,
			files.set( path, ( files.get( path ) ?? new Set() ).add( name ) )
		);
	};
	for ( const path of paths ) {
		const text = readFileSync( join( ROOT, path ), 'utf8' );
		for ( const [ , set, id ] of text.matchAll(
			/'(SIGN-([A-H]\d+)\b[^'\n]*)'\s*=>/g
		) ) {
			add( id, path, `“${ set.slice( 5 + id.length ).trim() || set }”` );
		}
		for ( const [ , comment, name ] of text.matchAll(
			/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*(?:#\[[^\n]*\n\s*)*public function (test_\w+)/g
		) ) {
			const named = [ ...name.matchAll( /(?<=_)([A-H]\d+)(?=_)/g ) ].map(
				( hit ) => hit[ 1 ]
			);
			const said = [ ...comment.matchAll( /SIGN-([A-H]\d+)/g ) ].map(
				( hit ) => hit[ 1 ]
			);
			for ( const id of new Set( [
				...( name.includes( '_SIGN_' ) ? named : [] ),
				...said,
			] ) ) {
				add( id, path, `\`${ name }\`` );
			}
		}
		for ( const [ , name ] of text.matchAll(
			/\n\t(?:#\[[^\n]*\n\t)*public function (test_SIGN_\w+)/g
		) ) {
			for ( const [ , id ] of name.matchAll(
				/(?<=_)([A-H]\d+)(?=_)/g
			) ) {
				add( id, path, `\`${ name }\`` );
			}
		}
	}
	return found;
}

/**
 * Rows of the table: ids and cases as they stand in the file, tests from the sources.
 *
 * @param {string} text Contents of the file.
 */
function rebuild( text ) {
	const tests = carried( sources( 'tests/php' ) );
	const listed = [];
	const between = text.slice( text.indexOf( BEGIN ), text.indexOf( END ) );
	const lines = between.split( '\n' ).map( ( line ) => {
		const row = /^\| ([A-H]\d+) \| ([^|]*) \| ([^|]*) \|/.exec( line );
		if ( ! row ) {
			return line;
		}
		listed.push( row[ 1 ] );
		const files = [ ...( tests.get( row[ 1 ] ) ?? [] ) ]
			.map(
				( [ path, names ] ) =>
					`\`${ path.replace( 'tests/php/', '' ) }\`: ${ [ ...names ].join( ', ' ) }`
			)
			.sort()
			.join( '<br>' );
		return `| ${ row[ 1 ] } | ${ row[ 2 ] } | ${ row[ 3 ] } | ${ files } |`;
	} );
	return {
		text: text.replace( between, () => lines.join( '\n' ) ),
		without: listed.filter( ( id ) => ! tests.has( id ) ),
		unlisted: [ ...tests.keys() ].filter(
			( id ) => ! listed.includes( id )
		),
		count: listed.length,
	};
}

const before = readFileSync( FILE, 'utf8' );
const after = rebuild( before );
for ( const [ what, ids ] of [
	[ 'No test carries', after.without ],
	[ 'Not in the table', after.unlisted ],
] ) {
	if ( ids.length > 0 ) {
		process.stderr.write( `${ what }: ${ ids.join( ' ' ) }\n` );
		process.exitCode = 1;
	}
}
if ( process.argv.includes( '--write' ) ) {
	writeFileSync( FILE, after.text );
	process.stdout.write( `${ after.count } ids\n` );
} else if ( before !== after.text ) {
	process.stderr.write(
		'docs/sign-in-tests.md is stale: node tools/numbered-tests.mjs --write\n'
	);
	process.exitCode = 1;
}
