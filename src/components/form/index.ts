import './style.scss';

export {
	ChecksField,
	type Choice,
	describe,
	SelectField,
	TextareaField,
	TextField,
	ToggleField,
} from './fields';
export { SecretField } from './secret-field';
export { type Form, useForm, type Values } from './use-form';
