const EMPTY: CoopCredentialsAdminBoot = {
	adminUrl: '/wp-admin/admin.php',
	isNetwork: false,
	network: null,
	homeUrl: '/',
	siteTitle: '',
	timezone: 'UTC',
	can: {},
	currency: 'GBP',
	roles: {},
};

/** What PHP printed for the app. */
export function boot(): CoopCredentialsAdminBoot {
	return window.coopCredentialsAdmin ?? EMPTY;
}

/** Whether the current user has one of our capabilities; the server decides again. */
export function can( capability: string ): boolean {
	return boot().can[ capability ] === true;
}
