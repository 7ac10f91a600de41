import type { ClaimPath, Values } from '../../components/claim-map';

interface FieldMap {
	readonly to?: unknown;
	readonly from?: unknown;
	readonly values?: unknown;
}

/** A map of text that holds one; without text the map to start from; null when the text cannot be read: it is not ours to drop. */
export function mapOf(
	text: string,
	start: object | null
): Readonly< Record< string, unknown > > | null {
	if ( text.trim() === '' ) {
		return { v: 1, ...start };
	}
	try {
		const map: unknown = JSON.parse( text );
		return typeof map === 'object' && map !== null && ! Array.isArray( map )
			? ( map as Record< string, unknown > )
			: null;
	} catch {
		return null;
	}
}

/**
 * The map with one more place for a field, looked at before the others, and with words for values of the wire. Values that
 * are in no table stay as they are: a provider that says "ACTIVE" of some may say "lapsed" of others.
 */
export function withPath(
	map: Readonly< Record< string, unknown > >,
	field: string,
	path: ClaimPath,
	values: Values = {}
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
	const table = { ...( known?.values ?? {} ), ...values };
	const words =
		Object.keys( table ).length === 0
			? {}
			: {
					values: table,
					...( known?.values ? {} : { other: 'keep' } ),
				};
	return {
		...map,
		fields: known
			? fields.map( ( one ) =>
					one === known ? { ...one, from, ...words } : one
				)
			: [ ...fields, { to: field, from, ...words } ],
	};
}
