import { SelectControl } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import type { ReactElement, ReactNode } from 'react';

import { useRecords } from '../../api/records';
import type { Rule } from '../../api/rules';

interface Props {
	readonly id?: string;
	readonly label: string;
	readonly value: string;
	readonly onChange: ( uid: string ) => void;
	readonly help?: ReactNode;
	/** Shown first when choosing nothing is allowed. */
	readonly noneLabel?: string;
	readonly hasError?: boolean;
}

/** Which rule decides: ready-made ones and the site's own. */
export function RuleChoice( {
	id,
	label,
	value,
	onChange,
	help,
	noneLabel,
	hasError = false,
}: Props ): ReactElement {
	const { records, isLoading, problem } = useRecords< Rule >( 'rule', {
		per_page: 100,
	} );
	const options = records.map( ( rule ) => ( {
		value: rule.uid,
		label: rule.title,
	} ) );
	if ( value && ! records.some( ( rule ) => rule.uid === value ) ) {
		options.unshift( { value, label: value } );
	}
	if ( noneLabel !== undefined || value === '' ) {
		options.unshift( {
			value: '',
			label: noneLabel ?? __( 'Please choose', 'coop-credentials' ),
		} );
	}
	const loading = isLoading
		? __( 'Loading the rules…', 'coop-credentials' )
		: undefined;
	return (
		<SelectControl
			{ ...( id ? { id } : {} ) }
			__next40pxDefaultSize
			__nextHasNoMarginBottom
			className={ hasError ? 'has-error' : '' }
			aria-invalid={ hasError ? true : undefined }
			label={ label }
			value={ value }
			options={ options }
			onChange={ onChange }
			help={ problem?.message ?? loading ?? help }
		/>
	);
}
