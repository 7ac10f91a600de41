/**
 * The editor's side of a block: toolbar, settings, preview.
 */
import {
	BlockControls,
	InspectorControls,
	useBlockProps,
} from '@wordpress/block-editor';
import type { ReactNode } from 'react';
import { BlockPreview, usePreviewState } from './block-preview';
import { BlockSettings, type Setting, type Value } from './settings';
import { useIsSample } from './use-is-sample';

export interface BlockEditProps< A > {
	name: string;
	attributes: A;
	setAttributes: ( changed: Partial< A > ) => void;
}

interface Props {
	name: string;
	attributes: Record< string, unknown >;
	setAttributes: ( changed: Record< string, Value > ) => void;
	settings: Setting[];
	/** Whether the block differs between visitors. */
	personal?: boolean;
	/** Shown in the inserter and in pattern previews, where nothing may be asked. */
	sample: ReactNode;
	/** Shown instead of the preview while something has to be chosen first. */
	placeholder?: ReactNode;
}

export function BlockEdit( {
	name,
	attributes,
	setAttributes,
	settings,
	personal = false,
	sample,
	placeholder,
}: Props ) {
	const blockProps = useBlockProps( {
		className: 'coop-credentials-editor',
	} );
	const [ state, control ] = usePreviewState();
	const isSample = useIsSample();
	if ( isSample ) {
		return (
			<div { ...blockProps }>
				<div className="coop-credentials">{ sample }</div>
			</div>
		);
	}
	return (
		<>
			{ personal && <BlockControls>{ control }</BlockControls> }
			<InspectorControls>
				<BlockSettings
					settings={ settings }
					attributes={ attributes }
					setAttributes={ setAttributes }
				/>
			</InspectorControls>
			<div { ...blockProps }>
				{ placeholder ?? (
					<BlockPreview
						block={ name }
						attributes={ attributes }
						state={ state }
					/>
				) }
			</div>
		</>
	);
}
