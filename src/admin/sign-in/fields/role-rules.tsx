import { Button, SelectControl } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { describe, type Form } from '../../../components/form';
import { RulePicker } from '../../../components/rule-editor';
import { boot } from '../../boot';
import type { Pair, ProviderValues } from '../provider-values';

/** Which rule gives which role. What a rule gave, it takes away again. */
export function RoleRules( {
	form,
}: {
	readonly form: Form< ProviderValues >;
} ): ReactElement {
	const rows = form.values.role_rules;
	const legend = __( 'Roles by rule', 'coop-credentials' );
	form.label( 'role_rules', legend );
	const set = ( next: readonly Pair[] ) => form.set( 'role_rules', next );
	const change = ( at: number, part: Partial< Pair > ) =>
		set(
			rows.map( ( row, index ) =>
				index === at ? { ...row, ...part } : row
			)
		);
	return (
		<fieldset
			className="coop-credentials-checks"
			id={ form.controlId( 'role_rules' ) }
			tabIndex={ -1 }
		>
			<legend>{ legend }</legend>
			{ rows.map( ( row, index ) => (
				<div className="coop-credentials-pair" key={ index }>
					<RulePicker
						label={ __( 'Whoever meets', 'coop-credentials' ) }
						value={ row.name }
						onChange={ ( name ) => change( index, { name } ) }
					/>
					<SelectControl
						__next40pxDefaultSize
						__nextHasNoMarginBottom
						label={ __( 'has the role', 'coop-credentials' ) }
						value={ row.value }
						options={ [
							{
								value: '',
								label: __(
									'Please choose',
									'coop-credentials'
								),
							},
							...Object.entries( boot().roles ).map(
								( [ value, label ] ) => ( { value, label } )
							),
						] }
						onChange={ ( value ) => change( index, { value } ) }
					/>
					<Button
						variant="tertiary"
						isDestructive
						__next40pxDefaultSize
						onClick={ () =>
							set( rows.filter( ( _, at ) => at !== index ) )
						}
					>
						{ __( 'Take out', 'coop-credentials' ) }
					</Button>
				</div>
			) ) }
			<div>
				<Button
					variant="secondary"
					__next40pxDefaultSize
					disabled={ rows.length >= 20 }
					onClick={ () =>
						set( [ ...rows, { name: '', value: '' } ] )
					}
				>
					{ __( 'Add a role', 'coop-credentials' ) }
				</Button>
			</div>
			<p className="coop-credentials-checks__help">
				{ describe(
					__(
						'Looked at with every sign-in. Roles that can manage the site are never given.',
						'coop-credentials'
					),
					form.errors.role_rules
				) }
			</p>
		</fieldset>
	);
}
