/**
 * The store every block shares to know its visitor. The sign-in block's view module fills it.
 */
import type { Me } from '../lib/me';

export const ME = 'coop-credentials/sign-in';

/** Ours only: other plugins cannot reach the visitor's token through the store. */
export const LOCK = 'coop-credentials';

export interface MeStore {
	actions: {
		/** One request a page, however many blocks ask; none without the hint cookie. */
		me: () => Promise< Me | undefined >;
	};
}

/**
 * Headers of a visitor's write.
 *
 * @param me Answer of `GET me`.
 */
export const proof = ( me?: Me ): Record< string, string > => ( {
	...( me?.token && { 'X-Coop-Credentials-Token': me.token } ),
	...( me?.nonce && { 'X-WP-Nonce': me.nonce } ),
} );
