/**
 * Markup of a block as the server renders it, asked for 300 ms after the last change.
 */
import apiFetch from '@wordpress/api-fetch';
import { useEffect, useRef, useState } from '@wordpress/element';
import { addQueryArgs } from '@wordpress/url';

export type PreviewState = 'signed_out' | 'member' | 'refused';

export interface ServerMarkup {
	status: 'loading' | 'ready' | 'failed';
	html: string;
}

const DELAY = 300;

/**
 * Asks the server once typing has stopped; the last markup stays until the next arrives.
 *
 * @param block      Name of the block.
 * @param attributes Its attributes, without those the editor draws itself.
 * @param state      Whose view is previewed.
 */
export function useServerMarkup(
	block: string,
	attributes: Record< string, unknown >,
	state: PreviewState
): ServerMarkup {
	const [ markup, setMarkup ] = useState< ServerMarkup >( {
		status: 'loading',
		html: '',
	} );
	const asked = useRef( false );
	const body = JSON.stringify( attributes );

	useEffect( () => {
		const controller = new AbortController();
		const ask = async () => {
			try {
				const answer = await apiFetch< { rendered: string } >( {
					path: addQueryArgs( `/wp/v2/block-renderer/${ block }`, {
						context: 'edit',
						coop_preview: state,
					} ),
					method: 'POST',
					data: { attributes: JSON.parse( body ) },
					signal: controller.signal,
				} );
				setMarkup( { status: 'ready', html: answer.rendered } );
			} catch {
				if ( ! controller.signal.aborted ) {
					setMarkup( ( last ) => ( { ...last, status: 'failed' } ) );
				}
			}
		};
		// The first markup is wanted at once.
		const timer = setTimeout( ask, asked.current ? DELAY : 0 );
		asked.current = true;
		setMarkup( ( last ) => ( { ...last, status: 'loading' } ) );
		return () => {
			clearTimeout( timer );
			controller.abort();
		};
	}, [ block, body, state ] );

	return markup;
}
