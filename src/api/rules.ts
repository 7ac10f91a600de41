import type { Rule as RuleDocument } from '../lib/rules';
import { read, send } from './client';

/** Where a rule is in use. */
export interface RulePlace {
	readonly type: string;
	readonly label: string;
	readonly url: string;
}

/** How many known identities a changed rule would let in more, or no more. From stored snapshots. */
export interface RuleEffect {
	readonly gain: number;
	readonly lose: number;
	readonly identities: number;
}

/** A named rule. Blocks, offers and roles hold its `uid` only. */
export interface Rule {
	readonly uid: string;
	readonly title: string;
	readonly rule: RuleDocument;
	/** Number of the current version, from 1. */
	readonly number: number;
	/** Ready-made, cannot be changed. */
	readonly is_template: boolean;
	/** False: it lets nobody in until it is repaired. */
	readonly is_valid: boolean;
	/** Hash the next change must name. */
	readonly version: string;
	readonly places?: readonly RulePlace[];
	readonly effect?: RuleEffect;
}

/** An earlier state of a rule. */
export interface RuleVersion {
	readonly number: number;
	readonly title: string;
	readonly rule: RuleDocument;
	readonly hash: string;
	/** Instant. */
	readonly saved_at: string;
	/** Name of who saved it, '' when not known. */
	readonly author: string;
	readonly note: string;
}

/** The last versions of a rule, newest first. */
export function ruleVersions( uid: string ): Promise< readonly RuleVersion[] > {
	return read< readonly RuleVersion[] >( `rules/${ uid }/versions` );
}

/** Whom a change would let in, and where; nothing is stored. */
export function previewRule(
	uid: string,
	rule: RuleDocument
): Promise< Pick< Rule, 'places' | 'effect' > > {
	return send< Pick< Rule, 'places' | 'effect' > >( `rules/${ uid }/effect`, {
		rule,
	} );
}
