import type { Option } from './labels';

/** Codes that browsers have a name for and that are no country of ISO 3166-1. */
const NOT_COUNTRIES = new Set(
	'AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ'.split( ' ' )
);

let known: readonly Option[] | null = null;

/** Countries by their name in the language of the page. */
export function countryOptions(): readonly Option[] {
	known ??= makeOptions();
	return known;
}

/** Name of a country; the code when there is none. */
export function countryName( code: string ): string {
	return (
		countryOptions().find( ( option ) => option.value === code )?.label ??
		code
	);
}

function makeOptions(): readonly Option[] {
	const language = document.documentElement.lang || 'en';
	const names = new Intl.DisplayNames( [ language, 'en' ], {
		type: 'region',
		fallback: 'none',
	} );
	const letters = [ ...'ABCDEFGHIJKLMNOPQRSTUVWXYZ' ];
	return letters
		.flatMap( ( first ) => letters.map( ( second ) => first + second ) )
		.filter( ( code ) => ! NOT_COUNTRIES.has( code ) && isCurrent( code ) )
		.flatMap( ( value ) => {
			const label = names.of( value );
			return label ? [ { value, label } ] : [];
		} )
		.sort( ( a, b ) => a.label.localeCompare( b.label, language ) );
}

/** Old codes (SU, UK) are read as today's; they are left out. */
function isCurrent( code: string ): boolean {
	return new Intl.Locale( `und-${ code }` ).region === code;
}
