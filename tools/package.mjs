/**
 * `npm run package`: coop-credentials.zip, ready to upload to a site. Builds anew first (`--no-build` skips that).
 */
import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './lib/build.mjs';
import { ensureMachine, ensurePackages } from './lib/machine.mjs';
import { cli, flag, ROOT, run, say, step } from './lib/run.mjs';
import { releaseFiles, releaseZip } from './lib/release.mjs';

await cli( async () => {
	if ( ! flag( 'no-build' ) ) {
		await ensureMachine();
		await ensurePackages();
		await build();
		if ( existsSync( join( ROOT, 'tools/i18n.mjs' ) ) ) {
			await step( 'Compiling translations', () =>
				run( process.execPath, [ 'tools/i18n.mjs', '--compile' ], {
					quiet: true,
				} )
			);
		}
	}
	const bytes = releaseZip();
	writeFileSync( join( ROOT, 'coop-credentials.zip' ), bytes );
	say(
		`coop-credentials.zip: ${ releaseFiles().size } files, ${ Math.round( bytes.length / 1024 ) } kB, sha256 ${ createHash( 'sha256' ).update( bytes ).digest( 'hex' ).slice( 0, 16 ) }…`
	);
} );
