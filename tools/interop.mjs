/**
 * Sign-in, claims and logout at a second, independent OpenID Provider: Glewlwyd from Debian's archive.
 *
 *     npm run test:interop -- [Playwright arguments]
 *
 * Not part of `npm test`: it installs a server program. On Debian as root the package is installed when it is missing
 * (its service is not started); elsewhere the run says what to install.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
	isInstalled,
	PACKAGE,
	startGlewlwyd,
} from '../tests/providers/glewlwyd.mjs';
import { build, isStale } from './lib/build.mjs';
import { ensurePackage } from './lib/machine.mjs';
import { ensurePrefixed } from './lib/prefixed.mjs';
import {
	ARTIFACTS,
	CACHE,
	cli,
	freePort,
	ROOT,
	run,
	step,
	which,
} from './lib/run.mjs';
import { prepareSite, serveSite, stopAll } from './lib/site.mjs';

const PEOPLE = [
	{
		username: 'wanda',
		password: 'wanda-the-weaver',
		name: 'Wanda Weaver',
		email: 'wanda@weavers.example',
		coop_id: 'https://weavers.example/',
		coop_name: 'Weavers Co-op',
		coop_category: 'coop',
		coop_class: 'worker',
		coop_status: 'active',
	},
	{
		username: 'nora',
		password: 'nora-no-member',
		name: 'Nora North',
		email: 'nora@example.org',
	},
];

await cli( async () => {
	await ensurePackage( PACKAGE, isInstalled );
	if ( isStale() ) {
		await build();
	}
	await ensurePrefixed();
	const port = await freePort( 9500 );
	const providerPort = await freePort( 9501, [ port ] );
	const folder = join( CACHE, `interop-${ port }` );
	for ( const signal of [ 'SIGINT', 'SIGTERM' ] ) {
		process.on( signal, () => process.exit( 1 ) );
	}
	const site = await prepareSite( {
		folder,
		port,
		providerPort,
		fresh: true,
	} );
	const provider = await step( 'Starting Glewlwyd', () =>
		startGlewlwyd( {
			folder: join( folder, 'glewlwyd' ),
			port: providerPort,
			site: site.url,
			slug: 'second',
			people: PEOPLE,
		} )
	);
	try {
		await serveSite( site );
		await run( 'php', [
			join( ROOT, 'tests/interop/provider.php' ),
			join( folder, 'www/wp-load.php' ),
			provider.issuer,
			provider.client.id,
			provider.client.secret,
		] );
		mkdirSync( ARTIFACTS, { recursive: true } );
		const { status } = await run(
			join( ROOT, 'node_modules/.bin/playwright' ),
			[
				'test',
				'--config=tests/interop/playwright.config.ts',
				...process.argv.slice( 2 ).filter( ( arg ) => arg !== '--' ),
			],
			{
				allowFail: true,
				env: {
					...process.env,
					COOP_E2E_URL: site.url,
					COOP_E2E_ISSUER: provider.issuer,
					COOP_E2E_FOLDER: folder,
					COOP_E2E_PEOPLE: JSON.stringify( PEOPLE ),
					COOP_E2E_BROWSER:
						process.env.COOP_E2E_BROWSER ??
						which( 'chromium' ) ??
						'',
				},
			}
		);
		if ( status === 0 ) {
			await provider.stop();
			stopAll();
			rmSync( folder, { recursive: true, force: true } );
		}
		return status;
	} finally {
		await provider.stop();
		stopAll();
	}
} );
