/**
 * Languages, directions and styles a page is looked at in: cookies that tests/e2e/support/looks.php understands.
 */
import type { Page } from '@playwright/test';
import { SHOTS, SITE } from './site';

export interface Look {
	readonly locale?: string;
	readonly direction?: 'rtl';
	/** Variation of the theme. */
	readonly style?: string;
	/** Another theme. */
	readonly theme?: string;
}

/**
 * From the next page on, the site is answered in this look.
 *
 * @param page Any page of the context.
 * @param look What differs; nothing for the plain site.
 */
export async function setLook( page: Page, look: Look = {} ): Promise< void > {
	const context = page.context();
	await context.clearCookies( { name: /^coop_e2e_/ } );
	await context.addCookies(
		Object.entries( look ).map( ( [ name, value ] ) => ( {
			name: `coop_e2e_${ name }`,
			value: String( value ),
			url: SITE,
		} ) )
	);
}

/**
 * Keeps a picture of the whole page.
 *
 * @param page  Page.
 * @param name  Of the file, without ending.
 * @param width Of the window.
 */
export async function keep(
	page: Page,
	name: string,
	width: number
): Promise< void > {
	await page.setViewportSize( { width, height: 800 } );
	await page.screenshot( {
		path: `${ SHOTS }/${ name }-${ width }.png`,
		fullPage: true,
		animations: 'disabled',
	} );
}
