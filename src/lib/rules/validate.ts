import { isDate, isDuration } from './dates';
import type { Operator, Problem, Rule, ValueKind } from './types';
import { FIELDS, IDENTITY_FIELDS, LIMITS, OPERATORS } from './vocabulary';

type Vars = Record< string, unknown >;

const HOST =
	/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

/**
 * All faults of a rule, in reading order; an empty list means that the server accepts it too. The server has the last
 * word: it also refuses text in which a key stands twice, which a parsed object no longer shows.
 */
export function validateRule( rule: unknown ): Problem[] {
	const check = new Check();
	check.rule( rule );
	return check.problems;
}

/** Whether a value is a rule without faults. */
export function isRule( rule: unknown ): rule is Rule {
	return validateRule( rule ).length === 0;
}

/** Parses the text of the JSON tab. */
export function parseRule( text: string ): {
	rule: unknown;
	problems: Problem[];
} {
	if ( bytes( text ) > LIMITS.bytes ) {
		return { rule: null, problems: [ { at: '', code: 'too_large' } ] };
	}
	try {
		const rule: unknown = JSON.parse( text );
		return { rule, problems: validateRule( rule ) };
	} catch {
		return { rule: null, problems: [ { at: '', code: 'not_json' } ] };
	}
}

/** Length in UTF-8. */
function bytes( text: string ): number {
	let count = 0;
	for ( const character of text ) {
		const code = character.codePointAt( 0 ) ?? 0;
		if ( code < 0x80 ) {
			count += 1;
		} else if ( code < 0x800 ) {
			count += 2;
		} else {
			count += code < 0x10000 ? 3 : 4;
		}
	}
	return count;
}

class Check {
	readonly problems: Problem[] = [];
	private leaves = 0;

	rule( rule: unknown ): void {
		if ( bytes( JSON.stringify( rule ) ?? '' ) > LIMITS.bytes ) {
			this.fail( '', 'too_large' );
			return;
		}
		const vars = this.object( rule, '', [
			'v',
			'when',
			'for',
			'inactive',
			'auth',
		] );
		if ( ! vars ) {
			return;
		}
		if ( vars.v !== 1 ) {
			this.fail( '/v', 'unknown_version' );
		}
		if ( has( vars, 'when' ) ) {
			this.node( vars.when, '/when', 1 );
		} else {
			this.fail( '/when', 'missing' );
		}
		if ( has( vars, 'for' ) ) {
			this.word( vars.for, '/for', [ 'any', 'every' ] );
		}
		if ( has( vars, 'inactive' ) && typeof vars.inactive !== 'boolean' ) {
			this.fail( '/inactive', 'not_a_boolean' );
		}
		if ( has( vars, 'auth' ) ) {
			this.auth( vars.auth );
		}
	}

	private fail( at: string, code: string ): false {
		this.problems.push( { at, code } );
		return false;
	}

	/** The object's own keys, or null; unknown keys are refused. */
	private object(
		value: unknown,
		at: string,
		allowed?: string[]
	): Vars | null {
		if ( ! isObject( value ) ) {
			this.fail( at, 'not_an_object' );
			return null;
		}
		if (
			allowed &&
			Object.keys( value ).some( ( key ) => ! allowed.includes( key ) )
		) {
			this.fail( at, 'unknown_key' );
			return null;
		}
		return value;
	}

	private list( value: unknown, at: string, most: number ): unknown[] | null {
		if ( ! Array.isArray( value ) ) {
			this.fail( at, 'not_a_list' );
			return null;
		}
		if ( value.length === 0 || value.length > most ) {
			this.fail( at, value.length === 0 ? 'empty_list' : 'too_many' );
			return null;
		}
		return value;
	}

	private string( value: unknown, at: string ): value is string {
		if ( typeof value !== 'string' ) {
			return this.fail( at, 'not_a_string' );
		}
		return value === '' || bytes( value ) > LIMITS.string
			? this.fail( at, 'string_length' )
			: true;
	}

	private word( value: unknown, at: string, words: string[] ): boolean {
		return typeof value === 'string' && words.includes( value )
			? true
			: this.fail( at, 'unknown_value' );
	}

	private node( node: unknown, at: string, depth: number ): void {
		if ( depth > LIMITS.depth ) {
			this.fail( at, 'too_deep' );
			return;
		}
		const vars = this.object( node, at );
		if ( ! vars ) {
			return;
		}
		const kind = [ 'all', 'any', 'not' ].find( ( key ) =>
			has( vars, key )
		);
		if ( ! kind ) {
			this.leaf( vars, at );
		} else if ( Object.keys( vars ).length !== 1 ) {
			this.fail( at, 'unknown_key' );
		} else if ( kind === 'not' ) {
			this.node( vars.not, `${ at }/not`, depth + 1 );
		} else {
			const place = `${ at }/${ kind }`;
			this.list( vars[ kind ], place, LIMITS.children )?.forEach(
				( child, index ) =>
					this.node( child, `${ place }/${ index }`, depth + 1 )
			);
		}
	}

