/**
 * The store every block shares to know its visitor. The sign-in block's view module fills it.
 */
import type { Me } from '../lib/me';

export const ME = 'coop-credentials/sign-in';

/** Ours only: other plugins cannot reach the visitor's token through the store. */
export const LOCK = 'coop-credentials';

export interface MeStore {
	state: {
		/** Offers the server put on this page. */
		offers?: Record< string, true >;
	};
	actions: {
		/** One request a page, however many blocks ask; none without the hint cookie. */
		me: () => Promise< Me | undefined >;
		/** A POST in this visitor's name; throws what `ask` throws. */
		write: < T >( url: string ) => Promise< T >;
	};
}
