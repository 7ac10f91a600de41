import { useState } from '@wordpress/element';

import { useTell } from '../../components/notices';

/**
 * One press at a time: what it did is told, or why it failed. The control is not disabled meanwhile: it would lose the focus.
 *
 * @param atEnd What comes after it, either way.
 * @return Whether something is going on, and what does it.
 */
export function useAct(
	atEnd?: () => void
): [ boolean, ( what: () => Promise< string > ) => Promise< void > ] {
	const [ isBusy, setBusy ] = useState( false );
	const tell = useTell();
	const act = async ( what: () => Promise< string > ) => {
		if ( isBusy ) {
			return;
		}
		setBusy( true );
		try {
			tell.done( await what() );
		} catch ( error ) {
			tell.failed( error );
		} finally {
			setBusy( false );
			atEnd?.();
		}
	};
	return [ isBusy, act ];
}
