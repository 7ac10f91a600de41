import { __ } from '@wordpress/i18n';
import {
	BlockEdit,
	headingLevels,
	Sample,
	type BlockEditProps,
	type Setting,
} from '../../components/editor';

export interface Attributes extends Record< string, unknown > {
	headingLevel: 2 | 3 | 4;
	showHistory: boolean;
}

const settings = (): Setting[] => [
	{
		name: 'headingLevel',
		label: __( 'Headings', 'coop-credentials' ),
		fallback: 2,
		options: headingLevels(),
	},
	{
		name: 'showHistory',
		label: __( 'Show what happened', 'coop-credentials' ),
		help: __( 'The last 90 days, 20 a page.', 'coop-credentials' ),
		fallback: true,
	},
];

export function Edit( props: BlockEditProps< Attributes > ) {
	return (
		<BlockEdit
			{ ...props }
			settings={ settings() }
			personal
			sample={
				<Sample
					title={ __( 'Example Co-op', 'coop-credentials' ) }
					lines={ [
						__(
							'Member, active. Confirmed today.',
							'coop-credentials'
						),
					] }
					button={ __( 'Download my records', 'coop-credentials' ) }
				/>
			}
		/>
	);
}
