/**
 * The admin app as its owner uses it: checklist, provider, lists, offers; and as those who may not use it.
 */
import { expect, test, type Page } from '@playwright/test';
import {
	call,
	expectTold,
	line,
	openScreen,
	screenOf,
	tabTo,
} from './support/admin';
import { expectAccessible, expectRoom, watch } from './support/checks';
import {
	logInAtProvider,
	ownerPage,
	person,
	staffPage,
} from './support/people';
import { ISSUER, SHOTS } from './support/site';

let page: Page;
let expectQuiet: ReturnType< typeof watch >;

test.beforeAll( async ( { browser, baseURL } ) => {
	page = await ownerPage( browser, baseURL );
	expectQuiet = watch( page );
} );

test.afterEach( () => expectQuiet() );

test.afterAll( () => page.context().close() );

const button = ( name: string ) =>
	page.getByRole( 'button', { name, exact: true } );

test( 'the checklist tells what is, and its remedies lead there', async () => {
	const enabled = () =>
		page.getByRole( 'checkbox', { name: 'Visitors may sign in with it' } );
	await openScreen( page );
	const steps = page.getByText( /^\d+ steps need nothing more$/ );
	const unfold = async () => {
		if ( await steps.isVisible() ) {
			await steps.click();
		}
	};
	await unfold();
	await expect( line( page, 'Visitors can sign in with it' ) ).toContainText(
		'Ready'
	);
	await page.screenshot( { path: `${ SHOTS }/admin-ready.png` } );

	await openScreen( page, 'sign-in', 'item=demo' );
	await enabled().uncheck();
	await button( 'Save' ).click();
	const question = page.getByRole( 'dialog' );
	await expect( question ).toContainText( 'of their WordPress account too' );
	await page.screenshot( { path: `${ SHOTS }/admin-switch-off.png` } );
	await question
		.getByRole( 'button', { name: 'Save and switch off' } )
		.click();
	await expectTold( page, 'Saved.' );
	await openScreen( page );
	const test_ = line( page, /The connection to .+ is not tested yet/ );
	await expect( test_ ).toContainText( 'Not done yet' );
	await page.screenshot( { path: `${ SHOTS }/admin-open.png` } );
	await test_.getByRole( 'button', { name: 'Test connection' } ).click();
	await expectTold( page, 'Tested. The connection works.' );
	const off = line( page, 'The provider is switched off' );
	await off.getByRole( 'button', { name: 'Switch on' } ).click();
	await expectTold( page, 'Switched on. Visitors can sign in now.' );
	await unfold();
	await expect( line( page, 'Visitors can sign in with it' ) ).toContainText(
		'Ready'
	);
	await openScreen( page, 'sign-in', 'item=demo' );
	await expect( enabled() ).toBeChecked();
} );

test( 'a missing page is noticed and made', async () => {
	const nonce = await (
		await page.request.get( '/wp-admin/admin-ajax.php?action=rest-nonce' )
	).text();
	const headers = { 'X-WP-Nonce': nonce };
	const found = await page.request.get(
		'/wp-json/wp/v2/pages?slug=my-coupons'
	);
	const [ post ] = ( await found.json() ) as { id: number }[];
	const gone = await page.request.delete(
		`/wp-json/wp/v2/pages/${ post?.id }`,
		{ headers }
	);
	expect( gone.status() ).toBe( 200 );
	await openScreen( page );
	const missing = line( page, 'A page is missing' );
	await expect( missing ).toContainText( 'My coupons' );
	await missing.getByRole( 'button', { name: 'Make the page' } ).click();
	await expectTold( page, 'The pages are made.' );
	await expect( line( page, 'The pages are there' ) ).toHaveCount( 1 );
	const made = await page.request.get( '/my-coupons/' );
	expect( await made.text() ).toContain(
		'wp-block-coop-credentials-my-coupons'
	);
} );

