import { createBlock } from '@wordpress/blocks';

/** A search box becomes a search for co-ops. */
export const transforms = {
	from: [
		{
			type: 'block' as const,
			blocks: [ 'core/search' ],
			transform: () =>
				createBlock( 'coop-credentials/co-op-directory', {} ),
		},
	],
};
