/** What PHP prints before the admin app starts. No secrets, nothing personal. */
interface CoopCredentialsAdminBoot {
	/** Address of admin.php, without query. */
	readonly adminUrl: string;
	/** Whether these are the screens of a network of sites: its providers and nothing else. */
	readonly isNetwork: boolean;
	/** The network this site belongs to; its screens for those who may enter them, else ''. */
	readonly network: { readonly name: string; readonly url: string } | null;
	/** Address of the site, with a slash at the end. */
	readonly homeUrl: string;
	/** Site title, for document.title. */
	readonly siteTitle: string;
	/** Name of the site's time zone, e.g. "Europe/London". */
	readonly timezone: string;
	/** What the current user may do: capability without prefix to true or false. */
	readonly can: Readonly< Record< string, boolean > >;
	/** Currency offered first, ISO 4217. */
	readonly currency: string;
	/** Roles a provider may give: slug to translated name. */
	readonly roles: Readonly< Record< string, string > >;
}

interface Window {
	coopCredentialsAdmin?: CoopCredentialsAdminBoot;
}
