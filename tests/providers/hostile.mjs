/**
 * A hostile provider: answers like an honest one until told to misbehave, in one way at a time, by test id.
 *
 * node tests/providers/hostile.mjs [--port 0] [--control-port 0] [--client-id coop-site] [--client-secret …]
 *
 * Prints one JSON line when ready. Control (loopback): POST /set/{switch} (several joined with +, `honest` = none),
 * POST /claims (JSON merged into the ID token), POST /missing (JSON list of claims it lacks), POST /person, POST /reset, GET /calls (endpoint → number), POST /rotate,
 * POST /logout-token (JSON merged into its claims; answers the token to send to the site).
 * GET /switches lists every switch with what it does.
 *
 * The authorization endpoint needs no login: it answers at once with a redirect, so that a test needs no browser. The
 * parts are in hostile/: one file for each endpoint, switches.mjs for what they can be told.
 */
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { authorize } from './hostile/authorize.mjs';
import { control, reset } from './hostile/control.mjs';
import { keys, pair } from './hostile/keys.mjs';
import { endSession } from './hostile/logout.mjs';
import { discovery } from './hostile/metadata.mjs';
import { token, userinfo } from './hostile/token.mjs';

/**
 * Starts the provider.
 *
 * @param {Object} options
 * @param {number} [options.port]         0 = any free one.
 * @param {number} [options.controlPort]  0 = any free one.
 * @param {string} [options.clientId]     Client id.
 * @param {string} [options.clientSecret] Client secret.
 */
export async function startHostile( options = {} ) {
	const world = {
		clientId: options.clientId ?? 'coop-site',
		clientSecret:
			options.clientSecret ?? 'hostile-secret-that-is-long:+%enough',
		issuer: '',
		codes: new Map(),
		refresh: new Map(),
		accessTokens: new Set(),
		idTokens: new Set(),
		serial: 0,
		signing: { kid: 'k1', ...( await pair() ) },
		stranger: await pair(),
		is: ( name ) => world.active.has( name ),
	};
	reset( world );

	const endpoints = {
		'/.well-known/openid-configuration': ( url, request, response ) =>
			discovery( world, response ),
		'/keys': ( url, request, response ) => keys( world, response ),
		'/other-keys': ( url, request, response ) => keys( world, response ),
		'/authorize': ( url, request, response ) =>
			authorize( world, url, response ),
		'/token': ( url, request, response ) =>
			token( world, request, response ),
		'/userinfo': ( url, request, response ) =>
			userinfo( world, request, response ),
		'/end-session': ( url, request, response ) =>
			endSession( world, url, response ),
	};
	const server = createServer( async ( request, response ) => {
		const url = new URL( request.url, 'http://localhost' );
		world.calls[ url.pathname ] = ( world.calls[ url.pathname ] ?? 0 ) + 1;
		if ( world.is( 'down' ) ) {
			request.destroy();
			return;
		}
		try {
			const endpoint = endpoints[ url.pathname ];
			if ( endpoint ) {
				await endpoint( url, request, response );
			} else {
				response.writeHead( 404 ).end();
			}
		} catch ( error ) {
			response.writeHead( 500 ).end( String( error ) );
		}
	} );
	await new Promise( ( done ) =>
		server.listen( options.port ?? 0, 'localhost', done )
	);
	world.issuer = `http://localhost:${ server.address().port }`;

	const commands = createServer( ( request, response ) =>
		control( world, request, response )
	);
	await new Promise( ( done ) =>
		commands.listen( options.controlPort ?? 0, '127.0.0.1', done )
	);

	return {
		ready: true,
		issuer: world.issuer,
		port: server.address().port,
		clientId: world.clientId,
		clientSecret: world.clientSecret,
		control: `http://127.0.0.1:${ commands.address().port }`,
		stop: async () => {
			server.closeAllConnections();
			commands.closeAllConnections();
			server.close();
			commands.close();
		},
	};
}

if ( process.argv[ 1 ] === fileURLToPath( import.meta.url ) ) {
	const { values } = parseArgs( {
		options: {
			port: { type: 'string', default: '0' },
			'control-port': { type: 'string', default: '0' },
			'client-id': { type: 'string' },
			'client-secret': { type: 'string' },
		},
	} );
	const { stop, ...line } = await startHostile( {
		port: Number( values.port ),
		controlPort: Number( values[ 'control-port' ] ),
		clientId: values[ 'client-id' ],
		clientSecret: values[ 'client-secret' ],
	} );
	process.stdout.write( JSON.stringify( line ) + '\n' );
	const end = () => stop().then( () => process.exit( 0 ) );
	process.on( 'SIGTERM', end );
	process.on( 'SIGINT', end );
	// A test that dies must not leave a provider behind.
	process.stdin.on( 'end', end ).resume();
}
