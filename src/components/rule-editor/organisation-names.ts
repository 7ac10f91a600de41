import { store as coreStore } from '@wordpress/core-data';
import { useSelect } from '@wordpress/data';

import { KIND } from '../../api/client';
import type { Organisation } from '../../api/organisations';
import { type Rule, toDraft, type DraftNode, isGroup } from '../../lib/rules';

/** Id of a listed organisation as a rule holds it; the directory knows its other ids too. */
export function idOf( uid: string ): string {
	return `local:${ uid.toLowerCase() }`;
}

/** Uid of an organisation named by its entry in our directory; '' for every other id. */
export function uidOf( id: string ): string {
	return id.startsWith( 'local:' ) ? id.slice( 6 ).toUpperCase() : '';
}

/** Ids of organisations a rule names. */
export function organisationIds( rule: Rule ): readonly string[] {
	const ids: string[] = [];
	const walk = ( node: DraftNode ) => {
		if ( isGroup( node ) ) {
			node.children.forEach( walk );
			return;
		}
		const { path, of, value } = node.leaf;
		if ( path[ 0 ] === 'organisation_id' && of !== 'claim' ) {
			for ( const id of [ value ].flat() ) {
				if ( typeof id === 'string' && id ) {
					ids.push( id );
				}
			}
		}
	};
	const draft = toDraft( rule );
	if ( draft ) {
		walk( draft.root );
	}
	return [ ...new Set( ids ) ];
}

/** Names of organisations by the id a rule holds, as far as the directory has told them. */
export function useOrganisationNames(
	ids: readonly string[]
): Readonly< Record< string, string > > {
	const key = ids.join( '\n' );
	const names = useSelect(
		( select ) => {
			const core = select( coreStore ) as unknown as {
				getEntityRecord: (
					kind: string,
					name: string,
					key: string
				) => Organisation | undefined;
			};
			return key
				.split( '\n' )
				.filter( ( id ) => uidOf( id ) )
				.map( ( id ) => [
					id,
					core.getEntityRecord( KIND, 'organisation', uidOf( id ) )
						?.name ?? id,
				] )
				.flat()
				.join( '\n' );
		},
		[ key ]
	);
	const pairs = names.split( '\n' );
	const map: Record< string, string > = {};
	for ( let index = 0; index + 1 < pairs.length; index += 2 ) {
		map[ pairs[ index ] ?? '' ] = pairs[ index + 1 ] ?? '';
	}
	return map;
}
