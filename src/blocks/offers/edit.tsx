import { __ } from '@wordpress/i18n';
import {
	BlockEdit,
	headingLevels,
	Sample,
	type BlockEditProps,
	type Setting,
} from '../../components/editor';

export interface Attributes extends Record< string, unknown > {
	organisation: string;
	kind: '' | 'discount' | 'free_item' | 'member_price' | 'pass';
	perPage: number;
	layout: 'grid' | 'list';
	showFilters: boolean;
	headingLevel: 2 | 3 | 4;
}

const settings = (): Setting[] => [
	{
		name: 'kind',
		label: __( 'Kind of offers', 'coop-credentials' ),
		fallback: '',
		options: [
			{ value: '', label: __( 'All', 'coop-credentials' ) },
			{ value: 'discount', label: __( 'Discounts', 'coop-credentials' ) },
			{
				value: 'free_item',
				label: __( 'Free items', 'coop-credentials' ),
			},
			{
				value: 'member_price',
				label: __( 'Member prices', 'coop-credentials' ),
			},
			{ value: 'pass', label: __( 'Events', 'coop-credentials' ) },
		],
	},
	{
		name: 'organisation',
		label: __( 'Only of this co-op', 'coop-credentials' ),
		help: __( 'Type part of its name. Empty: of all.', 'coop-credentials' ),
		fallback: '',
		choose: 'organisation-uid',
	},
	{
		name: 'perPage',
		label: __( 'Offers on a page', 'coop-credentials' ),
		fallback: 6,
		options: [ 3, 6, 9, 12, 24, 48 ].map( ( value ) => ( {
			value,
			label: String( value ),
		} ) ),
	},
	{
		name: 'layout',
		label: __( 'Layout', 'coop-credentials' ),
		fallback: 'grid',
		options: [
			{ value: 'grid', label: __( 'Grid', 'coop-credentials' ) },
			{ value: 'list', label: __( 'List', 'coop-credentials' ) },
		],
	},
	{
		name: 'showFilters',
		label: __( 'Show filters', 'coop-credentials' ),
		fallback: false,
	},
	{
		name: 'headingLevel',
		label: __( 'Titles of the offers', 'coop-credentials' ),
		fallback: 3,
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
					title={ __(
						'10 % off everything in the shop',
						'coop-credentials'
					) }
					lines={ [
						__(
							'For members of any verified co-op',
							'coop-credentials'
						),
					] }
					button={ __( 'Get coupon', 'coop-credentials' ) }
				/>
			}
		/>
	);
}
