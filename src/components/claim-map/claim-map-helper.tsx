import { SelectControl } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { FIELDS } from '../../lib/rules';
import { fieldLabel } from '../rule-editor/labels';
import { type ClaimPath, ClaimTree } from './claim-tree';
import { ClaimsField } from './claims-field';

type Claims = Readonly< Record< string, unknown > >;

/** Fields that come from the wire; the others are derived. */
const TARGETS = FIELDS.filter(
	( field ) =>
		! [
			'organisation_level',
			'policy',
			'issuer',
			'provider',
			'source',
		].includes( field )
);

export interface ClaimMapHelperProps {
	/** Claims to show, for example of the last test sign-in; without them a token can be pasted. */
	readonly sample?: Claims | null;
	/** Called when a value was given a field: put `path` first in the field's `from`. */
	readonly onPick: ( field: string, path: ClaimPath ) => void;
}

/**
 * "Paste a sample, click a claim": shows claims as a tree, and gives the clicked one a field of memberships.
 *
 *     <ClaimMapHelper onPick={ ( field, path ) => setMap( withPath( map, field, path ) ) } />
 */
export function ClaimMapHelper( {
	sample = null,
	onPick,
}: ClaimMapHelperProps ): ReactElement {
	const [ pasted, setPasted ] = useState< Claims | null >( null );
	const [ path, setPath ] = useState< ClaimPath | null >( null );
	const [ said, setSaid ] = useState( '' );
	const claims = sample ?? pasted;
	return (
		<div className="coop-credentials-stack">
			{ ! sample && <ClaimsField onChange={ setPasted } /> }
			{ claims && (
				<ClaimTree
					claims={ claims }
					onPick={ ( next ) => setPath( general( next ) ) }
				/>
			) }
			{ path && (
				<SelectControl
					__next40pxDefaultSize
					__nextHasNoMarginBottom
					label={ sprintf(
						/* translators: %s: path of a claim. */
						__( '%s means', 'coop-credentials' ),
						pathWords( path )
					) }
					value=""
					options={ [
						{
							value: '',
							label: __( 'Please choose', 'coop-credentials' ),
						},
						...TARGETS.map( ( value ) => ( {
							value,
							label: fieldLabel( value ),
						} ) ),
					] }
					onChange={ ( field: string ) => {
						onPick( field, path );
						setPath( null );
						setSaid(
							sprintf(
								/* translators: 1: path of a claim, 2: field. */
								__(
									'%1$s is read as “%2$s”.',
									'coop-credentials'
								),
								pathWords( path ),
								fieldLabel( field )
							)
						);
					} }
				/>
			) }
			<p role="status">{ said }</p>
		</div>
	);
}

/** A place in a list stands for every place of it. */
export function general( path: ClaimPath ): ClaimPath {
	return path.map( ( step ) => ( typeof step === 'number' ? null : step ) );
}

/** A path for people: steps with › between them, * for every element. */
export function pathWords( path: ClaimPath ): string {
	return path.map( ( step ) => ( step === null ? '*' : step ) ).join( ' › ' );
}
