/**
 * An account that may be the visitor's is connected by proof only: its password, or a link in a mail. Every test looks at the
 * page and at what the server holds.
 */
import { expect, test } from '@playwright/test';
import {
	barName,
	onServer,
	pressSecond,
	secondProvider,
	state,
} from './support/accounts';
import { expectAccessible, expectRoom } from './support/checks';
import { keep, setLook } from './support/looks';
import { logInAtProvider, person } from './support/people';

const LOOKS = {
	rtl: { direction: 'rtl' },
	dark: { style: '01-evening' },
	classic: { theme: 'example-classic' },
} as const;

test.afterEach( () => void onServer( 'clear' ) );

test.describe( 'an account that may be theirs', () => {
	test.beforeEach( async ( { page } ) => {
		person( 'mila', 'subscriber' );
		secondProvider( { accounts: 'link_only', email: 'offer_link' } );
		await pressSecond( page );
		await logInAtProvider( page, 'mila' );
		await page.waitForURL( /coop-credentials\/connect/ );
		await expect(
			page.getByRole( 'heading', {
				name: 'An account here may be yours',
			} )
		).toBeVisible();
		await expect( page.locator( 'main' ) ).not.toContainText(
			'mila@harbour.example'
		);
		expect( state().identities.mila ).toMatchObject( { account: null } );
	} );

	test( 'is connected with its password', async ( { page } ) => {
		await expectAccessible( page, [ 'main' ] );
		await expectRoom( page, 'main' );
		await keep( page, 'connect', 1280 );
		await keep( page, 'connect', 360 );
		for ( const [ name, look ] of Object.entries( LOOKS ) ) {
			await setLook( page, look );
			await page.reload();
			await expectRoom( page, 'main' );
			await expectAccessible( page, [ 'main' ] );
			await keep( page, `connect-${ name }`, 360 );
		}
		await page.goto( '/my-credentials/' );
		await setLook( page, LOOKS.classic );
		await page.reload();
		await expect(
			page.getByRole( 'button', { name: /^Disconnect/ } )
		).toHaveCSS( 'background-color', 'rgba(0, 0, 0, 0)' );
		await expectAccessible( page );
		await keep( page, 'my-credentials-classic', 360 );
		await setLook( page );
		await page.goBack();
		await page.getByLabel( 'Password of the account' ).fill( 'a guess' );
		await page.getByRole( 'button', { name: 'Connect' } ).click();
		await expect( page.getByRole( 'alert' ) ).toContainText(
			'That is not the password of the account.'
		);
		await keep( page, 'connect-refused', 360 );
		expect( state().identities.mila?.account ).toBeNull();
		await page.getByLabel( 'Password of the account' ).fill( 'mila' );
		await page.getByRole( 'button', { name: 'Connect' } ).click();
		await page.waitForURL( /\/second\// );
		await expect( barName( page ) ).toHaveText( 'mila' );
		expect( state().identities.mila ).toMatchObject( {
			account: 'mila',
			linked_by: 'password',
		} );
	} );

	test( 'is connected with a link in a mail, once and in this browser', async ( {
		page,
		browser,
		baseURL,
	} ) => {
		await page.getByRole( 'button', { name: 'Send me a link' } ).click();
		await expect(
			page.getByRole( 'heading', { name: 'Look into your mail' } )
		).toBeVisible();
		await keep( page, 'connect-sent', 360 );
		const link =
			/http\S+proof=\S+/.exec(
				onServer( 'mail', 'mila@harbour.example' )
			)?.[ 0 ] ?? '';
		const stranger = await browser.newPage( { baseURL: baseURL ?? '' } );
		await stranger.goto( link );
		await expect(
			stranger.getByRole( 'heading', { name: 'Nothing to connect' } )
		).toBeVisible();
		await keep( stranger, 'connect-nothing', 360 );
		await stranger.close();

		await page.goto( link );
		expect( state().identities.mila?.account ).toBeNull();
		await keep( page, 'connect-confirm', 360 );
		await page.getByRole( 'button', { name: 'Connect' } ).click();
		await page.waitForURL( /\/second\// );
		await expect( barName( page ) ).toHaveText( 'mila' );
		expect( state().identities.mila ).toMatchObject( {
			account: 'mila',
			linked_by: 'mail',
		} );
	} );

	test( 'may stay as it is, and the block offers it again', async ( {
		page,
	} ) => {
		await page
			.getByRole( 'link', { name: 'Go on without connecting' } )
			.click();
		await page.waitForURL( /\/second\// );
		const offer = page.getByRole( 'link', { name: /Connect/ } ).first();
		await expect( offer ).toBeVisible();
		await keep( page, 'sign-in-link-possible', 1280 );
		await keep( page, 'sign-in-link-possible', 360 );
		await offer.click();
		await expect( page ).toHaveURL( /coop-credentials\/connect/ );
		expect( state().identities.mila?.account ).toBeNull();
	} );
} );
