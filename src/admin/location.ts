import { addQueryArgs, getQueryArgs } from '@wordpress/url';

/** A place in the app; all of it stands in the URL. */
export interface Place {
	readonly room: Room;
	/** Screen within the room; empty for its first. */
	readonly screen: string;
	/** Record that is shown; "new" for one that is being made. */
	readonly item: string;
	/** State of a list and the like. */
	readonly query: Readonly< Record< string, string > >;
}

export const ROOMS = [
	'overview',
	'directory',
	'sign-in',
	'offers',
	'settings',
] as const;

export type Room = ( typeof ROOMS )[ number ];

const PAGE = 'coop-credentials';
const OWN = new Set( [ 'page', 'screen', 'item' ] );

function roomOf( page: string ): Room | null {
	if ( page === PAGE ) {
		return 'overview';
	}
	const name = page.startsWith( `${ PAGE }-` )
		? page.slice( PAGE.length + 1 )
		: '';
	return ROOMS.find( ( room ) => room === name ) ?? null;
}

/** Reads a place from a URL; null when it leads out of the app. */
export function placeOf( url: string, adminUrl: string ): Place | null {
	const target = new URL( url, adminUrl );
	const app = new URL( adminUrl );
	if ( target.origin !== app.origin || target.pathname !== app.pathname ) {
		return null;
	}
	const args = getQueryArgs( target.href );
	const room = roomOf( String( args.page ?? '' ) );
	if ( ! room ) {
		return null;
	}
	const query: Record< string, string > = {};
	for ( const [ name, value ] of Object.entries( args ) ) {
		if ( ! OWN.has( name ) && typeof value === 'string' ) {
			query[ name ] = value;
		}
	}
	return {
		room,
		screen: String( args.screen ?? '' ),
		item: String( args.item ?? '' ),
		query,
	};
}

/** The URL of a place; empty parts are left out. */
export function urlOf(
	place: Partial< Place > & { readonly room: Room },
	adminUrl: string
): string {
	const args: Record< string, string > = {
		page: place.room === 'overview' ? PAGE : `${ PAGE }-${ place.room }`,
	};
	if ( place.screen ) {
		args.screen = place.screen;
	}
	if ( place.item ) {
		args.item = place.item;
	}
	for ( const [ name, value ] of Object.entries( place.query ?? {} ) ) {
		if ( value !== '' ) {
			args[ name ] = value;
		}
	}
	return addQueryArgs( adminUrl, args );
}
