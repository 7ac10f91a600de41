export { RulePicker, type RulePickerProps } from './rule-picker';
