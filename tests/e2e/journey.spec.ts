/**
 * The main job: sign in at a real provider, find a co-op, claim a coupon, redeem it once. With and without JavaScript.
 */
import {
	expect,
	test,
	type Browser,
	type Locator,
	type Page,
} from '@playwright/test';
import { expectAccessible } from './support/checks';
import { logIn, logInAtProvider } from './support/people';
import { SHOTS } from './support/site';

/** The first card that offers something to everybody who is a member. */
function offer( page: Page, title: string ): Locator {
	return page
		.locator( 'article.coop-credentials-offer' )
		.filter( { hasText: title } );
}

/** Signs in by pressing "Get coupon" on a card and claims; answers the code. */
async function claim(
	page: Page,
	who: string,
	title: string
): Promise< string > {
	await page.goto( '/offers/' );
	await offer( page, title )
		.getByRole( 'button', { name: 'Get coupon' } )
		.click();
	await logInAtProvider( page, who );
	await page.waitForURL( /\/offers\// );
	const card = offer( page, title );
	await card.getByRole( 'button', { name: 'Claim now' } ).click();
	await expect(
		card.getByText( 'Yours. Show it at the till' )
	).toBeVisible();
	return (
		await card
			.locator( '.coop-credentials-coupon .coop-credentials-code' )
			.innerText()
	).trim();
}

async function redeem(
	browser: Browser,
	baseURL: string,
	code: string
): Promise< void > {
	const context = await browser.newContext( { baseURL } );
	const till = await context.newPage();
	await logIn( till, 'till' );
	await expect( till ).toHaveURL( /\/till\// );
	const result = till.locator( '.coop-credentials-result' );
	const type = async ( text: string ) => {
		await till.goto( '/till/' );
		const ready = till.locator(
			'.wp-block-coop-credentials-redeem[data-ready]'
		);
		await ready.waitFor();
		const point = till.locator( 'select[name="point"]' );
		if ( await point.count() ) {
			// Another till is another page.
			await point.selectOption( { index: 0 } );
			await till.waitForURL( /coop_point=/ );
			await ready.waitFor();
		}
		await till.getByLabel( 'Scan or type the code' ).fill( text );
		await till.keyboard.press( 'Enter' );
	};
	await type( code );
	await expect( result ).toHaveAttribute( 'data-tone', 'ok' );
	await till.screenshot( { path: `${ SHOTS }/till-accepted.png` } );
	await type( code );
	await expect( result ).toHaveAttribute( 'data-reason', 'already_redeemed' );
	await till.screenshot( { path: `${ SHOTS }/till-refused.png` } );
	const last = code.slice( -1 );
	const wrong = code.slice( 0, -1 ) + ( last === 'A' ? 'B' : 'A' );
	await type( wrong );
	await expect(
		till.getByText( 'One character does not fit.' ).first()
	).toBeVisible();
	await till.screenshot( { path: `${ SHOTS }/till-wrong-character.png` } );
	await context.close();
}

test( 'sign in on the home page and come back to it', async ( { page } ) => {
	await page.goto( '/' );
	await page.screenshot( { path: `${ SHOTS }/home.png`, fullPage: true } );
	await expectAccessible( page );
	await page
		.locator(
			'.wp-block-coop-credentials-sign-in form button[type="submit"]'
		)
		.first()
		.click();
	await logInAtProvider( page, 'wanda' );
	await page.waitForURL( ( url ) => url.pathname === '/' );
	await expect(
		page.getByRole( 'button', { name: 'Sign out' } ).first()
	).toBeVisible();
	await page.screenshot( {
		path: `${ SHOTS }/home-signed-in.png`,
		fullPage: true,
	} );
	await page.goto( '/wp-admin/' );
	await expect( page ).toHaveURL( /wp-login\.php/ );
} );

test( 'search the directory and read why a co-op counts', async ( {
	page,
} ) => {
	await page.goto( '/co-ops/' );
	const search = page.getByRole( 'searchbox' );
	await search.fill( 'co-op' );
	await search.press( 'Enter' );
	await expect(
		page.locator( '.coop-credentials-results h2' )
	).toContainText( /\d+ co-\u2060?ops?/ );
	await expect( page ).toHaveURL( /coop_search=co-op/ );
	await search.fill( 'manchester' );
	await search.press( 'Enter' );
	await expect( page ).toHaveURL( /coop_search=manchester/ );
	await expect(
		page.locator( '.coop-credentials-cards li' ).first()
	).toContainText( /Manchester/i );
	await page.screenshot( {
		path: `${ SHOTS }/directory.png`,
		fullPage: true,
	} );
	await expectAccessible( page );
	await page.goto( '/co-ops/?coop_search=weavers' );
	await page
		.getByRole( 'link', { name: /Example Weavers Co-\u2060?op/ } )
		.first()
		.click();
	await expect(
		page.getByRole( 'heading', { name: /Why it counts as a co-\u2060?op/ } )
	).toBeVisible();
	await page.screenshot( { path: `${ SHOTS }/profile.png`, fullPage: true } );
	await expectAccessible( page );
} );

test( 'claim a coupon, claim it again, redeem it once', async ( {
	page,
	browser,
	baseURL,
} ) => {
	const code = await claim( page, 'carl', '10 % off' );
	expect( code.replace( /\s/g, '' ) ).toMatch(
		/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/
	);
	await page.screenshot( {
		path: `${ SHOTS }/offers-claimed.png`,
		fullPage: true,
	} );
	await page.goto( '/offers/' );
	const card = offer( page, '10 % off' );
	await expect(
		card.getByText( 'Yours. Show it at the till' )
	).toBeVisible();
	await redeem( browser, baseURL ?? '', code );
} );

for ( const [ who, words ] of [
	[ 'lena', /membership/i ],
	[ 'nora', /membership|co-op/i ],
] as const ) {
	test( `${ who } is signed in and reads what to do next`, async ( {
		page,
	} ) => {
		await page.goto( '/offers/' );
		await offer( page, '10 % off' )
			.getByRole( 'button', { name: 'Get coupon' } )
			.click();
		await logInAtProvider( page, who );
		await page.waitForURL( /\/offers\// );
		const card = offer( page, '10 % off' );
		await expect(
			card.getByRole( 'button', { name: 'Claim now' } )
		).toBeHidden();
		await expect( card.locator( 'h4:visible' ).first() ).toContainText(
			words
		);
		await page.screenshot( {
			path: `${ SHOTS }/offers-${ who }.png`,
			fullPage: true,
		} );
	} );
}

test.describe( 'without JavaScript', () => {
	test.use( { javaScriptEnabled: false } );

	test( 'a visitor signs in, claims and sees the code', async ( {
		page,
	} ) => {
		await page.goto( '/co-ops/?coop_search=manchester' );
		await expect(
			page.locator( '.coop-credentials-cards li' ).first()
		).toContainText( /Manchester/i );
		await page.goto( '/offers/' );
		await offer( page, '10 % off' )
			.getByRole( 'button', { name: 'Get coupon' } )
			.click();
		await logInAtProvider( page, 'wanda' );
		const card = offer( page, '10 % off' );
		await card.getByRole( 'button', { name: 'Claim now' } ).click();
		await expect(
			offer( page, '10 % off' )
				.locator( '.coop-credentials-code' )
				.first()
		).toContainText( /[0-9A-Z]{4}/ );
		await expect(
			offer( page, '10 % off' ).getByRole( 'img', { name: /QR code/ } )
		).toHaveJSProperty( 'complete', true );
		expect(
			await offer( page, '10 % off' )
				.getByRole( 'img', { name: /QR code/ } )
				.evaluate( ( image: HTMLImageElement ) => image.naturalWidth )
		).toBeGreaterThan( 0 );
		await page.screenshot( {
			path: `${ SHOTS }/offers-claimed-no-script.png`,
			fullPage: true,
		} );
	} );
} );
