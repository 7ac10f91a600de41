import { Button, TextControl } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { describe, type Form } from '../../../components/form';
import type { Pair, ProviderValues } from '../provider-values';

interface Props {
	readonly form: Form< ProviderValues >;
	readonly name: 'extra_parameters' | 'echo';
	readonly label: string;
	readonly nameLabel: string;
	readonly valueLabel: string;
	readonly help: string;
}

/** A short list of names with their values. */
export function PairsField( {
	form,
	name,
	label,
	nameLabel,
	valueLabel,
	help,
}: Props ): ReactElement {
	const rows = form.values[ name ];
	form.label( name, label );
	const set = ( next: readonly Pair[] ) => form.set( name, next );
	const change = ( at: number, part: Partial< Pair > ) =>
		set(
			rows.map( ( row, index ) =>
				index === at ? { ...row, ...part } : row
			)
		);
	return (
		<fieldset
			className="coop-credentials-checks"
			id={ form.controlId( name ) }
			tabIndex={ -1 }
		>
			<legend>{ label }</legend>
			{ rows.map( ( row, index ) => (
				<div className="coop-credentials-pair" key={ index }>
					<TextControl
						__next40pxDefaultSize
						__nextHasNoMarginBottom
						label={ nameLabel }
						value={ row.name }
						dir="ltr"
						onChange={ ( value ) =>
							change( index, { name: value } )
						}
					/>
					<TextControl
						__next40pxDefaultSize
						__nextHasNoMarginBottom
						label={ valueLabel }
						value={ row.value }
						dir="ltr"
						maxLength={ 500 }
						onChange={ ( value ) => change( index, { value } ) }
					/>
					<Button
						variant="tertiary"
						isDestructive
						__next40pxDefaultSize
						aria-label={ sprintf(
							/* translators: %s: name of a parameter. */
							__( 'Take out: %s', 'coop-credentials' ),
							row.name
						) }
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
					disabled={ rows.length >= 10 }
					aria-label={ sprintf(
						/* translators: %s: name of a list. */
						__( 'Add to: %s', 'coop-credentials' ),
						label
					) }
					onClick={ () =>
						set( [ ...rows, { name: '', value: '' } ] )
					}
				>
					{ __( 'Add', 'coop-credentials' ) }
				</Button>
			</div>
			<p className="coop-credentials-checks__help">
				{ describe( help, form.errors[ name ] ) }
			</p>
		</fieldset>
	);
}
