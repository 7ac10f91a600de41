/**
 * Keys of the hostile provider.
 */
import { generateKeyPairSync } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import { html, json } from './wire.mjs';

export const pair = async () =>
	generateKeyPair( 'RS256', { extractable: true, modulusLength: 2048 } );

/**
 * Puts a new signing key in the place of the old one.
 *
 * @param {Object} world What the provider knows.
 */
export async function rotate( world ) {
	world.signing = {
		kid: `k${ Number( world.signing.kid.slice( 1 ) ) + 1 }`,
		...( await pair() ),
	};
}

/**
 * A public key as it is published.
 *
 * @param {Object} key   Key pair.
 * @param {Object} names More members.
 */
async function published( key, names ) {
	return {
		...( await exportJWK( key.publicKey ) ),
		alg: 'RS256',
		use: 'sig',
		...names,
	};
}

/**
 * The one key of a set that must not be used, or null.
 *
 * @param {Object} world What the provider knows.
 */
async function unusable( world ) {
	const { is, signing } = world;
	const kid = signing.kid;
	if ( is( 'D16-enc' ) ) {
		return published( signing, { kid, use: 'enc' } );
	}
	if ( is( 'D16-oct' ) ) {
		return { kty: 'oct', k: 'AAAA', kid, alg: 'RS256' };
	}
	if ( is( 'D16-curve' ) ) {
		const key = await generateKeyPair( 'ES256', { extractable: true } );
		return published( key, { kid } );
	}
	if ( is( 'D16-small' ) ) {
		const { publicKey } = generateKeyPairSync( 'rsa', {
			modulusLength: 1024,
		} );
		return {
			...publicKey.export( { format: 'jwk' } ),
			kid,
			alg: 'RS256',
			use: 'sig',
		};
	}
	return null;
}

/**
 * Answers the request for the key set.
 *
 * @param {Object}                             world    What the provider knows.
 * @param {import('node:http').ServerResponse} response Response.
 */
export async function keys( world, response ) {
	const { is, signing, stranger } = world;
	if ( is( 'D18-keys-html' ) ) {
		html( response );
		return;
	}
	const only = await unusable( world );
	if ( only ) {
		json( response, { keys: [ only ] } );
		return;
	}
	const unnamed = is( 'D13-no-kid' ) || is( 'D13-two-keys' );
	const set = [
		await published( signing, unnamed ? {} : { kid: signing.kid } ),
	];
	if ( is( 'D13-two-keys' ) ) {
		set.push( await published( stranger, {} ) );
	}
	if ( is( 'D17-strange-keys' ) ) {
		set.unshift(
			{ kty: 'AKP', alg: 'ML-DSA-1000', kid: 'later', pub: 'AAAA' },
			{ kty: 'nothing-we-know', kid: 'made-up', x: 'AAAA' },
			{ kty: 'OKP', crv: 'Ed448', kid: 'curve', x: 'AAAA' }
		);
	}
	json( response, { keys: set } );
}
