/**
 * An owner who never heard of OpenID: from an empty site to a member who signs in, led by the checklist. The provider
 * knows of the site only what the owner copied.
 */
import {
	expect,
	test,
	type Browser,
	type Locator,
	type Page,
} from '@playwright/test';
import { expectTold, line, openScreen, screenOf } from './support/admin';
import {
	type Client,
	type EmptySite,
	emptySite,
	register,
} from './support/begin';
import { expectAccessible, expectRoom } from './support/checks';
import { logIn, logInAtProvider } from './support/people';
import { SHOTS } from './support/site';

const ADMIN = [ '.coop-credentials-screen' ];

let site: EmptySite;
let stopProvider: ( () => Promise< void > ) | null = null;

test.describe.configure( { timeout: 180000 } );

test.beforeEach( async () => {
	site = await emptySite();
} );

test.afterEach( async () => {
	await stopProvider?.();
	stopProvider = null;
	await site.stop();
} );

const button = ( page: Page, name: string ): Locator =>
	page.getByRole( 'button', { name, exact: true } );

/** The one thing to do next, of those on the way to a sign-in. */
async function expectNext( page: Page, words: string | RegExp, todo: string ) {
	const row = line( page, words );
	await expect( row ).toHaveCount( 1 );
	await expect( row.locator( 'a, button' ) ).toHaveText(
		new RegExp( `^${ todo }` )
	);
	return row.locator( 'a, button' );
}

async function beginAs( browser: Browser ): Promise< Page > {
	const context = await browser.newContext( {
		baseURL: site.url,
		viewport: { width: 1280, height: 900 },
	} );
	const page = await context.newPage();
	await logIn( page, 'admin' );
	await openScreen( page );
	return page;
}

/** Adds a provider and reads what is to be sent to its people. */
async function addProvider(
	page: Page,
	preset: string,
	label: string
): Promise< Client > {
	await (
		await expectNext( page, 'There is no way in yet', 'Add provider' )
	).click();
	await page.getByLabel( 'What runs there?' ).selectOption( preset );
	await page.getByLabel( 'Name on the button' ).fill( label );
	await button( page, 'Save and go on' ).click();
	await expectTold( page, 'Saved.' );
	await expect( button( page, 'Copy the text' ) ).toBeVisible();
	await page.getByText( 'The same as JSON' ).click();
	const json = await page
		.getByLabel( 'Client metadata as JSON' )
		.textContent();
	return JSON.parse( json ?? '' ) as Client;
}

/** Tests and switches on from the checklist, then signs a visitor in. */
async function finish(
	page: Page,
	browser: Browser,
	who: string
): Promise< void > {
	await openScreen( page );
	await (
		await expectNext(
			page,
			/The connection to .+ is not tested yet/,
			'Test connection'
		)
	).click();
	await expectTold( page, 'Tested. The connection works.' );
	await (
		await expectNext( page, 'The provider is switched off', 'Switch on' )
	).click();
	await expectTold( page, 'Switched on. Visitors can sign in now.' );
	const open = await expectNext(
		page,
		/Nobody has signed in with .+ yet/,
		'Open the sign-in page'
	);
	const address = await open.getAttribute( 'href' );

	const context = await browser.newContext( { baseURL: site.url } );
	const visitor = await context.newPage();
	await visitor.goto( address ?? '' );
	await visitor
		.locator( 'form button[type="submit"]' )
		.filter( { hasText: 'Sign in' } )
		.first()
		.click();
	await logInAtProvider( visitor, who );
	await visitor.waitForURL( ( url ) => url.origin === site.url );
	const me = await visitor.request.get( '/wp-json/coop-credentials/v1/me', {
		headers: { 'X-Coop-Credentials': '1' },
	} );
	expect( ( await me.json() ) as object ).toMatchObject( {
		signed_in: true,
	} );
	await context.close();

	await button( page, 'Check all again' ).click();
	await expect(
		screenOf( page ).getByText( 'Members can already sign in.' )
	).toBeVisible();
	await page.getByText( /^\d+ steps need nothing more$/ ).click();
	await expect( line( page, 'Sign-in works' ) ).toContainText( 'Ready' );
	for ( const words of [
		'is added as a provider',
		'The provider’s details are entered',
		'The connection works',
		'Visitors can sign in with it',
	] ) {
		await expect( line( page, words ) ).toContainText( 'Ready' );
	}
}

