import { SelectControl } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import type { ReactElement, ReactNode } from 'react';

import { useRecords } from '../../api/records';
import type { Rule } from '../../api/rules';

export interface RulePickerProps {
	/** Id of the control, for an error summary that leads to it. */
	readonly id?: string;
	readonly label: string;
	/** Uid of a rule or of a ready-made one; '' for none. */
	readonly value: string;
	/** Called with a uid, or with '' when `noneLabel` is chosen. */
	readonly onChange: ( uid: string ) => void;
	readonly help?: ReactNode;
	/** Shown first when choosing nothing is allowed, for example "Everybody". */
	readonly noneLabel?: string;
	readonly hasError?: boolean;
	/** Whether the person may make and change rules. Left out: the server is asked. */
	readonly canEdit?: boolean;
}

/**
 * Which rule decides: ready-made ones and the site's own, by title. The one control for choosing a rule, in the admin
 * app and in block settings alike. It holds the uid only; those who may also make and change rules here, in a dialog.
 *
 *     <RulePicker label="Who may have it?" value={ uid } onChange={ setUid } noneLabel="Everybody" />
 */
export function RulePicker( {
	id,
	label,
	value,
	onChange,
	help,
	noneLabel,
	hasError = false,
}: RulePickerProps ): ReactElement {
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