test( 'a provider is added, kept, tested and removed', async () => {
	await openScreen( page, 'sign-in', 'item=new' );
	await button( 'Save and go on' ).click();
	const summary = page.getByRole( 'alert' ).filter( { hasText: 'look' } );
	await expect( summary ).toBeFocused();
	await summary.getByRole( 'link' ).first().click();
	const name = page.getByLabel( 'Name on the button' );
	await expect( name ).toBeFocused();
	await expect( name ).toHaveAttribute( 'aria-invalid', 'true' );

	await name.fill( 'Second Federation' );
	await button( 'Save and go on' ).click();
	await expectTold( page, 'Saved.' );
	await expect( page ).toHaveURL( /item=second-federation/ );
	await page.getByLabel( 'Issuer', { exact: true } ).fill( ISSUER );
	await page.getByLabel( 'Client ID' ).fill( 'coop-site' );
	await page.getByLabel( 'Client secret' ).fill( 'not the secret' );
	await button( 'Save' ).click();
	await expectTold( page, 'Saved.' );
	await expect( page ).toHaveURL( /item=second-federation/ );
	await page.reload();
	await expect( name ).toHaveValue( 'Second Federation' );
	await expect( page.getByLabel( 'Issuer', { exact: true } ) ).toHaveValue(
		ISSUER
	);
	expect( await page.content() ).not.toContain( 'not the secret' );

	await button( 'Test connection' ).click();
	const verdict = page.locator( '.coop-credentials-verdict' );
	await expect( verdict ).toContainText( /stops? sign-in/ );
	await expect( line( page, 'Good' ).first() ).toBeVisible();
	const stops = line( page, 'Stops sign-in' );
	await expect( stops.first() ).toContainText( /secret/i );
	await expect( stops.last() ).toContainText(
		'/coop-credentials/callback/second-federation'
	);
	await page.screenshot( {
		path: `${ SHOTS }/admin-test-secret.png`,
		fullPage: true,
	} );

	await page
		.getByLabel( 'Issuer', { exact: true } )
		.fill( `${ ISSUER }/another` );
	await button( 'Save and test' ).click();
	// The address is asked before anything is stored.
	await expect( page.getByRole( 'alert' ).first() ).toBeFocused();
	const said = await page.getByRole( 'alert' ).first().innerText();
	expect( said ).toMatch( /issuer|provider/i );
	expect( said.split( 'No metadata document answers' ) ).toHaveLength( 2 );
	expectQuiet( 1 );
	await page.screenshot( {
		path: `${ SHOTS }/admin-test-issuer.png`,
		fullPage: true,
	} );

	await button( 'Remove' ).click();
	const dialog = page.getByRole( 'dialog' );
	await dialog.getByRole( 'button', { name: 'Remove' } ).click();
	await expectTold( page, 'Removed.' );
	await expect( line( page, 'Second Federation' ) ).toHaveCount( 0 );
} );

test( 'the test of the demonstration provider finds everything good', async () => {
	await openScreen( page, 'sign-in', 'item=demo' );
	await button( 'Test connection' ).click();
	const verdict = page.locator( '.coop-credentials-verdict' );
	await expect( verdict ).toContainText( /works/i );
	expect( await line( page, 'Good' ).count() ).toBeGreaterThan( 3 );
	await expect( line( page, 'Stops sign-in' ) ).toHaveCount( 0 );
} );

