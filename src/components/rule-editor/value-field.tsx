import { SelectControl, TextControl } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { kindOf, type LeafDraft, OPERATORS } from '../../lib/rules';
import { useRecords } from '../../api/records';
import type { Provider } from '../../api/providers';
import { countryOptions } from './countries';
import {
	type Option,
	scaleOptions,
	slugSuggestions,
	valueOptions,
} from './labels';
import { AnyField } from './any-field';
import { OrganisationField, OrganisationsField } from './organisation-field';
import { SuggestField } from './suggest-field';
import { DateField, DurationField } from './time-field';
import { TokensField } from './tokens-field';

export interface ValueProps {
	readonly leaf: LeafDraft;
	readonly onChange: ( value: unknown ) => void;
	readonly isInvalid?: boolean;
}

/** What every control of a value gets. */
export function valueLabel(): string {
	return __( 'Value', 'coop-credentials' );
}

/** The control that fits field and operator; none when the operator takes no value. */
export function ValueField( props: ValueProps ): ReactElement | null {
	const { leaf } = props;
	const kind = kindOf( leaf );
	switch ( OPERATORS.get( leaf.op ) ) {
		case 'duration':
			return <DurationField { ...props } />;
		case 'date':
			return <DateField { ...props } />;
		case 'number':
			return kind === 'scale' ? (
				<ScaleField { ...props } />
			) : (
				<AnyField { ...props } type="number" />
			);
		case 'prefix':
		case 'host':
			return <PlainField { ...props } />;
		case 'list':
			return <ListField { ...props } />;
		case 'scalar':
			return <ScalarField { ...props } />;
		default:
			return null;
	}
}

function ScalarField( props: ValueProps ): ReactElement {
	const { leaf, onChange } = props;
	const kind = kindOf( leaf );
	const options = valueOptions( kind );
	if ( kind === 'boolean' ) {
		return (
			<ChoiceField
				{ ...props }
				options={ options }
				onChange={ ( value ) => onChange( value === 'true' ) }
			/>
		);
	}
	if ( options.length > 0 ) {
		return <ChoiceField { ...props } options={ options } />;
	}
	switch ( kind ) {
		case 'scale':
			return <ScaleField { ...props } />;
		case 'organisation':
			return <OrganisationField { ...props } />;
		case 'country':
			return (
				<ChoiceField
					{ ...props }
					options={ [
						{
							value: '',
							label: __( 'Please choose', 'coop-credentials' ),
						},
						...countryOptions(),
					] }
				/>
			);
		case 'class':
		case 'roles':
			return (
				<SuggestField
					{ ...props }
					suggestions={ slugSuggestions( kind ) }
				/>
			);
		case 'provider':
		case 'issuer':
			return <ProviderField { ...props } />;
		case 'any':
			return <AnyField { ...props } />;
	}
	return leaf.path.length > 1 ? (
		<AnyField { ...props } />
	) : (
		<PlainField { ...props } />
	);
}

function ListField( props: ValueProps ): ReactElement {
	const kind = kindOf( props.leaf );
	switch ( kind ) {
		case 'organisation':
			return <OrganisationsField { ...props } />;
		case 'country':
			return <TokensField { ...props } options={ countryOptions() } />;
		case 'class':
		case 'roles':
			return (
				<TokensField
					{ ...props }
					isOpen
					options={ slugSuggestions( kind ).map( ( value ) => ( {
						value,
						label: value,
					} ) ) }
				/>
			);
	}
	const options = valueOptions( kind );
	return (
		<TokensField
			{ ...props }
			options={ options }
			isOpen={ options.length === 0 }
		/>
	);
}

/** One of few words. A value that is none of them is kept and shown. */
export function ChoiceField( {
	leaf,
	onChange,
	options,
	isInvalid,
}: ValueProps & { readonly options: readonly Option[] } ): ReactElement {
	const value = String( leaf.value ?? '' );
	const known = options.some( ( option ) => option.value === value );
	return (
		<SelectControl
			__next40pxDefaultSize
			__nextHasNoMarginBottom
			hideLabelFromVision
			label={ valueLabel() }
			aria-invalid={ isInvalid ? true : undefined }
			value={ value }
			options={ [
				...( known ? [] : [ { value, label: value } ] ),
				...options,
			] }
			onChange={ ( next: string ) => onChange( next ) }
		/>
	);
}

function ScaleField( props: ValueProps ): ReactElement {
	return (
		<ChoiceField
			{ ...props }
			options={ scaleOptions( String( props.leaf.path[ 0 ] ) ) }
			onChange={ ( value ) => props.onChange( Number( value ) ) }
		/>
	);
}

function PlainField( { leaf, onChange, isInvalid }: ValueProps ): ReactElement {
	return (
		<TextControl
			__next40pxDefaultSize
			__nextHasNoMarginBottom
			hideLabelFromVision
			label={ valueLabel() }
			aria-invalid={ isInvalid ? true : undefined }
			autoComplete="off"
			spellCheck={ false }
			value={ String( leaf.value ?? '' ) }
			onChange={ onChange }
		/>
	);
}

/** Slug or issuer of one of the site's providers, or another that is typed. */
function ProviderField( props: ValueProps ): ReactElement {
	const { records } = useRecords< Provider >( 'provider', { per_page: 100 } );
	const suggestions = records.map( ( provider ) =>
		kindOf( props.leaf ) === 'issuer' ? provider.issuer : provider.slug
	);
	return <SuggestField { ...props } suggestions={ suggestions } />;
}
