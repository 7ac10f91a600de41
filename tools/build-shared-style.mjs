/**
 * Compiles the style all blocks share into build/blocks/shared.css: block.json names it by its handle, so wp-scripts does
 * not see it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath( new URL( '..', import.meta.url ) );

/**
 * Writes build/blocks/shared.css; call it after the blocks are built.
 */
export async function buildSharedStyle() {
	// Asked for here, not above: npm start loads this file before the packages are installed.
	const require = createRequire(
		import.meta.resolve( '@wordpress/scripts/package.json' )
	);
	const sass = require( 'sass' );
	const postcss = require( 'postcss' );
	const { css } = sass.compile( join( ROOT, 'src/view/shared.scss' ) );
	const result = await postcss( [
		require( 'autoprefixer' ),
		require( 'cssnano' ),
	] ).process( css, { from: undefined } );
	mkdirSync( join( ROOT, 'build/blocks' ), { recursive: true } );
	writeFileSync( join( ROOT, 'build/blocks/shared.css' ), result.css );
}

if ( process.argv[ 1 ] === fileURLToPath( import.meta.url ) ) {
	await buildSharedStyle();
}
