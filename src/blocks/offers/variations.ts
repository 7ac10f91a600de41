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
	variation( 'grid', __( 'Member offers: grid', 'coop-credentials' ) ),
	variation( 'list', __( 'Member offers: list', 'coop-credentials' ) ),
];
