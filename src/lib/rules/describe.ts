import { durationParts } from './dates';
import type { DurationUnit } from './dates';
import type {
	AuthRule,
	Leaf,
	Operator,
	PathStep,
	Rule,
	RuleNode,
	Scalar,
} from './types';

/**
 * The words of a sentence. The caller translates; this file only joins. Functions get ready words and return one phrase.
 */
export interface RuleWords {
	/** "Lets in: %s." with `inactive` and `every` already said by their own words. */
	sentence: ( text: string ) => string;
	/** Who is looked at: active members, or anybody with a membership, or anybody signed in; `everybody` when nothing more is asked. */
	who: ( who: 'active' | 'inactive' | 'anybody' | 'everybody' ) => string;
	/** Joins who and condition: "%1$s where %2$s". */
	where: ( who: string, condition: string ) => string;
	/** Said when each membership must satisfy the rule. */
	every: ( text: string ) => string;
	/** Joins with "and". */
	and: ( parts: string[] ) => string;
	/** Joins with "or". */
	or: ( parts: string[] ) => string;
	/** Sets brackets around a group within a group. */
	group: ( text: string ) => string;
	/** "it is not so that %s". */
	not: ( text: string ) => string;
	/** Name of a field of a membership or identity, or of a raw claim. */
	field: (
		path: PathStep[],
		of: 'membership' | 'claim' | 'identity'
	) => string;
	/** A value in words: the label of a category, country, class, level; or the value itself. */
	value: ( value: Scalar, path: PathStep[] ) => string;
	/** A length of time: "30 days". */
	duration: ( count: number, unit: DurationUnit ) => string;
	/** One condition: "%1$s is %2$s", "%1$s was at most %2$s ago" … */
	condition: ( operator: Operator, field: string, value: string ) => string;
	/** What is asked of the sign-in. */
	auth: ( auth: AuthRule ) => string;
}

/** The plain sentence of a valid rule: "Lets in: active members where …". */
export function describeRule( rule: Rule, words: RuleWords ): string {
	const person = rule.inactive ? 'inactive' : 'active';
	const who = words.who( namesMemberships( rule.when ) ? person : 'anybody' );
	let text = isOpenToAll( rule.when )
		? words.who( 'everybody' )
		: words.where( who, describeNode( rule.when, words, false ) );
	if ( rule.for === 'every' ) {
		text = words.every( text );
	}
	if ( rule.auth ) {
		text = words.and( [ text, words.auth( rule.auth ) ] );
	}
	return words.sentence( text );
}

/** One node in words, as it stands beside its buttons in the editor. */
export function describeNode(
	node: RuleNode,
	words: RuleWords,
	inside: boolean
): string {
	if ( 'not' in node ) {
		return words.not( describeNode( node.not, words, true ) );
	}
	if ( 'all' in node || 'any' in node ) {
		const children = 'all' in node ? node.all : node.any;
		const parts = children.map( ( child ) =>
			describeNode( child, words, children.length > 1 || inside )
		);
		if ( parts.length === 1 ) {
			return parts[ 0 ] ?? '';
		}
		const text = 'all' in node ? words.and( parts ) : words.or( parts );
		return inside ? words.group( text ) : text;
	}
	return describeLeaf( node, words );
}

function describeLeaf( leaf: Leaf, words: RuleWords ): string {
	const field = words.field( leaf.path, leaf.of ?? 'membership' );
	return words.condition( leaf.op, field, describeValue( leaf, words ) );
}

function describeValue( leaf: Leaf, words: RuleWords ): string {
	const { value } = leaf;
	if ( value === undefined ) {
		return '';
	}
	if ( Array.isArray( value ) ) {
		const parts = value.map( ( one ) => words.value( one, leaf.path ) );
		return leaf.op === 'contains_all'
			? words.and( parts )
			: words.or( parts );
	}
	const parts = typeof value === 'string' ? durationParts( value ) : null;
	if ( parts && ( leaf.op === 'newer_than' || leaf.op === 'older_than' ) ) {
		return words.duration( parts.count, parts.unit );
	}
	return words.value( value, leaf.path );
}

/** Every sign-in has an issuer: that it is known asks for nothing more. */
function isOpenToAll( node: RuleNode ): boolean {
	return (
		'op' in node &&
		node.of === 'identity' &&
		node.op === 'exists' &&
		node.path.length === 1 &&
		node.path[ 0 ] === 'issuer'
	);
}

function namesMemberships( node: RuleNode ): boolean {
	if ( 'not' in node ) {
		return namesMemberships( node.not );
	}
	if ( 'all' in node || 'any' in node ) {
		return ( 'all' in node ? node.all : node.any ).some( namesMemberships );
	}
	return ( node.of ?? 'membership' ) === 'membership';
}
