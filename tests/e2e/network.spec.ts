/**
 * Providers of a network of sites: its administrators set one up and switch it on for a site; whoever administers a site
 * sees who manages it, and no more than a switch.
 */
import { expect, test, type Browser, type Page } from '@playwright/test';
import { expectTold, line, screenOf } from './support/admin';
import { type EmptySite, emptySite } from './support/begin';
import { expectAccessible, expectRoom } from './support/checks';
import { logIn } from './support/people';
import { ISSUER, SHOTS } from './support/site';

const SCREEN = '.coop-credentials-screen';
const NETWORK = '/wp-admin/network/admin.php?page=coop-credentials-sign-in';
const SITE = '/wp-admin/admin.php?page=coop-credentials-sign-in';
const CLIENT = JSON.parse( process.env.COOP_E2E_CLIENT ?? '{}' ) as {
	id: string;
	secret: string;
};

let site: EmptySite;

test.describe.configure( { mode: 'serial', timeout: 180000 } );

test.beforeAll( async () => {
	site = await emptySite( 'network' );
} );

test.afterAll( () => site.stop() );

async function pageOf( browser: Browser, name: string ): Promise< Page > {
	const context = await browser.newContext( {
		baseURL: site.url,
		viewport: { width: 1280, height: 900 },
	} );
	const page = await context.newPage();
	await logIn( page, name );
	return page;
}

async function open( page: Page, url: string, title: string ) {
	await page.goto( url );
	await expect(
		screenOf( page ).getByRole( 'heading', { level: 1, name: title } )
	).toBeVisible();
	await expect(
		screenOf( page ).locator( '.components-spinner' )
	).toHaveCount( 0 );
}

const button = ( page: Page, name: string ) =>
	page.getByRole( 'button', { name, exact: true } );

test( 'the network sets a provider up with the editor of a site', async ( {
	browser,
} ) => {
	const page = await pageOf( browser, 'admin' );
	await page.goto( '/wp-admin/network/' );
	await page
		.locator( '#adminmenu' )
		.getByRole( 'link', { name: 'Co-op Credentials' } )
		.click();
	await expect(
		page.getByRole( 'heading', { name: 'Providers of the network' } )
	).toBeVisible();
	await expectAccessible( page, [ SCREEN ] );
	await page.getByRole( 'link', { name: 'Add provider' } ).click();
	await page.getByLabel( 'Name on the button' ).fill( 'Harbour Federation' );
	await button( page, 'Save and go on' ).click();
	await expectTold( page, 'Saved.' );
	await expect( page ).toHaveURL( /network\/.*item=harbour-federation/ );

	await page.getByLabel( 'Issuer', { exact: true } ).fill( ISSUER );
	await page.getByLabel( 'Client ID' ).fill( CLIENT.id );
	await page.getByLabel( 'Client secret' ).fill( CLIENT.secret );
	await page
		.getByLabel( 'Whose members may it vouch for?' )
		.selectOption( 'Of any organisation in the directory' );
	await page
		.getByRole( 'button', {
			name: 'Yes, it may speak for every organisation',
		} )
		.click();
	await button( page, 'Save and test' ).click();
	// It answers; this site's return address is what its people do not know yet.
	await expect( page.locator( '.coop-credentials-verdict' ) ).toContainText(
		/stops? sign-in/
	);
	await expect(
		line( page, 'Return address at the provider' )
	).toContainText(
		`${ site.url }/coop-credentials/callback/harbour-federation`
	);
	await expect( line( page, 'Metadata' ) ).toContainText( ISSUER );
	await page.getByLabel( 'Sites may use it' ).check();
	await button( page, 'Save' ).click();
	await expectTold( page, 'Saved.' );

	await page.reload();
	await expect( page.getByLabel( 'Issuer', { exact: true } ) ).toHaveValue(
		ISSUER
	);
	expect( await page.content() ).not.toContain( CLIENT.secret );
	const rules = page.getByLabel( 'Who may sign in?' ).locator( 'option' );
	await expect( rules.nth( 2 ) ).toBeAttached();
	await expect( button( page, 'New rule' ) ).toHaveCount( 0 );
	await expect( button( page, 'Export' ) ).toHaveCount( 0 );

	const sites = page.locator( '.coop-credentials-sites > li' );
	await expect( sites ).toHaveCount( 2 );
	await expect( sites.nth( 1 ) ).toContainText(
		`${ site.url }/second/coop-credentials/callback/harbour-federation`
	);
	const second = page.getByLabel(
		'Members can sign in with it on Example Weavers Co-op'
	);
	await second.click();
	await expectTold( page, 'Saved.' );
	await page.reload();
	await expect( second ).toBeChecked();
	await expect( sites.nth( 0 ).getByRole( 'checkbox' ) ).not.toBeChecked();
	await page.getByText( 'More settings', { exact: true } ).click();
	await expectAccessible( page, [ SCREEN ] );
	await expectRoom( page, SCREEN );
	await page.screenshot( {
		path: `${ SHOTS }/network-provider.png`,
		fullPage: true,
	} );
	await page.setViewportSize( { width: 360, height: 780 } );
	await expectRoom( page, SCREEN );
	await page.screenshot( {
		path: `${ SHOTS }/network-provider-360.png`,
		fullPage: true,
	} );
	await page.setViewportSize( { width: 1280, height: 900 } );
	await open( page, NETWORK, 'Providers of the network' );
	await expect( line( page, 'Harbour Federation' ) ).toContainText(
		'Sites can switch it on'
	);
	await page.screenshot( { path: `${ SHOTS }/network-providers.png` } );
	await page.context().close();
} );

