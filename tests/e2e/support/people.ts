/**
 * Who uses the site: people of WordPress, who log in with a password, and members, who sign in at their provider.
 */
import {
	expect,
	type Browser,
	type BrowserContextOptions,
	type Page,
} from '@playwright/test';
import { inSite } from './site';

type State = Exclude<
	NonNullable< BrowserContextOptions[ 'storageState' ] >,
	string
>;

const sessions = new Map< string, State >();

/**
 * Logs in with a password that is the name.
 *
 * @param page Any page of the browser.
 * @param name Log-in name.
 */
export async function logIn( page: Page, name: string ): Promise< void > {
	await page.goto( '/wp-login.php' );
	// A moment after loading, the page's own script empties the password field: what was typed before is typed again.
	await expect( async () => {
		await page.locator( '#user_login' ).fill( name );
		await page.locator( '#user_pass' ).fill( name );
		await page.locator( '#wp-submit' ).click();
		await page.waitForURL( ( url ) => url.pathname !== '/wp-login.php', {
			timeout: 10000,
		} );
	} ).toPass( { timeout: 45000 } );
}

/**
 * Makes a person of WordPress with this role, unless there is one, whose password is the name.
 *
 * @param name Log-in name.
 * @param role Role.
 */
export function person( name: string, role: string ): void {
	inSite( 'person', name, role );
}

/**
 * Log-in at the provider: any password, the name is the account.
 *
 * @param page On the provider's page.
 * @param who  Account.
 */
export async function logInAtProvider(
	page: Page,
	who: string
): Promise< void > {
	await page.locator( '#login' ).fill( who );
	await page.getByRole( 'button', { name: 'Log in', exact: true } ).click();
}

/**
 * A new browser context of somebody; the log-in happens once in a run.
 *
 * @param browser Browser.
 * @param name    `admin` and the like; an empty string for a stranger.
 * @param enter   How this person gets in.
 * @param options Of the context.
 */
async function pageOf(
	browser: Browser,
	name: string,
	enter: ( page: Page ) => Promise< void >,
	options: BrowserContextOptions
): Promise< Page > {
	if ( ! sessions.has( name ) ) {
		const context = await browser.newContext( options );
		await enter( await context.newPage() );
		sessions.set( name, await context.storageState() );
		await context.close();
	}
	const storageState = sessions.get( name ) as State;
	const context = await browser.newContext( { ...options, storageState } );
	return context.newPage();
}

/**
 * A page in the browser of a person of WordPress.
 *
 * @param browser Browser.
 * @param name    Log-in name.
 * @param options Of the context, the address of the site among them.
 */
export function staffPage(
	browser: Browser,
	name: string,
	options: BrowserContextOptions
): Promise< Page > {
	return pageOf( browser, name, ( page ) => logIn( page, name ), options );
}

/**
 * A page in the browser of the owner, as wide as a desk's.
 *
 * @param browser Browser.
 * @param baseURL Address of the site.
 */
export function ownerPage( browser: Browser, baseURL = '' ): Promise< Page > {
	return staffPage( browser, 'admin', {
		baseURL,
		viewport: { width: 1280, height: 900 },
	} );
}

/**
 * A page in the browser of a member who signed in at the provider.
 *
 * @param browser Browser.
 * @param who     Account at the provider.
 * @param options Of the context, the address of the site among them.
 */
export function memberPage(
	browser: Browser,
	who: string,
	options: BrowserContextOptions
): Promise< Page > {
	return pageOf(
		browser,
		`member ${ who }`,
		async ( page ) => {
			await page.goto( '/' );
			await page
				.locator( '.wp-block-coop-credentials-sign-in form' )
				.first()
				.getByRole( 'button' )
				.click();
			await logInAtProvider( page, who );
			await page.waitForURL( ( url ) => url.pathname === '/' );
			await expect(
				page.getByRole( 'button', { name: 'Sign out' } ).first()
			).toBeVisible();
		},
		options
	);
}
