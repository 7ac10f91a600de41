import './editor.scss';

export { RuleDialog, startOf } from './rule-dialog';
export { RuleEditor, type RuleEditorProps, Sentence } from './rule-editor';
export { EffectText, Places, RuleFields } from './rule-form';
export { RulePicker, type RulePickerProps } from './rule-picker';
export { RuleStarts } from './rule-starts';
export { type RuleForm, type RuleStart, useRule } from './use-rule';
export { fieldLabel } from './labels';
export { problemText } from './problem-words';
export { ruleSentence, ruleWords } from './words';
