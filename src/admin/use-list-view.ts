import { useCallback, useMemo } from '@wordpress/element';

import type { View } from '../components/data-list';
import type { Query } from '../api/records';
import { useRouter } from './router';

interface Defaults {
	readonly fields: readonly string[];
	readonly titleField?: string;
	readonly sort?: {
		readonly field: string;
		readonly direction: 'asc' | 'desc';
	};
	/** Fields that can be filtered; each is a query argument of the collection. */
	readonly filters?: readonly string[];
	readonly perPage?: number;
}

interface ListView {
	readonly view: View;
	readonly onChangeView: ( view: View ) => void;
	readonly query: Query;
}

function text( value: unknown ): string {
	return Array.isArray( value ) ? value.join( ',' ) : String( value ?? '' );
}

/** State of a list, kept in the URL: search, page, page size, order and filters survive reload, Back and sharing. */
export function useListView( defaults: Defaults ): ListView {
	const { place, go } = useRouter();
	const { query: args, room, screen } = place;
	const perPage = defaults.perPage ?? 20;
	const given = JSON.stringify( args );
	const wanted = JSON.stringify( defaults );

	const view = useMemo( (): View => {
		const params = JSON.parse( given ) as Record< string, string >;
		const plan = JSON.parse( wanted ) as Defaults;
		const [ , minus, field ] =
			/^(-?)(\w+)$/.exec( params.sort ?? '' ) ?? [];
		const sort = field
			? {
					field,
					direction: minus ? ( 'desc' as const ) : ( 'asc' as const ),
				}
			: plan.sort;
		return {
			type: 'table',
			search: params.s ?? '',
			page: Math.max( 1, Number( params.p ) || 1 ),
			perPage: Math.min( 100, Number( params.n ) || perPage ),
			fields: [ ...plan.fields ],
			filters: ( plan.filters ?? [] )
				.filter( ( name ) => params[ `f_${ name }` ] )
				.map( ( name ) => ( {
					field: name,
					operator: 'is' as const,
					value: params[ `f_${ name }` ],
				} ) ),
			layout: {},
			...( plan.titleField ? { titleField: plan.titleField } : {} ),
			...( sort ? { sort } : {} ),
		};
	}, [ given, wanted, perPage ] );

	const onChangeView = useCallback(
		( next: View ) => {
			const params: Record< string, string > = {
				s: next.search ?? '',
				p: next.page && next.page > 1 ? String( next.page ) : '',
				n:
					next.perPage && next.perPage !== perPage
						? String( next.perPage )
						: '',
				sort: next.sort
					? `${ next.sort.direction === 'desc' ? '-' : '' }${
							next.sort.field
						}`
					: '',
			};
			for ( const filter of next.filters ?? [] ) {
				params[ `f_${ filter.field }` ] = text( filter.value );
			}
			go( { room, screen, query: params }, { replace: true } );
		},
		[ go, perPage, room, screen ]
	);

	const query = useMemo( (): Query => {
		const filters: Record< string, string > = {};
		for ( const filter of view.filters ?? [] ) {
			filters[ filter.field ] = text( filter.value );
		}
		return {
			page: view.page,
			per_page: view.perPage,
			search: view.search,
			...( view.sort
				? { orderby: view.sort.field, order: view.sort.direction }
				: {} ),
			...filters,
		};
	}, [ view ] );

	return { view, onChangeView, query };
}
