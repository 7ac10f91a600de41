/**
 * Signing keys of the honest provider. Made once a process: the first key signs.
 */
import { exportJWK, generateKeyPair } from 'jose';

const keys = [];

/**
 * @param {boolean} rotate Put a new key in front; the others stay published.
 * @return {Promise<Object[]>} Private JSON Web Keys, the signing one first.
 */
export async function signingKeys( rotate ) {
	if ( keys.length === 0 || rotate ) {
		const { privateKey } = await generateKeyPair( 'RS256', {
			modulusLength: 2048,
			extractable: true,
		} );
		keys.unshift( {
			...( await exportJWK( privateKey ) ),
			kid: `key-${ keys.length + 1 }`,
			use: 'sig',
			alg: 'RS256',
		} );
	}
	return keys;
}
