/**
 * Coupon codes: twelve characters of Crockford's alphabet, the last one a
 * check character over GF(32). The same steps as CoopCredentials\Offers\Code;
 * both are held to tests/fixtures/codes.
 */

export type CodeRefusal = 'code_format' | 'code_checksum' | 'foreign_code';

export interface CodeAddresses {
	/** Addresses of this site's coupons up to where the code begins. */
	own: readonly string[];
	/** The same of known partner sites. */
	partners?: readonly string[];
}

export type NormalisedCode =
	| { ok: true; code: string }
	| { ok: false; reason: CodeRefusal; hint?: 'u_for_v' };

export const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const CODE_LENGTH = 12;

const MAX_BYTES = 256;
const POLYNOMIAL = 0b100101;

/** White space, zero-width and direction characters, hyphens and dashes, dots, underscores. */
const IGNORED =
	/[\t\n\v\f\r\p{Z}\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF\u2010-\u2015\u2212\-._]/gu;

const LONE_SURROGATE =
	/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

function double( value: number ): number {
	const shifted = value * 2;
	// eslint-disable-next-line no-bitwise -- reduction in GF(32) is exclusive or
	return shifted > 31 ? shifted ^ POLYNOMIAL : shifted;
}

/**
 * Sum of 2^i times the i-th value; 0 for a valid code.
 *
 * @param text Characters of the alphabet only.
 */
function syndrome( text: string ): number {
	let sum = 0;
	for ( let i = text.length - 1; i >= 0; i-- ) {
		// eslint-disable-next-line no-bitwise -- addition in GF(32) is exclusive or
		sum = double( sum ) ^ ALPHABET.indexOf( text.charAt( i ) );
	}
	return sum;
}

/**
 * The character that makes the weighted sum of all twelve zero.
 *
 * @param body Eleven characters of the alphabet.
 */
export function checkCharacter( body: string ): string {
	let sum = syndrome( body );
	for ( let i = 0; i < 31 - ( CODE_LENGTH - 1 ); i++ ) {
		sum = double( sum );
	}
	return ALPHABET.charAt( sum );
}

function utf8Length( text: string ): number {
	let bytes = 0;
	for ( const character of text ) {
		const point = character.codePointAt( 0 ) ?? 0;
		if ( point < 0x80 ) {
			bytes += 1;
		} else if ( point < 0x800 ) {
			bytes += 2;
		} else {
			bytes += point < 0x10000 ? 3 : 4;
		}
	}
	return bytes;
}

function behind(
	address: string,
	prefixes: readonly string[]
): string | undefined {
	const rest = /^https?:\/\/([^]*)$/i.exec( address.trim() )?.[ 1 ];
	if ( rest === undefined ) {
		return undefined;
	}
	for ( const prefix of prefixes ) {
		const known = prefix.replace( /^https?:\/\//i, '' );
		if (
			known !== '' &&
			rest.slice( 0, known.length ).toLowerCase() === known.toLowerCase()
		) {
			return rest.slice( known.length ).split( /[/?#&]/ )[ 0 ] ?? '';
		}
	}
	return undefined;
}

/**
 * Reads a code from whatever a person, a scanner or a link gave.
 *
 * @param input     Untrusted.
 * @param addresses Coupon addresses; without them links are refused.
 */
export function normaliseCode(
	input: unknown,
	addresses?: CodeAddresses
): NormalisedCode {
	if (
		typeof input !== 'string' ||
		input.length > MAX_BYTES ||
		utf8Length( input ) > MAX_BYTES ||
		LONE_SURROGATE.test( input )
	) {
		return { ok: false, reason: 'code_format' };
	}
	let text = input;
	if ( /^[ \t\n\v\f\r]*[A-Za-z][A-Za-z0-9+.-]*:/.test( text ) ) {
		const own = behind( text, addresses?.own ?? [] );
		if ( own === undefined ) {
			const foreign = behind( text, addresses?.partners ?? [] );
			return {
				ok: false,
				reason: foreign === undefined ? 'code_format' : 'foreign_code',
			};
		}
		text = own;
	}
	text = text
		.normalize( 'NFKC' )
		.replace( IGNORED, '' )
		.replace( /[a-z]/g, ( letter ) => letter.toUpperCase() )
		.replace( /O/g, '0' )
		.replace( /[IL]/g, '1' );
	if (
		text.length !== CODE_LENGTH ||
		! [ ...text ].every( ( letter ) => ALPHABET.includes( letter ) )
	) {
		return text.includes( 'U' )
			? { ok: false, reason: 'code_format', hint: 'u_for_v' }
			: { ok: false, reason: 'code_format' };
	}
	return syndrome( text ) === 0
		? { ok: true, code: text }
		: { ok: false, reason: 'code_checksum' };
}

/**
 * In groups of four, as it is shown.
 *
 * @param code Twelve characters.
 */
export function groupCode( code: string ): string {
	return code.match( /.{1,4}/g )?.join( '-' ) ?? '';
}