for ( const [ who, says, member ] of [
	[ 'wanda', /^This person would be let in$/, 'Yes' ],
	[ 'lena', /^This person would be let in, but not as a member$/, 'No' ],
] as const ) {
	test( `a whole sign-in tried out as ${ who } tells what would come of it`, async () => {
		// Nobody is known at the provider, where the browser may have been before.
		await page
			.context()
			.clearCookies( { name: /^_(session|interaction)/ } );
		await openScreen( page, 'sign-in', 'item=demo' );
		await button( 'Test connection' ).click();
		const [ tab ] = await Promise.all( [
			page.context().waitForEvent( 'page' ),
			page.getByRole( 'button', { name: /Try a whole sign-in/ } ).click(),
		] );
		await logInAtProvider( tab, who );
		const main = tab.locator( 'main' );
		await expect(
			main.getByRole( 'heading', { name: says } )
		).toBeVisible();
		await expect(
			main
				.locator( 'dt', { hasText: 'Is a member today' } )
				.locator( '+ dd' )
		).toHaveText( member );
		await expectAccessible( tab, [ 'main' ] );
		await expectRoom( tab, 'main' );
		await tab.screenshot( {
			path: `${ SHOTS }/admin-tried-${ who }.png`,
			fullPage: true,
		} );
		await main
			.getByRole( 'link', { name: 'Back to the provider' } )
			.click();
		await expect( tab.getByLabel( 'Name on the button' ) ).toHaveValue(
			'Example Federation'
		);
		await tab.close();
	} );
}

const rows = () => screenOf( page ).locator( 'tbody tr' );

test( 'co-ops: search, sort, filter, pages', async () => {
	await openScreen( page, 'directory' );
	await expect( rows() ).toHaveCount( 20 );
	const first = await rows().first().innerText();

	await button( 'Next page' ).click();
	await expect( page ).toHaveURL( /p=2/ );
	await expect( rows().first() ).not.toHaveText( first );
	await page.goBack();

	await openScreen( page, 'directory' );
	await page.getByRole( 'searchbox' ).fill( 'weavers' );
	await expect( rows() ).toHaveCount( 1 );
	await expect( rows() ).toContainText( /Example Weavers Co-\u2060?op/ );
	await page.reload();
	await expect( rows() ).toHaveCount( 1 );
	await expect( page.getByRole( 'searchbox' ) ).toHaveValue( 'weavers' );

	await openScreen( page, 'directory' );
	await page
		.getByRole( 'columnheader' )
		.getByRole( 'button', { name: 'Name' } )
		.click();
	await page
		.getByRole( 'menuitemradio', { name: 'Sort descending' } )
		.click();
	await expect( page ).toHaveURL( /sort=-name/ );
	await expect( rows().first() ).not.toHaveText( first );

	await openScreen( page, 'directory', 'f_state=grace' );
	await expect( rows() ).toHaveCount( 1 );
	await expect( rows() ).toContainText( /Example Tenants/ );
} );

test( 'offers and uses: search, filter', async () => {
	await openScreen( page, 'offers' );
	await page.getByRole( 'searchbox' ).fill( 'coffee' );
	await expect( rows() ).toHaveCount( 1 );
	await expect( rows() ).toContainText( 'A free coffee with any cake' );
	await page.getByRole( 'searchbox' ).fill( '' );
	await expect( page ).not.toHaveURL( /s=coffee/ );
	await page.getByRole( 'button', { name: 'State' } ).first().click();
	await page.getByRole( 'option', { name: 'Paused' } ).click();
	await expect( rows() ).toHaveCount( 1 );
	await expect( rows() ).toContainText( '15 % off bicycle repairs' );

	await openScreen( page, 'offers', 'screen=redemptions' );
	await expect( screenOf( page ) ).toContainText(
		/No coupon has been used yet|Code ends in/i
	);
} );

