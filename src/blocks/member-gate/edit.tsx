/**
 * The gate in the editor: its blocks to work on, or what those see who are not let in.
 */
import {
	BlockControls,
	InnerBlocks,
	InspectorControls,
	useBlockProps,
	useInnerBlocksProps,
} from '@wordpress/block-editor';
import { PanelBody, SelectControl, TextControl } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { useRecord } from '../../api/records';
import type { Rule } from '../../api/rules';
import {
	BlockPreview,
	headingLevels,
	Sample,
	useIsSample,
	usePreviewState,
	type BlockEditProps,
} from '../../components/editor';
import { RulePicker } from '../../components/rule-editor';

export interface Attributes extends Record< string, unknown > {
	rule: string;
	heading: string;
	headingLevel: 2 | 3 | 4;
}

function Inside( { rule }: { rule: string } ) {
	const { record } = useRecord< Rule >( 'rule', rule );
	return (
		<p className="coop-credentials-gate-label">
			{ sprintf(
				/* translators: %s: title of a rule. */
				__( 'For: %s', 'coop-credentials' ),
				record?.title ?? '…'
			) }
		</p>
	);
}

function Open( { rule }: { rule: string } ) {
	const inner = useInnerBlocksProps(
		{ className: 'coop-credentials-gate-open' },
		{ renderAppender: InnerBlocks.DefaultBlockAppender as never }
	);
	return (
		<>
			{ rule ? (
				<Inside rule={ rule } />
			) : (
				<p className="coop-credentials-gate-label">
					{ __(
						'No rule is chosen: this part stays closed for everyone.',
						'coop-credentials'
					) }
				</p>
			) }
			<div { ...inner } />
		</>
	);
}

export function Edit( {
	name,
	attributes,
	setAttributes,
}: BlockEditProps< Attributes > ) {
	const blockProps = useBlockProps( {
		className: 'coop-credentials-editor',
	} );
	const [ state, control ] = usePreviewState( 'member' );
	const isSample = useIsSample();
	if ( isSample ) {
		return (
			<div { ...blockProps }>
				<Sample
					title={ __( 'For members of co-ops', 'coop-credentials' ) }
					lines={ [
						__(
							'Sign in with your co-op to see it.',
							'coop-credentials'
						),
					] }
					button={ __( 'Sign in', 'coop-credentials' ) }
				/>
			</div>
		);
	}
	return (
		<>
			<BlockControls>{ control }</BlockControls>
			<InspectorControls>
				<PanelBody title={ __( 'Settings', 'coop-credentials' ) }>
					<RulePicker
						label={ __( 'Who may see it', 'coop-credentials' ) }
						value={ attributes.rule }
						onChange={ ( rule ) => setAttributes( { rule } ) }
					/>
					<TextControl
						label={ __(
							'Heading while it is closed',
							'coop-credentials'
						) }
						help={ __(
							'Empty: for whom it is.',
							'coop-credentials'
						) }
						value={ attributes.heading }
						maxLength={ 120 }
						onChange={ ( heading ) => setAttributes( { heading } ) }
						__next40pxDefaultSize
						__nextHasNoMarginBottom
					/>
					<SelectControl
						label={ __( 'Headings', 'coop-credentials' ) }
						value={ String( attributes.headingLevel ) }
						options={ headingLevels().map(
							( { value, label: words } ) => ( {
								value: String( value ),
								label: words,
							} )
						) }
						onChange={ ( level: string ) =>
							setAttributes( {
								headingLevel: Number( level ) as 2 | 3 | 4,
							} )
						}
						__next40pxDefaultSize
						__nextHasNoMarginBottom
					/>
				</PanelBody>
			</InspectorControls>
			<div { ...blockProps }>
				{ state === 'member' ? (
					<Open rule={ attributes.rule } />
				) : (
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
