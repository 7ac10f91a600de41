/**
 * Every translatable string has our text domain, and every placeholder a translators comment. Needs no PHP.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cli, ROOT } from './lib/run.mjs';

const DOMAIN = 'coop-credentials';
/** Function => number of arguments before the domain. */
const FUNCTIONS = {
	__: 1,
	_e: 1,
	esc_html__: 1,
	esc_html_e: 1,
	esc_attr__: 1,
	esc_attr_e: 1,
	_x: 2,
	_ex: 2,
	esc_html_x: 2,
	esc_attr_x: 2,
	_n: 3,
	_nx: 4,
	_n_noop: 2,
	_nx_noop: 3,
};
const CALL = new RegExp(
	`(?<![\\w$>:.\\\\])(${ Object.keys( FUNCTIONS ).join( '|' ) })\\s*\\(`,
	'g'
);
const PLACEHOLDER = /%(\d+\$)?[sdf]/;

/** Blanks comments so that calls inside them do not count; keeps every offset. */
function withoutComments( text ) {
	const pattern =
		/'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`|\/\*[\s\S]*?\*\/|(?<![:\\])\/\/[^\n]*|(?<=^|\s)#(?!\[)[^\n]*/g;
	return text.replace( pattern, ( found ) =>
		/^['"`]/.test( found ) ? found : found.replace( /[^\n]/g, ' ' )
	);
}

/** Arguments of a call as source text. */
function argumentsAt( text, from ) {
	const found = [];
	let depth = 0;
	let start = from;
	for ( let at = from; at < text.length; at++ ) {
		const char = text[ at ];
		if ( `'"\``.includes( char ) ) {
			for ( at++; at < text.length && text[ at ] !== char; at++ ) {
				if ( text[ at ] === '\\' ) {
					at++;
				}
			}
		} else if ( '([{'.includes( char ) ) {
			depth++;
		} else if ( ')]}'.includes( char ) ) {
			if ( depth === 0 ) {
				const last = text.slice( start, at ).trim();
				return last === '' ? found : [ ...found, last ];
			}
			depth--;
		} else if ( char === ',' && depth === 0 ) {
			found.push( text.slice( start, at ).trim() );
			start = at + 1;
		}
	}
	return found;
}

/** Faults of one file. */
export function check( file, text ) {
	const faults = [];
	const code = withoutComments( text );
	for ( const call of code.matchAll( CALL ) ) {
		const name = call[ 1 ];
		const args = argumentsAt( code, call.index + call[ 0 ].length );
		const before = text.slice( 0, call.index );
		const line = before.split( '\n' ).length;
		const where = `${ file }:${ line }: ${ name }()`;
		if ( /function\s+$/.test( before ) || args.length === 0 ) {
			continue;
		}
		const texts = args.slice( 0, /^_n/.test( name ) ? 2 : 1 );
		if ( texts.some( ( arg ) => ! /^(['"])[\s\S]*\1$/.test( arg ) ) ) {
			faults.push( `${ where } is not given a literal text.` );
			continue;
		}
		if (
			! [ `'${ DOMAIN }'`, `"${ DOMAIN }"` ].includes(
				args[ FUNCTIONS[ name ] ]
			)
		) {
			faults.push( `${ where } has not the text domain ${ DOMAIN }.` );
		}
		const above = before.split( '\n' ).slice( -5 ).join( '\n' );
		if (
			texts.some( ( arg ) =>
				PLACEHOLDER.test( arg.replaceAll( '%%', '' ) )
			) &&
			! /translators:/i.test( above )
		) {
			faults.push(
				`${ where } has a placeholder and no translators comment.`
			);
		}
	}
	return faults;
}

await cli( async () => {
	const files = [ 'includes', 'src' ]
		.flatMap( ( folder ) =>
			readdirSync( join( ROOT, folder ), { recursive: true } ).map(
				( name ) => join( folder, name )
			)
		)
		.concat( 'coop-credentials.php' )
		.filter(
			( file ) =>
				/\.(php|tsx?)$/.test( file ) && ! file.includes( '__tests__' )
		)
		.sort();
	// The check must be able to fail.
	const proof = [
		[ "__( 'a' );", 1 ],
		[ "__( 'a %s', 'coop-credentials' );", 1 ],
		[ "_n( '%d a', '%d b', $n, 'other' );", 2 ],
		[ "/* translators: %s: x. */ __( 'a %s', 'coop-credentials' );", 0 ],
	];
	for ( const [ text, count ] of proof ) {
		if ( check( 'proof', text ).length !== count ) {
			console.error( `The check itself is wrong about: ${ text }` );
			return 1;
		}
	}
	const faults = files.flatMap( ( file ) =>
		check( file, readFileSync( join( ROOT, file ), 'utf8' ) )
	);
	if ( faults.length ) {
		console.error( faults.join( '\n' ) );
		return 1;
	}
	console.log(
		`${ files.length } files: every string has its domain and its translators comment.`
	);
	return 0;
} );
