/**
 * Browser tests behind a page cache: nginx in front of two web processes.
 *
 *     npm run test:cache -- [Playwright arguments]
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, isStale } from './lib/build.mjs';
import { ensurePrefixed } from './lib/prefixed.mjs';
import {
	ARTIFACTS,
	CACHE,
	cli,
	freePort,
	ROOT,
	run,
	which,
} from './lib/run.mjs';
import {
	prepareSite,
	serveCache,
	serveProvider,
	serveSite,
	stopAll,
} from './lib/site.mjs';

await cli( async () => {
	const browser =
		process.env.COOP_E2E_BROWSER ??
		which( 'chromium' ) ??
		which( 'google-chrome' );
	for ( const [ program, name ] of [
		[ browser, 'Chromium' ],
		[ which( 'nginx' ), 'nginx' ],
	] ) {
		if ( ! program ) {
			console.log(
				`skipped: no ${ name } here (Debian: apt-get install ${ name.toLowerCase() }).`
			);
			return 0;
		}
	}
	if ( isStale() ) {
		await build();
	}
	await ensurePrefixed();
	const ports = [];
	for ( let from = 9600; ports.length < 4; from++ ) {
		ports.push( await freePort( from, ports ) );
	}
	const [ port, providerPort, ...backends ] = ports;
	const folder = join( CACHE, `page-cache-${ port }` );
	for ( const signal of [ 'SIGINT', 'SIGTERM' ] ) {
		process.on( signal, () => process.exit( 1 ) );
	}
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
		mkdirSync( ARTIFACTS, { recursive: true } );
		const { status } = await run(
			join( ROOT, 'node_modules/.bin/playwright' ),
			[
				'test',
				'--config=tests/cache/playwright.config.ts',
				...process.argv.slice( 2 ).filter( ( arg ) => arg !== '--' ),
			],
			{
				allowFail: true,
				env: {
					...process.env,
					COOP_E2E_URL: site.url,
					COOP_E2E_FOLDER: folder,
					COOP_E2E_LOGS: backends
						.map( ( backend ) =>
							join( folder, `server-${ backend }.log` )
						)
						.join( ':' ),
					COOP_E2E_BROWSER: browser,
				},
			}
		);
		if ( status === 0 ) {
			stopAll();
			rmSync( folder, { recursive: true, force: true } );
		}
		return status;
	} finally {
		stopAll();
	}
} );
