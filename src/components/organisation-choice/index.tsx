import { ComboboxControl } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ReactElement, ReactNode } from 'react';

import type { Organisation } from '../../api/organisations';
import { useRecord, useRecords } from '../../api/records';

interface Props {
	readonly label: string;
	/** Uid; empty for none. */
	readonly value: string;
	readonly onChange: ( uid: string ) => void;
	readonly help?: ReactNode;
}

/** A name with its town, since names repeat. */
function caption( organisation: Organisation ): string {
	return organisation.locality
		? `${ organisation.name } (${ organisation.locality })`
		: organisation.name;
}

/** One organisation of the directory, found by typing. */
export function OrganisationChoice( props: Props ): ReactElement {
	return props.value ? (
		<WithChosen { ...props } />
	) : (
		<Choice { ...props } chosen={ null } />
	);
}

/** The chosen one may not be among those found: it is read by itself. */
function WithChosen( props: Props ): ReactElement {
	const { record } = useRecord< Organisation >( 'organisation', props.value );
	return <Choice { ...props } chosen={ record } />;
}

function Choice( {
	label,
	value,
	onChange,
	help,
	chosen,
}: Props & { readonly chosen: Organisation | null } ): ReactElement {
	const [ search, setSearch ] = useState( '' );
	const { records, problem } = useRecords< Organisation >( 'organisation', {
		search,
		per_page: 20,
	} );
	const options = records.map( ( organisation ) => ( {
		value: organisation.uid,
		label: caption( organisation ),
	} ) );
	if ( value && ! options.some( ( option ) => option.value === value ) ) {
		options.unshift( {
			value,
			label: chosen
				? caption( chosen )
				: __( 'Loading…', 'coop-credentials' ),
		} );
	}
	return (
		<ComboboxControl
			__next40pxDefaultSize
			__nextHasNoMarginBottom
			label={ label }
			value={ value || null }
			options={ options }
			onChange={ ( uid ) => onChange( uid ? String( uid ) : '' ) }
			onFilterValueChange={ setSearch }
			help={ problem?.message ?? help }
		/>
	);
}
