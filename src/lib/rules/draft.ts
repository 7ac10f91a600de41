import type {
	AuthRule,
	Operator,
	PathStep,
	Problem,
	Rule,
	RuleNode,
	Source,
} from './types';
import { validateRule } from './validate';

/** How a group joins what it holds: all of these, any of these, none of these. */
export type GroupKind = 'all' | 'any' | 'none';

/** A condition while it is being edited: its value may not fit yet. */
export interface LeafDraft {
	readonly path: readonly PathStep[];
	readonly op: Operator;
	readonly value?: unknown;
	readonly of?: Source;
}

export interface DraftLeaf {
	readonly id: string;
	readonly leaf: LeafDraft;
}

export interface DraftGroup {
	readonly id: string;
	readonly kind: GroupKind;
	readonly children: readonly DraftNode[];
}

export type DraftNode = DraftGroup | DraftLeaf;

/** A rule as the editor holds it: a tree of groups whose nodes keep their id while they move. */
export interface Draft {
	readonly root: DraftGroup;
	readonly every: boolean;
	readonly inactive: boolean;
	readonly auth: AuthRule | null;
}

/** A fault at a node; `id` is '' when it belongs to the whole rule. */
export interface DraftProblem extends Problem {
	readonly id: string;
}

let last = 0;

/** An id that no other node has. */
export function newId(): string {
	last += 1;
	return `node-${ last }`;
}

export function isGroup( node: DraftNode ): node is DraftGroup {
	return 'children' in node;
}

/** A rule for editing; null when its shape cannot be shown as groups and conditions. */
export function toDraft( rule: unknown ): Draft | null {
	if ( ! isObject( rule ) ) {
		return null;
	}
	const node = readNode( rule.when );
	if ( ! node ) {
		return null;
	}
	return {
		root: isGroup( node )
			? node
			: { id: newId(), kind: 'all', children: [ node ] },
		every: rule.for === 'every',
		inactive: rule.inactive === true,
		auth: isObject( rule.auth ) ? ( rule.auth as AuthRule ) : null,
	};
}

/** The rule of a draft, and which node each place of the rule belongs to. */
export function fromDraft( draft: Draft ): {
	rule: Rule;
	places: ReadonlyMap< string, string >;
} {
	const places = new Map< string, string >();
	const [ only, ...others ] = draft.root.children;
	const alone =
		draft.root.kind === 'all' && only && others.length === 0
			? only
			: undefined;
	const when =
		alone && ! isGroup( alone )
			? writeNode( alone, '/when', places )
			: writeNode( draft.root, '/when', places );
	return {
		rule: {
			v: 1,
			when,
			...( draft.every ? { for: 'every' as const } : {} ),
			...( draft.inactive ? { inactive: true } : {} ),
			...( draft.auth ? { auth: draft.auth } : {} ),
		},
		places,
	};
}

/** The faults of a draft, each at its node. */
export function draftProblems( draft: Draft ): DraftProblem[] {
	const { rule, places } = fromDraft( draft );
	return validateRule( rule ).map( ( problem ) => ( {
		...problem,
		id: nodeAt( problem.at, places ),
	} ) );
}

/** The node that a place of the rule lies in; '' for none. */
export function nodeAt(
	at: string,
	places: ReadonlyMap< string, string >
): string {
	for ( let place = at; place; ) {
		const id = places.get( place );
		if ( id ) {
			return id;
		}
		place = place.slice( 0, place.lastIndexOf( '/' ) );
	}
	return '';
}

function readNode( node: unknown ): DraftNode | null {
	if ( ! isObject( node ) ) {
		return null;
	}
	if ( 'all' in node || 'any' in node ) {
		const kind = 'all' in node ? 'all' : 'any';
		const children = readNodes( node[ kind ] );
		return children && { id: newId(), kind, children };
	}
	if ( 'not' in node ) {
		const inner = readNode( node.not );
		if ( ! inner ) {
			return null;
		}
		return isGroup( inner ) && inner.kind === 'any'
			? { ...inner, kind: 'none' }
			: { id: newId(), kind: 'none', children: [ inner ] };
	}
	return Array.isArray( node.path ) && typeof node.op === 'string'
		? { id: newId(), leaf: node as unknown as LeafDraft }
		: null;
}

function readNodes( nodes: unknown ): DraftNode[] | null {
	if ( ! Array.isArray( nodes ) ) {
		return null;
	}
	const children = nodes.map( readNode );
	return children.every( ( child ) => child !== null ) ? children : null;
}

function writeNode(
	node: DraftNode,
	at: string,
	places: Map< string, string >
): RuleNode {
	places.set( at, node.id );
	if ( ! isGroup( node ) ) {
		return node.leaf as unknown as RuleNode;
	}
	const list = ( place: string ) =>
		node.children.map( ( child, index ) =>
			writeNode( child, `${ place }/${ index }`, places )
		);
	if ( node.kind === 'all' ) {
		return { all: list( `${ at }/all` ) };
	}
	if ( node.kind === 'any' ) {
		return { any: list( `${ at }/any` ) };
	}
	const [ only, ...others ] = node.children;
	return {
		not:
			only && others.length === 0
				? writeNode( only, `${ at }/not`, places )
				: { any: list( `${ at }/not/any` ) },
	};
}

function isObject( value: unknown ): value is Record< string, unknown > {
	return (
		typeof value === 'object' && value !== null && ! Array.isArray( value )
	);
}
