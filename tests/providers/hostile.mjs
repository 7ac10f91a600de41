/**
 * A hostile provider: answers like an honest one until told to misbehave, in one way at a time, by test id.
 *
 * node tests/providers/hostile.mjs [--port 0] [--control-port 0] [--client-id coop-site] [--client-secret …]
 *
 * Prints one JSON line when ready. Control (loopback): POST /set/{switch} (several joined with +, `honest` = none),
 * POST /claims (JSON merged into the ID token), POST /reset, GET /calls (endpoint → number), POST /rotate.
 * GET /switches lists every switch with what it does.
 *
 * The authorization endpoint needs no login: it answers at once with a redirect, so that a test needs no browser.
 */
import { createServer } from 'node:http';
import { createHash, createHmac } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';

/** Switch → what it does. The id is that of the numbered test. */
export const SWITCHES = {
	honest: 'no misbehaviour',
	'A1-issuer-mismatch': 'metadata states another issuer',
	'A2-issuer-slash': 'metadata issuer has one slash more',
	'A3-http-endpoint': 'token endpoint is plain http elsewhere',
	'A4-redirect': 'metadata answers with a redirect',
	'A5-array': 'metadata is an array',
	'A5-html': 'metadata is HTML',
	'A5-404': 'metadata is not found',
	'A5-huge': 'metadata of 1 MB',
	'A5-bomb': 'metadata of 20 MB, compressed',
	'A6-no-jwks': 'metadata without jwks_uri',
	'A6-only-none': 'metadata offers only the algorithm none',
	'A7-no-pkce': 'metadata does not mention PKCE',
	'B5-iss': 'response carries a foreign iss',
	'B5-no-iss': 'response lacks the promised iss',
	'B7-error-iss': 'error response with a foreign iss',
	'B8-error': 'error response with markup in its description',
	'B9-duplicate-state': 'state sent twice',
	'B9-code-and-error': 'code and error together',
	'C1-mac': 'token_type mac',
	'C1-bearer-case': 'token_type BEARER',
	'C2-no-id-token': 'no id_token',
	'C3-redirect': 'token endpoint redirects',
	'C4-400': 'token endpoint refuses',
	'C4-500': 'token endpoint breaks',
	'C4-html': 'token endpoint answers HTML',
	'D1-iss': 'foreign iss',
	'D2-aud': 'foreign aud',
	'D2-extra-aud': 'one audience too many',
	'D3-aud-array': 'aud is an array of one',
	'D4-azp': 'foreign azp',
	'D5-no-sub': 'no sub',
	'D6-iat': 'iat a day ahead',
	'D7-expired': 'expired an hour ago',
	'D8-nonce': 'wrong nonce',
	'D8-no-nonce': 'no nonce',
	'D9-none': 'alg none, no signature',
	'D9-empty-signature': 'RS256 without a signature',
	'D10-signature': 'one signature byte changed',
	'D10-other-key': 'signed with another key under the same kid',
	'D11-hs256-public-key': 'HS256 keyed with the public key',
	'D11-hs256-secret': 'HS256 keyed with the client secret',
	'D12-jwk': 'own key embedded in the header',
	'D12-crit': 'critical extension',
	'D14-kid': 'unknown kid',
	'D18-keys-html': 'key set is HTML',
	'D19-at-hash': 'wrong at_hash',
	'D20-typ': 'typ at+jwt',
	'D21-two-parts': 'two parts only',
	'E1-sub': 'userinfo about somebody else',
	'E1-no-sub': 'userinfo without sub',
	'E2-html': 'userinfo is HTML',
	'E2-401': 'userinfo refuses',
	'E3-override': 'userinfo states iss, acr and nonce',
};

const b64 = ( value ) =>
	Buffer.from(
		typeof value === 'string' ? value : JSON.stringify( value )
	).toString( 'base64url' );

/**
 * Reads a form body.
 *
 * @param {import('node:http').IncomingMessage} request Request.
 */
