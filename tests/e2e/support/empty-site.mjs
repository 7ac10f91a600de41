/**
 * A site with the plugin and nothing else, for a test that begins at the beginning; with `--network` a network of two such
 * sites, which knows the provider of the run. Prints one JSON line when it is ready and ends when its input ends.
 */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE, freePort, releasePort } from '../../../tools/lib/run.mjs';
import { serveSite, stopAll } from '../../../tools/lib/servers.mjs';
import { prepareSite } from '../../../tools/lib/site.mjs';

const isNetwork = process.argv.includes( '--network' );
const port = await freePort( 9460 );
const providerPort = isNetwork
	? Number( new URL( process.env.COOP_E2E_ISSUER ).port )
	: await freePort( port + 1 );
const folder = join( CACHE, `e2e-empty-${ port }` );
// This site may call its own provider only, whatever the other site of the run may.
delete process.env.COOP_CREDENTIALS_INSECURE_HOSTS;

const site = await prepareSite( {
	folder,
	port,
	providerPort,
	version: process.env.COOP_E2E_WP ?? '7.1',
	fresh: true,
	demo: false,
} );
for ( const part of isNetwork ? [ 'network', 'sites' ] : [] ) {
	execFileSync( 'php', [
		join( import.meta.dirname, 'network.php' ),
		join( folder, 'www' ),
		`localhost:${ port }`,
		part,
	] );
}
await serveSite( site );
if ( ! isNetwork ) {
	await releasePort( providerPort ); // The test starts the provider.
}
process.stdout.write(
	`${ JSON.stringify( { url: site.url, issuer: site.issuer, providerPort } ) }\n`
);
process.stdin.resume();
process.stdin.once( 'end', () => {
	stopAll();
	rmSync( folder, { recursive: true, force: true } );
	process.exit( 0 );
} );
