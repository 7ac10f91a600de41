import { TextControl } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import type { LeafDraft, PathStep } from '../../lib/rules';

/** A path as one line: a name as it is, several steps as a JSON list. */
export function pathText( path: readonly PathStep[] ): string {
	const [ first ] = path;
	return path.length === 1 &&
		typeof first === 'string' &&
		! first.startsWith( '[' )
		? first
		: JSON.stringify( path );
}

/** The path of one line; a list that is no JSON yet counts as a name. */
export function pathOf( text: string ): readonly PathStep[] {
	if ( text.trim().startsWith( '[' ) ) {
		try {
			const path: unknown = JSON.parse( text );
			if ( Array.isArray( path ) ) {
				return path as PathStep[];
			}
		} catch {
			return [ text ];
		}
	}
	return [ text ];
}

interface Props {
	readonly leaf: LeafDraft;
	readonly onChange: ( path: readonly PathStep[] ) => void;
}

/** Where a claim lies. */
export function PathField( { leaf, onChange }: Props ): ReactElement {
	const [ typed, setTyped ] = useState( () => pathText( leaf.path ) );
	const known = JSON.stringify( pathOf( typed ) );
	const text =
		known === JSON.stringify( leaf.path ) ? typed : pathText( leaf.path );
	return (
		<TextControl
			__next40pxDefaultSize
			__nextHasNoMarginBottom
			label={ __( 'Name or path of the claim', 'coop-credentials' ) }
			help={ __(
				'A name such as email_verified, or a list such as ["groups", null]: null stands for each element.',
				'coop-credentials'
			) }
			dir="ltr"
			spellCheck={ false }
			autoComplete="off"
			value={ text }
			onChange={ ( next ) => {
				setTyped( next );
				onChange( pathOf( next ) );
			} }
		/>
	);
}
