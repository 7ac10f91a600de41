/**
 * True preview of a block inside the editor.
 */
import {
	Disabled,
	Notice,
	Spinner,
	ToolbarDropdownMenu,
	ToolbarGroup,
} from '@wordpress/components';
import { RawHTML, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { useServerMarkup, type PreviewState } from './use-server-markup';

interface Props {
	block: string;
	attributes: Record< string, unknown >;
	state?: PreviewState;
}

/** Attributes the wrapper in the editor already shows; the server need not. */
const OWN = [
	'align',
	'anchor',
	'backgroundColor',
	'borderColor',
	'fontSize',
	'gradient',
	'lock',
	'metadata',
	'style',
	'textColor',
];

/**
 * The server's markup, not interactive.
 */
export function BlockPreview( {
	block,
	attributes,
	state = 'signed_out',
}: Props ) {
	const asked = Object.fromEntries(
		Object.entries( attributes ).filter(
			( [ name ] ) => ! OWN.includes( name )
		)
	);
	const { status, html } = useServerMarkup( block, asked, state );

	if ( status === 'failed' ) {
		return (
			<Notice status="warning" isDismissible={ false }>
				{ __(
					'The preview could not be loaded. Visitors still see the block.',
					'coop-credentials'
				) }
			</Notice>
		);
	}
	if ( html === '' ) {
		return status === 'loading' ? (
			<Spinner />
		) : (
			<p>{ __( 'Visitors see nothing here.', 'coop-credentials' ) }</p>
		);
	}
	return (
		<Disabled>
			<div aria-busy={ status === 'loading' }>
				<RawHTML>{ html }</RawHTML>
			</div>
		</Disabled>
	);
}

/**
 * Whose view is previewed: only in this editor, never saved.
 */
export function usePreviewState(
	initial: PreviewState = 'signed_out'
): [ PreviewState, JSX.Element ] {
	const [ state, setState ] = useState< PreviewState >( initial );
	const labels: Record< PreviewState, string > = {
		signed_out: __( 'Signed out', 'coop-credentials' ),
		member: __( 'Member', 'coop-credentials' ),
		refused: __( 'Refused', 'coop-credentials' ),
	};
	const control = (
		<ToolbarGroup>
			<ToolbarDropdownMenu
				icon={ null }
				text={ labels[ state ] }
				label={ __( 'Preview as', 'coop-credentials' ) }
				controls={ ( Object.keys( labels ) as PreviewState[] ).map(
					( name ) => ( {
						title: labels[ name ],
						isActive: name === state,
						role: 'menuitemradio',
						onClick: () => setState( name ),
					} )
				) }
			/>
		</ToolbarGroup>
	);
	return [ state, control ];
}
