import type { Leaf, Problem, Rule, RuleNode } from './types';

/**
 * What a rule may do without its author noticing. Warnings never block saving.
 *
 * Codes: no_organisation, organisation_name, raw_claim, every, inactive, prefix_host, two_eq.
 */
export function ruleWarnings( rule: Rule ): Problem[] {
	const warnings: Problem[] = [];
	const warn = ( at: string, code: string ) => warnings.push( { at, code } );
	let organisation = false;

	walk( rule.when, '/when', ( node, at ) => {
		if ( 'path' in node ) {
			const field =
				( node.of ?? 'membership' ) === 'membership'
					? node.path[ 0 ]
					: null;
			organisation =
				organisation ||
				field === 'organisation_id' ||
				field === 'policy';
			if ( field === 'organisation_name' ) {
				warn( at, 'organisation_name' );
			}
			if ( node.of === 'claim' ) {
				warn( at, 'raw_claim' );
			}
			if ( isOpenPrefix( node ) ) {
				warn( at, 'prefix_host' );
			}
		} else if ( 'all' in node && hasTwoEquals( node.all ) ) {
			warn( at, 'two_eq' );
		}
	} );
	if ( ! organisation ) {
		warnings.unshift( { at: '', code: 'no_organisation' } );
	}
	if ( rule.for === 'every' ) {
		warn( '/for', 'every' );
	}
	if ( rule.inactive ) {
		warn( '/inactive', 'inactive' );
	}
	return warnings;
}

/** Visits each node in reading order with its JSON pointer. */
export function walk(
	node: RuleNode,
	at: string,
	visit: ( node: RuleNode, at: string ) => void
): void {
	visit( node, at );
	if ( 'all' in node ) {
		node.all.forEach( ( child, index ) =>
			walk( child, `${ at }/all/${ index }`, visit )
		);
	} else if ( 'any' in node ) {
		node.any.forEach( ( child, index ) =>
			walk( child, `${ at }/any/${ index }`, visit )
		);
	} else if ( 'not' in node ) {
		walk( node.not, `${ at }/not`, visit );
	}
}

/** A prefix that ends within a host: `https://weavers.example` also begins `https://weavers.example.evil.example/`. */
function isOpenPrefix( leaf: Leaf ): boolean {
	return (
		leaf.op === 'prefix' &&
		typeof leaf.value === 'string' &&
		/^[a-z][a-z0-9+.-]*:\/\/[^/]*$/i.test( leaf.value )
	);
}

/** Two different `eq` of one field under one `all` can never both hold. */
function hasTwoEquals( nodes: RuleNode[] ): boolean {
	const seen = new Map< string, unknown >();
	return nodes.some( ( node ) => {
		if ( ! ( 'path' in node ) || node.op !== 'eq' ) {
			return false;
		}
		const key = JSON.stringify( [ node.of ?? 'membership', node.path ] );
		const other = seen.has( key ) && seen.get( key ) !== node.value;
		seen.set( key, node.value );
		return other;
	} );
}
