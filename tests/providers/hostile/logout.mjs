/**
 * Logout of the hostile provider: its end of a session asked for by the site, and the tokens it sends by itself.
 */
import { randomUUID } from 'node:crypto';
import { SignJWT, generateKeyPair } from 'jose';
import { b64, json } from './wire.mjs';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/**
 * Answers the site's request to log out (RP-Initiated Logout 1.0 §2) at once: the session is over, back to the site.
 *
 * @param {Object}                             world    What the provider knows.
 * @param {URL}                                url      Address.
 * @param {import('node:http').ServerResponse} response Response.
 */
export function endSession( world, url, response ) {
	const { clientId, idTokens, is } = world;
	const query = url.searchParams;
	const target = query.get( 'post_logout_redirect_uri' );
	if (
		! idTokens.has( query.get( 'id_token_hint' ) ) ||
		query.get( 'client_id' ) !== clientId ||
		! target
	) {
		json( response, { error: 'invalid_request' }, 400 );
		return;
	}
	const back = new URL( target );
	if ( is( 'H7-other-state' ) ) {
		back.searchParams.set( 'state', 'another-state' );
	} else if ( query.get( 'state' ) && ! is( 'H7-no-state' ) ) {
		back.searchParams.set( 'state', query.get( 'state' ) );
	}
	response.writeHead( 302, { location: back.href } ).end();
}

/**
 * Claims and header of a logout token, with what is switched on.
 *
 * @param {Object} world What the provider knows.
 * @param {Object} given Claims to differ; null removes.
 */
function contents( world, given ) {
	const { clientId, is, issuer, signing } = world;
	const now = Math.floor( Date.now() / 1000 );
	const claims = {
		iss: issuer,
		aud: clientId,
		iat: now,
		exp: now + 120,
		jti: randomUUID(),
		events: { [ EVENT ]: {} },
		ignored_claim: 'what nobody understands is ignored',
		...given,
	};
	const header = { alg: 'RS256', typ: 'logout+jwt', kid: signing.kid };
	const changes = {
		'H1-typ-jwt': () => ( header.typ = 'JWT' ),
		'H1-no-typ': () => delete header.typ,
		'H1-no-exp': () => delete claims.exp,
		'H2-wrong-iss': () => ( claims.iss = 'https://elsewhere.example' ),
		'H2-wrong-aud': () => ( claims.aud = 'another-client' ),
		'H2-no-event': () => delete claims.events,
		'H2-wrong-event': () =>
			( claims.events = { 'https://elsewhere.example/event': {} } ),
		'H2-with-nonce': () => ( claims.nonce = 'a-nonce' ),
		'H2-typ': () => ( header.typ = 'at+jwt' ),
		'H2-kid': () => ( header.kid = 'nobody-knows' ),
		'H3-no-jti': () => delete claims.jti,
		'H3-no-iat': () => delete claims.iat,
		'H3-old': () => Object.assign( claims, { iat: now - 400 } ),
		'H3-expired': () => Object.assign( claims, { exp: now - 90 } ),
		'H3-nobody': () => {
			delete claims.sub;
			delete claims.sid;
		},
	};
	for ( const [ name, change ] of Object.entries( changes ) ) {
		if ( is( name ) ) {
			change();
		}
	}
	for ( const name of Object.keys( claims ) ) {
		if ( claims[ name ] === null ) {
			delete claims[ name ];
		}
	}
	return { claims, header };
}

/**
 * A logout token (Back-Channel Logout 1.0 §2.4), with what is switched on.
 *
 * @param {Object} world What the provider knows.
 * @param {Object} given Claims to differ; null removes.
 */
export async function logoutToken( world, given ) {
	const { is, signing, stranger } = world;
	const { claims, header } = contents( world, given );
	if ( is( 'H2-alg-none' ) ) {
		return `${ b64( { ...header, alg: 'none' } ) }.${ b64( claims ) }.`;
	}
	let key = signing.privateKey;
	if ( is( 'H2-other-key' ) ) {
		key = stranger.privateKey;
	}
	if ( is( 'H2-wrong-alg' ) ) {
		header.alg = 'ES256';
		key = ( await generateKeyPair( 'ES256' ) ).privateKey;
	}
	return new SignJWT( claims ).setProtectedHeader( header ).sign( key );
}
