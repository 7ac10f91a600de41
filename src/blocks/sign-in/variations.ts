import type { BlockVariation } from '@wordpress/blocks';
import { __ } from '@wordpress/i18n';
import type { Attributes } from './edit';

const variation = (
	layout: Attributes[ 'layout' ],
	title: string,
	description: string
): BlockVariation< Partial< Attributes > > => ( {
	name: layout,
	title,
	description,
	attributes: { layout },
	isActive: [ 'layout' ],
	isDefault: layout === 'button',
	scope: [ 'inserter', 'transform' ],
} );

export const variations: BlockVariation< Partial< Attributes > >[] = [
	variation(
		'button',
		__( 'Co-op sign-in: button', 'coop-credentials' ),
		__( 'One button, with the name of the co-op.', 'coop-credentials' )
	),
	variation(
		'card',
		__( 'Co-op sign-in: card', 'coop-credentials' ),
		__( 'Says what happens before it happens.', 'coop-credentials' )
	),
	variation(
		'menu',
		__( 'Co-op sign-in: menu', 'coop-credentials' ),
		__( 'For the header of a site.', 'coop-credentials' )
	),
];
