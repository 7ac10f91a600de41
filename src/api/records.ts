import { store as coreStore, useEntityRecords } from '@wordpress/core-data';
import { dispatch, useDispatch, useSelect } from '@wordpress/data';
import { useCallback } from '@wordpress/element';

import { KIND } from './client';
import { type Problem, toProblem } from './problem';

export type Query = Readonly<
	Record< string, string | number | boolean | readonly string[] | undefined >
>;

export interface Records< T > {
	readonly records: readonly T[];
	readonly total: number;
	readonly pages: number;
	readonly isLoading: boolean;
	readonly problem: Problem | null;
	readonly reload: () => void;
}

export interface Single< T > {
	readonly record: T | null;
	readonly isLoading: boolean;
	readonly problem: Problem | null;
	readonly reload: () => void;
}

/** The part of core-data's selectors and resolution state that is used here. */
interface CoreSelectors {
	getEntityRecord: (
		kind: string,
		name: string,
		key?: string | number
	) => unknown;
	hasFinishedResolution: (
		selector: string,
		args: readonly unknown[]
	) => boolean;
	getResolutionError: (
		selector: string,
		args: readonly unknown[]
	) => unknown;
}

function clean( query: Query ): Record< string, unknown > {
	return Object.fromEntries(
		Object.entries( query ).filter(
			( [ , value ] ) => value !== undefined && value !== ''
		)
	);
}

/** A page of a collection. */
export function useRecords< T >( name: string, query: Query ): Records< T > {
	const args = clean( query );
	const result = useEntityRecords< T >( KIND, name, args );
	const key = JSON.stringify( args );
	const error = useSelect(
		( select ) =>
			(
				select( coreStore ) as unknown as CoreSelectors
			 ).getResolutionError( 'getEntityRecords', [
				KIND,
				name,
				JSON.parse( key ),
			] ),
		[ name, key ]
	);
	const { invalidateResolution } = useDispatch( coreStore );
	const reload = useCallback( () => {
		void invalidateResolution( 'getEntityRecords', [
			KIND,
			name,
			JSON.parse( key ),
		] );
	}, [ invalidateResolution, name, key ] );
	const records = result.records ?? [];
	return {
		records,
		total: result.totalItems ?? records.length,
		pages: result.totalPages ?? 1,
		isLoading: ! result.hasResolved && ! error,
		problem: error ? toProblem( error ) : null,
		reload,
	};
}

/** One record; without a key the one document of that name. */
export function useRecord< T >( name: string, key?: string ): Single< T > {
	const state = useSelect(
		( select ) => {
			const core = select( coreStore ) as unknown as CoreSelectors;
			const args =
				key === undefined ? [ KIND, name ] : [ KIND, name, key ];
			return {
				record: ( core.getEntityRecord( KIND, name, key ) ??
					null ) as T | null,
				done: core.hasFinishedResolution( 'getEntityRecord', args ),
				error: core.getResolutionError( 'getEntityRecord', args ),
			};
		},
		[ name, key ]
	);
	const { invalidateResolution } = useDispatch( coreStore );
	const reload = useCallback( () => {
		void invalidateResolution(
			'getEntityRecord',
			key === undefined ? [ KIND, name ] : [ KIND, name, key ]
		);
	}, [ invalidateResolution, name, key ] );
	return {
		record: state.record,
		isLoading: ! state.record && ! state.error,
		problem: state.error ? toProblem( state.error ) : null,
		reload,
	};
}

/** Creates or changes a record; rejects with the server's error. */
export async function saveRecord< T >(
	name: string,
	record: Readonly< Record< string, unknown > >
): Promise< T > {
	const saved: unknown = await dispatch( coreStore ).saveEntityRecord(
		KIND,
		name,
		{ ...record },
		{ throwOnError: true }
	);
	return saved as T;
}

/** Deletes a record; rejects with the server's error. */
export async function deleteRecord(
	name: string,
	key: string
): Promise< void > {
	await dispatch( coreStore ).deleteEntityRecord(
		KIND,
		name,
		key,
		undefined,
		{
			throwOnError: true,
		}
	);
}

/** Forgets every loaded page of a collection, after something changed it on the server. */
export function forgetRecords( name: string, key?: string ): void {
	const core = dispatch( coreStore ) as unknown as {
		invalidateResolution: (
			selector: string,
			args: readonly unknown[]
		) => void;
		invalidateResolutionForStoreSelector: ( selector: string ) => void;
	};
	core.invalidateResolutionForStoreSelector( 'getEntityRecords' );
	core.invalidateResolution(
		'getEntityRecord',
		key === undefined ? [ KIND, name ] : [ KIND, name, key ]
	);
}
