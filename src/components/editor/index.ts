export { BlockPreview, usePreviewState } from './block-preview';
export { register } from './register';
export { BlockEdit, type BlockEditProps } from './block-edit';
export { BlockSettings, type Setting } from './settings';
export { headingLevels } from './heading-levels';
export { useIsSample } from './use-is-sample';
export { Sample } from './sample';
export type { PreviewState } from './use-server-markup';
