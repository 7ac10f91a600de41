export interface SitePage {
	readonly id: number;
	readonly title: string;
	readonly url: string;
	readonly edit_url: string;
}

export interface SiteSettings {
	readonly own_organisation: string;
	readonly pages: Readonly< Record< string, SitePage > >;
	readonly remove_data: boolean;
}

export interface AuditEntry {
	readonly id: number;
	readonly occurred_at: string;
	readonly event: string;
	readonly outcome: string;
	readonly reason: string;
	readonly provider: string;
	readonly actor_name: string;
	readonly details: Readonly< Record< string, unknown > >;
}
