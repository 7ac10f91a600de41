import { send } from './client';

export interface Check {
	readonly id: string;
	/** ok: done; attention: works, but; todo: not yet; no: something stops it. */
	readonly state: 'ok' | 'attention' | 'todo' | 'no';
	readonly title: string;
	readonly detail: string;
	/** Shown in a fixed-width face behind the detail. */
	readonly code: string;
	readonly remedy: Remedy | null;
}

export interface Remedy {
	readonly label: string;
	readonly room?: string;
	readonly screen?: string;
	readonly item?: string;
	/** A page outside of the app, opened in a tab of its own. */
	readonly url?: string;
	/** Done at once; `item` names the provider. */
	readonly action?: 'create_pages' | 'test_provider' | 'enable_provider';
}

export interface Onboarding {
	readonly ready: number;
	readonly total: number;
	readonly sentence: string;
	readonly checks: readonly Check[];
}

/** Makes the pages that are missing and answers the checklist afterwards. */
export function createPages(): Promise< Onboarding > {
	return send< Onboarding >( 'onboarding/pages' );
}
