/**
 * Browser tests on a site and a provider of their own.
 *
 *     npm run test:e2e -- [--wp=7.1|6.8] [Playwright arguments]
 *
 * The tests find the addresses in COOP_E2E_URL, COOP_E2E_ISSUER, COOP_E2E_SECOND_ISSUER and COOP_E2E_FOLDER. A PHP notice
 * of the plugin in the site's log fails the run.
 */
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	endRun,
	givenArguments,
	prepareRun,
	runPlaywright,
} from './lib/browser-tests.mjs';
import { findBrowser } from './lib/machine.mjs';
import { CACHE, cli, ROOT } from './lib/run.mjs';
import { serveProvider, serveSite, stopAll } from './lib/servers.mjs';
import { CLIENT_ID, prepareSite } from './lib/site.mjs';

await cli( async () => {
	const given = givenArguments();
	const version =
		given.find( ( arg ) => arg.startsWith( '--wp=' ) )?.slice( 5 ) ?? '7.1';
	const rest = given.filter( ( arg ) => ! arg.startsWith( '--wp=' ) );
	if ( ! findBrowser() ) {
		console.log(
			'skipped: no Chromium here (Debian: apt-get install chromium).'
		);
		return 0;
	}
	// The second issuer's people have e-mail addresses; the site may talk to both over plain http.
	const [ port, providerPort, secondPort ] = await prepareRun( 9400, 3 );
	process.env.COOP_CREDENTIALS_INSECURE_HOSTS = [
		providerPort,
		port,
		secondPort,
	]
		.map( ( one ) => `localhost:${ one }` )
		.join();
	const folder = join( CACHE, `e2e-${ version }-${ port }` );
	const site = await prepareSite( {
		folder,
		port,
		providerPort,
		version,
		fresh: true,
	} );
	for ( const name of [ 'looks', 'must-use' ] ) {
		copyFileSync(
			join( ROOT, `tests/e2e/support/${ name }.php` ),
			join( folder, `www/wp-content/mu-plugins/${ name }.php` )
		);
	}
	try {
		await serveProvider( site );
		await serveProvider( site, {
			port: secondPort,
			slug: 'second',
			name: 'Example Housing Network',
			people: join( ROOT, 'tests/e2e/support/people.json' ),
		} );
		await serveSite( site );
		const status = await runPlaywright( rest, {
			COOP_E2E_URL: site.url,
			COOP_E2E_ISSUER: site.issuer,
			COOP_E2E_SECOND_ISSUER: `http://localhost:${ secondPort }`,
			COOP_E2E_FOLDER: folder,
			COOP_E2E_CLIENT: JSON.stringify( {
				id: CLIENT_ID,
				secret: site.clientSecret,
			} ),
			COOP_E2E_WP: version,
		} );
		const log = join( folder, 'debug.log' );
		const notices = existsSync( log )
			? readFileSync( log, 'utf8' )
					.split( '\n' )
					.filter( ( line ) =>
						/PHP (Notice|Warning|Deprecated|Fatal error|Parse error)/.test(
							line
						)
					)
			: [];
		if ( notices.length ) {
			console.error(
				`PHP raised ${ notices.length } notices during the browser tests:\n${ [
					...new Set(
						notices.map( ( line ) =>
							line.replace( /^\[[^\]]*\] /, '' )
						)
					),
				]
					.slice( 0, 20 )
					.join( '\n' ) }`
			);
		}
		endRun( folder, status === 0 && ! notices.length );
		return status || ( notices.length ? 1 : 0 );
	} finally {
		stopAll();
	}
} );
