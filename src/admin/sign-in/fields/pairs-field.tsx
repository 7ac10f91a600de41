import { TextControl } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import type { Form } from '../../../components/form';
import type { ProviderValues } from '../provider-values';
import { PairRows } from './pair-rows';

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
	nameLabel,
	valueLabel,
	...props
}: Props ): ReactElement {
	return (
		<PairRows
			{ ...props }
			most={ 10 }
			addLabel={ __( 'Add', 'coop-credentials' ) }
			addName={ sprintf(
				/* translators: %s: name of a list. */
				__( 'Add to: %s', 'coop-credentials' ),
				props.label
			) }
			takeOutName={ ( row ) =>
				sprintf(
					/* translators: %s: name of a parameter. */
					__( 'Take out: %s', 'coop-credentials' ),
					row.name
				)
			}
		>
			{ ( row, change ) => (
				<>
					<TextControl
						__next40pxDefaultSize
						__nextHasNoMarginBottom
						label={ nameLabel }
						value={ row.name }
						dir="ltr"
						onChange={ ( name ) => change( { name } ) }
					/>
					<TextControl
						__next40pxDefaultSize
						__nextHasNoMarginBottom
						label={ valueLabel }
						value={ row.value }
						dir="ltr"
						maxLength={ 500 }
						onChange={ ( value ) => change( { value } ) }
					/>
				</>
			) }
		</PairRows>
	);
}
