/** One step of a claims path: a key, an index, or null for every element. */
export type PathStep = string | number | null;

export type Scalar = string | number | boolean;

export type Source = 'membership' | 'claim' | 'identity';

export type Operator =
	| 'exists'
	| 'eq'
	| 'neq'
	| 'in'
	| 'nin'
	| 'gt'
	| 'gte'
	| 'lt'
	| 'lte'
	| 'before'
	| 'after'
	| 'newer_than'
	| 'older_than'
	| 'contains'
	| 'contains_any'
	| 'contains_all'
	| 'prefix'
	| 'host_is';

/** What kind of value an operator takes. */
export type ValueKind =
	| 'none'
	| 'scalar'
	| 'list'
	| 'number'
	| 'date'
	| 'duration'
	| 'prefix'
	| 'host';

export interface Leaf {
	path: PathStep[];
	op: Operator;
	value?: Scalar | Scalar[];
	of?: Source;
}

export interface AllOf {
	all: RuleNode[];
}

export interface AnyOf {
	any: RuleNode[];
}

export interface NotOf {
	not: RuleNode;
}

export type RuleNode = AllOf | AnyOf | NotOf | Leaf;

/** What is asked of the sign-in itself; at least one. */
export interface AuthRule {
	max_age?: number;
	acr_any?: string[];
	amr_any?: string[];
	amr_all?: string[];
}

export interface Rule {
	v: 1;
	when: RuleNode;
	for?: 'any' | 'every';
	inactive?: boolean;
	auth?: AuthRule;
}

/** A fault of a rule: JSON pointer of the place, and a stable code. */
export interface Problem {
	at: string;
	code: string;
}
