import { FormTokenField } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import type { Option } from './labels';
import type { ValueProps } from './value-field';

interface Props extends ValueProps {
	readonly options: readonly Option[];
	/** Whether other words than the options may be typed. */
	readonly isOpen?: boolean;
}

/** Several values, typed or chosen, each with a button that removes it. Numbers and booleans stay what they are. */
export function TokensField( {
	leaf,
	onChange,
	options,
	isOpen = false,
}: Props ): ReactElement {
	const values: readonly unknown[] = Array.isArray( leaf.value )
		? leaf.value
		: [];
	const labelOf = ( value: unknown ) =>
		options.find( ( option ) => option.value === value )?.label ??
		String( value );
	const valueOf = ( label: string ): unknown =>
		options.find( ( option ) => option.label === label )?.value ??
		values.find( ( value ) => String( value ) === label ) ??
		label;
	return (
		<FormTokenField
			__next40pxDefaultSize
			__nextHasNoMarginBottom
			help=""
			__experimentalExpandOnFocus={ options.length > 0 }
			label={ __( 'Values', 'coop-credentials' ) }
			value={ values.map( labelOf ) }
			suggestions={ options.map( ( { label } ) => label ) }
			maxSuggestions={ 300 }
			maxLength={ 100 }
			{ ...( isOpen
				? {}
				: {
						__experimentalValidateInput: ( text: string ) =>
							options.some( ( { label } ) => label === text ),
					} ) }
			onChange={ ( tokens ) =>
				onChange(
					tokens.map( ( token ) =>
						valueOf(
							typeof token === 'string' ? token : token.value
						)
					)
				)
			}
		/>
	);
}
