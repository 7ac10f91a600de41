import type { Provider } from '../../api/providers';
import { isForeign } from './home';

/** What has to be saved so that one provider changes places with its neighbour. Orders are 10, 20, 30 … afterwards. */
export function orderAfterMove(
	all: readonly Pick< Provider, 'slug' | 'order' | 'from_network' >[],
	index: number,
	by: -1 | 1
): readonly { readonly slug: string; readonly order: number }[] {
	const next = [ ...all ];
	const [ moved ] = next.splice( index, 1 );
	if ( ! moved || index + by < 0 || index + by > next.length ) {
		return [];
	}
	next.splice( index + by, 0, moved );
	return (
		next
			.map( ( one, at ) => ( { ...one, place: ( at + 1 ) * 10 } ) )
			// The place of one of the network is not for a site to change.
			.filter( ( one ) => ! isForeign( one ) && one.order !== one.place )
			.map( ( { slug, place } ) => ( { slug, order: place } ) )
	);
}
