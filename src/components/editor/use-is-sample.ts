import { store as blockEditorStore } from '@wordpress/block-editor';
import { useSelect } from '@wordpress/data';

/** Whether the block stands in the inserter or in a preview of a pattern, where nothing may be asked. */
export function useIsSample(): boolean {
	return useSelect(
		( select ) =>
			(
				select( blockEditorStore ) as unknown as {
					getSettings: () => { isPreviewMode?: boolean };
				}
			 ).getSettings().isPreviewMode === true,
		[]
	);
}
