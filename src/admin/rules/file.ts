import type { RuleStart } from '../../components/rule-editor';
import { isRule } from '../../lib/rules';

/** A rule as a file: title and rule, nothing of this site. */
export function exportOf( { title, rule }: RuleStart ): string {
	return JSON.stringify( { title, rule }, null, '\t' );
}

/** A rule out of a file: an exported one, or a bare rule; null when it holds neither. */
export function importOf( text: string ): RuleStart | null {
	let value: unknown;
	try {
		value = JSON.parse( text );
	} catch {
		return null;
	}
	if ( isRule( value ) ) {
		return { title: '', rule: value };
	}
	if (
		typeof value !== 'object' ||
		value === null ||
		! ( 'rule' in value )
	) {
		return null;
	}
	const title =
		'title' in value && typeof value.title === 'string' ? value.title : '';
	return isRule( value.rule )
		? { title: title.slice( 0, 200 ), rule: value.rule }
		: null;
}

/** A name nobody has yet: rules are chosen by their names. */
export function freeTitle( title: string, taken: readonly string[] ): string {
	let free = title;
	for ( let number = 2; title !== '' && taken.includes( free ); number++ ) {
		free = `${ title.slice( 0, 190 ) } (${ number })`;
	}
	return free;
}
