/**
 * The parts of two packages that are used here. WordPress brings both as scripts; neither is installed.
 */
declare module '@wordpress/plugins' {
	export function registerPlugin(
		name: string,
		settings: { render: () => JSX.Element | null }
	): void;
}

declare module '@wordpress/editor' {
	import type { ReactNode } from 'react';
	import type { StoreDescriptor, ReduxStoreConfig } from '@wordpress/data';

	interface Selectors extends Record<
		string,
		( ...args: never[] ) => unknown
	> {
		getEditedPostAttribute: ( state: unknown, name: string ) => unknown;
	}

	export const store: StoreDescriptor<
		ReduxStoreConfig<
			unknown,
			{ editPost: ( changes: Record< string, unknown > ) => void },
			Selectors
		>
	>;
	export function PluginDocumentSettingPanel( props: {
		name: string;
		title: string;
		children: ReactNode;
	} ): JSX.Element;
}
