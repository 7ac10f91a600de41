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
