/**
 * The fixed people of the honest provider, from people.json.
 */
import { readFileSync } from 'node:fs';

const DAY = 24 * 60 * 60 * 1000;

/**
 * Dates in people.json are relative, so that the demonstration never grows old.
 *
 * @param {*}      value A claim's value.
 * @param {number} now   Milliseconds since the epoch.
 * @return {*} The value, with "+1 year" and "-30 days" turned into a date.
 */
function resolveDate( value, now ) {
	const match =
		typeof value === 'string' && /^([+-]\d+) (day|year)s?$/.exec( value );
	if ( ! match ) {
		return value;
	}
	const days = Number( match[ 1 ] ) * ( match[ 2 ] === 'year' ? 365 : 1 );
	return new Date( now + days * DAY ).toISOString().slice( 0, 10 );
}

/**
 * @param {string} [more] File with further people, in the same form.
 * @return {Object} The people.
 */
export function readPeople( more ) {
	const list = [ new URL( '../people.json', import.meta.url ), more ]
		.filter( Boolean )
		.flatMap( ( file ) => JSON.parse( readFileSync( file, 'utf8' ) ) );
	const byId = new Map( list.map( ( person ) => [ person.id, person ] ) );
	return {
		list,
		has: ( id ) => byId.has( id ),
		account( id ) {
			const person = byId.get( id );
			if ( ! person ) {
				return undefined;
			}
			return {
				accountId: id,
				claims: () => ( {
					sub: id,
					name: person.name,
					...Object.fromEntries(
						Object.entries( person.claims ).map(
							( [ name, value ] ) => [
								name,
								resolveDate( value, Date.now() ),
							]
						)
					),
				} ),
			};
		},
	};
}
