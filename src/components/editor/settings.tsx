/**
 * The settings panel of our blocks: one item a setting, each with its reset.
 */
import {
	FormTokenField,
	SelectControl,
	TextControl,
	ToggleControl,
	__experimentalToolsPanel as ToolsPanel, // eslint-disable-line @wordpress/no-unsafe-wp-apis -- the panel core's own blocks use; there is no stable one.
	__experimentalToolsPanelItem as ToolsPanelItem, // eslint-disable-line @wordpress/no-unsafe-wp-apis -- as above.
} from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import { type Choosable, ChoiceField } from './choice-field';

export type Value = string | number | boolean | string[];

export interface Setting {
	name: string;
	label: string;
	help?: string;
	fallback: Value;
	options?: { value: string | number; label: string }[];
	/** Several of the options, or several codes. */
	several?: boolean;
	/** The value is the id of one of these. */
	choose?: Choosable;
}

interface Props {
	settings: Setting[];
	attributes: Record< string, unknown >;
	setAttributes: ( changed: Record< string, Value > ) => void;
}

interface FieldProps {
	setting: Setting;
	value: Value;
	onChange: ( value: Value ) => void;
}

function Field( { setting, value, onChange }: FieldProps ) {
	const common = { label: setting.label, help: setting.help ?? '' };
	if ( setting.several ) {
		const options = setting.options ?? [];
		const label = ( code: string ) =>
			options.find( ( option ) => option.value === code )?.label ?? code;
		const code = ( text: string ) =>
			String(
				options.find( ( option ) => option.label === text )?.value ??
					text
			);
		return (
			<FormTokenField
				label={ setting.label }
				value={ ( value as string[] ).map( label ) }
				suggestions={ options.map( ( option ) => option.label ) }
				maxLength={ 10 }
				onChange={ ( tokens ) =>
					onChange(
						tokens.map( ( token ) => code( String( token ) ) )
					)
				}
				help=""
				__experimentalExpandOnFocus
				__next40pxDefaultSize
				__nextHasNoMarginBottom
			/>
		);
	}
	if ( setting.choose ) {
		return (
			<ChoiceField
				{ ...common }
				kind={ setting.choose }
				value={ String( value ) }
				onChange={ onChange }
			/>
		);
	}
	if ( setting.options ) {
		return (
			<SelectControl
				{ ...common }
				value={ String( value ) }
				options={ setting.options.map( ( option ) => ( {
					value: String( option.value ),
					label: option.label,
				} ) ) }
				onChange={ ( chosen: string ) =>
					onChange(
						typeof setting.fallback === 'number'
							? Number( chosen )
							: chosen
					)
				}
				__next40pxDefaultSize
				__nextHasNoMarginBottom
			/>
		);
	}
	if ( typeof setting.fallback === 'boolean' ) {
		return (
			<ToggleControl
				{ ...common }
				checked={ value === true }
				onChange={ onChange }
				__nextHasNoMarginBottom
			/>
		);
	}
	return (
		<TextControl
			{ ...common }
			value={ String( value ) }
			onChange={ onChange }
			__next40pxDefaultSize
			__nextHasNoMarginBottom
		/>
	);
}

export function BlockSettings( {
	settings,
	attributes,
	setAttributes,
}: Props ) {
	const reset = () =>
		setAttributes(
			Object.fromEntries(
				settings.map( ( { name, fallback } ) => [ name, fallback ] )
			)
		);
	return (
		<ToolsPanel
			label={ __( 'Settings', 'coop-credentials' ) }
			resetAll={ reset }
		>
			{ settings.map( ( setting ) => {
				const value = ( attributes[ setting.name ] ??
					setting.fallback ) as Value;
				return (
					<ToolsPanelItem
						key={ setting.name }
						label={ setting.label }
						hasValue={ () =>
							JSON.stringify( value ) !==
							JSON.stringify( setting.fallback )
						}
						onDeselect={ () =>
							setAttributes( {
								[ setting.name ]: setting.fallback,
							} )
						}
						isShownByDefault
					>
						<Field
							setting={ setting }
							value={ value }
							onChange={ ( changed ) =>
								setAttributes( { [ setting.name ]: changed } )
							}
						/>
					</ToolsPanelItem>
				);
			} ) }
		</ToolsPanel>
	);
}
