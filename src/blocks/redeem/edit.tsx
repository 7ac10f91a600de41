import { __ } from '@wordpress/i18n';
import {
	BlockEdit,
	Sample,
	type BlockEditProps,
	type Setting,
} from '../../components/editor';

export interface Attributes extends Record< string, unknown > {
	mode: 'online' | 'till';
	point: string;
}

const settings = (): Setting[] => [
	{
		name: 'mode',
		label: __( 'Used', 'coop-credentials' ),
		fallback: 'online',
		options: [
			{ value: 'online', label: __( 'Online', 'coop-credentials' ) },
			{
				value: 'till',
				label: __( 'At a till or a door', 'coop-credentials' ),
			},
		],
	},
	{
		name: 'point',
		label: __( 'Till or door', 'coop-credentials' ),
		help: __( 'Empty: staff choose.', 'coop-credentials' ),
		fallback: '',
		choose: 'point',
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
					title={ __( 'Accepted', 'coop-credentials' ) }
					lines={ [
						__(
							'10 % off everything in the shop',
							'coop-credentials'
						),
					] }
					button={ __( 'Scan next', 'coop-credentials' ) }
				/>
			}
		/>
	);
}
