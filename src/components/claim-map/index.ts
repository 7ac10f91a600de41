import './style.scss';

export {
	ClaimMapHelper,
	type ClaimMapHelperProps,
	general,
	pathWords,
} from './claim-map-helper';
export { type ClaimPath, ClaimTree } from './claim-tree';
export { ClaimsField } from './claims-field';
export { decodeClaims, type Decoded, type DecodeError } from './decode';
export type { Values } from './fit';
export { type Sample, samples } from './samples';
