import type { ClaimPath } from '../../components/claim-map';

interface FieldMap {
	readonly to?: unknown;
	readonly from?: unknown;
}

/** A map of text that holds one, else the map to start from. */
export function mapOf(
	text: string,
	start: object | null
): Readonly< Record< string, unknown > > {
	try {
		const map: unknown = JSON.parse( text );
		if ( typeof map === 'object' && map !== null ) {
			return map as Record< string, unknown >;
		}
	} catch {
		// Nothing readable stands there: begin anew.
	}
	return { v: 1, ...start };
}

/** The map with one more place for a field, looked at before the others. */
export function withPath(
	map: Readonly< Record< string, unknown > >,
	field: string,
	path: ClaimPath
): Readonly< Record< string, unknown > > {
	const fields: readonly FieldMap[] = Array.isArray( map.fields )
		? map.fields
		: [];
	const known = fields.find( ( { to } ) => to === field );
	const before: readonly unknown[] = Array.isArray( known?.from )
		? known.from
		: [];
	const place = JSON.stringify( path );
	const from = [
		path,
		...before.filter( ( other ) => JSON.stringify( other ) !== place ),
	];
	return {
		...map,
		fields: known
			? fields.map( ( one ) =>
					one === known ? { ...one, from } : one
				)
			: [ ...fields, { to: field, from } ],
	};
}
