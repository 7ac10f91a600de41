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
	/** Done by the server at once. */
	readonly action?: 'create_pages';
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
