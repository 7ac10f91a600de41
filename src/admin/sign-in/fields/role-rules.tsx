import { SelectControl } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import type { Form } from '../../../components/form';
import { RulePicker } from '../../../components/rule-editor';
import { boot } from '../../boot';
import { home } from '../home';
import type { ProviderValues } from '../provider-values';
import { PairRows } from './pair-rows';

/** Which rule gives which role. What a rule gave, it takes away again. */
export function RoleRules( {
	form,
}: {
	readonly form: Form< ProviderValues >;
} ): ReactElement {
	return (
		<PairRows
			form={ form }
			name="role_rules"
			label={ __( 'Roles by rule', 'coop-credentials' ) }
			help={ __(
				'Looked at with every sign-in. Roles that can manage the site are never given.',
				'coop-credentials'
			) }
			most={ 20 }
			addLabel={ __( 'Add a role', 'coop-credentials' ) }
		>
			{ ( row, change ) => (
				<>
					<RulePicker
						label={ __( 'Whoever meets', 'coop-credentials' ) }
						value={ row.name }
						onChange={ ( name ) => change( { name } ) }
						isReadyMadeOnly={ home().isNetwork }
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
							...Object.entries( {
								...( row.value && {
									[ row.value ]: row.value,
								} ),
								...boot().roles,
							} ).map( ( [ value, label ] ) => ( {
								value,
								label,
							} ) ),
						] }
						onChange={ ( value ) => change( { value } ) }
					/>
				</>
			) }
		</PairRows>
	);
}
