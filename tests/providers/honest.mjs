/**
 * The honest provider: a real OpenID Provider (oidc-provider) with a few fixed people.
 *
 * From the command line it serves until it is stopped and prints one JSON line when it is ready:
 *
 *     node tests/providers/honest.mjs --port=8889 --client-id=site --client-secret=… \
 *         --redirect-uri=http://localhost:8888/coop-credentials/callback/demo \
 *         [--post-logout-uri=…] [--backchannel-logout-uri=…] [--claims=userinfo|id_token] [--name="Example Federation"] \
 *         [--people=more-people.json]
 *
 * Tests start it in their own process with `startHonestProvider( options )`.
 * It enforces PKCE, the registered redirect address, client authentication and single use of codes.
 */
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';
import { Provider } from 'oidc-provider';
import { interactionRoutes, logoutPage } from './honest/interactions.mjs';
import { readPeople } from './honest/people.mjs';
import { signingKeys } from './honest/keys.mjs';

const SCOPE_CLAIMS = [
	'coop_id',
	'coop_name',
	'coop_category',
	'coop_country',
	'coop_class',
	'coop_roles',
	'coop_since',
	'coop_status',
	'coop_valid_until',
	'coop_assurance',
	'coop_verified_at',
	'coop_member',
	'coop_memberships',
];

/**
 * @param {Object}   options
 * @param {number}   options.port                   Port to listen on; 0 picks a free one.
 * @param {string}   options.clientId
 * @param {string}   options.clientSecret
 * @param {string[]} options.redirectUris
 * @param {string[]} [options.postLogoutUris]
 * @param {string}   [options.backchannelLogoutUri]
 * @param {string}   [options.claims]               'userinfo' (default) or 'id_token': where the coop claims are sent.
 * @param {string}   [options.name]                 Shown on the log-in page.
 * @param {string}   [options.people]               File with people beside the fixed ones.
 * @return {Promise<{issuer: string, log: Object[], rotateKeys: Function, stop: Function}>} The running provider.
 */
export async function startHonestProvider( options ) {
	const people = readPeople( options.people );
	const server = createServer();
	await new Promise( ( resolve, reject ) => {
		server.once( 'error', reject );
		server.listen( options.port, 'localhost', resolve );
	} );
	const issuer = `http://localhost:${ server.address().port }`;
	const log = [];
	let handle = await build( issuer, options, people );

	server.on( 'request', ( request, response ) => {
		log.push( {
			method: request.method,
			path: request.url.split( '?' )[ 0 ],
		} );
		handle( request, response );
	} );

	return {
		issuer,
		log,
		/** New signing key in front; the old one stays published, as a careful provider does. */
		async rotateKeys() {
			handle = await build( issuer, options, people, true );
		},
		stop: () =>
			new Promise( ( resolve ) => {
				server.close( resolve );
				server.closeAllConnections();
			} ),
	};
}

async function build( issuer, options, people, rotate = false ) {
	const client = {
		client_id: options.clientId,
		client_secret: options.clientSecret,
		grant_types: [ 'authorization_code', 'refresh_token' ],
		response_types: [ 'code' ],
		redirect_uris: options.redirectUris,
		post_logout_redirect_uris: options.postLogoutUris ?? [],
		token_endpoint_auth_method: 'client_secret_basic',
	};
	if ( options.backchannelLogoutUri ) {
		client.backchannel_logout_uri = options.backchannelLogoutUri;
		client.backchannel_logout_session_required = true;
	}
	const provider = new Provider( issuer, {
		clients: [ client ],
		jwks: { keys: await signingKeys( rotate ) },
		cookies: { keys: [ 'only-for-demonstration-and-tests' ] },
		scopes: [ 'openid', 'offline_access', 'profile', 'email', 'coop' ],
		claims: {
			openid: [ 'sub' ],
			profile: [ 'name' ],
			email: [ 'email', 'email_verified' ],
			coop: SCOPE_CLAIMS,
			acr: null,
			amr: null,
			auth_time: null,
			iss: null,
			sid: null,
		},
		acrValues: [ 'urn:coop:acr:1', 'urn:coop:acr:2' ],
		conformIdTokenClaims: options.claims !== 'id_token',
		pkce: { required: () => true },
		features: {
			devInteractions: { enabled: false },
			backchannelLogout: { enabled: true },
			rpInitiatedLogout: {
				enabled: true,
				logoutSource: ( ctx, form ) => {
					ctx.type = 'html';
					ctx.body = logoutPage(
						options.name ?? 'Example Federation',
						form
					);
				},
			},
			claimsParameter: { enabled: true },
		},
		interactions: {
			url: ( ctx, interaction ) => `/log-in/${ interaction.uid }`,
		},
		// The people here are asked for their name once; nobody has to confirm each site again.
		async loadExistingGrant( ctx ) {
			const grant = new ctx.oidc.provider.Grant( {
				clientId: ctx.oidc.client.clientId,
				accountId: ctx.oidc.session.accountId,
			} );
			grant.addOIDCScope( 'openid profile email coop' );
			grant.addOIDCClaims( [
				'name',
				'email',
				'email_verified',
				...SCOPE_CLAIMS,
			] );
			await grant.save();
			return grant;
		},
		// The library's own page asks a font server of a third party.
		renderError( ctx, out ) {
			ctx.type = 'text/plain';
			ctx.body = `${ out.error }: ${ out.error_description ?? '' }`;
		},
		findAccount: ( ctx, id ) => people.account( id ),
		ttl: {
			AccessToken: 600,
			AuthorizationCode: 60,
			IdToken: 600,
			Interaction: 3600,
			Session: 86400,
			Grant: 86400,
		},
		// The library refuses loopback addresses by default; tests and the demonstration live there.
		fetch: ( url, { dispatcher, ...rest } ) => fetch( url, rest ),
	} );
	const serve = provider.callback();
	const interactions = interactionRoutes(
		provider,
		people,
		options.name ?? 'Example Federation'
	);
	return async ( request, response ) => {
		if ( ! ( await interactions( request, response ) ) ) {
			serve( request, response );
		}
	};
}

function argumentsOf( argv ) {
	const given = {};
	for ( const argument of argv ) {
		const match = /^--([a-z-]+)=(.*)$/s.exec( argument );
		if ( ! match ) {
			throw new Error( `Unknown argument ${ argument }` );
		}
		( given[ match[ 1 ] ] ??= [] ).push( match[ 2 ] );
	}
	return given;
}

if ( import.meta.url === pathToFileURL( process.argv[ 1 ] ?? '' ).href ) {
	const given = argumentsOf( process.argv.slice( 2 ) );
	const running = await startHonestProvider( {
		port: Number( given.port?.[ 0 ] ?? 8889 ),
		clientId: given[ 'client-id' ]?.[ 0 ] ?? 'coop-credentials',
		clientSecret:
			given[ 'client-secret' ]?.[ 0 ] ?? 'only-for-demonstration',
		redirectUris: given[ 'redirect-uri' ] ?? [],
		postLogoutUris: given[ 'post-logout-uri' ] ?? [],
		backchannelLogoutUri: given[ 'backchannel-logout-uri' ]?.[ 0 ],
		claims: given.claims?.[ 0 ],
		name: given.name?.[ 0 ],
		people: given.people?.[ 0 ],
	} );
	process.stdout.write(
		JSON.stringify( { ready: true, issuer: running.issuer } ) + '\n'
	);
	for ( const signal of [ 'SIGINT', 'SIGTERM' ] ) {
		process.on( signal, async () => {
			await running.stop();
			process.exit( 0 );
		} );
	}
}