async function readForm( request ) {
	let text = '';
	for await ( const chunk of request ) {
		text += chunk;
	}
	return new URLSearchParams( text );
}

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
	const clientId = options.clientId ?? 'coop-site';
	const clientSecret =
		options.clientSecret ?? 'hostile-secret-that-is-long:+%enough';
	let active = new Set();
	let extra = {};
	let person = { sub: 'wanda' };
	let calls = {};
	const codes = new Map();
	const pair = async () =>
		generateKeyPair( 'RS256', { extractable: true, modulusLength: 2048 } );
	let signing = { kid: 'k1', ...( await pair() ) };
	const stranger = await pair();

	const is = ( name ) => active.has( name );
	const json = ( response, value, status = 200, headers = {} ) =>
		response
			.writeHead( status, {
				'content-type': 'application/json',
				'cache-control': 'no-store',
				...headers,
			} )
			.end( JSON.stringify( value ) );
	const html = ( response, status = 200 ) =>
		response
			.writeHead( status, { 'content-type': 'text/html' } )
			.end( '<html><body>Welcome</body></html>' );

	let issuer = '';

	/** Discovery document. */
	function metadata() {
		const document = {
			issuer,
			authorization_endpoint: `${ issuer }/authorize`,
			token_endpoint: `${ issuer }/token`,
			userinfo_endpoint: `${ issuer }/userinfo`,
			jwks_uri: `${ issuer }/keys`,
			id_token_signing_alg_values_supported: [ 'RS256' ],
			token_endpoint_auth_methods_supported: [ 'client_secret_basic' ],
			code_challenge_methods_supported: [ 'S256' ],
			authorization_response_iss_parameter_supported: true,
			response_types_supported: [ 'code' ],
			subject_types_supported: [ 'public' ],
		};
		if ( is( 'A1-issuer-mismatch' ) ) {
			document.issuer = 'https://elsewhere.example';
		}
		if ( is( 'A2-issuer-slash' ) ) {
			document.issuer = `${ issuer }/`;
		}
		if ( is( 'A3-http-endpoint' ) ) {
			document.token_endpoint = 'http://elsewhere.example/token';
		}
		if ( is( 'A6-no-jwks' ) ) {
			delete document.jwks_uri;
		}
		if ( is( 'A6-only-none' ) ) {
			document.id_token_signing_alg_values_supported = [ 'none' ];
		}
		if ( is( 'A7-no-pkce' ) ) {
			delete document.code_challenge_methods_supported;
		}
		if ( is( 'A5-huge' ) ) {
			document.padding = 'x'.repeat( 1024 * 1024 );
		}
		return document;
	}

	/**
	 * Answers the metadata request.
	 *
	 * @param {import('node:http').ServerResponse} response Response.
	 */
	function discovery( response ) {
		if ( is( 'A4-redirect' ) ) {
			response
				.writeHead( 302, { location: `${ issuer }/elsewhere` } )
				.end();
		} else if ( is( 'A5-html' ) ) {
			html( response );
		} else if ( is( 'A5-404' ) ) {
			html( response, 404 );
		} else if ( is( 'A5-array' ) ) {
			json( response, [ metadata() ] );
		} else if ( is( 'A5-bomb' ) ) {
			response
				.writeHead( 200, {
					'content-type': 'application/json',
					'content-encoding': 'gzip',
				} )
				.end(
					gzipSync(
						JSON.stringify( {
							...metadata(),
							padding: 'x'.repeat( 20 * 1024 * 1024 ),
						} )
					)
				);
		} else {
			json( response, metadata() );
		}
	}

	/**
	 * Answers the authorization request at once.
	 *
	 * @param {URL}                                url      Address.
	 * @param {import('node:http').ServerResponse} response Response.
	 */
	function authorize( url, response ) {
		const query = url.searchParams;
		const target = new URL( query.get( 'redirect_uri' ) );
		const code = createHash( 'sha256' )
			.update( `${ query.get( 'state' ) }${ codes.size }` )
			.digest( 'base64url' );
		codes.set( code, {
			nonce: query.get( 'nonce' ),
			challenge: query.get( 'code_challenge' ),
			redirect: query.get( 'redirect_uri' ),
		} );
		target.searchParams.append( 'state', query.get( 'state' ) );
		if ( is( 'B8-error' ) || is( 'B7-error-iss' ) ) {
			target.searchParams.append( 'error', 'access_denied' );
			target.searchParams.append(
				'error_description',
				'<script>alert(1)</script>'
			);
		} else {
			target.searchParams.append( 'code', code );
		}
		if ( is( 'B9-code-and-error' ) ) {
			target.searchParams.append( 'error', 'access_denied' );
		}
		if ( is( 'B9-duplicate-state' ) ) {
			target.searchParams.append( 'state', query.get( 'state' ) );
		}
		if ( is( 'B5-iss' ) || is( 'B7-error-iss' ) ) {
			target.searchParams.append( 'iss', 'https://elsewhere.example' );
		} else if ( ! is( 'B5-no-iss' ) ) {
			target.searchParams.append( 'iss', issuer );
		}
		response.writeHead( 302, { location: target.href } ).end();
	}

	/**
	 * The ID token of one answer, with what is switched on.
	 *
	 * @param {string} nonce       Nonce that was asked for.
	 * @param {string} accessToken Access token.
	 */
	async function idToken( nonce, accessToken ) {
		const now = Math.floor( Date.now() / 1000 );
		const claims = {
			iss: issuer,
			aud: clientId,
			exp: now + 300,
			iat: now,
			nonce,
			sid: 'sid-1',
			at_hash: createHash( 'sha256' )
				.update( accessToken )
				.digest()
				.subarray( 0, 16 )
				.toString( 'base64url' ),
			...person,
			...extra,
		};
		const header = { alg: 'RS256', typ: 'JWT', kid: signing.kid };
		if ( is( 'D1-iss' ) ) {
			claims.iss = 'https://elsewhere.example';
		}
		if ( is( 'D2-aud' ) ) {
			claims.aud = 'another-client';
		}
		if ( is( 'D2-extra-aud' ) ) {
			claims.aud = [ clientId, 'another-client' ];
		}
		if ( is( 'D3-aud-array' ) ) {
			claims.aud = [ clientId ];
		}
		if ( is( 'D4-azp' ) ) {
			claims.azp = 'another-client';
		}
		if ( is( 'D5-no-sub' ) ) {
			delete claims.sub;
		}
		if ( is( 'D6-iat' ) ) {
			claims.iat = now + 86400;
			claims.exp = now + 90000;
		}
		if ( is( 'D7-expired' ) ) {
			claims.iat = now - 7200;
			claims.exp = now - 3600;
		}
		if ( is( 'D8-nonce' ) ) {
			claims.nonce = 'another-nonce';
		}
		if ( is( 'D8-no-nonce' ) ) {
			delete claims.nonce;
		}
		if ( is( 'D12-crit' ) ) {
			header.crit = [ 'x' ];
			header.x = 1;
		}
		if ( is( 'D14-kid' ) ) {
			header.kid = 'nobody-knows';
		}
		if ( is( 'D19-at-hash' ) ) {
			claims.at_hash = 'AAAAAAAAAAAAAAAAAAAAAA';
		}
		if ( is( 'D20-typ' ) ) {
			header.typ = 'at+jwt';
		}
		if ( is( 'D9-none' ) ) {
			return `${ b64( { alg: 'none', typ: 'JWT' } ) }.${ b64( claims ) }.`;
		}
		if ( is( 'D21-two-parts' ) ) {
			return `${ b64( header ) }.${ b64( claims ) }`;
		}
		if ( is( 'D11-hs256-public-key' ) || is( 'D11-hs256-secret' ) ) {
			const input = `${ b64( { alg: 'HS256', typ: 'JWT' } ) }.${ b64(
				claims
			) }`;
			const key = is( 'D11-hs256-secret' )
				? clientSecret
				: JSON.stringify( await exportJWK( signing.publicKey ) );
			return `${ input }.${ createHmac( 'sha256', key )
				.update( input )
				.digest( 'base64url' ) }`;
		}
		let key = signing.privateKey;
		if ( is( 'D10-other-key' ) || is( 'D12-jwk' ) ) {
			key = stranger.privateKey;
		}
		if ( is( 'D12-jwk' ) ) {
			header.jwk = await exportJWK( stranger.publicKey );
			delete header.kid;
		}
		const signed = is( 'D12-crit' )
			? await new SignJWT( claims )
					.setProtectedHeader( header )
					.sign( key, { crit: { x: true } } )
			: await new SignJWT( claims )
					.setProtectedHeader( header )
					.sign( key );
		const parts = signed.split( '.' );
		if ( is( 'D9-empty-signature' ) ) {
			return `${ parts[ 0 ] }.${ parts[ 1 ] }.`;
		}
		if ( is( 'D10-signature' ) ) {
			const bytes = Buffer.from( parts[ 2 ], 'base64url' );
			bytes[ 10 ] = 255 - bytes[ 10 ];
			return `${ parts[ 0 ] }.${ parts[ 1 ] }.${ bytes.toString(
				'base64url'
			) }`;
		}
		return signed;
	}

	/**
	 * Answers the token request.
	 *
	 * @param {import('node:http').IncomingMessage} request  Request.
	 * @param {import('node:http').ServerResponse}  response Response.
	 */
	async function token( request, response ) {
		if ( is( 'C3-redirect' ) ) {
			response
				.writeHead( 302, { location: `${ issuer }/elsewhere` } )
				.end();
			return;
		}
		if ( is( 'C4-400' ) ) {
			json( response, { error: 'invalid_grant' }, 400 );
			return;
		}
		if ( is( 'C4-500' ) ) {
			html( response, 500 );
			return;
		}
		if ( is( 'C4-html' ) ) {
			html( response );
			return;
		}
		const form = await readForm( request );
		const authorization = Buffer.from(
			( request.headers.authorization ?? '' ).replace( /^Basic /, '' ),
			'base64'
		).toString();
		const [ id, secret ] = authorization
			.split( ':' )
			.map( ( part ) =>
				decodeURIComponent( part.replace( /\+/g, ' ' ) )
			);
		if (
			id !== clientId ||
			secret !== clientSecret ||
			form.has( 'client_secret' )
		) {
			json( response, { error: 'invalid_client' }, 401 );
			return;
		}
		const known = codes.get( form.get( 'code' ) );
		codes.delete( form.get( 'code' ) );
		const challenge = createHash( 'sha256' )
			.update( form.get( 'code_verifier' ) ?? '' )
			.digest( 'base64url' );
		if (
			! known ||
			known.challenge !== challenge ||
			known.redirect !== form.get( 'redirect_uri' )
		) {
			json( response, { error: 'invalid_grant' }, 400 );
			return;
		}
		const accessToken = createHash( 'sha256' )
			.update( form.get( 'code' ) + 'a' )
			.digest( 'base64url' );
		const answer = {
			access_token: accessToken,
			token_type: 'Bearer',
			id_token: await idToken( known.nonce, accessToken ),
		};
		if ( is( 'C1-mac' ) ) {
			answer.token_type = 'mac';
		}
		if ( is( 'C1-bearer-case' ) ) {
			answer.token_type = 'BEARER';
		}
		if ( is( 'C2-no-id-token' ) ) {
			delete answer.id_token;
		}
		json( response, answer );
	}

	/**
	 * Answers the userinfo request.
	 *
	 * @param {import('node:http').ServerResponse} response Response.
	 */
	function userinfo( response ) {
		const claims = { ...person, ...extra };
		if ( is( 'E1-sub' ) ) {
			claims.sub = 'somebody-else';
		}
		if ( is( 'E1-no-sub' ) ) {
			delete claims.sub;
		}
		if ( is( 'E3-override' ) ) {
			Object.assign( claims, {
				iss: 'https://elsewhere.example',
				acr: 'gold',
				nonce: 'x',
			} );
		}
		if ( is( 'E2-html' ) ) {
			html( response );
		} else if ( is( 'E2-401' ) ) {
			json( response, { error: 'invalid_token' }, 401 );
		} else {
			json( response, claims );
		}
	}

	const server = createServer( async ( request, response ) => {
		const url = new URL( request.url, 'http://localhost' );
		calls[ url.pathname ] = ( calls[ url.pathname ] ?? 0 ) + 1;
		try {
			if ( '/.well-known/openid-configuration' === url.pathname ) {
				discovery( response );
			} else if ( '/keys' === url.pathname ) {
				if ( is( 'D18-keys-html' ) ) {
					html( response );
				} else {
					json( response, {
						keys: [
							{
								...( await exportJWK( signing.publicKey ) ),
								kid: signing.kid,
								alg: 'RS256',
								use: 'sig',
							},
						],
					} );
				}
			} else if ( '/authorize' === url.pathname ) {
				authorize( url, response );
			} else if ( '/token' === url.pathname ) {
				await token( request, response );
			} else if ( '/userinfo' === url.pathname ) {
				userinfo( response );
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
	issuer = `http://localhost:${ server.address().port }`;

	const control = createServer( async ( request, response ) => {
		const path = decodeURIComponent( request.url );
		if ( path.startsWith( '/set/' ) ) {
			const names = path
				.slice( 5 )
				.split( '+' )
				.filter( ( name ) => 'honest' !== name );
			const unknown = names.filter( ( name ) => ! SWITCHES[ name ] );
			if ( unknown.length > 0 ) {
				json( response, { unknown }, 404 );
				return;
			}
			active = new Set( names );
			calls = {};
			json( response, { active: names } );
		} else if ( '/claims' === path || '/person' === path ) {
			let text = '';
			for await ( const chunk of request ) {
				text += chunk;
			}
			if ( '/person' === path ) {
				person = JSON.parse( text );
			} else {
				extra = JSON.parse( text );
			}
			json( response, {} );
		} else if ( '/reset' === path ) {
			active = new Set();
			extra = {};
			person = { sub: 'wanda' };
			calls = {};
			codes.clear();
			json( response, {} );
		} else if ( '/rotate' === path ) {
			signing = {
				kid: `k${ Number( signing.kid.slice( 1 ) ) + 1 }`,
				...( await pair() ),
			};
			json( response, { kid: signing.kid } );
		} else if ( '/calls' === path ) {
			json( response, calls );
		} else if ( '/switches' === path ) {
			json( response, SWITCHES );
		} else {
			response.writeHead( 404 ).end();
		}
	} );
	await new Promise( ( done ) =>
		control.listen( options.controlPort ?? 0, '127.0.0.1', done )
	);

	return {
		ready: true,
		issuer,
		port: server.address().port,
		clientId,
		clientSecret,
		control: `http://127.0.0.1:${ control.address().port }`,
		stop: async () => {
			server.closeAllConnections();
			control.closeAllConnections();
			server.close();
			control.close();
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
