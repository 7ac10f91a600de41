import type { Operator, ValueKind } from './types';

/** Limits of a rule; `includes/Claims/Rule_Parser.php` has the same. */
export const LIMITS = {
	bytes: 32768,
	depth: 6,
	leaves: 60,
	children: 20,
	list: 100,
	string: 1024,
	steps: 8,
	key: 255,
	index: 999,
} as const;

/** Fields of a membership that a rule may read. */
export const FIELDS = [
	'organisation_id',
	'organisation_name',
	'category',
	'country',
	'class',
	'roles',
	'since',
	'status',
	'valid_until',
	'assurance',
	'verified_at',
	'framework',
	'member',
	'organisation_level',
	'policy',
	'issuer',
	'provider',
	'source',
] as const;

/** Fields of an identity that a rule may read. */
export const IDENTITY_FIELDS = [
	'issuer',
	'provider',
	'subject_strategy',
] as const;

/** Which value each operator takes. A map without prototype: `constructor` is no operator. */
export const OPERATORS: ReadonlyMap< Operator, ValueKind > = new Map<
	Operator,
	ValueKind
>( [
	[ 'exists', 'none' ],
	[ 'eq', 'scalar' ],
	[ 'neq', 'scalar' ],
	[ 'in', 'list' ],
	[ 'nin', 'list' ],
	[ 'gt', 'number' ],
	[ 'gte', 'number' ],
	[ 'lt', 'number' ],
	[ 'lte', 'number' ],
	[ 'before', 'date' ],
	[ 'after', 'date' ],
	[ 'newer_than', 'duration' ],
	[ 'older_than', 'duration' ],
	[ 'contains', 'scalar' ],
	[ 'contains_any', 'list' ],
	[ 'contains_all', 'list' ],
	[ 'prefix', 'prefix' ],
	[ 'host_is', 'host' ],
] );

const TEXT: Operator[] = [ 'eq', 'neq', 'in', 'nin', 'exists' ];
const DATE: Operator[] = [
	'newer_than',
	'older_than',
	'before',
	'after',
	'exists',
];
const LIST: Operator[] = [
	'contains',
	'contains_any',
	'contains_all',
	'exists',
];
const SCALE: Operator[] = [ 'gte', 'gt', 'lte', 'lt', 'eq', 'exists' ];

/** Operators that fit a field of a membership, the usual one first. */
export function operatorsFor( field: string ): readonly Operator[] {
	switch ( field ) {
		case 'roles':
		case 'policy':
			return LIST;
		case 'since':
		case 'valid_until':
		case 'verified_at':
			return DATE;
		case 'assurance':
		case 'organisation_level':
			return SCALE;
		case 'member':
			return [ 'eq', 'exists' ];
		case 'organisation_id':
		case 'framework':
		case 'issuer':
			return [ ...TEXT, 'host_is', 'prefix' ];
		default:
			return TEXT;
	}
}
