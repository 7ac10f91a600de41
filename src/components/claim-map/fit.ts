import { type Option, scaleOptions, valueOptions } from '../rule-editor/labels';

/** Whether a value of the wire can be read as a field of a membership, and what helps when it cannot. */
export type Fit =
	| { readonly kind: 'fits' }
	/** One of our words has to be chosen for it. */
	| { readonly kind: 'choose'; readonly options: readonly Option[] }
	/** Another text has to stand for it. */
	| { readonly kind: 'write'; readonly proposal: string }
	| { readonly kind: 'unfit' };

/** Values that stand for those of the wire, by the text of the wire. */
export type Values = Readonly< Record< string, string | number | boolean > >;

const FITS: Fit = { kind: 'fits' };
const UNFIT: Fit = { kind: 'unfit' };

const SLUG = /^[a-z0-9][a-z0-9_-]{0,63}$/;
const INSTANT =
	/^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)$/;

const TEXTS: ReadonlyMap< string, RegExp > = new Map( [
	[ 'country', /^[A-Z]{2}$/ ],
	[ 'framework', /^https?:\/\/[^\s/]/i ],
	[ 'since', /^\d{4}(-\d\d(-\d\d)?)?$/ ],
	[ 'valid_until', /^\d{4}-\d\d-\d\d$/ ],
	[
		'organisation_id',
		/^(https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$|(dotcoop|lei|reg|local):\S+$)/i,
	],
	[ 'class', SLUG ],
	[ 'roles', SLUG ],
] );

/** As `includes/Claims/Field.php` reads a value; that one decides. */
export function fit( field: string, value: unknown ): Fit {
	switch ( field ) {
		case 'member':
			return typeof value === 'boolean'
				? FITS
				: chosen( value, valueOptions( 'boolean' ) );
		case 'assurance':
			return typeof value === 'number'
				? when( [ 0, 1, 2, 3, 4 ].includes( value ) )
				: chosen( value, scaleOptions( field ) );
		case 'status':
		case 'category': {
			const options = valueOptions( field );
			return options.some( ( option ) => option.value === value )
				? FITS
				: chosen( value, options );
		}
		case 'class':
		case 'roles':
		case 'organisation_id':
			if ( typeof value !== 'string' || text( field, value ) ) {
				return when( typeof value === 'string' );
			}
			return {
				kind: 'write',
				proposal: field === 'organisation_id' ? '' : slug( value ),
			};
		case 'verified_at':
		case 'valid_until':
			return when(
				typeof value === 'number'
					? Number.isInteger( value ) && value >= 0
					: typeof value === 'string' &&
							( INSTANT.test( value ) ||
								( field === 'valid_until' &&
									text( field, value ) ) )
			);
	}
	return when( typeof value === 'string' && text( field, value ) );
}

/** The value as the map keeps it: "yes" of our words is true, "2" of the scale is 2. */
export function ofOurs(
	field: string,
	word: string
): string | number | boolean {
	switch ( field ) {
		case 'member':
			return word === 'true';
		case 'assurance':
			return Number( word );
	}
	return word;
}

/** Whether a text could stand for a value. */
export function text( field: string, value: string ): boolean {
	const given = value.trim();
	return given !== '' && ( TEXTS.get( field )?.test( given ) ?? true );
}

function when( fits: boolean ): Fit {
	return fits ? FITS : UNFIT;
}

/** Only texts can be looked up in the table of a map. */
function chosen( value: unknown, options: readonly Option[] ): Fit {
	return typeof value === 'string' && value.trim() !== ''
		? { kind: 'choose', options }
		: UNFIT;
}

function slug( value: string ): string {
	return value
		.normalize( 'NFKD' )
		.toLowerCase()
		.replace( /[^a-z0-9_]+/g, '-' )
		.replace( /^-+|-+$/g, '' )
		.slice( 0, 64 );
}
