import { addFilter } from '@wordpress/hooks';

interface Settings {
	allowedBlocks?: string[];
}

/**
 * Lets the sign-in block stand in core's navigation, which takes only blocks it knows.
 *
 * @param settings Of a block type about to be registered.
 * @param name     Its name.
 */
export const inNavigation = < S extends Settings >(
	settings: S,
	name: string
): S =>
	name === 'core/navigation' && settings.allowedBlocks
		? {
				...settings,
				allowedBlocks: [
					...settings.allowedBlocks,
					'coop-credentials/sign-in',
				],
			}
		: settings;

export function joinNavigation(): void {
	addFilter(
		'blocks.registerBlockType',
		'coop-credentials/sign-in-in-navigation',
		inNavigation
	);
}
