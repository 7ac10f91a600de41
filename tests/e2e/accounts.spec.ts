/**
 * Accounts: made at the first sign-in, connected from the profile, disconnected, and what is refused. Every test
 * looks at the page and at what the server holds.
 */
import { expect, test, type Page } from '@playwright/test';
import {
	barName,
	LABEL,
	onServer,
	pressSecond,
	secondProvider,
	SECOND_ISSUER,
	state,
} from './support/accounts';
import { expectAccessible, expectRoom } from './support/checks';
import { logIn, logInAtProvider, person } from './support/people';
import { keep } from './support/looks';

const section = ( page: Page ) =>
	page.locator( 'h2#coop-credentials' ).locator( 'xpath=..' );

const notice = ( page: Page ) => page.locator( '#your-profile .notice' );

/** Signs in on the page of the second provider and comes back to it. */
async function signIn( page: Page, who: string ): Promise< void > {
	await pressSecond( page );
	await logInAtProvider( page, who );
	await page.waitForURL( /\/second\// );
}

async function openProfile( page: Page ): Promise< void > {
	await page.goto( '/wp-admin/profile.php' );
	await expect(
		page.getByRole( 'heading', { name: 'Co-op sign-in' } )
	).toBeVisible();
}

/** Connects the credential of somebody at the provider with the account that is logged in. */
async function connect(
	page: Page,
	who: string,
	password = ''
): Promise< void > {
	await openProfile( page );
	if ( password ) {
		await page
			.getByLabel( 'Your password, because this account has many rights' )
			.fill( password );
	}
	await page.getByRole( 'button', { name: `Connect ${ LABEL }` } ).click();
	await page.waitForURL( ( url ) => url.origin === SECOND_ISSUER );
	await logInAtProvider( page, who );
}

/** The browser is closed and another one opened. */
async function anotherBrowser( page: Page ): Promise< void > {
	await page.context().clearCookies();
}

test.afterEach( () => void onServer( 'clear' ) );

for ( const script of [ true, false ] ) {
	test.describe( `scripts: ${ script }`, () => {
		test.use( { javaScriptEnabled: script } );

		test( 'a visitor gets an account at the first sign-in and the same one at the second', async ( {
			page,
		} ) => {
			secondProvider( { accounts: 'create', email: 'fill' } );
			const before = Object.keys( state().users );
			await signIn( page, 'rosa' );
			await expect( barName( page ) ).toContainText( 'coop_' );
			// Without scripts the page is the same for everybody; the bar alone tells.
			const told = script
				? page.getByText( `Signed in with ${ LABEL }` )
				: barName( page );
			await expect( told.first() ).toBeVisible();

			const first = state();
			const login = first.identities.rosa?.account ?? '';
			expect( before ).not.toContain( login );
			expect( first.identities ).toEqual( {
				rosa: { account: login, linked_by: 'created', sessions: 1 },
			} );
			expect( first.users[ login ] ).toEqual( {
				email: 'rosa@harbour.example',
				roles: [ 'subscriber' ],
				sessions: 1,
			} );
			await openProfile( page );
			await expect( section( page ) ).toContainText(
				'Account made at the first sign-in'
			);
			await expect( section( page ) ).toContainText(
				'Example Weavers Co-op'
			);

			await anotherBrowser( page );
			await signIn( page, 'rosa' );
			await expect( barName( page ) ).toContainText( login );
			const second = state();
			expect( Object.keys( second.users ).sort() ).toEqual(
				[ ...before, login ].sort()
			);
			expect( second.identities.rosa?.account ).toBe( login );
		} );
	} );
}

test( 'who manages sign-in blocks a credential and lets it in again', async ( {
	page,
} ) => {
	person( 'otto', 'subscriber' );
	secondProvider( { accounts: 'link_only' } );
	await logIn( page, 'otto' );
	await openProfile( page );
	await connect( page, 'wanda' );
	await expect( notice( page ) ).toHaveText( 'Connected.' );
	await expect(
		page.getByRole( 'button', { name: `Block ${ LABEL }` } )
	).toHaveCount( 0 );
	await anotherBrowser( page );
	await signIn( page, 'wanda' );
	await expect( barName( page ) ).toHaveText( 'otto' );
	const member = await page.context().cookies();

	await anotherBrowser( page );
	await logIn( page, 'admin' );
	await page.goto( '/wp-admin/users.php?s=otto' );
	await page.getByRole( 'link', { name: 'otto', exact: true } ).click();
	// Its form stands at the foot of the screen.
	await page.waitForLoadState();
	await page.getByRole( 'button', { name: `Block ${ LABEL }` } ).click();
	await expect( notice( page ) ).toContainText( 'Blocked.' );
	await expect( section( page ) ).toContainText( 'it signs nobody in' );
	await expectAccessible( page, [ '#your-profile' ] );
	await keep( page, 'profile-blocked', 1280 );
	await keep( page, 'profile-blocked', 360 );
	const manager = await page.context().cookies();

	await anotherBrowser( page );
	await page.context().addCookies( member );
	await page.goto( '/second/' );
	await expect( barName( page ) ).toHaveCount( 0 );
	await pressSecond( page );
	await expect( page.getByRole( 'alert' ) ).toContainText(
		'This account cannot sign in.'
	);
	expect( state().last ).toMatchObject( { reason: 'identity_blocked' } );

	await anotherBrowser( page );
	await page.context().addCookies( manager );
	await page.goto( '/wp-admin/users.php?s=otto' );
	await page.getByRole( 'link', { name: 'otto', exact: true } ).click();
	await page.waitForLoadState();
	await page
		.getByRole( 'button', { name: `Let ${ LABEL } in again` } )
		.click();
	await expect( notice( page ) ).toContainText( 'It may sign in again.' );
	await anotherBrowser( page );
	await signIn( page, 'wanda' );
	await expect( barName( page ) ).toHaveText( 'otto' );
	onServer( 'forget' );
} );

test( 'an account connects, comes in with its credential, and disconnects after its password', async ( {
	page,
} ) => {
	person( 'mila', 'subscriber' );
	secondProvider( { accounts: 'link_only' } );
	await logIn( page, 'mila' );
	await openProfile( page );
	await expect( section( page ) ).toContainText(
		'No credential opens this account yet.'
	);
	await connect( page, 'rosa' );
	await expect( page ).toHaveURL( /profile\.php\?coop_credentials_note/ );
	await expect( notice( page ) ).toHaveText( 'Connected.' );
	await expectAccessible( page, [ '#your-profile' ] );
	await keep( page, 'profile-connected', 1280 );
	await keep( page, 'profile-connected', 360 );
	await expectRoom( page, '#your-profile' );
	expect( state().identities.rosa ).toMatchObject( {
		account: 'mila',
		linked_by: 'owner',
	} );

	await anotherBrowser( page );
	await signIn( page, 'rosa' );
	await expect( barName( page ) ).toHaveText( 'mila' );
	expect( state().users.mila?.sessions ).toBe( 2 );

	// In another browser the password opens the account, too; there the credential is taken off.
	await anotherBrowser( page );
	await logIn( page, 'mila' );
	await openProfile( page );
	const off = page.getByRole( 'button', { name: `Disconnect ${ LABEL }` } );
	const again = page.getByLabel( /It is your last one\. Your password/ );
	await again.fill( 'not this one' );
	await off.click();
	await expect( notice( page ) ).toContainText(
		'That is not your password. Nothing was changed.'
	);
	expect( state().identities.rosa?.account ).toBe( 'mila' );
	await again.fill( 'mila' );
	await off.click();
	await expect( notice( page ) ).toContainText(
		'Disconnected. Sessions that were opened with it have ended.'
	);
	const end = state();
	expect( end.identities.rosa ).toMatchObject( {
		account: null,
		sessions: 0,
	} );
	// The two browsers that logged in with the password go on, the one that came with the credential does not.
	expect( end.users.mila?.sessions ).toBe( 2 );

	await anotherBrowser( page );
	await signIn( page, 'rosa' );
	await expect( page.locator( '#wpadminbar' ) ).toHaveCount( 0 );
} );

test( 'an account with many rights is never found by its address and connects after its password only', async ( {
	page,
} ) => {
	person( 'egon', 'editor' );
	secondProvider( { accounts: 'create', email: 'offer_link' } );
	await pressSecond( page );
	await logInAtProvider( page, 'egon' );
	// Treated like any stranger: an account of their own, and no word about the other one.
	await page.waitForURL( /\/second\// );
	await expect( barName( page ) ).toContainText( 'coop_' );
	const stranger = state();
	expect( stranger.identities.egon?.account ).not.toBe( 'egon' );
	expect(
		stranger.users[ stranger.identities.egon?.account ?? '' ]?.email
	).toBe( '' );
	onServer( 'clear' );

	person( 'egon', 'editor' );
	secondProvider( { accounts: 'link_only' } );
	await anotherBrowser( page );
	await logIn( page, 'egon' );
	await openProfile( page );
	await expect( section( page ) ).toContainText(
		`${ LABEL }: this account has so many rights that it signs in with its password only.`
	);
	await expect(
		page.getByRole( 'button', { name: /^Connect/ } )
	).toHaveCount( 0 );
	await keep( page, 'profile-privileged', 1280 );

	secondProvider( { accounts: 'link_only', allow_privileged: true } );
	await openProfile( page );
	await keep( page, 'profile-password', 360 );
	await page
		.getByLabel( 'Your password, because this account has many rights' )
		.fill( 'a guess' );
	await page.getByRole( 'button', { name: `Connect ${ LABEL }` } ).click();
	await expect( notice( page ) ).toContainText(
		'That is not your password.'
	);
	expect( state().identities ).toEqual( {} );
	await connect( page, 'rosa', 'egon' );
	await expect( notice( page ) ).toHaveText( 'Connected.' );
	expect( state().identities.rosa ).toMatchObject( {
		account: 'egon',
		linked_by: 'owner',
	} );

	// The owner changes their mind: the credential no longer opens it.
	secondProvider( { accounts: 'link_only' } );
	await anotherBrowser( page );
	await pressSecond( page );
	await logInAtProvider( page, 'rosa' );
	await expect( page.getByRole( 'alert' ) ).toContainText(
		'This account signs in with its password.'
	);
	await keep( page, 'sign-in-privileged', 360 );
	expect( state().last ).toEqual( {
		event: 'sign_in',
		outcome: 'refused',
		reason: 'privileged_account',
	} );
	await page.goto( '/wp-admin/' );
	await expect( page ).toHaveURL( /wp-login\.php/ );
} );

test( 'a credential of another account is refused, and both accounts stay as they are', async ( {
	page,
} ) => {
	person( 'mila', 'subscriber' );
	person( 'otto', 'subscriber' );
	secondProvider( { accounts: 'link_only' } );
	await logIn( page, 'mila' );
	await connect( page, 'rosa' );
	await expect( notice( page ) ).toHaveText( 'Connected.' );
	await anotherBrowser( page );
	await logIn( page, 'otto' );
	await connect( page, 'rosa' );
	await expect(
		page.getByText( 'This credential is connected to another account.' )
	).toBeVisible();
	await keep( page, 'connect-conflict', 1280 );
	await keep( page, 'connect-conflict', 360 );
	const refused = state();
	expect( refused.identities.rosa?.account ).toBe( 'mila' );
	expect( refused.last ).toMatchObject( { reason: 'identity_conflict' } );
	await page.goto( '/wp-admin/profile.php' );
	await expect( page.locator( '#user_login' ) ).toHaveValue( 'otto' );

	await anotherBrowser( page );
	await logIn( page, 'admin' );
	await page.goto( '/wp-admin/users.php' );
	const row = page.getByRole( 'row' ).filter( { hasText: 'mila' } );
	await expect( row ).toContainText( LABEL );
	await keep( page, 'users', 1280 );
	await keep( page, 'users', 360 );
} );

test( 'a second factor is asked as after a password, and the target kept', async ( {
	page,
} ) => {
	secondProvider( { accounts: 'create' } );
	await signIn( page, 'rosa' );
	const login = state().identities.rosa?.account ?? '';
	onServer( 'factor', login );
	await anotherBrowser( page );
	await pressSecond( page );
	await logInAtProvider( page, 'rosa' );
	await expect( page.getByLabel( 'Code' ) ).toBeVisible();
	const cookies = await page.context().cookies();
	expect(
		cookies.filter(
			( { name, value } ) =>
				name.startsWith( 'wordpress_logged_in' ) && value.trim() !== ''
		)
	).toEqual( [] );
	const other = await page.context().newPage();
	await other.goto( '/wp-admin/' );
	await expect( other ).toHaveURL( /wp-login\.php/ );
	await other.close();

	await page.getByLabel( 'Code' ).fill( '123456' );
	await page.getByRole( 'button', { name: 'Verify' } ).click();
	await page.waitForURL( /\/second\// );
	await expect( barName( page ) ).toHaveText( login );
	await expect(
		page.getByText( `Signed in with ${ LABEL }` ).first()
	).toBeVisible();
} );
