import { addQueryArgs } from '@wordpress/url';

import { read } from './client';
import type { Query } from './records';

export interface SitePage {
	readonly id: number;
	readonly title: string;
	readonly url: string;
	readonly edit_url: string;
}

export interface SiteSettings {
	readonly own_organisation: string;
	readonly pages: Readonly< Record< string, SitePage > >;
	/** Slug of the provider the log-in page goes to by itself; empty = none. */
	readonly login_redirect: string;
	readonly remove_data: boolean;
}

export interface AuditEntry {
	readonly id: number;
	readonly occurred_at: string;
	readonly event: string;
	/** The event in words; empty when we have none for it. */
	readonly title: string;
	/** What it is about: title of an offer, a page, a rule; fields that changed. */
	readonly about: string;
	/** The reason in the words a visitor reads; empty when we have none for it. */
	readonly why: string;
	readonly class: string;
	readonly outcome: string;
	readonly reason: string;
	readonly provider: string;
	readonly actor_name: string;
	/** How many requests the row stands for. */
	readonly count: number;
	readonly details: Readonly< Record< string, unknown > >;
}

export interface AuditExport {
	readonly filename: string;
	readonly content: string;
	readonly rows: number;
	readonly total: number;
}

/** The rows of the log that fit the filters of a list, as CSV. */
export function exportAudit( query: Query ): Promise< AuditExport > {
	const { page, per_page: perPage, ...filters } = query;
	void page;
	void perPage;
	return read< AuditExport >( addQueryArgs( 'audit/export', filters ) );
}
