/**
 * Translations: languages/coop-credentials.pot from the sources, and from each .po its .mo and the .json files of scripts.
 *
 *     node tools/i18n.mjs            .pot, .po merged, .mo, .json
 *     node tools/i18n.mjs --compile  .mo and .json only: needs no gettext programs
 *
 * Uses xgettext, msgcat and msgmerge (Debian: gettext) and Babel for TypeScript.
 */
import {
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { createRequire } from 'node:module';
import { cli, flag, ROOT, run, say, ToolError, which } from './lib/run.mjs';

const { po, mo } = createRequire( import.meta.url )( 'gettext-parser' );

const DOMAIN = 'coop-credentials';
const LANGUAGES = join( ROOT, 'languages' );
const POT = join( LANGUAGES, `${ DOMAIN }.pot` );

/** Keywords of WordPress; the last argument is the domain, which xgettext ignores. */
const KEYWORDS = [
	'__:1',
	'_e:1',
	'esc_html__:1',
	'esc_html_e:1',
	'esc_attr__:1',
	'esc_attr_e:1',
	'_x:1,2c',
	'_ex:1,2c',
	'esc_html_x:1,2c',
	'esc_attr_x:1,2c',
	'_n:1,2',
	'_nx:1,2,4c',
	'_n_noop:1,2',
	'_nx_noop:1,2,3c',
];

function files( folder, pattern ) {
	return readdirSync( join( ROOT, folder ), {
		withFileTypes: true,
		recursive: true,
	} )
		.filter( ( entry ) => entry.isFile() && pattern.test( entry.name ) )
		.map( ( entry ) =>
			relative( ROOT, join( entry.parentPath ?? entry.path, entry.name ) )
		)
		.filter( ( file ) => ! file.includes( '__tests__' ) )
		.sort();
}

/** block.json holds title, description, keywords and labels that core translates with a context. */
function blockStrings() {
	const places = new Map();
	const add = ( file, context, text ) => {
		const key = `msgctxt ${ JSON.stringify( context ) }\nmsgid ${ JSON.stringify( text ) }\nmsgstr ""\n`;
		places.set( key, [ ...( places.get( key ) ?? [] ), `#: ${ file }` ] );
	};
	for ( const file of files( 'src/blocks', /^block\.json$/ ) ) {
		const block = JSON.parse( readFileSync( join( ROOT, file ), 'utf8' ) );
		add( file, 'block title', block.title );
		add( file, 'block description', block.description );
		for ( const keyword of block.keywords ?? [] ) {
			add( file, 'block keyword', keyword );
		}
		for ( const style of block.styles ?? [] ) {
			add( file, 'block style label', style.label );
		}
	}
	const lines = [ ...places ].map(
		( [ message, references ] ) =>
			`${ references.join( '\n' ) }\n${ message }`
	);
	return `msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n${ lines.join( '\n' ) }`;
}

async function extract( work ) {
	const php = join( work, 'php.pot' );
	const js = join( work, 'js.pot' );
	const json = join( work, 'json.pot' );
	await run(
		'xgettext',
		[
			'--language=PHP',
			'--from-code=UTF-8',
			'--add-comments=translators',
			'--sort-by-file',
			...KEYWORDS.map( ( keyword ) => `--keyword=${ keyword }` ),
			`--output=${ php }`,
			'--files-from=-',
		],
		{
			quiet: true,
			input: [
				'coop-credentials.php',
				...files( 'includes', /\.php$/ ),
				...files( 'src', /\.php$/ ),
			].join( '\n' ),
		}
	);
	await run(
		'npx',
		[
			'wp-babel-makepot',
			'src/**/*.{ts,tsx}',
			'-b',
			'.',
			'-o',
			js,
			'-i',
			'**/__tests__/**',
		],
		{ quiet: true }
	);
	writeFileSync( json, blockStrings() );
	// A .pot of the same sources is the same file: no dates, so that it changes only when a string does. A string of both
	// PHP and TypeScript keeps both references: the scripts' translations are chosen by them.
	await run(
		'msgcat',
		[ '--sort-by-file', `--output-file=${ POT }`, php, js, json ],
		{ quiet: true }
	);
	const text = readFileSync( POT, 'utf8' ).replace(
		/^#\. #-#-#-#-#.*\n/gm,
		''
	);
	const body = text.slice( text.indexOf( '\n\n' ) );
	const version = JSON.parse(
		readFileSync( join( ROOT, 'package.json' ), 'utf8' )
	).version;
	writeFileSync(
		POT,
		`# Copyright (C) Co-op Credentials contributors
# This file is distributed under the GPL-3.0-or-later.
msgid ""
msgstr ""
"Project-Id-Version: Co-op Credentials ${ version }\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n"
"X-Domain: ${ DOMAIN }\\n"${ body }`
	);
}

const SCRIPTS = {
	'src/admin/': 'build/admin/index.js',
	'src/api/': 'build/admin/index.js',
	'src/editor/': 'build/editor/index.js',
	'src/components/': null,
	'src/lib/': null,
};

/** Built scripts that a source file's strings end up in. Shared folders are in all of them. */
function scriptsOf( source, all ) {
	const block = /^src\/blocks\/([^/]+)\//.exec( source );
	if ( block ) {
		return [ `build/blocks/${ block[ 1 ] }/index.js` ];
	}
	for ( const [ prefix, script ] of Object.entries( SCRIPTS ) ) {
		if ( source.startsWith( prefix ) ) {
			return script ? [ script ] : all;
		}
	}
	return [];
}

/** WordPress's JSON for one script: Jed format, named by the md5 of the script's path inside the plugin. */
function compile( file ) {
	const locale = file.slice( DOMAIN.length + 1, -3 );
	const catalogue = po.parse( readFileSync( join( LANGUAGES, file ) ) );
	writeFileSync(
		join( LANGUAGES, file.replace( /po$/, 'mo' ) ),
		mo.compile( catalogue )
	);
	const all = [
		'build/admin/index.js',
		'build/editor/index.js',
		...files( 'src/blocks', /^index\.tsx?$/ ).map( ( entry ) =>
			entry.replace( 'src/', 'build/' ).replace( /tsx?$/, 'js' )
		),
	];
	const perScript = new Map();
	for ( const [ context, messages ] of Object.entries(
		catalogue.translations
	) ) {
		for ( const [ id, message ] of Object.entries( messages ) ) {
			const fuzzy = message.comments?.flag?.includes( 'fuzzy' );
			if (
				id === '' ||
				fuzzy ||
				message.msgstr.some( ( text ) => text === '' )
			) {
				continue;
			}
			const sources = ( message.comments?.reference ?? '' )
				.split( /\s+/ )
				.map( ( reference ) => reference.replace( /:\d+$/, '' ) );
			for ( const script of new Set(
				sources.flatMap( ( source ) =>
					/\.tsx?$/.test( source ) ? scriptsOf( source, all ) : []
				)
			) ) {
				if ( ! perScript.has( script ) ) {
					perScript.set( script, {} );
				}
				perScript.get( script )[
					context === '' ? id : `${ context }\u0004${ id }`
				] = message.msgstr;
			}
		}
	}
	for ( const old of readdirSync( LANGUAGES ).filter(
		( name ) =>
			name.startsWith( `${ DOMAIN }-${ locale }-` ) &&
			name.endsWith( '.json' )
	) ) {
		rmSync( join( LANGUAGES, old ) );
	}
	for ( const [ script, messages ] of perScript ) {
		const hash = createHash( 'md5' ).update( script ).digest( 'hex' );
		writeFileSync(
			join( LANGUAGES, `${ DOMAIN }-${ locale }-${ hash }.json` ),
			JSON.stringify( {
				domain: 'messages',
				locale_data: {
					messages: {
						'': {
							domain: 'messages',
							lang: locale,
							'plural-forms':
								catalogue.headers[ 'Plural-Forms' ] ??
								catalogue.headers[ 'plural-forms' ],
						},
						...messages,
					},
				},
			} )
		);
	}
	return `${ locale }: ${ perScript.size } scripts`;
}

await cli( async () => {
	if ( ! flag( 'compile' ) ) {
		const lacking = [ 'xgettext', 'msgcat', 'msgmerge' ].filter(
			( program ) => which( program ) === null
		);
		if ( lacking.length > 0 ) {
			throw new ToolError(
				`Missing: ${ lacking.join( ', ' ) } (Debian: gettext).`
			);
		}
		const work = mkdtempSync( join( tmpdir(), 'coop-i18n-' ) );
		try {
			await extract( work );
		} finally {
			rmSync( work, { recursive: true } );
		}
		for ( const file of readdirSync( LANGUAGES ).filter( ( name ) =>
			name.endsWith( '.po' )
		) ) {
			await run( 'msgmerge', [
				'--quiet',
				'--update',
				'--backup=none',
				'--no-fuzzy-matching',
				join( LANGUAGES, file ),
				POT,
			] );
		}
	}
	for ( const file of readdirSync( LANGUAGES ).filter( ( name ) =>
		name.endsWith( '.po' )
	) ) {
		say( compile( file ) );
	}
} );
