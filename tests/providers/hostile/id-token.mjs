/**
 * ID tokens of the hostile provider.
 */
import { createHash, createHmac } from 'node:crypto';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import { rotate } from './keys.mjs';
import { b64 } from './wire.mjs';

/**
 * Claims and header, with what is switched on.
 *
 * @param {Object} world       What the provider knows.
 * @param {Object} asked       What the authorization request asked.
 * @param {string} accessToken Access token.
 */
function contents( world, asked, accessToken ) {
	const { clientId, extra, is, issuer, person, signing } = world;
	const now = Math.floor( Date.now() / 1000 );
	const claims = {
		iss: issuer,
		aud: clientId,
		exp: now + 300,
		iat: now,
		sid: 'sid-1',
		at_hash: createHash( 'sha256' )
			.update( accessToken )
			.digest()
			.subarray( 0, 16 )
			.toString( 'base64url' ),
		...( asked.nonce ? { nonce: asked.nonce } : {} ),
		...( asked.maxAge ? { auth_time: now } : {} ),
		...( asked.acr ? { acr: asked.acr } : {} ),
		...( asked.asked ? { pres_req_conf_id: asked.asked } : {} ),
		...person,
		...extra,
	};
	for ( const name of world.missing ) {
		delete claims[ name ];
	}
	const header = { alg: 'RS256', typ: 'JWT', kid: signing.kid };
	const changes = {
		'D1-iss': () => ( claims.iss = 'https://elsewhere.example' ),
		'D2-aud': () => ( claims.aud = 'another-client' ),
		'D2-extra-aud': () => ( claims.aud = [ clientId, 'another-client' ] ),
		'D3-aud-array': () => ( claims.aud = [ clientId ] ),
		'D4-azp': () => ( claims.azp = 'another-client' ),
		'D5-no-sub': () => delete claims.sub,
		'D6-iat': () =>
			Object.assign( claims, { iat: now + 86400, exp: now + 90000 } ),
		'D6-no-iat': () => delete claims.iat,
		'D7-expired': () =>
			Object.assign( claims, { iat: now - 7200, exp: now - 3600 } ),
		'D8-nonce': () => ( claims.nonce = 'another-nonce' ),
		'D8-no-nonce': () => delete claims.nonce,
		'D12-crit': () => Object.assign( header, { crit: [ 'x' ], x: 1 } ),
		'D12-jku': () => ( header.jku = `${ issuer }/elsewhere` ),
		'D13-no-kid': () => delete header.kid,
		'D13-two-keys': () => delete header.kid,
		'D14-kid': () => ( header.kid = 'nobody-knows' ),
		'D19-at-hash': () => ( claims.at_hash = 'AAAAAAAAAAAAAAAAAAAAAA' ),
		'D20-typ': () => ( header.typ = 'at+jwt' ),
		'E5-other': () => ( claims.pres_req_conf_id = 'an-easier-question' ),
		'E5-missing': () => delete claims.pres_req_conf_id,
		'G4-no-acr': () => delete claims.acr,
		'G4-lower-acr': () => ( claims.acr = 'urn:coop:acr:1' ),
		'G4-no-auth-time': () => delete claims.auth_time,
		'G4-old-auth-time': () => ( claims.auth_time = now - 86400 ),
		'G4-other-person': () => ( claims.sub = 'somebody-else' ),
	};
	for ( const [ name, change ] of Object.entries( changes ) ) {
		if ( is( name ) ) {
			change();
		}
	}
	if ( is( 'D21-huge' ) ) {
		claims.padding = 'x'.repeat( 32 * 1024 );
	}
	return { claims, header };
}

/**
 * The ID token of one answer, with what is switched on.
 *
 * @param {Object} world       What the provider knows.
 * @param {Object} asked       What the authorization request asked.
 * @param {string} accessToken Access token.
 */
export async function idToken( world, asked, accessToken ) {
	if ( world.is( 'D15-new-key' ) ) {
		await rotate( world );
	}
	const { clientSecret, is, signing, stranger } = world;
	const { claims, header } = contents( world, asked, accessToken );
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
	if ( is( 'D10-other-key' ) || is( 'D12-jwk' ) || is( 'D12-jku' ) ) {
		key = stranger.privateKey;
	}
	if ( is( 'D10-es256' ) ) {
		key = ( await generateKeyPair( 'ES256' ) ).privateKey;
		header.alg = 'ES256';
	}
	if ( is( 'D12-jwk' ) ) {
		header.jwk = await exportJWK( stranger.publicKey );
		delete header.kid;
	}
	const signed = await new SignJWT( claims )
		.setProtectedHeader( header )
		.sign( key, is( 'D12-crit' ) ? { crit: { x: true } } : undefined );
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
	if ( is( 'D21-space' ) ) {
		return ` ${ signed }`;
	}
	if ( is( 'C2-five-parts' ) ) {
		return `${ signed }.AAAA.AAAA`;
	}
	return signed;
}
