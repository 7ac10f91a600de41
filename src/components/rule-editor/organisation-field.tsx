import { Button, ComboboxControl } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { closeSmall } from '@wordpress/icons';
import type { ReactElement } from 'react';

import type { Organisation } from '../../api/organisations';
import { useRecords } from '../../api/records';
import { idOf, useOrganisationNames } from './organisation-names';
import type { ValueProps } from './value-field';

/** What may stand for an organisation that is not in the directory. */
const ID =
	/^(https?:\/\/[^\s/]+|dotcoop:|lei:|reg:|local:)\S+$|^https?:\/\/\S+\.\S+$/i;

interface ChoiceProps {
	readonly label: string;
	readonly value: string;
	readonly names: Readonly< Record< string, string > >;
	readonly onChange: ( id: string ) => void;
}

function Choice( {
	label,
	value,
	names,
	onChange,
}: ChoiceProps ): ReactElement {
	const [ search, setSearch ] = useState( '' );
	const { records } = useRecords< Organisation >( 'organisation', {
		search: ID.test( search ) ? '' : search,
		per_page: 20,
	} );
	const options = records.map( ( { uid, name, locality } ) => ( {
		value: idOf( uid ),
		label: locality ? `${ name } (${ locality })` : name,
	} ) );
	const add = ( id: string, text: string ) => {
		if ( id && ! options.some( ( option ) => option.value === id ) ) {
			options.unshift( { value: id, label: text } );
		}
	};
	add( value, names[ value ] ?? value );
	if ( ID.test( search ) ) {
		add( search, search );
	}
	return (
		<ComboboxControl
			__next40pxDefaultSize
			__nextHasNoMarginBottom
			hideLabelFromVision
			label={ label }
			placeholder={ __(
				'Search by name, or an address',
				'coop-credentials'
			) }
			value={ value || null }
			options={ options }
			onFilterValueChange={ setSearch }
			onChange={ ( id ) => onChange( id ? String( id ) : '' ) }
		/>
	);
}

/** One co-op: found in the directory by name, or named by its address. */
export function OrganisationField( {
	leaf,
	onChange,
}: ValueProps ): ReactElement {
	const value = typeof leaf.value === 'string' ? leaf.value : '';
	const names = useOrganisationNames( [ value ] );
	return (
		<Choice
			label={ __( 'Which co-op', 'coop-credentials' ) }
			value={ value }
			names={ names }
			onChange={ onChange }
		/>
	);
}

/** Several co-ops. */
export function OrganisationsField( {
	leaf,
	onChange,
}: ValueProps ): ReactElement {
	const ids: readonly string[] = Array.isArray( leaf.value )
		? leaf.value.map( String )
		: [];
	const names = useOrganisationNames( ids );
	return (
		<div className="coop-credentials-rule__several">
			{ ids.length > 0 && (
				<ul>
					{ ids.map( ( id ) => (
						<li key={ id }>
							<bdi>{ names[ id ] ?? id }</bdi>
							<Button
								size="small"
								icon={ closeSmall }
								label={ sprintf(
									/* translators: %s: name of a co-op. */
									__( 'Remove %s', 'coop-credentials' ),
									names[ id ] ?? id
								) }
								onClick={ () =>
									onChange(
										ids.filter( ( other ) => other !== id )
									)
								}
							/>
						</li>
					) ) }
				</ul>
			) }
			<Choice
				label={ __( 'Add a co-op', 'coop-credentials' ) }
				value=""
				names={ names }
				onChange={ ( id ) =>
					id && onChange( [ ...new Set( [ ...ids, id ] ) ] )
				}
			/>
		</div>
	);
}
