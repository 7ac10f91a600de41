import type { BlockVariation } from '@wordpress/blocks';
import { __ } from '@wordpress/i18n';
import type { Attributes } from './edit';

const variation = (
	layout: Attributes[ 'layout' ],
	title: string
): BlockVariation< Partial< Attributes > > => ( {
	name: layout,
	title,
	attributes: { layout },
	isActive: [ 'layout' ],
	isDefault: layout === 'grid',
	scope: [ 'inserter', 'transform' ],
} );

export const variations: BlockVariation< Partial< Attributes > >[] = [
	variation( 'grid', __( 'Co-op directory: grid', 'coop-credentials' ) ),
	variation( 'list', __( 'Co-op directory: list', 'coop-credentials' ) ),
	variation( 'table', __( 'Co-op directory: table', 'coop-credentials' ) ),
];
