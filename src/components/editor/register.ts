import { registerBlockType, type BlockVariation } from '@wordpress/blocks';
import type { ComponentType } from 'react';

interface Parts< A extends Record< string, unknown > > {
	edit: ComponentType< {
		name: string;
		attributes: A;
		setAttributes: ( changed: Partial< A > ) => void;
	} >;
	variations?: BlockVariation< Partial< A > >[];
	transforms?: object;
	/** What is stored besides the attributes: blocks inside. */
	save?: () => JSX.Element;
}

/**
 * Registers a block the server renders. Its metadata is known to be complete; the types of the package describe another
 * version of React's, hence the one cast.
 *
 * @param metadata      Its block.json.
 * @param metadata.name Name of the block.
 * @param parts         What the editor shows.
 */
export function register< A extends Record< string, unknown > >(
	metadata: { name: string },
	parts: Parts< A >
): void {
	registerBlockType(
		metadata as never,
		{
			save: () => null,
			...parts,
		} as never
	);
}
