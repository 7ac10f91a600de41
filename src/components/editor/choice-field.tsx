/**
 * A setting whose value is the id of something on this site: found by typing its name.
 */
import { ComboboxControl } from '@wordpress/components';
import { useEffect, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { addQueryArgs } from '@wordpress/url';

import { installClient, read } from '../../api/client';
import { toProblem } from '../../api/problem';

/** What can be chosen: an entry of the directory by its uid or its slug, or a till or a door. */
export type Choosable = 'organisation-uid' | 'organisation-slug' | 'point';

interface Option {
	readonly value: string;
	readonly label: string;
}

/** Names repeat: the second fact tells them apart. */
const caption = ( name: string, more?: string | null ) =>
	more ? `${ name } (${ more })` : name;

interface Entry {
	readonly uid: string;
	readonly slug: string;
	readonly name: string;
	readonly locality: string | null;
}

interface Place {
	readonly uid: string;
	readonly name: string;
	readonly organisation_name?: string;
}

const entry = ( kind: Choosable, found: Entry ): Option => ( {
	value: kind === 'organisation-uid' ? found.uid : found.slug,
	label: caption( found.name, found.locality ),
} );

async function find( kind: Choosable, search: string ): Promise< Option[] > {
	if ( kind === 'point' ) {
		const places = await read< Place[] >( 'points?per_page=100' );
		return places.map( ( { uid, name, organisation_name: who } ) => ( {
			value: uid,
			label: caption( name, who ),
		} ) );
	}
	const { items } = await read< { items: Entry[] } >(
		addQueryArgs( 'directory', {
			...( search && { search } ),
			per_page: 20,
			_fields: 'items',
		} )
	);
	return items.map( ( found ) => entry( kind, found ) );
}

interface Props {
	kind: Choosable;
	label: string;
	help?: string;
	value: string;
	onChange: ( value: string ) => void;
}

export function ChoiceField( { kind, label, help, value, onChange }: Props ) {
	const [ search, setSearch ] = useState( '' );
	const [ options, setOptions ] = useState< Option[] >( [] );
	const [ chosen, setChosen ] = useState< Option | null >( null );
	const [ problem, setProblem ] = useState( '' );
	// All tills are known at once; the directory is asked for what is typed.
	const asked = kind === 'point' ? '' : search;

	useEffect( () => {
		installClient();
		let isCurrent = true;
		const timer = setTimeout(
			() =>
				find( kind, asked ).then(
					( found ) => {
						if ( isCurrent ) {
							setOptions( found );
							setProblem( '' );
						}
					},
					( error ) => {
						if ( isCurrent ) {
							setProblem( toProblem( error ).message );
						}
					}
				),
			asked ? 300 : 0
		);
		return () => {
			isCurrent = false;
			clearTimeout( timer );
		};
	}, [ kind, asked ] );

	// What is chosen need not be among what is found: it is asked for by itself.
	useEffect( () => {
		if ( ! value || kind === 'point' ) {
			return;
		}
		let isCurrent = true;
		read< Entry >( `directory/${ value }` ).then(
			( found ) => {
				if ( isCurrent ) {
					setChosen( { ...entry( kind, found ), value } );
				}
			},
			() => {
				if ( isCurrent ) {
					setChosen( {
						value,
						label: __( 'No longer there', 'coop-credentials' ),
					} );
				}
			}
		);
		return () => {
			isCurrent = false;
		};
	}, [ kind, value ] );

	const isFound = options.some( ( option ) => option.value === value );
	const missing =
		chosen?.value === value
			? chosen
			: { value, label: __( 'Loading…', 'coop-credentials' ) };
	return (
		<ComboboxControl
			label={ label }
			help={ problem || help }
			value={ value || null }
			options={ value && ! isFound ? [ missing, ...options ] : options }
			onChange={ ( next ) => onChange( next ? String( next ) : '' ) }
			onFilterValueChange={ setSearch }
			__next40pxDefaultSize
			__nextHasNoMarginBottom
		/>
	);
}