	private leaf( node: Vars, at: string ): void {
		const vars = this.object( node, at, [ 'path', 'op', 'value', 'of' ] );
		if ( ! vars ) {
			return;
		}
		if ( ++this.leaves === LIMITS.leaves + 1 ) {
			this.fail( at, 'too_many_leaves' );
		}
		const of = has( vars, 'of' ) ? vars.of : 'membership';
		this.word( of, `${ at }/of`, [ 'membership', 'claim', 'identity' ] );
		if ( ! isPath( vars.path ) ) {
			this.fail( `${ at }/path`, 'path' );
		} else if ( ! isKnown( of, vars.path[ 0 ] ) ) {
			this.fail( `${ at }/path`, 'unknown_field' );
		}
		const takes = OPERATORS.get( vars.op as Operator );
		if ( ! takes ) {
			this.fail( `${ at }/op`, 'unknown_operator' );
		} else if ( takes === 'none' ) {
			if ( has( vars, 'value' ) ) {
				this.fail( `${ at }/value`, 'value_not_allowed' );
			}
		} else if ( has( vars, 'value' ) ) {
			this.value( takes, vars.value, `${ at }/value` );
		} else {
			this.fail( `${ at }/value`, 'missing' );
		}
	}

	private value( takes: ValueKind, value: unknown, at: string ): void {
		if ( takes === 'scalar' ) {
			this.scalar( value, at );
		} else if ( takes === 'list' ) {
			const list = this.list( value, at, LIMITS.list );
			if (
				list?.every( ( element, index ) =>
					this.scalar( element, `${ at }/${ index }` )
				) &&
				new Set( list.map( ( element ) => typeof element ) ).size > 1
			) {
				this.fail( at, 'mixed_list' );
			}
		} else if ( takes === 'number' ) {
			if ( ! isNumber( value ) ) {
				this.fail( at, 'not_a_number' );
			}
		} else if ( this.string( value, at ) && ! fits( takes, value ) ) {
			this.fail( at, `not_a_${ takes }` );
		}
	}

	private scalar( value: unknown, at: string ): boolean {
		if ( typeof value === 'string' ) {
			return this.string( value, at );
		}
		return typeof value === 'boolean' || isNumber( value )
			? true
			: this.fail( at, 'not_a_scalar' );
	}

	private auth( auth: unknown ): void {
		const lists = [ 'acr_any', 'amr_any', 'amr_all' ];
		const vars = this.object( auth, '/auth', [ 'max_age', ...lists ] );
		if ( ! vars ) {
			return;
		}
		if ( Object.keys( vars ).length === 0 ) {
			this.fail( '/auth', 'empty' );
		}
		const age = vars.max_age;
		const good = Number.isInteger( age ) && Number( age ) >= 60;
		if (
			has( vars, 'max_age' ) &&
			! ( good && Number( age ) <= 31536000 )
		) {
			this.fail( '/auth/max_age', 'out_of_range' );
		}
		for ( const key of lists.filter( ( name ) => has( vars, name ) ) ) {
			this.list( vars[ key ], `/auth/${ key }`, 10 )?.forEach(
				( element, index ) =>
					this.string( element, `/auth/${ key }/${ index }` )
			);
		}
	}
}

function isObject( value: unknown ): value is Vars {
	return (
		typeof value === 'object' && value !== null && ! Array.isArray( value )
	);
}

function has( vars: Vars, key: string ): boolean {
	return Object.hasOwn( vars, key );
}

/** A number that every implementation keeps exactly. */
function isNumber( value: unknown ): boolean {
	return (
		typeof value === 'number' &&
		Math.abs( value ) <= Number.MAX_SAFE_INTEGER
	);
}

function isPath( path: unknown ): path is unknown[] {
	return (
		Array.isArray( path ) &&
		path.length >= 1 &&
		path.length <= LIMITS.steps &&
		path.every(
			( step ) =>
				step === null ||
				( typeof step === 'string' &&
					step !== '' &&
					bytes( step ) <= LIMITS.key ) ||
				( Number.isInteger( step ) &&
					step >= 0 &&
					step <= LIMITS.index )
		)
	);
}

function isKnown( of: unknown, first: unknown ): boolean {
	if ( of === 'membership' ) {
		return ( FIELDS as readonly unknown[] ).includes( first );
	}
	return (
		of !== 'identity' ||
		( IDENTITY_FIELDS as readonly unknown[] ).includes( first )
	);
}

function fits( takes: ValueKind, text: string ): boolean {
	switch ( takes ) {
		case 'date':
			return text === 'now' || isDate( text );
		case 'duration':
			return isDuration( text );
		case 'prefix':
			return bytes( text ) >= 3;
		default:
			return text.length <= 253 && HOST.test( text );
	}
}
