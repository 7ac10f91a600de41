export * from './types';
export {
	FIELDS,
	IDENTITY_FIELDS,
	LIMITS,
	OPERATORS,
	operatorsFor,
} from './vocabulary';
export { durationParts, isDate, isDuration } from './dates';
export type { DurationUnit } from './dates';
export { isRule, parseRule, validateRule } from './validate';
export { ruleWarnings, walk } from './warnings';
export { describeNode, describeRule } from './describe';
export type { RuleWords } from './describe';
export { draftProblems, fromDraft, isGroup, nodeAt, toDraft } from './draft';
export type {
	Draft,
	DraftGroup,
	DraftLeaf,
	DraftNode,
	DraftProblem,
	GroupKind,
	LeafDraft,
} from './draft';
export {
	addGroup,
	addLeaf,
	moveNode,
	parentOf,
	removeNode,
	setKind,
	setLeaf,
	unwrapGroup,
	wrapNode,
} from './draft-edit';
export type { Edit } from './draft-edit';
export { kindOf, newLeaf, operatorsOf, withField, withOperator } from './value';
export type { FieldKind } from './value';