test( 'with any OpenID Connect provider', async ( { browser } ) => {
	const page = await beginAs( browser );
	await page.screenshot( {
		path: `${ SHOTS }/first-begin.png`,
		fullPage: true,
	} );
	await expectAccessible( page, ADMIN );
	const client = await addProvider( page, 'generic', 'Example Federation' );
	await page.screenshot( {
		path: `${ SHOTS }/first-added.png`,
		fullPage: true,
	} );
	await expectAccessible( page, ADMIN );
	expect( client.redirect_uris ).toEqual( [
		`${ site.url }/coop-credentials/callback/example-federation`,
	] );

	stopProvider = await register( site, client, 'a secret they made' );
	await page
		.getByLabel( 'Issuer', { exact: true } )
		.fill( site.issuer + '/' );
	await page.getByLabel( 'Client ID' ).fill( 'harbour' );
	await page.getByLabel( 'Client secret' ).fill( 'a secret they made' );
	await page
		.getByLabel( 'Whose members may it vouch for?' )
		.selectOption( 'any' );
	await button( page, 'Yes, it may speak for every organisation' ).click();
	await page.getByLabel( 'Further scopes' ).fill( 'coop' );
	await button( page, 'Save' ).click();

	// One slash too many: both values are shown, and the right one can be taken over.
	await expect( page.getByText( 'Expected here:' ) ).toBeVisible();
	await page.screenshot( {
		path: `${ SHOTS }/first-issuer.png`,
		fullPage: true,
	} );
	await button( page, 'Take over what the provider says' ).click();
	await expect( page.getByLabel( 'Issuer', { exact: true } ) ).toHaveValue(
		site.issuer
	);
	await button( page, 'Save' ).click();
	await expectTold( page, 'Saved.' );

	await finish( page, browser, 'wanda' );
	await page.screenshot( {
		path: `${ SHOTS }/first-ready.png`,
		fullPage: true,
	} );
	await expectAccessible( page, ADMIN );
	await expectScreensFit( page );
	await page.context().close();
} );

/** The screens on a phone, everything unfolded. */
async function expectScreensFit( page: Page ): Promise< void > {
	await page.setViewportSize( { width: 360, height: 900 } );
	for ( const [ name, room, args ] of [
		[ 'start', '', '' ],
		[ 'list', 'sign-in', '' ],
		[ 'provider', 'sign-in', 'item=example-federation' ],
	] as const ) {
		await openScreen( page, room, args );
		if ( name === 'provider' ) {
			await button( page, 'Test connection' ).click();
			await expect(
				page.locator( '.coop-credentials-verdict' )
			).toBeVisible();
			await page.getByText( 'More settings' ).click();
			await button( page, 'Add to: Extra parameters' ).click();
			await page
				.getByLabel( 'WordPress accounts' )
				.selectOption( 'create' );
			await button( page, 'Add a role' ).click();
		}
		await page.screenshot( {
			path: `${ SHOTS }/first-${ name }-phone.png`,
			fullPage: true,
		} );
		await expectRoom( page, '.coop-credentials-screen' );
		await expectAccessible( page, ADMIN );
	}
}

test( 'with OAuth 2, its addresses typed by hand', async ( { browser } ) => {
	const page = await beginAs( browser );
	const client = await addProvider( page, 'oauth2', 'Members’ system' );
	stopProvider = await register( site, client, 'another secret' );
	await page.getByLabel( 'Issuer', { exact: true } ).fill( site.issuer );
	await page
		.getByLabel( 'Authorization address' )
		.fill( `${ site.issuer }/auth` );
	await page.getByLabel( 'Token address' ).fill( `${ site.issuer }/token` );
	await page.getByLabel( 'Userinfo address' ).fill( `${ site.issuer }/me` );
	await page.getByLabel( 'Client ID' ).fill( 'harbour' );
	await page.getByLabel( 'Client secret' ).fill( 'another secret' );
	await page.getByLabel( 'Further scopes' ).fill( 'openid coop' );
	await button( page, 'Save' ).click();
	await expectTold( page, 'Saved.' );
	await expect( screenOf( page ) ).not.toContainText( 'another secret' );

	// Connected, and yet nobody's member: the checklist says so and leads to the question.
	await openScreen( page );
	await (
		await expectNext( page, 'Nobody is a member yet', 'Say whose' )
	).click();
	await page
		.getByLabel( 'Whose members may it vouch for?' )
		.selectOption( 'any' );
	await button( page, 'Yes, it may speak for every organisation' ).click();
	await button( page, 'Save' ).click();
	await expectTold( page, 'Saved.' );

	await finish( page, browser, 'carl' );
	await page.context().close();
} );
