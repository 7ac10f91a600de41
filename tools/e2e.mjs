/**
 * Browser tests on a site and a provider of their own.
 *
 *     npm run test:e2e -- [--wp=7.1|6.8] [Playwright arguments]
 *
 * The tests find the addresses in COOP_E2E_URL, COOP_E2E_ISSUER, COOP_E2E_SECOND_ISSUER and COOP_E2E_FOLDER. A PHP notice
 * of the plugin in the site's log fails the run.
 */
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	readFileSync,
	rmSync,
} from 'node:fs';
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
	CLIENT_ID,
	prepareSite,
	serveProvider,
	serveSite,
	stopAll,
} from './lib/site.mjs';

await cli( async () => {
	const given = process.argv.slice( 2 ).filter( ( arg ) => arg !== '--' );
	const version =
		given.find( ( arg ) => arg.startsWith( '--wp=' ) )?.slice( 5 ) ?? '7.1';
	const rest = given.filter( ( arg ) => ! arg.startsWith( '--wp=' ) );
	const browser =
		process.env.COOP_E2E_BROWSER ??
		which( 'chromium' ) ??
		which( 'google-chrome' );
	if ( ! browser ) {
		console.log(
			'skipped: no Chromium here (Debian: apt-get install chromium).'
		);
		return 0;
	}
	if ( isStale() ) {
		await build();
	}
	await ensurePrefixed();
	const port = await freePort( 9400 );
	const providerPort = await freePort( 9401, [ port ] );
	// A second issuer whose people have e-mail addresses; the site may talk to both over plain http.
	const secondPort = await freePort( 9402, [ port, providerPort ] );
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
	for ( const signal of [ 'SIGINT', 'SIGTERM' ] ) {
		process.on( signal, () => process.exit( 1 ) );
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
		mkdirSync( ARTIFACTS, { recursive: true } );
		const { status } = await run(
			join( ROOT, 'node_modules/.bin/playwright' ),
			[ 'test', ...rest ],
			{
				allowFail: true,
				env: {
					...process.env,
					COOP_E2E_URL: site.url,
					COOP_E2E_ISSUER: site.issuer,
					COOP_E2E_SECOND_ISSUER: `http://localhost:${ secondPort }`,
					COOP_E2E_FOLDER: folder,
					COOP_E2E_CLIENT: JSON.stringify( {
						id: CLIENT_ID,
						secret: site.clientSecret,
					} ),
					COOP_E2E_WP: version,
					COOP_E2E_BROWSER: browser,
				},
			}
		);
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
		if ( status === 0 && ! notices.length ) {
			stopAll();
			rmSync( folder, { recursive: true, force: true } );
		}
		return status || ( notices.length ? 1 : 0 );
	} finally {
		stopAll();
	}
} );
