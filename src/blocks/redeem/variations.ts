import type { BlockVariation } from '@wordpress/blocks';
import { __ } from '@wordpress/i18n';
import type { Attributes } from './edit';

export const variations: BlockVariation< Partial< Attributes > >[] = [
	{
		name: 'online',
		title: __( 'Use a coupon online', 'coop-credentials' ),
		attributes: { mode: 'online' },
		isActive: [ 'mode' ],
		isDefault: true,
	},
	{
		name: 'till',
		title: __( 'Till', 'coop-credentials' ),
		description: __( 'Where staff scan codes.', 'coop-credentials' ),
		attributes: { mode: 'till' },
		isActive: [ 'mode' ],
	},
];
