/**
 * Signing out: here and at a real provider, and by the provider over the back channel.
 */
import {
	expect,
	test,
	type Browser,
	type Locator,
	type Page,
} from '@playwright/test';

const ISSUER = process.env.COOP_E2E_ISSUER ?? 'http://localhost:8889';

const signInButton = ( page: Page ): Locator =>
	page
		.locator(
			'.wp-block-coop-credentials-sign-in form button[type="submit"]'
		)
		.first();

const signOutButton = ( page: Page ): Locator =>
	page.getByRole( 'button', { name: 'Sign out' } ).first();

async function signIn( page: Page, who: string ): Promise< void > {
	await page.goto( '/' );
	await signInButton( page ).click();
	await page.locator( '#login' ).fill( who );
	await page.getByRole( 'button', { name: 'Log in', exact: true } ).click();
	await page.waitForURL( ( url ) => url.pathname === '/' );
	await expect( signOutButton( page ) ).toBeVisible();
}

/** Somebody signed in in a browser of their own. */
async function someoneElse(
	browser: Browser,
	baseURL: string,
	who: string
): Promise< Page > {
	const context = await browser.newContext( { baseURL } );
	const page = await context.newPage();
	await signIn( page, who );
	return page;
}

async function endSessionAddress(): Promise< string > {
	const answer = await fetch(
		`${ ISSUER }/.well-known/openid-configuration`
	);
	const metadata = ( await answer.json() ) as Record< string, unknown >;
	expect( metadata.backchannel_logout_supported ).toBe( true );
	return String( metadata.end_session_endpoint );
}

test( 'sign out here, at the provider too, and come back', async ( {
	page,
} ) => {
	await signIn( page, 'wanda' );
	await page.goto( '/offers/' );
	await page.goto( '/' );
	const requests: string[] = [];
	page.on( 'request', ( request ) => requests.push( request.url() ) );
	await signOutButton( page ).click();
	await page.waitForURL( ( url ) => url.pathname === '/' );
	await expect( signInButton( page ) ).toBeVisible();
	await expect( signOutButton( page ) ).toBeHidden();
	expect(
		requests.some(
			( url ) =>
				url.startsWith( ISSUER ) && url.includes( 'id_token_hint=' )
		)
	).toBe( true );

	// The provider has forgotten the person: it asks again who is there.
	await signInButton( page ).click();
	await expect( page.locator( '#login' ) ).toBeVisible();
} );

test( 'log out at the provider and be signed out here, others not', async ( {
	page,
	browser,
	baseURL,
} ) => {
	const endSession = await endSessionAddress();
	const carl = await someoneElse( browser, baseURL ?? '', 'carl' );
	const office = await someoneElse( browser, baseURL ?? '', 'wanda' );
	await signIn( page, 'wanda' );

	// The provider's own page; the site is not visited.
	const posted = page.waitForResponse(
		( response ) =>
			response.request().method() === 'POST' &&
			response.url().startsWith( ISSUER )
	);
	await page.goto( endSession );
	expect( ( await posted ).status() ).toBeLessThan( 400 );

	await expect( async () => {
		await page.goto( '/' );
		await expect( signOutButton( page ) ).toBeHidden( { timeout: 1000 } );
	} ).toPass( { timeout: 15000 } );
	await expect( signInButton( page ) ).toBeVisible();
	for ( const other of [ carl, office ] ) {
		await other.goto( '/' );
		await expect( signOutButton( other ) ).toBeVisible();
		await other.context().close();
	}
} );

test( 'log out of WordPress and be signed out here and at the provider', async ( {
	page,
} ) => {
	await signIn( page, 'wanda' );
	await page.goto( '/wp-login.php' );
	await page.locator( '#user_login' ).fill( 'till' );
	await page.locator( '#user_pass' ).fill( 'till' );
	await page.locator( '#wp-submit' ).click();
	await page.waitForURL( /\/till\// );

	const requests: string[] = [];
	page.on( 'request', ( request ) => requests.push( request.url() ) );
	await page.goto( '/wp-login.php?action=logout' );
	await page.getByRole( 'link', { name: 'log out' } ).click();
	await page.waitForURL( ( url ) => url.pathname === '/' );
	await expect( signInButton( page ) ).toBeVisible();
	await expect( signOutButton( page ) ).toBeHidden();
	expect( requests.some( ( url ) => url.startsWith( ISSUER ) ) ).toBe( true );
	await page.goto( '/wp-admin/' );
	await expect( page ).toHaveURL( /wp-login\.php/ );
} );

test( 'the back channel takes nothing but a good token', async ( {
	request,
} ) => {
	const address = '/coop-credentials/backchannel-logout/demo';
	const got = await request.get( address, { maxRedirects: 0 } );
	expect( got.status() ).toBe( 405 );
	const posted = await request.post( address, {
		form: { logout_token: 'a.b.c' },
		maxRedirects: 0,
	} );
	expect( posted.status() ).toBe( 400 );
	expect( await posted.json() ).toEqual( {
		error: 'invalid_request',
		reason: 'logout_token',
	} );
	expect( posted.headers()[ 'cache-control' ] ).toContain( 'no-store' );
	expect( posted.headers()[ 'set-cookie' ] ).toBeUndefined();
} );
