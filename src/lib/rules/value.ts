import { isDate, isDuration } from './dates';
import type { LeafDraft } from './draft';
import type { Operator, Source } from './types';
import { OPERATORS, operatorsFor } from './vocabulary';

/** What kind of thing a field holds; decides which control is shown for its value. */
export type FieldKind =
	| 'organisation'
	| 'category'
	| 'country'
	| 'class'
	| 'roles'
	| 'date'
	| 'status'
	| 'scale'
	| 'boolean'
	| 'policy'
	| 'provider'
	| 'issuer'
	| 'source'
	| 'subject_strategy'
	| 'text'
	| 'any';

const KINDS: Readonly< Record< string, FieldKind > > = {
	organisation_id: 'organisation',
	category: 'category',
	country: 'country',
	class: 'class',
	roles: 'roles',
	since: 'date',
	valid_until: 'date',
	verified_at: 'date',
	status: 'status',
	assurance: 'scale',
	organisation_level: 'scale',
	member: 'boolean',
	policy: 'policy',
	provider: 'provider',
	issuer: 'issuer',
	source: 'source',
	subject_strategy: 'subject_strategy',
};

/** What kind of thing a condition looks at. */
export function kindOf( leaf: LeafDraft ): FieldKind {
	return leaf.of === 'claim'
		? 'any'
		: ( KINDS[ String( leaf.path[ 0 ] ) ] ?? 'text' );
}

/** Operators that fit a condition, the usual one first. A raw claim, or an element of a list, may be anything. */
export function operatorsOf( leaf: LeafDraft ): readonly Operator[] {
	if ( leaf.of === 'claim' || leaf.path.length > 1 ) {
		return [ ...OPERATORS.keys() ];
	}
	const fitting = operatorsFor( String( leaf.path[ 0 ] ) );
	return fitting.includes( leaf.op ) ? fitting : [ ...fitting, leaf.op ];
}

/** A condition that looks at another field: the operator stays when it fits, the value starts anew. */
export function withField(
	leaf: LeafDraft,
	path: LeafDraft[ 'path' ],
	of: Source
): LeafDraft {
	const base = { path, ...( of === 'membership' ? {} : { of } ) };
	const fitting = operatorsOf( { ...base, op: 'exists' } );
	const usual =
		of === 'claim'
			? 'eq'
			: ( operatorsFor( String( path[ 0 ] ) )[ 0 ] ?? 'eq' );
	const op =
		fitting.includes( leaf.op ) && leaf.op !== 'exists' ? leaf.op : usual;
	return startValue( { ...base, op } );
}

/** A condition with another operator; the value is kept as far as it fits. */
export function withOperator( leaf: LeafDraft, op: Operator ): LeafDraft {
	const { value, ...rest } = leaf;
	const takes = OPERATORS.get( op );
	const next: LeafDraft = { ...rest, op };
	const first: unknown = Array.isArray( value ) ? value[ 0 ] : value;
	switch ( takes ) {
		case 'none':
			return next;
		case 'list':
			if ( Array.isArray( value ) ) {
				return { ...next, value };
			}
			return { ...next, value: isFilled( value ) ? [ value ] : [] };
		case 'number':
			return typeof first === 'number'
				? { ...next, value: first }
				: startValue( next );
		case 'date':
			return typeof first === 'string' &&
				( first === 'now' || isDate( first ) )
				? { ...next, value: first }
				: startValue( next );
		case 'duration':
			return typeof first === 'string' && isDuration( first )
				? { ...next, value: first }
				: startValue( next );
		default:
			return isFilled( first ) &&
				! ( takes !== 'scalar' && typeof first !== 'string' )
				? { ...next, value: first }
				: startValue( next );
	}
}

/** A new condition: members of a co-op that the trust policy lists. */
export function newLeaf(): LeafDraft {
	return { path: [ 'policy' ], op: 'contains', value: 'listed' };
}

/** The value a condition starts with; '' waits for the person. */
function startValue( leaf: LeafDraft ): LeafDraft {
	switch ( OPERATORS.get( leaf.op ) ) {
		case 'none': {
			const { value: gone, ...rest } = leaf;
			return gone === undefined ? rest : { ...rest };
		}
		case 'list':
			return { ...leaf, value: [] };
		case 'number':
			return { ...leaf, value: kindOf( leaf ) === 'scale' ? 2 : '' };
		case 'date':
			return { ...leaf, value: 'now' };
		case 'duration':
			return { ...leaf, value: 'P1Y' };
		case 'scalar':
			return { ...leaf, value: startScalar( kindOf( leaf ) ) };
		default:
			return { ...leaf, value: '' };
	}
}

function startScalar( kind: FieldKind ): unknown {
	switch ( kind ) {
		case 'boolean':
			return true;
		case 'scale':
			return 2;
		case 'category':
			return 'coop';
		case 'status':
			return 'active';
		case 'policy':
			return 'listed';
		case 'source':
			return 'claim';
		case 'subject_strategy':
			return 'stable';
		case 'roles':
			return 'board';
		default:
			return '';
	}
}

function isFilled( value: unknown ): boolean {
	return value !== undefined && value !== '' && typeof value !== 'object';
}
