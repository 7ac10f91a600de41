import { getElement, store, withSyncEvent } from '@wordpress/interactivity';

/**
 * Swaps the router region; on any trouble the browser goes there itself.
 *
 * @param url Where to.
 */
async function go( url: string ): Promise< void > {
	const { actions } = await import( '@wordpress/interactivity-router' );
	await actions.navigate( url );
}

store(
	'coop-credentials/co-op-directory',
	{
		actions: {
			follow: withSyncEvent( function* (
				event: MouseEvent
			): Generator< unknown, void, unknown > {
				const link = getElement().ref as HTMLAnchorElement | null;
				if (
					! link ||
					event.button ||
					event.metaKey ||
					event.ctrlKey ||
					event.shiftKey ||
					event.altKey
				) {
					return;
				}
				event.preventDefault();
				const block = link.closest< HTMLElement >(
					'[data-wp-router-region]'
				);
				yield go( link.href );
				block?.querySelector< HTMLElement >( 'h2[tabindex]' )?.focus();
			} ),
			search: withSyncEvent( function* (
				event: SubmitEvent
			): Generator< unknown, void, unknown > {
				event.preventDefault();
				const form = getElement().ref as HTMLFormElement;
				const url = new URL( form.action );
				url.search = '';
				new FormData( form ).forEach( ( value, name ) => {
					if ( value ) {
						url.searchParams.append( name, String( value ) );
					}
				} );
				yield go( url.href );
			} ),
		},
	},
	{ lock: true }
);
