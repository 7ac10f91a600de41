import { Button } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { describe, type Form } from '../../../components/form';
import type { Pair, ProviderValues } from '../provider-values';

interface Props {
	readonly form: Form< ProviderValues >;
	readonly name: 'extra_parameters' | 'echo' | 'role_rules';
	readonly label: string;
	readonly help: string;
	readonly most: number;
	readonly addLabel: string;
	/** What a screen reader says of the button that adds, where its words alone are not enough. */
	readonly addName?: string;
	/** The same of the button that takes a row out. */
	readonly takeOutName?: ( row: Pair ) => string;
	/** The two controls of a row. */
	readonly children: (
		row: Pair,
		change: ( part: Partial< Pair > ) => void
	) => ReactElement;
}

/** A short list of pairs: each with two controls, one button to take it out, and one to add another. */
export function PairRows( {
	form,
	name,
	label,
	help,
	most,
	addLabel,
	addName,
	takeOutName,
	children,
}: Props ): ReactElement {
	const rows = form.values[ name ];
	form.label( name, label );
	const set = ( next: readonly Pair[] ) => form.set( name, next );
	return (
		<fieldset
			className="coop-credentials-checks"
			id={ form.controlId( name ) }
			tabIndex={ -1 }
		>
			<legend>{ label }</legend>
			{ rows.map( ( row, index ) => (
				<div className="coop-credentials-pair" key={ index }>
					{ children( row, ( part ) =>
						set(
							rows.map( ( other, at ) =>
								at === index ? { ...other, ...part } : other
							)
						)
					) }
					<Button
						variant="tertiary"
						isDestructive
						__next40pxDefaultSize
						aria-label={ takeOutName?.( row ) }
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
					disabled={ rows.length >= most }
					aria-label={ addName }
					onClick={ () =>
						set( [ ...rows, { name: '', value: '' } ] )
					}
				>
					{ addLabel }
				</Button>
			</div>
			<p className="coop-credentials-checks__help">
				{ describe( help, form.errors[ name ] ) }
			</p>
		</fieldset>
	);
}
