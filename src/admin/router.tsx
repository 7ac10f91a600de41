import {
	createContext,
	useCallback,
	useContext,
	useEffect,
	useMemo,
	useRef,
	useState,
} from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { MouseEvent, ReactElement, ReactNode } from 'react';

import { Confirm } from '../components/confirm';
import { boot } from './boot';
import { type Place, placeOf, type Room, urlOf } from './location';

type Target = Partial< Place > & { readonly room: Room };

interface Router {
	readonly place: Place;
	/** Goes somewhere; asks first when there are unsaved edits. */
	readonly go: ( target: Target, options?: GoOptions ) => void;
	readonly setGuard: ( id: symbol, isDirty: boolean ) => void;
}

interface GoOptions {
	/** Replaces the entry in the history: the state of a list, not a new screen. */
	readonly replace?: boolean;
	/** Does not ask: the edits have been saved just now. */
	readonly force?: boolean;
}

const START: Place = { room: 'overview', screen: '', item: '', query: {} };

const Context = createContext< Router >( {
	place: START,
	go: () => undefined,
	setGuard: () => undefined,
} );

function current(): Place {
	return placeOf( window.location.href, absoluteAdminUrl() ) ?? START;
}

function absoluteAdminUrl(): string {
	return new URL( boot().adminUrl, window.location.href ).href;
}

/** Keeps place and URL the same, and asks before unsaved edits are left. */
export function RouterProvider( {
	children,
}: {
	readonly children: ReactNode;
} ): ReactElement {
	const [ place, setPlace ] = useState< Place >( current );
	const [ asked, setAsked ] = useState< ( () => void ) | null >( null );
	const guards = useRef( new Map< symbol, boolean >() );
	const shown = useRef( window.location.href );
	const isDirty = () => [ ...guards.current.values() ].some( Boolean );

	const setGuard = useCallback( ( id: symbol, dirty: boolean ) => {
		if ( dirty ) {
			guards.current.set( id, true );
		} else {
			guards.current.delete( id );
		}
	}, [] );

	const go = useCallback( ( target: Target, options: GoOptions = {} ) => {
		const url = urlOf( target, absoluteAdminUrl() );
		const move = () => {
			if ( options.replace ) {
				window.history.replaceState( null, '', url );
			} else {
				window.history.pushState( null, '', url );
			}
			shown.current = window.location.href;
			setPlace( current() );
		};
		if ( isDirty() && ! options.force && ! options.replace ) {
			setAsked( () => () => {
				guards.current.clear();
				move();
			} );
			return;
		}
		move();
	}, [] );

	useEffect( () => {
		const onPop = () => {
			const wanted = window.location.href;
			if ( isDirty() ) {
				// The browser has already moved: put the old address back while we ask.
				window.history.pushState( null, '', shown.current );
				setAsked( () => () => {
					guards.current.clear();
					window.history.pushState( null, '', wanted );
					shown.current = window.location.href;
					setPlace( current() );
				} );
				return;
			}
			shown.current = wanted;
			setPlace( current() );
		};
		const onUnload = ( event: BeforeUnloadEvent ) => {
			if ( isDirty() ) {
				event.preventDefault();
			}
		};
		window.addEventListener( 'popstate', onPop );
		window.addEventListener( 'beforeunload', onUnload );
		return () => {
			window.removeEventListener( 'popstate', onPop );
			window.removeEventListener( 'beforeunload', onUnload );
		};
	}, [] );

	const value = useMemo(
		() => ( { place, go, setGuard } ),
		[ place, go, setGuard ]
	);
	return (
		<Context.Provider value={ value }>
			{ children }
			{ asked && (
				<Confirm
					title={ __( 'Leave without saving?', 'coop-credentials' ) }
					confirmLabel={ __(
						'Leave without saving',
						'coop-credentials'
					) }
					isDestructive
					onConfirm={ asked }
					onClose={ () => setAsked( null ) }
				>
					<p>
						{ __(
							'What you changed on this screen is not saved yet.',
							'coop-credentials'
						) }
					</p>
				</Confirm>
			) }
		</Context.Provider>
	);
}

export function useRouter(): Pick< Router, 'place' | 'go' > {
	return useContext( Context );
}

/** Asks before leaving while `isDirty`. */
export function useUnsavedGuard( isDirty: boolean ): void {
	const { setGuard } = useContext( Context );
	const id = useRef( Symbol( 'form' ) );
	useEffect( () => {
		const key = id.current;
		setGuard( key, isDirty );
		return () => setGuard( key, false );
	}, [ setGuard, isDirty ] );
}

interface LinkProps {
	readonly to: Target;
	readonly children: ReactNode;
	readonly className?: string;
	readonly isCurrent?: boolean;
}

/** A true link: opens in a new tab as any other, else without a reload. */
export function Link( {
	to,
	children,
	className,
	isCurrent,
}: LinkProps ): ReactElement {
	const { go } = useContext( Context );
	const href = urlOf( to, absoluteAdminUrl() );
	const follow = ( event: MouseEvent ) => {
		if ( ! isPlainClick( event ) ) {
			return;
		}
		event.preventDefault();
		go( to );
	};
	return (
		<a
			href={ href }
			onClick={ follow }
			{ ...( className ? { className } : {} ) }
			{ ...( isCurrent ? { 'aria-current': 'page' as const } : {} ) }
		>
			{ children }
		</a>
	);
}

/** A link that looks like a button. */
export function ButtonLink( {
	variant = 'secondary',
	...link
}: LinkProps & {
	readonly variant?: 'primary' | 'secondary' | 'tertiary';
} ): ReactElement {
	return (
		<Link
			{ ...link }
			className={ `components-button is-next-40px-default-size is-${ variant }` }
		/>
	);
}

function isPlainClick( event: {
	readonly button: number;
	readonly metaKey: boolean;
	readonly ctrlKey: boolean;
	readonly shiftKey: boolean;
	readonly altKey: boolean;
} ): boolean {
	return (
		event.button === 0 &&
		! event.metaKey &&
		! event.ctrlKey &&
		! event.shiftKey &&
		! event.altKey
	);
}

/** Clicks on our entries in WordPress's own menu change the screen without a reload; the menu shows where we are. */
export function useAdminMenu(): void {
	const { place, go } = useContext( Context );
	useEffect( () => {
		const menu = document.getElementById(
			'toplevel_page_coop-credentials'
		);
		const follow = ( event: globalThis.MouseEvent ) => {
			const target = event.target;
			const link =
				target instanceof Element ? target.closest( 'a' ) : null;
			const next = link ? placeOf( link.href, absoluteAdminUrl() ) : null;
			if ( next && isPlainClick( event ) ) {
				event.preventDefault();
				go( next );
			}
		};
		menu?.addEventListener( 'click', follow );
		return () => menu?.removeEventListener( 'click', follow );
	}, [ go ] );

	useEffect( () => {
		const links = document.querySelectorAll< HTMLAnchorElement >(
			'#toplevel_page_coop-credentials .wp-submenu a'
		);
		links.forEach( ( link ) => {
			const isHere =
				placeOf( link.href, absoluteAdminUrl() )?.room === place.room;
			link.classList.toggle( 'current', isHere );
			link.parentElement?.classList.toggle( 'current', isHere );
			if ( isHere ) {
				link.setAttribute( 'aria-current', 'page' );
			} else {
				link.removeAttribute( 'aria-current' );
			}
		} );
	}, [ place.room ] );
}
