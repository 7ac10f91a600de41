/**
 * WordPress 6.8 draws a page when the first view module has come. A block whose own module comes later works all the same.
 */
import { expect, test, type Page, type Route } from '@playwright/test';
import { memberPage, staffPage } from './support/people';
import { SITE } from './support/site';

/** Opens the page and lets the modules of these blocks through only when all blocks were drawn. */
async function openWithLate(
	page: Page,
	path: string,
	blocks: readonly string[]
): Promise< void > {
	const held = new Map< string, Route >();
	await page.route( /\/build\/blocks\/[a-z-]+\/view\.js/, ( route ) => {
		const name = route.request().url().split( '/' ).at( -2 ) ?? '';
		if ( blocks.includes( name ) ) {
			held.set( name, route );
			return;
		}
		return route.continue();
	} );
	await page.goto( path, { waitUntil: 'commit' } );
	await expect.poll( () => held.size ).toBe( blocks.length );
	// Preact keeps what it drew at the element it drew into.
	await page.waitForFunction( () =>
		[ ...document.querySelectorAll( '[data-wp-interactive]' ) ].every(
			( element ) => '__k' in ( element.parentElement ?? {} )
		)
	);
	for ( const route of held.values() ) {
		await route.continue();
	}
}

test( 'a till is ready', async ( { browser } ) => {
	const page = await staffPage( browser, 'till', { baseURL: SITE } );
	await openWithLate( page, '/till/', [ 'redeem' ] );
	await expect(
		page.locator( '.wp-block-coop-credentials-redeem[data-ready]' )
	).toBeVisible();
	await page.context().close();
} );

test( 'a member sees what is theirs', async ( { browser } ) => {
	const page = await memberPage( browser, 'wanda', { baseURL: SITE } );
	await openWithLate( page, '/offers/', [ 'sign-in', 'offers' ] );
	await expect(
		page
			.locator( 'form' )
			.filter( { has: page.locator( 'input[value="claim"]' ) } )
			.getByRole( 'button' )
			.first()
	).toBeVisible();
	await expect(
		page.getByText( 'Your own co-op confirms' ).first()
	).toBeHidden();
	await page.context().close();
} );
