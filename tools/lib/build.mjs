/**
 * Builds the plugin's generated parts: build/blocks, build/admin, build/editor and vendor-prefixed/.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildSharedStyle } from '../build-shared-style.mjs';
import { ensurePrefixed } from './prefixed.mjs';
import { alone, ROOT, run, step } from './run.mjs';

const WP_SCRIPTS = join( ROOT, 'node_modules/.bin/wp-scripts' );

/** Newest modification time below a folder or of a file, in milliseconds; tests do not count. */
function newest( path ) {
	if ( ! existsSync( path ) ) {
		return 0;
	}
	const stat = statSync( path );
	if ( ! stat.isDirectory() ) {
		return stat.mtimeMs;
	}
	return readdirSync( path )
		.filter( ( name ) => name !== '__tests__' )
		.reduce(
			( latest, name ) =>
				Math.max( latest, newest( join( path, name ) ) ),
			stat.mtimeMs
		);
}

/** Oldest of the files that a complete build leaves; 0 when one is missing. */
function builtAt() {
	const marks = [
		[ 'src/blocks', 'build/blocks/blocks-manifest.php' ],
		[ 'src/admin/index.tsx', 'build/admin/index.asset.php' ],
		[ 'src/editor/index.tsx', 'build/editor/index.asset.php' ],
	]
		.filter( ( [ source ] ) => existsSync( join( ROOT, source ) ) )
		.map( ( [ , mark ] ) => join( ROOT, mark ) );
	return marks.length === 0
		? Date.now()
		: Math.min(
				...marks.map( ( mark ) =>
					existsSync( mark ) ? statSync( mark ).mtimeMs : 0
				)
			);
}

/** Whether a source is newer than what was built from it. */
export function isStale() {
	const sources = [ 'src', 'package.json', 'tools/lib/build.mjs' ];
	return sources.some( ( path ) => newest( join( ROOT, path ) ) > builtAt() );
}

/**
 * Builds everything anew.
 *
 * build/ is removed first: with module builds wp-scripts never cleans its output, so a removed block would stay in the
 * manifest. `--source-path` keeps the admin pass from copying every block.json; without `--experimental-modules` view
 * modules would be skipped silently.
 */
export async function build() {
	await alone( 'build', async () => {
		rmSync( join( ROOT, 'build' ), { recursive: true, force: true } );
		mkdirSync( join( ROOT, 'build' ), { recursive: true } );
		const env = { ...process.env, NODE_ENV: 'production' };
		if ( existsSync( join( ROOT, 'src/blocks' ) ) ) {
			await step( 'Building the blocks', () =>
				run(
					WP_SCRIPTS,
					[
						'build',
						'--source-path=src/blocks',
						'--output-path=build/blocks',
						'--experimental-modules',
						'--blocks-manifest',
					],
					{ quiet: true, env }
				)
			);
			if ( existsSync( join( ROOT, 'src/view/shared.scss' ) ) ) {
				await buildSharedStyle();
			}
		}
		if ( existsSync( join( ROOT, 'src/admin/index.tsx' ) ) ) {
			await step( 'Building the admin app', () =>
				run(
					WP_SCRIPTS,
					[
						'build',
						'index.tsx',
						'--source-path=src/admin',
						'--output-path=build/admin',
					],
					{ quiet: true, env }
				)
			);
		}
		if ( existsSync( join( ROOT, 'src/editor/index.tsx' ) ) ) {
			await step( 'Building the panel of the editor', () =>
				run(
					WP_SCRIPTS,
					[
						'build',
						'index.tsx',
						'--source-path=src/editor',
						'--output-path=build/editor',
					],
					{ quiet: true, env }
				)
			);
		}
	} );
	await ensurePrefixed();
}
