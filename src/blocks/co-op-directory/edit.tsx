import { __ } from '@wordpress/i18n';
import {
	BlockEdit,
	headingLevels,
	Sample,
	type BlockEditProps,
	type Setting,
} from '../../components/editor';

export interface Attributes extends Record< string, unknown > {
	layout: 'grid' | 'list' | 'table';
	perPage: 12 | 24 | 48;
	showFilters: boolean;
	category: string[];
	type: string[];
	sector: string[];
	country: string[];
	headingLevel: 2 | 3 | 4;
}

const settings = (): Setting[] => [
	{
		name: 'layout',
		label: __( 'Layout', 'coop-credentials' ),
		fallback: 'grid',
		options: [
			{ value: 'grid', label: __( 'Grid', 'coop-credentials' ) },
			{ value: 'list', label: __( 'List', 'coop-credentials' ) },
			{ value: 'table', label: __( 'Table', 'coop-credentials' ) },
		],
	},
	{
		name: 'perPage',
		label: __( 'Entries on a page', 'coop-credentials' ),
		fallback: 12,
		options: [ 12, 24, 48 ].map( ( value ) => ( {
			value,
			label: String( value ),
		} ) ),
	},
	{
		name: 'showFilters',
		label: __( 'Show filters', 'coop-credentials' ),
		fallback: true,
	},
	{
		name: 'type',
		label: __( 'Only owned by', 'coop-credentials' ),
		fallback: [],
		several: true,
		options: [
			{
				value: 'BMT10',
				label: __( 'Consumers or users', 'coop-credentials' ),
			},
			{ value: 'BMT20', label: __( 'Producers', 'coop-credentials' ) },
			{ value: 'BMT30', label: __( 'Workers', 'coop-credentials' ) },
			{
				value: 'BMT40',
				label: __( 'Several groups', 'coop-credentials' ),
			},
			{ value: 'BMT50', label: __( 'Residents', 'coop-credentials' ) },
		],
	},
	{
		name: 'country',
		label: __( 'Only these countries (two letters)', 'coop-credentials' ),
		fallback: [],
		several: true,
	},
	{
		name: 'headingLevel',
		label: __( 'Names of the entries', 'coop-credentials' ),
		fallback: 3,
		options: headingLevels(),
	},
];

export function Edit( props: BlockEditProps< Attributes > ) {
	return (
		<BlockEdit
			{ ...props }
			settings={ settings() }
			sample={
				<Sample
					title={ __( 'Find a co-op', 'coop-credentials' ) }
					lines={ [
						__( 'Example Weavers Co-op', 'coop-credentials' ),
						__( 'Example Bakers Co-op', 'coop-credentials' ),
					] }
					button={ __( 'Search', 'coop-credentials' ) }
				/>
			}
		/>
	);
}
