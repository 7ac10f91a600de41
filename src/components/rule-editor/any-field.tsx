import { SelectControl, TextControl } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { type ValueProps, valueLabel } from './value-field';

type Type = 'string' | 'number' | 'boolean';

/** A value of a type that is chosen first: `"2"` and `2` are not the same. */
export function AnyField( {
	leaf,
	onChange,
	isInvalid,
	type,
}: ValueProps & { readonly type?: 'number' } ): ReactElement {
	const { value } = leaf;
	const given = typeof value;
	const current: Type =
		type ??
		( given === 'number' || given === 'boolean' ? given : 'string' );
	return (
		<div className="coop-credentials-rule__pair">
			{ ! type && (
				<SelectControl
					__next40pxDefaultSize
					__nextHasNoMarginBottom
					hideLabelFromVision
					label={ __( 'Kind of value', 'coop-credentials' ) }
					value={ current }
					options={ [
						{
							value: 'string',
							label: __( 'text', 'coop-credentials' ),
						},
						{
							value: 'number',
							label: __( 'number', 'coop-credentials' ),
						},
						{
							value: 'boolean',
							label: __( 'yes or no', 'coop-credentials' ),
						},
					] }
					onChange={ ( next: Type ) =>
						onChange(
							{ string: '', number: 1, boolean: true }[ next ]
						)
					}
				/>
			) }
			{ current === 'boolean' ? (
				<SelectControl
					__next40pxDefaultSize
					__nextHasNoMarginBottom
					hideLabelFromVision
					label={ valueLabel() }
					value={ value === true ? 'true' : 'false' }
					options={ [
						{
							value: 'true',
							label: __( 'yes', 'coop-credentials' ),
						},
						{
							value: 'false',
							label: __( 'no', 'coop-credentials' ),
						},
					] }
					onChange={ ( next: string ) => onChange( next === 'true' ) }
				/>
			) : (
				<TextControl
					__next40pxDefaultSize
					__nextHasNoMarginBottom
					hideLabelFromVision
					label={ valueLabel() }
					aria-invalid={ isInvalid ? true : undefined }
					type={ current === 'number' ? 'number' : 'text' }
					step="any"
					autoComplete="off"
					spellCheck={ false }
					value={ String( value ?? '' ) }
					onChange={ ( next ) =>
						onChange(
							current === 'number' && next !== ''
								? Number( next )
								: next
						)
					}
				/>
			) }
		</div>
	);
}
