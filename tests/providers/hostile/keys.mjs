/**
 * Keys of the hostile provider.
 */
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
