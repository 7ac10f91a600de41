import {
	getConfig,
	getContext,
	getElement,
	store,
	withSyncEvent,
} from '@wordpress/interactivity';
import { fill } from '../../lib/words';
import { ask } from '../../view/ask';
import { startLate } from '../../view/late';

const NAME = 'coop-credentials/sign-in-chooser';

interface Entry {
	name: string;
	place: string;
	label: string;
	start: string;
}

interface Option {
	id: string;
	name: string;
	by: string;
}

interface Context {
	id: string;
	text: string;
	open: boolean;
	active: number;
	options: Option[];
	option: Option;
	said: string;
}

const context = () => getContext< Context >();

/** Counts what was typed, so that an answer to an older text is thrown away. */
let turn = 0;

/** Where each option starts: only what the server answered, never what stands in the page. */
const starts = new Map< string, string >();

function go( id: string, option?: Option ) {
	const form = document
		.getElementById( id )
		?.querySelector< HTMLFormElement >( '[method="post"][hidden]' );
	const start = option && starts.get( option.id );
	if ( form && start ) {
		form.action = start;
		form.submit();
	}
}

const { state } = store(
	NAME,
	{
		state: {
			get list(): string | null {
				return state.role ? `${ context().id }-list` : null;
			},
			get expanded(): string | null {
				return state.role ? String( context().open ) : null;
			},
			get activeId(): string | null {
				const { open, options, active } = context();
				return ( open && options[ active ]?.id ) || null;
			},
			get isActive(): boolean {
				return context().option.id === state.activeId;
			},
		} as Record<
			'role' | 'autocomplete' | 'list' | 'expanded' | 'activeId',
			string | null
		> & { isActive: boolean },
		actions: {
			*type(): Generator< unknown, void, unknown > {
				const now = context();
				const text = ( getElement().ref as HTMLInputElement ).value;
				const { search, words } = getConfig( NAME );
				const mine = ++turn;
				now.text = text;
				now.open = false;
				now.active = -1;
				now.said = '';
				yield new Promise( ( done ) => setTimeout( done, 200 ) );
				if ( mine !== turn || text.trim().length < 2 ) {
					return;
				}
				try {
					const found = ( yield ask(
						search + encodeURIComponent( text )
					) ) as Entry[];
					if ( mine === turn ) {
						now.options = found.map(
							( { name, place, label, start }, index ) => {
								const id = `${ now.id }-${ index }`;
								starts.set( id, start );
								return {
									id,
									name,
									by: [
										place,
										label !== name &&
											fill( words.by, label ),
									]
										.filter( Boolean )
										.join( ' · ' ),
								};
							}
						);
						now.open = !! found[ 0 ];
						now.said = found[ 0 ] ? words.some : words.none;
					}
				} catch {
					// The button still searches.
				}
			},
			key: withSyncEvent( ( event: KeyboardEvent ) => {
				const now = context();
				const last = now.options.length - 1;
				if ( ! now.open ) {
					if ( event.key !== 'ArrowDown' || last < 0 ) {
						return;
					}
					now.open = true;
				}
				const to = {
					ArrowDown: now.active < last ? now.active + 1 : 0,
					ArrowUp: now.active > 0 ? now.active - 1 : last,
				}[ event.key ];
				const chosen = now.options[ now.active ];
				if ( to !== undefined ) {
					now.active = to;
				} else if ( event.key === 'Escape' ) {
					now.open = false;
				} else if ( event.key === 'Enter' && chosen ) {
					go( now.id, chosen );
				} else {
					return;
				}
				event.preventDefault();
			} ),
			choose() {
				go( context().id, context().option );
			},
			close() {
				context().open = false;
			},
		},
		callbacks: {
			init() {
				state.role = 'combobox';
				state.autocomplete = 'list';
			},
		},
	},
	{ lock: true }
);

startLate();
