/**
 * Sign-in, claims and logout at a second, independent OpenID Provider: Glewlwyd from Debian's archive.
 *
 *     npm run test:interop -- [Playwright arguments]
 *
 * Not part of `npm test`: it installs a server program. On Debian as root the package is installed when it is missing
 * (its service is not started); elsewhere the run says what to install.
 */
import { join } from 'node:path';
import {
	isInstalled,
	PACKAGE,
	startGlewlwyd,
} from '../tests/providers/glewlwyd.mjs';
import {
	endRun,
	givenArguments,
	prepareRun,
	runPlaywright,
} from './lib/browser-tests.mjs';
import { ensurePackage } from './lib/machine.mjs';
import { CACHE, cli, releasePort, ROOT, run, step } from './lib/run.mjs';
import { serveSite, stopAll } from './lib/servers.mjs';
import { prepareSite } from './lib/site.mjs';

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
	const [ port, providerPort ] = await prepareRun( 9500, 2 );
	const folder = join( CACHE, `interop-${ port }` );
	const site = await prepareSite( {
		folder,
		port,
		providerPort,
		fresh: true,
	} );
	await releasePort( providerPort );
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
		const status = await runPlaywright(
			[
				'--config=tests/interop/playwright.config.ts',
				...givenArguments(),
			],
			{
				COOP_E2E_URL: site.url,
				COOP_E2E_ISSUER: provider.issuer,
				COOP_E2E_FOLDER: folder,
				COOP_E2E_PEOPLE: JSON.stringify( PEOPLE ),
			}
		);
		await provider.stop();
		endRun( folder, status === 0 );
		return status;
	} finally {
		await provider.stop();
		stopAll();
	}
} );
