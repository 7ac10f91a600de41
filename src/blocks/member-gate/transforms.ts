/**
 * Blocks can be put behind a gate, and taken out again.
 */
import { createBlock } from '@wordpress/blocks';

type BlockInstance = ReturnType< typeof createBlock >;

const NAME = 'coop-credentials/member-gate';

export const transforms = {
	from: [
		{
			type: 'block',
			isMultiBlock: true,
			blocks: [ '*' ],
			isMatch: ( _: unknown, blocks: BlockInstance[] ) =>
				! ( blocks.length === 1 && blocks[ 0 ]?.name === NAME ),
			__experimentalConvert: ( blocks: BlockInstance[] ) =>
				createBlock(
					NAME,
					{},
					blocks.map( ( block ) =>
						createBlock(
							block.name,
							block.attributes,
							block.innerBlocks
						)
					)
				),
		},
	],
	ungroup: ( _: unknown, innerBlocks: BlockInstance[] ) => innerBlocks,
};
