import { SelectControl } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { FIELDS } from '../../lib/rules';
import { fieldLabel } from '../rule-editor/labels';
import { type ClaimPath, ClaimTree } from './claim-tree';
import { ClaimsField } from './claims-field';
import { fit, ofOurs, type Values } from './fit';
import { Meaning } from './meaning';

type Claims = Readonly< Record< string, unknown > >;

/** Fields that come from the wire; the others are derived. */
const TARGETS: readonly string[] = FIELDS.filter(
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
	/**
	 * Called when a value was given a field: put `path` first in the field's `from`, and `values` into its table. False when
	 * that is not possible now.
	 */
	readonly onPick: (
		field: string,
		path: ClaimPath,
		values: Values
	) => boolean;
}

/** The value that was clicked, and what for once that is chosen. */
interface Picked {
	readonly path: ClaimPath;
	readonly value: unknown;
	readonly field: string;
}

/**
 * "Paste a sample, click a claim": shows claims as a tree, and gives the clicked one a field of memberships.
 *
 * A value the field cannot hold as it is gets a word that stands for it.
 */
export function ClaimMapHelper( {
	sample = null,
	onPick,
}: ClaimMapHelperProps ): ReactElement {
	const [ pasted, setPasted ] = useState< Claims | null >( null );
	const [ picked, setPicked ] = useState< Picked | null >( null );
	const [ said, setSaid ] = useState( '' );
	const claims = sample ?? pasted;
	const pick = ( { path, value, field }: Picked, values: Values ) => {
		setPicked( null );
		setSaid(
			onPick( field, path, values )
				? pickedWords( path, value, field )
				: ''
		);
	};
	const choose = ( given: Picked ) =>
		[ 'choose', 'write' ].includes( fit( given.field, given.value ).kind )
			? setPicked( given )
			: pick( given, {} );
	return (
		<div className="coop-credentials-stack">
			{ ! sample && <ClaimsField onChange={ setPasted } /> }
			{ claims && (
				<ClaimTree
					claims={ claims }
					onPick={ ( path, value ) =>
						setPicked( { path: general( path ), value, field: '' } )
					}
				/>
			) }
			{ picked && (
				<SelectControl
					__next40pxDefaultSize
					__nextHasNoMarginBottom
					label={ sprintf(
						/* translators: %s: path of a claim. */
						__( '%s means', 'coop-credentials' ),
						pathWords( picked.path )
					) }
					value={ picked.field }
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
					onChange={ ( field: string ) =>
						field && choose( { ...picked, field } )
					}
				/>
			) }
			{ picked?.field && (
				<Meaning
					key={ JSON.stringify( picked ) }
					{ ...picked }
					fit={ fit( picked.field, picked.value ) }
					onMeaning={ ( word ) =>
						pick( picked, {
							[ String( picked.value ).trim() ]: ofOurs(
								picked.field,
								word
							),
						} )
					}
				/>
			) }
			<p role="status">{ said }</p>
		</div>
	);
}

/** What was done; with a warning when the value of the sample is of no use there. */
function pickedWords( path: ClaimPath, value: unknown, field: string ): string {
	return fit( field, value ).kind === 'unfit'
		? sprintf(
				/* translators: 1: path of a claim, 2: field, 3: value of the claim. */
				__(
					'%1$s is read as “%2$s”. But %3$s does not fit there and counts as not known.',
					'coop-credentials'
				),
				pathWords( path ),
				fieldLabel( field ),
				JSON.stringify( value )
			)
		: sprintf(
				/* translators: 1: path of a claim, 2: field. */
				__( '%1$s is read as “%2$s”.', 'coop-credentials' ),
				pathWords( path ),
				fieldLabel( field )
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
