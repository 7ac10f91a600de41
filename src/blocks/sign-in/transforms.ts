import { createBlock } from '@wordpress/blocks';

/** Core's log-in link and ours stand for one another. */
export const transforms = {
	from: [
		{
			type: 'block' as const,
			blocks: [ 'core/loginout' ],
			transform: () => createBlock( 'coop-credentials/sign-in', {} ),
		},
	],
	to: [
		{
			type: 'block' as const,
			blocks: [ 'core/loginout' ],
			transform: () => createBlock( 'core/loginout', {} ),
		},
	],
};
