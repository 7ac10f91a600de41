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

/** What a change does to the places where the rule is in use, and to people. */
export interface RuleChange {
	readonly places: readonly RulePlace[];
	readonly effect: RuleEffect;
}

/** What a change would do; nothing is stored. */
export function previewRule(
	uid: string,
	rule: RuleDocument
): Promise< RuleChange > {
	return send< RuleChange >( `rules/${ uid }/effect`, { rule } );
}

/** The rule as it is stored now, past what was read before. */
export function readRule( uid: string ): Promise< Rule > {
	return read< Rule >( `rules/${ uid }` );
}

/** Somebody who signed in with a provider and has an account here. */
export interface RulePerson {
	/** Uid of the identity. */
	readonly uid: string;
	/** Name of the account. */
	readonly name: string;
	readonly provider: string;
	/** When the stored memberships were taken. */
	readonly memberships_at: string;
}

/** People with a linked identity whose name fits; at most twenty. */
export function findPeople( search: string ): Promise< readonly RulePerson[] > {
	return read< readonly RulePerson[] >(
		`rules/people?search=${ encodeURIComponent( search ) }`
	);
}

/** What is tried: claims as a provider sends them, or a person's stored memberships. */
export interface DryRunQuestion {
	readonly rule: RuleDocument;
	readonly claims?: Readonly< Record< string, unknown > >;
	/** Slug; with claims: whose map and scope are used. */
	readonly provider?: string;
	/** Claim map to use without a provider. */
	readonly preset?: string;
	/** Uid of an identity. */
	readonly identity?: string;
	/** Instant to pretend. */
	readonly now?: string;
}

export type Truth = 'true' | 'false' | 'unknown';

/** One line of the trace: what a node of the rule answered on one membership. */
export interface TraceLine {
	/** Number of the membership from 0; null when none was left to look at. */
	readonly m: number | null;
	/** JSON pointer of the node. */
	readonly at: string;
	readonly op: string;
	readonly result: Truth;
	/** Why it is unknown; '' otherwise. */
	readonly why: string;
	readonly seen_type: string;
	readonly seen: string | number | boolean | null;
}

export interface MappingLine {
	readonly m: number | null;
	readonly field: string | null;
	readonly path?: readonly ( string | number | null )[] | null;
	readonly effect: string;
}

export interface DryRunAnswer {
	readonly outcome: 'allow' | 'deny' | 'step_up';
	readonly reason: string | null;
	readonly sentence: string | null;
	readonly step: { readonly label: string } | null;
	readonly good_until: string | null;
	readonly matched: number | null;
	readonly skipped: readonly {
		readonly m: number;
		readonly reason: string;
	}[];
	readonly trace: readonly TraceLine[];
	readonly memberships: readonly Readonly< Record< string, unknown > >[];
	/** When the stored memberships of a person were taken. */
	readonly snapshot_at: string | null;
	readonly mapping?: {
		readonly trace: readonly MappingLine[];
		readonly scope: readonly MappingLine[];
		readonly dropped: readonly {
			readonly index: number;
			readonly reason: string;
		}[];
	};
	/** The `claims` parameter a sign-in would ask for. */
	readonly request?: object | null;
}

/** Decides a rule and explains each step. Verifies nothing, stores nothing, signs nobody in. */
export function evaluateRule(
	question: DryRunQuestion
): Promise< DryRunAnswer > {
	return send< DryRunAnswer >( 'rules/evaluate', { ...question } );
}