test( 'on a site it is a switch, and the words who manages it', async ( {
	browser,
} ) => {
	const page = await pageOf( browser, 'ada' );
	await open( page, SITE, 'Providers' );
	const row = line( page, 'Harbour Federation' );
	await expect( row ).toContainText(
		'Switched off. Managed by the administrators of the network.'
	);
	await row.getByRole( 'link', { name: 'Show' } ).click();
	await expect(
		page.getByText( /administrators of the network “Harbour network”/ )
	).toBeVisible();
	await expect( screenOf( page ).getByRole( 'textbox' ) ).toHaveCount( 0 );
	await expect(
		page.getByRole( 'link', { name: 'Open its settings in the network' } )
	).toHaveCount( 0 );
	await page.getByLabel( 'Members can sign in with it here' ).click();
	await expectTold( page, 'Saved.' );
	await expectAccessible( page, [ SCREEN ] );
	await page.screenshot( { path: `${ SHOTS }/network-on-site.png` } );
	expect( await page.content() ).not.toContain( CLIENT.id );

	const refused = await page.goto( NETWORK );
	expect( refused?.status() ).toBe( 403 );
	await page.context().close();
} );

test( 'whoever manages both finds the way from the site to the network', async ( {
	browser,
} ) => {
	const page = await pageOf( browser, 'admin' );
	await open(
		page,
		`${ SITE }&item=harbour-federation`,
		'Harbour Federation'
	);
	await page
		.getByRole( 'link', { name: 'Open its settings in the network' } )
		.click();
	await expect( page ).toHaveURL( /\/network\/.*item=harbour-federation/ );
	await expect( page.getByLabel( 'Issuer', { exact: true } ) ).toHaveValue(
		ISSUER
	);

	await button( page, 'Remove' ).click();
	const remove = page.getByRole( 'dialog', {
		name: 'Remove this provider?',
	} );
	await expect( remove ).toContainText( 'Every site of the network' );
	await remove.getByRole( 'button', { name: 'Remove', exact: true } ).click();
	await expectTold( page, 'Removed.' );
	await open( page, SITE, 'Providers' );
	await expect( page.getByText( 'Harbour Federation' ) ).toHaveCount( 0 );
	await page.context().close();
} );
