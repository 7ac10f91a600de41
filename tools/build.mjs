/**
 * `npm run build`: blocks, admin app and the prefixed PHP packages. `--only=prefix` does the last alone.
 */
import { cli, option } from './lib/run.mjs';
import { build } from './lib/build.mjs';
import { ensurePrefixed } from './lib/prefixed.mjs';

await cli( () =>
	option( 'only' ) === 'prefix' ? ensurePrefixed() : build()
);
