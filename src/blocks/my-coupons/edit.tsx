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
}

const settings = (): Setting[] => [
	{
		name: 'headingLevel',
		label: __( 'Headings', 'coop-credentials' ),
		fallback: 2,
		options: headingLevels(),
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
					title={ __( 'My coupons', 'coop-credentials' ) }
					lines={ [
						__(
							'10 % off everything in the shop',
							'coop-credentials'
						),
					] }
					button={ __( 'Show code', 'coop-credentials' ) }
				/>
			}
		/>
	);
}
