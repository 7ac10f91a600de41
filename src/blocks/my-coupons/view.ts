import { getElement, store } from '@wordpress/interactivity';
import { startLate } from '../../view/late';

const { state } = store(
	'coop-credentials/my-coupons',
	{
		state: {} as { live: boolean },
		actions: {
			*copy(): Generator< unknown, void, unknown > {
				const { ref } = getElement();
				yield navigator.clipboard.writeText( ref?.dataset.code ?? '' );
				ref?.setAttribute( 'aria-pressed', 'true' );
			},
			*awake(): Generator< unknown, void, unknown > {
				const { ref } = getElement();
				try {
					yield navigator.wakeLock.request( 'screen' );
					ref?.setAttribute( 'aria-pressed', 'true' );
				} catch {
					// The browser or the battery says no: the screen dims as always.
				}
			},
		},
		callbacks: {
			init: () => {
				state.live = !! navigator.clipboard;
			},
		},
	},
	{ lock: true }
);

startLate();
