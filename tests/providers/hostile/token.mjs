/**
 * Token and userinfo endpoints of the hostile provider.
 */
import { idToken } from './id-token.mjs';
import { html, json, readForm, sha256 } from './wire.mjs';

/**
 * Whether the one client authentication is right.
 *
 * @param {Object}                              world   What the provider knows.
 * @param {import('node:http').IncomingMessage} request Request.
 * @param {URLSearchParams}                     form    Body.
 */
function knowsClient( world, request, form ) {
	const [ id, secret ] = Buffer.from(
		( request.headers.authorization ?? '' ).replace( /^Basic /, '' ),
		'base64'
	)
		.toString()
		.split( ':' )
		.map( ( part ) => decodeURIComponent( part.replace( /\+/g, ' ' ) ) );
	return (
		id === world.clientId &&
		secret === world.clientSecret &&
		! form.has( 'client_secret' )
	);
}

/**
 * What the grant stands for, or null.
 *
 * @param {Object}          world What the provider knows.
 * @param {URLSearchParams} form  Body.
 */
function redeem( world, form ) {
	if ( 'refresh_token' === form.get( 'grant_type' ) ) {
		const known = world.refresh.get( form.get( 'refresh_token' ) );
		world.refresh.delete( form.get( 'refresh_token' ) );
		return known && ! world.is( 'G3-invalid-grant' ) ? known : null;
	}
	const known = world.codes.get( form.get( 'code' ) );
	world.codes.delete( form.get( 'code' ) );
	const challenge = sha256( form.get( 'code_verifier' ) ?? '' );
	const proven = known?.challenge === challenge || world.is( 'B10-no-pkce' );
	return known && proven && known.redirect === form.get( 'redirect_uri' )
		? known
		: null;
}

/**
 * Answers the token request.
 *
 * @param {Object}                              world    What the provider knows.
 * @param {import('node:http').IncomingMessage} request  Request.
 * @param {import('node:http').ServerResponse}  response Response.
 */
export async function token( world, request, response ) {
	const { is, issuer } = world;
	if ( is( 'C3-redirect' ) ) {
		response.writeHead( 302, { location: `${ issuer }/elsewhere` } ).end();
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
	if ( is( 'G3-cut' ) ) {
		response.destroy();
		return;
	}
	const form = await readForm( request );
	if ( ! knowsClient( world, request, form ) ) {
		json( response, { error: 'invalid_client' }, 401 );
		return;
	}
	const again = 'refresh_token' === form.get( 'grant_type' );
	const known = redeem( world, form );
	if ( ! known ) {
		json( response, { error: 'invalid_grant' }, 400 );
		return;
	}
	if ( is( 'G2-slow' ) ) {
		await new Promise( ( done ) => setTimeout( done, 1500 ) );
	}
	const serial = ( world.serial += 1 );
	const accessToken = sha256( `${ serial }a${ issuer }` );
	world.accessTokens.add( accessToken );
	const asked =
		again && ! is( 'G1-same-nonce' )
			? { ...known, nonce: is( 'G1-nonce' ) ? 'a-new-nonce' : null }
			: known;
	const answer = {
		access_token: accessToken,
		token_type: is( 'C1-mac' ) ? 'mac' : 'Bearer',
	};
	// Without `openid` this is plain OAuth 2 (OpenID Connect Core 1.0 §3.1.2.1).
	if ( known.scopes.includes( 'openid' ) ) {
		answer.id_token = await idToken( world, asked, accessToken );
		world.idTokens.add( answer.id_token );
	}
	if ( is( 'refresh' ) ) {
		const next = sha256( `${ serial }r${ issuer }` );
		world.refresh.set( next, known );
		answer.refresh_token = next;
	}
	if ( is( 'C1-bearer-case' ) ) {
		answer.token_type = 'BEARER';
	}
	if ( is( 'C2-no-id-token' ) || ( again && is( 'G1-no-id-token' ) ) ) {
		delete answer.id_token;
	}
	json( response, answer );
}

/**
 * Answers the userinfo request. The token counts in the header only.
 *
 * @param {Object}                              world    What the provider knows.
 * @param {import('node:http').IncomingMessage} request  Request.
 * @param {import('node:http').ServerResponse}  response Response.
 */
export function userinfo( world, request, response ) {
	const { accessTokens, extra, is, person } = world;
	const bearer = /^Bearer (.+)$/.exec( request.headers.authorization ?? '' );
	if ( is( 'E2-401' ) || ! bearer || ! accessTokens.has( bearer[ 1 ] ) ) {
		json( response, { error: 'invalid_token' }, 401 );
		return;
	}
	if ( is( 'E2-html' ) ) {
		html( response );
		return;
	}
	if ( is( 'E2-array' ) ) {
		json( response, [ person ] );
		return;
	}
	if ( is( 'E2-signed' ) ) {
		response
			.writeHead( 200, { 'content-type': 'application/jwt' } )
			.end( 'AAAA.AAAA.AAAA' );
		return;
	}
	const claims = { ...person, ...extra };
	if ( is( 'E1-sub' ) || is( 'G4-other-person' ) ) {
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
	json( response, claims );
}