test( 'an offer is refused, mended, published and ended', async () => {
	const title = 'Tea and toast for a pound';
	await openScreen( page, 'offers', 'item=new' );
	await page.getByLabel( 'Percent', { exact: true } ).fill( '140' );
	await button( 'Publish' ).click();
	const summary = page.getByRole( 'alert' ).filter( { hasText: 'look' } );
	await expect( summary ).toBeFocused();
	await expect( summary ).toContainText( '2 fields need a look' );
	await summary.getByRole( 'link', { name: 'Percent' } ).click();
	const percent = page.getByLabel( 'Percent', { exact: true } );
	await expect( percent ).toBeFocused();
	await expect( percent ).toHaveAccessibleDescription(
		/number from 1 to 100/
	);
	await page.screenshot( { path: `${ SHOTS }/admin-offer-errors.png` } );
	await percent.fill( '12.5' );
	await page.getByLabel( 'In one sentence' ).fill( title );
	await expect(
		page.locator( '.coop-credentials-card__benefit' )
	).toHaveText( title );
	await button( 'Publish' ).click();
	await expectTold( page, 'Published.' );

	const visitor = await (
		await page.context().browser()!.newContext()
	).newPage();
	const offers = new URL( '/offers/', page.url() ).href;
	const card = visitor
		.locator( 'article.coop-credentials-offer' )
		.filter( { hasText: title } );
	await visitor.goto( offers );
	await expect( card ).toBeVisible();

	await button( 'End' ).click();
	await page
		.getByRole( 'dialog' )
		.getByRole( 'button', { name: 'End offer' } )
		.click();
	await expectTold( page, 'Ended.' );
	await visitor.goto( offers );
	await expect( card ).toHaveCount( 0 );
	await visitor.context().close();
} );

test( 'an offer is written without a mouse', async () => {
	await openScreen( page, 'offers' );
	await tabTo( page, page.getByRole( 'link', { name: 'New offer' } ) );
	await page.keyboard.press( 'Enter' );
	await expect(
		page.getByRole( 'heading', { name: 'New offer', level: 1 } )
	).toBeFocused();
	await tabTo( page, page.getByRole( 'radio', { name: 'Discount' } ) );
	await page.keyboard.press( 'ArrowDown' );
	await expect(
		page.getByRole( 'radio', { name: 'Free item' } )
	).toBeChecked();
	await tabTo( page, page.getByLabel( 'In one sentence' ) );
	await page.keyboard.type( 'A plant for your window' );
	await tabTo( page, button( 'Save draft' ), 'Shift+Tab' );
	await page.keyboard.press( 'Enter' );
	await expectTold( page, 'Saved.' );
	await expect( page ).toHaveURL( /item=[0-9A-Z]{26}/ );

	await tabTo( page, button( 'Delete' ) );
	await page.keyboard.press( 'Enter' );
	const dialog = page.getByRole( 'dialog' );
	await expect( dialog ).toBeVisible();
	await page.keyboard.press( 'Escape' );
	await expect( dialog ).toBeHidden();
	await expect( button( 'Delete' ) ).toBeFocused();
	await page.keyboard.press( 'Enter' );
	await tabTo( page, dialog.getByRole( 'button', { name: 'Delete' } ) );
	await page.keyboard.press( 'Enter' );
	await expectTold( page, 'Deleted.' );
	await expect(
		page.getByRole( 'heading', { name: 'Offers', level: 1 } )
	).toBeFocused();
} );

for ( const [ name, role ] of [
	[ 'edith', 'editor' ],
	[ 'subira', 'subscriber' ],
] as const ) {
	test( `the app is closed to a ${ role }`, async ( {
		browser,
		baseURL,
	} ) => {
		person( name, role );
		const other = await staffPage( browser, name, {
			baseURL: baseURL ?? '',
		} );
		await other.goto( '/wp-admin/profile.php' );
		await expect( other.locator( '#adminmenu' ) ).toBeVisible();
		await expect(
			other.locator( '#adminmenu a[href*="coop-credentials"]' )
		).toHaveCount( 0 );
		const page403 = await other.goto(
			'/wp-admin/admin.php?page=coop-credentials'
		);
		expect( page403?.status() ).toBe( 403 );
		for ( const [ method, path, body ] of [
			[ 'GET', 'onboarding', undefined ],
			[ 'GET', 'providers', undefined ],
			[ 'POST', 'providers', { slug: 'theirs', label: 'Theirs' } ],
			[ 'GET', 'settings', undefined ],
			[ 'GET', 'redemptions', undefined ],
			[ 'GET', 'audit', undefined ],
		] as const ) {
			const { status } = await call( other, method, path, body );
			expect( [ path, status ] ).toEqual( [ path, 403 ] );
		}
		await other.context().close();
	} );
}
