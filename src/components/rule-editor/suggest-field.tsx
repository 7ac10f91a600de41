import { TextControl } from '@wordpress/components';
import { useId } from '@wordpress/element';
import type { ReactElement } from 'react';

import { type ValueProps, valueLabel } from './value-field';

/** A word that is typed, with words that are often used. */
export function SuggestField( {
	leaf,
	onChange,
	isInvalid,
	suggestions,
}: ValueProps & { readonly suggestions: readonly string[] } ): ReactElement {
	const id = useId();
	return (
		<>
			<TextControl
				__next40pxDefaultSize
				__nextHasNoMarginBottom
				hideLabelFromVision
				label={ valueLabel() }
				aria-invalid={ isInvalid ? true : undefined }
				list={ id }
				autoComplete="off"
				spellCheck={ false }
				value={ String( leaf.value ?? '' ) }
				onChange={ onChange }
			/>
			<datalist id={ id }>
				{ [ ...new Set( suggestions ) ]
					.filter( Boolean )
					.map( ( value ) => (
						<option key={ value } value={ value } />
					) ) }
			</datalist>
		</>
	);
}
