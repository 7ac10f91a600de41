import { useEffect, useRef } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { ReactElement, ReactNode } from 'react';

import { ErrorBoundary } from '../components/error-boundary';
import { PageHeader } from '../components/page-header';
import { boot } from './boot';
import { Link, useRouter } from './router';
import type { Place, Room } from './location';

/** Key of the screen whose heading had the focus last; undefined until the first screen stands. */
let lastKey: string | undefined;

/** Nothing takes the focus while the page itself is still loading. */
let hasMoved = false;

/** The same for as long as the same screen is shown. */
export function keyOf( place: Place ): string {
	return `${ place.room }/${ place.screen }/${ place.item }`;
}

interface Props {
	readonly title: string;
	readonly subtitle?: ReactNode;
	readonly actions?: ReactNode;
	readonly back?: ReactNode;
	/** Screens of the same room. */
	readonly tabs?: ReactNode;
	readonly children: ReactNode;
	/** Lists use the whole width. */
	readonly isFlush?: boolean;
}

/** Frame of every screen: sets the document's title and moves the focus to the heading when the screen changes. */
export function Screen( {
	title,
	subtitle,
	actions,
	back,
	tabs,
	children,
	isFlush = false,
}: Props ): ReactElement {
	const { place } = useRouter();
	const frame = useRef< HTMLDivElement >( null );
	const key = keyOf( place );

	useEffect( () => {
		document.title = sprintf(
			/* translators: 1: name of the screen, 2: name of the site. */
			__( '%1$s ‹ Co-op Credentials ‹ %2$s', 'coop-credentials' ),
			title,
			boot().siteTitle
		);
	}, [ title ] );

	useEffect( () => {
		const isFirst = lastKey === undefined;
		const isNew = lastKey !== key;
		lastKey = key;
		const page = frame.current?.ownerDocument;
		const lost = page?.activeElement === page?.body;
		hasMoved ||= ! isFirst && isNew;
		if ( hasMoved && ( isNew || lost ) ) {
			frame.current?.querySelector( 'h1' )?.focus();
		}
	}, [ key ] );

	return (
		<div className="coop-credentials-screen" ref={ frame }>
			<PageHeader
				title={ title }
				subtitle={ subtitle }
				actions={ actions }
				back={ back }
			/>
			{ tabs }
			<div
				className={
					isFlush
						? 'coop-credentials-screen__body is-flush'
						: 'coop-credentials-screen__body'
				}
			>
				<ErrorBoundary place={ key }>{ children }</ErrorBoundary>
			</div>
		</div>
	);
}

export interface TabItem {
	readonly screen: string;
	readonly label: string;
}

/** Links between the screens of one room. */
export function Tabs( {
	room,
	label,
	items,
}: {
	readonly room: Room;
	readonly label: string;
	readonly items: readonly TabItem[];
} ): ReactElement {
	const { place } = useRouter();
	return (
		<nav className="coop-credentials-tabs" aria-label={ label }>
			{ items.map( ( item ) => (
				<Link
					key={ item.screen }
					to={ { room, screen: item.screen } }
					isCurrent={ place.screen === item.screen }
				>
					{ item.label }
				</Link>
			) ) }
		</nav>
	);
}
