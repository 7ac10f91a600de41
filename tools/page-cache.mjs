/**
 * Browser tests behind a page cache: nginx in front of two web processes.
 *
 *     npm run test:cache -- [Playwright arguments]
 */
import { join } from 'node:path';
import {
	endRun,
	givenArguments,
	prepareRun,
	runPlaywright,
} from './lib/browser-tests.mjs';
import { findBrowser } from './lib/machine.mjs';
import { CACHE, cli, which } from './lib/run.mjs';
import { serveCache } from './lib/page-cache.mjs';
import { serveProvider, serveSite, stopAll } from './lib/servers.mjs';
import { prepareSite } from './lib/site.mjs';

await cli( async () => {
	for ( const [ program, name ] of [
		[ findBrowser(), 'Chromium' ],
		[ which( 'nginx' ), 'nginx' ],
	] ) {
		if ( ! program ) {
			console.log(
				`skipped: no ${ name } here (Debian: apt-get install ${ name.toLowerCase() }).`
			);
			return 0;
		}
	}
	const [ port, providerPort, ...backends ] = await prepareRun( 9600, 4 );
	const folder = join( CACHE, `page-cache-${ port }` );
	const site = await prepareSite( {
		folder,
		port,
		providerPort,
		fresh: true,
	} );
	try {
		await serveProvider( site );
		for ( const backend of backends ) {
			await serveSite( site, { port: backend } );
		}
		await serveCache( site, backends );
		const status = await runPlaywright(
			[
				'--config=tests/cache/playwright.config.ts',
				...givenArguments(),
			],
			{
				COOP_E2E_URL: site.url,
				COOP_E2E_FOLDER: folder,
				COOP_E2E_LOGS: backends
					.map( ( backend ) =>
						join( folder, `server-${ backend }.log` )
					)
					.join( ':' ),
			}
		);
		endRun( folder, status === 0 );
		return status;
	} finally {
		stopAll();
	}
} );
