import { Button, SelectControl } from '@wordpress/components';
import { store as coreStore } from '@wordpress/core-data';
import { useSelect } from '@wordpress/data';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ReactElement, ReactNode } from 'react';

import { KIND } from '../../api/client';
import { useRecords } from '../../api/records';
import type { Rule } from '../../api/rules';
import { isRule } from '../../lib/rules';
import { RuleDialog } from './rule-dialog';
import { ruleSentence } from './words';

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
	/** Offers the ready-made rules, which every site has, and no other. */
	readonly isReadyMadeOnly?: boolean;
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
	canEdit,
	isReadyMadeOnly = false,
}: RulePickerProps ): ReactElement {
	const [ dialog, setDialog ] = useState< 'change' | 'new' | null >( null );
	const mayEdit = useMayEdit( isReadyMadeOnly ? false : canEdit );
	const { records, isLoading, problem } = useRecords< Rule >( 'rule', {
		per_page: 100,
	} );
	const offered = isReadyMadeOnly
		? records.filter( ( rule ) => rule.is_template )
		: records;
	const options = offered.map( ( rule ) => ( {
		value: rule.uid,
		label: rule.title,
	} ) );
	if ( value && ! offered.some( ( rule ) => rule.uid === value ) ) {
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
	const chosen = records.find( ( rule ) => rule.uid === value ) ?? null;
	return (
		<div className="coop-credentials-rule-picker">
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
			{ chosen && isRule( chosen.rule ) && (
				<p>{ ruleSentence( chosen.rule ) }</p>
			) }
			{ mayEdit && ! isLoading && (
				<div>
					{ chosen && (
						<Button
							variant="link"
							onClick={ () => setDialog( 'change' ) }
						>
							{ chosen.is_template
								? __( 'Copy and change', 'coop-credentials' )
								: __( 'Change the rule', 'coop-credentials' ) }
						</Button>
					) }
					<Button variant="link" onClick={ () => setDialog( 'new' ) }>
						{ __( 'New rule', 'coop-credentials' ) }
					</Button>
				</div>
			) }
			{ dialog && (
				<RuleDialog
					rule={ dialog === 'change' ? chosen : null }
					onClose={ () => setDialog( null ) }
					onSaved={ ( rule ) => {
						setDialog( null );
						onChange( rule.uid );
					} }
				/>
			) }
		</div>
	);
}

/** Whether the person may make rules; asked of the server unless it is known. */
function useMayEdit( known: boolean | undefined ): boolean {
	return useSelect(
		( select ) => {
			if ( known !== undefined ) {
				return known;
			}
			const core = select( coreStore ) as unknown as {
				canUser: (
					action: 'create',
					resource: { kind: string; name: string }
				) => boolean | undefined;
			};
			return (
				core.canUser( 'create', { kind: KIND, name: 'rule' } ) === true
			);
		},
		[ known ]
	);
}
