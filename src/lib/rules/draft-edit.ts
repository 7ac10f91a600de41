import { isGroup, newId } from './draft';
import type {
	Draft,
	DraftGroup,
	DraftNode,
	GroupKind,
	LeafDraft,
} from './draft';

/** A changed draft, and the node the person now works on. */
export interface Edit {
	readonly draft: Draft;
	readonly focus: string;
}

/** A node and the group it lies in; null for the root and for unknown ids. */
export function parentOf(
	draft: Draft,
	id: string,
	group: DraftGroup = draft.root
): { group: DraftGroup; index: number; node: DraftNode } | null {
	const index = group.children.findIndex( ( child ) => child.id === id );
	const node = group.children[ index ];
	if ( node ) {
		return { group, index, node };
	}
	for ( const child of group.children ) {
		const found = isGroup( child ) ? parentOf( draft, id, child ) : null;
		if ( found ) {
			return found;
		}
	}
	return null;
}

/** Adds a condition at the end of a group. */
export function addLeaf( draft: Draft, group: string, leaf: LeafDraft ): Edit {
	const id = newId();
	return {
		draft: inGroup( draft, group, ( children ) => [
			...children,
			{ id, leaf },
		] ),
		focus: id,
	};
}

/** Adds a group with one condition at the end of a group. */
export function addGroup(
	draft: Draft,
	group: string,
	kind: GroupKind,
	leaf: LeafDraft
): Edit {
	const id = newId();
	return {
		draft: inGroup( draft, group, ( children ) => [
			...children,
			{ id, kind, children: [ { id: newId(), leaf } ] },
		] ),
		focus: id,
	};
}

/** Changes a condition. */
export function setLeaf( draft: Draft, id: string, leaf: LeafDraft ): Edit {
	return {
		draft: replace( draft, id, ( node ) => [
			isGroup( node ) ? node : { ...node, leaf },
		] ),
		focus: id,
	};
}

/** Changes how a group joins. */
export function setKind( draft: Draft, id: string, kind: GroupKind ): Edit {
	const change = ( node: DraftNode ) => [
		isGroup( node ) ? { ...node, kind } : node,
	];
	return {
		draft:
			draft.root.id === id
				? { ...draft, root: { ...draft.root, kind } }
				: replace( draft, id, change ),
		focus: id,
	};
}

/** Removes a node. The next one takes its place under the hand, else the one before, else the group. */
export function removeNode( draft: Draft, id: string ): Edit {
	const place = parentOf( draft, id );
	if ( ! place ) {
		return { draft, focus: id };
	}
	const { group, index } = place;
	const neighbour =
		group.children[ index + 1 ] ?? group.children[ index - 1 ];
	return {
		draft: replace( draft, id, () => [] ),
		focus: neighbour?.id ?? group.id,
	};
}

/** Moves a node within its group, by one; null when it is at the edge. */
export function moveNode( draft: Draft, id: string, by: 1 | -1 ): Edit | null {
	const place = parentOf( draft, id );
	const target = place ? place.index + by : -1;
	if ( ! place || target < 0 || target >= place.group.children.length ) {
		return null;
	}
	return {
		draft: inGroup( draft, place.group.id, ( children ) => {
			const list = children.filter( ( child ) => child.id !== id );
			list.splice( target, 0, place.node );
			return list;
		} ),
		focus: id,
	};
}

/** Puts a node into a group of its own, of the other kind than the one it lies in. */
export function wrapNode( draft: Draft, id: string ): Edit {
	const place = parentOf( draft, id );
	const group = newId();
	const kind = place?.group.kind === 'any' ? 'all' : 'any';
	return {
		draft: replace( draft, id, ( node ) => [
			{ id: group, kind, children: [ node ] },
		] ),
		focus: place ? group : id,
	};
}

/** Takes a group away and leaves what it held in its place; null for the root. */
export function unwrapGroup( draft: Draft, id: string ): Edit | null {
	const place = parentOf( draft, id );
	if ( ! place || ! isGroup( place.node ) ) {
		return null;
	}
	const { children } = place.node;
	return {
		draft: replace( draft, id, () => children ),
		focus: children[ 0 ]?.id ?? place.group.id,
	};
}

function inGroup(
	draft: Draft,
	id: string,
	change: ( children: readonly DraftNode[] ) => readonly DraftNode[]
): Draft {
	const walk = ( group: DraftGroup ): DraftGroup => ( {
		...group,
		children:
			group.id === id
				? change( group.children )
				: group.children.map( ( child ) =>
						isGroup( child ) ? walk( child ) : child
					),
	} );
	return { ...draft, root: walk( draft.root ) };
}

function replace(
	draft: Draft,
	id: string,
	change: ( node: DraftNode ) => readonly DraftNode[]
): Draft {
	const place = parentOf( draft, id );
	return place
		? inGroup( draft, place.group.id, ( children ) =>
				children.flatMap( ( child ) =>
					child.id === id ? change( child ) : [ child ]
				)
			)
		: draft;
}
