import {
	CheckboxControl,
	SelectControl,
	TextareaControl,
	TextControl,
	ToggleControl,
} from '@wordpress/components';
import type { ReactElement, ReactNode } from 'react';

import type { Form, Values } from './use-form';

interface FieldProps< V extends Values > {
	readonly form: Form< V >;
	readonly name: keyof V & string;
	readonly label: string;
	readonly help?: ReactNode;
	readonly disabled?: boolean;
}

/** Help and error in one element, which the control names in `aria-describedby`. */
export function describe( help: ReactNode, error?: string ): ReactNode {
	if ( ! error ) {
		return help;
	}
	return (
		<>
			<span className="coop-credentials-field__error">{ error }</span>
			{ help && <span> { help }</span> }
		</>
	);
}

/** What every control of a form gets: id, label, description, whether it is refused. */
function bind< V extends Values >( {
	form,
	name,
	label,
	help,
	disabled,
}: FieldProps< V > ) {
	const error = form.errors[ name ];
	form.label( name, label );
	return {
		id: form.controlId( name ),
		label,
		help: describe( help, error ),
		className: error
			? 'coop-credentials-field has-error'
			: 'coop-credentials-field',
		'aria-invalid': error ? true : undefined,
		disabled: disabled === true,
		__nextHasNoMarginBottom: true as const,
	};
}

interface TextProps< V extends Values > extends FieldProps< V > {
	readonly type?:
		| 'text'
		| 'url'
		| 'date'
		| 'email'
		| 'number'
		| 'password'
		| 'datetime-local';
	readonly maxLength?: number;
	readonly inputMode?: 'decimal' | 'numeric';
	readonly autoComplete?: string;
	readonly required?: boolean;
	readonly placeholder?: string;
	readonly dir?: 'ltr';
}

/** One line of text; the value is a string. */
export function TextField< V extends Values >( {
	type = 'text',
	maxLength,
	inputMode,
	autoComplete = 'off',
	required,
	placeholder,
	dir,
	...field
}: TextProps< V > ): ReactElement {
	const { form, name } = field;
	return (
		<TextControl
			{ ...bind( field ) }
			__next40pxDefaultSize
			type={ type }
			value={ String( form.values[ name ] ?? '' ) }
			onChange={ ( value ) =>
				form.set( name, value as V[ typeof name ] )
			}
			autoComplete={ autoComplete }
			{ ...( maxLength ? { maxLength } : {} ) }
			{ ...( inputMode ? { inputMode } : {} ) }
			{ ...( required ? { 'aria-required': true } : {} ) }
			{ ...( placeholder ? { placeholder } : {} ) }
			{ ...( dir ? { dir } : {} ) }
		/>
	);
}

interface TextareaProps< V extends Values > extends FieldProps< V > {
	readonly rows?: number;
	readonly maxLength?: number;
	readonly isCode?: boolean;
}

/** Several lines of text; the value is a string. The control makes its own id, so ours stands around it. */
export function TextareaField< V extends Values >( {
	rows = 4,
	maxLength,
	isCode,
	...field
}: TextareaProps< V > ): ReactElement {
	const { form, name } = field;
	const { id, ...bound } = bind( field );
	return (
		<div id={ id }>
			<TextareaControl
				{ ...bound }
				rows={ rows }
				value={ String( form.values[ name ] ?? '' ) }
				onChange={ ( value ) =>
					form.set( name, value as V[ typeof name ] )
				}
				{ ...( maxLength ? { maxLength } : {} ) }
				{ ...( isCode ? { dir: 'ltr', spellCheck: false } : {} ) }
			/>
		</div>
	);
}

export interface Choice {
	readonly value: string;
	readonly label: string;
	readonly disabled?: boolean;
}

interface SelectProps< V extends Values > extends FieldProps< V > {
	readonly options: readonly Choice[];
}

/** One of several; the value is a string. */
export function SelectField< V extends Values >( {
	options,
	...field
}: SelectProps< V > ): ReactElement {
	const { form, name } = field;
	return (
		<SelectControl
			{ ...bind( field ) }
			__next40pxDefaultSize
			value={ String( form.values[ name ] ?? '' ) }
			options={ [ ...options ] }
			onChange={ ( value: string ) =>
				form.set( name, value as V[ typeof name ] )
			}
		/>
	);
}

/** On or off; the value is a boolean. The control makes its own id, so ours stands around it. */
export function ToggleField< V extends Values >(
	field: FieldProps< V >
): ReactElement {
	const { form, name } = field;
	const { id, ...bound } = bind( field );
	return (
		<div id={ id }>
			<ToggleControl
				{ ...bound }
				checked={ form.values[ name ] === true }
				onChange={ ( value ) =>
					form.set( name, value as V[ typeof name ] )
				}
			/>
		</div>
	);
}

interface ChecksProps< V extends Values > extends FieldProps< V > {
	readonly options: readonly Choice[];
}

/** Any of several; the value is a list of strings. */
export function ChecksField< V extends Values >( {
	options,
	...field
}: ChecksProps< V > ): ReactElement {
	const { form, name, label, help } = field;
	form.label( name, label );
	const error = form.errors[ name ];
	const id = form.controlId( name );
	const given = form.values[ name ];
	const chosen: readonly string[] = Array.isArray( given ) ? given : [];
	return (
		<fieldset
			className="coop-credentials-checks"
			id={ id }
			tabIndex={ -1 }
			aria-describedby={ help || error ? `${ id }-help` : undefined }
		>
			<legend>{ label }</legend>
			{ options.map( ( option ) => (
				<CheckboxControl
					key={ option.value }
					__nextHasNoMarginBottom
					label={ option.label }
					checked={ chosen.includes( option.value ) }
					disabled={ option.disabled === true }
					onChange={ ( on ) =>
						form.set(
							name,
							( on
								? [ ...chosen, option.value ]
								: chosen.filter(
										( value ) => value !== option.value
									) ) as unknown as V[ typeof name ]
						)
					}
				/>
			) ) }
			{ ( help || error ) && (
				<p
					id={ `${ id }-help` }
					className="coop-credentials-checks__help"
				>
					{ describe( help, error ) }
				</p>
			) }
		</fieldset>
	);
}
