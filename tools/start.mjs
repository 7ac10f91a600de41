/**
 * `npm start`: the whole product on this machine.
 *
 *     npm start                 install what is missing, build, set up, serve; keeps its data in .site/
 *     npm start -- --fresh      begin anew
 *     npm start -- --check      start, ask every main address for its page, stop
 *     npm start -- --port=9000 --provider-port=9001
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, isStale } from './lib/build.mjs';
import { ensureMachine, ensurePackages } from './lib/machine.mjs';
import { ensurePrefixed } from './lib/prefixed.mjs';
import { claimSite } from './lib/running.mjs';
import {
	cli,
	flag,
	freePort,
	option,
	ROOT,
	say,
	ToolError,
} from './lib/run.mjs';
import { serveProvider, serveSite, stopAll } from './lib/servers.mjs';
import { CLIENT_ID, prepareSite } from './lib/site.mjs';

/** Prints where to go and who to be. */
function welcome( site ) {
	const people = JSON.parse(
		readFileSync( join( ROOT, 'tests/providers/people.json' ), 'utf8' )
	).map( ( { id, about } ) => `    ${ id.padEnd( 7 ) }${ about }` );
	console.log(
		[
			'',
			`  The site         ${ site.url }/`,
			`  Directory        ${ site.url }/co-ops/`,
			`  Own records      ${ site.url }/my-credentials/`,
			`  Till             ${ site.url }/till/       log in as till, password till`,
			`  Administration   ${ site.url }/wp-admin/   log in as admin, password admin`,
			`  Sign-in provider ${ site.issuer }`,
			'',
			'  People at the provider (any password):',
			...people,
			'',
			'  To set a provider up yourself (Sign-in, Add provider): short name own,',
			`    issuer ${ site.issuer }, client ID ${ CLIENT_ID },`,
			`    client secret ${ site.clientSecret }`,
			'',
			`  Logs: .site/debug.log, .site/server.log, .site/provider.log`,
			'  Ctrl-C stops everything. `npm start -- --fresh` begins anew.',
			'',
		].join( '\n' )
	);
}

/** Asks the main addresses and says what they answered. */
async function check( site ) {
	const addresses = [
		`${ site.url }/`,
		`${ site.url }/co-ops/`,
		`${ site.url }/offers/`,
		`${ site.url }/wp-login.php`,
		`${ site.url }/wp-json/coop-credentials/v1/directory?search=co-op`,
		`${ site.url }/wp-json/coop-credentials/v1/offers`,
		`${ site.issuer }/.well-known/openid-configuration`,
	];
	let bad = 0;
	for ( const address of addresses ) {
		const begin = Date.now();
		const answer = await fetch( address );
		await answer.text();
		bad += answer.status === 200 ? 0 : 1;
		say( `${ answer.status } ${ address } (${ Date.now() - begin } ms)` );
	}
	if ( bad ) {
		throw new ToolError( `${ bad } addresses did not answer 200.` );
	}
	say( 'All main addresses answer.' );
}

await cli( async () => {
	const tell = await claimSite();
	await ensureMachine();
	await ensurePackages();
	if ( isStale() ) {
		await build();
	}
	await ensurePrefixed();
	const wanted = Number( option( 'port', 8888 ) );
	const port = await freePort( wanted );
	const providerPort = await freePort(
		Number( option( 'provider-port', wanted + 1 ) )
	);
	if ( port !== wanted ) {
		say( `Port ${ wanted } is taken: the site takes ${ port }.` );
	}
	const site = await prepareSite( {
		folder: join( ROOT, '.site' ),
		port,
		providerPort,
		fresh: flag( 'fresh' ),
	} );

	let stopping = false;
	const stop = () => {
		if ( ! stopping ) {
			stopping = true;
			stopAll();
			say( 'Stopped.' );
			process.exit( 0 );
		}
	};
	for ( const signal of [ 'SIGINT', 'SIGTERM', 'SIGHUP' ] ) {
		process.on( signal, stop );
	}
	await serveProvider( site );
	await serveSite( site );
	tell( { site: site.url, provider: site.issuer } );
	if ( flag( 'check' ) ) {
		try {
			await check( site );
		} finally {
			stopAll();
		}
		return 0;
	}
	welcome( site );
	await new Promise( () => setInterval( () => {}, 60000 ) );
} );
