import { InnerBlocks } from '@wordpress/block-editor';

/** The blocks inside; the server draws the element around them, and only for those who may see them. */
export function Save() {
	return <InnerBlocks.Content />;
}
