/**
 * What stands in a page presses nothing in a reader's name, and what was personal in it does not come back.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { chromium, expect, test, type Page } from '@playwright/test';
import { logInAtProvider, memberPage } from './support/people';
import { SITE } from './support/site';

const setProviders = ( state: 'on' | 'off' ) =>
	execFileSync( 'php', [
		join( __dirname, 'sign-in-block.php' ),
		join( process.env.COOP_E2E_FOLDER ?? '', 'www/wp-load.php' ),
		state,
	] );

/** The page as if somebody had written this into it, past everything the server does about it. */
async function write(
	page: Page,
	path: string,
	html: string
): Promise< void > {
	await page.route( `**${ path }`, async ( route ) => {
		const response = await route.fetch();
		const text = await response.text();
		await route.fulfill( {
			response,
			body: text.replace( '</main>', `${ html }</main>` ),
		} );
	} );
	await page.goto( path );
}

/** As a member sees it: the answer to who is asking has come. */
async function writeForMember( page: Page, html: string ): Promise< void > {
	const known = page.waitForResponse( /coop-credentials\/v1\/me/ );
	await write( page, '/offers/', html );
	await known;
	await expect( page.locator( '#trap' ) ).toHaveAttribute( 'title', 'ready' );
}

/** Whatever an event sets off has been sent when the next frame is drawn. */
const nextFrame = ( page: Page ) =>
	page.evaluate(
		() =>
			new Promise< void >( ( done ) =>
				requestAnimationFrame( () =>
					requestAnimationFrame( () => done() )
				)
			)
	);

/** An element whose title tells that the scripts know it. */
const trap = ( store: string, context: object, more: string ): string =>
	`<article tabindex="-1"><div id="trap" data-wp-interactive="${ store }" data-wp-bind--title="context.id" data-wp-context='${ JSON.stringify(
		{ id: 'ready', ...context }
	) }' ${ more }>Cats</div></article><div style="height:3000px"></div>`;

test( 'an element of a page claims nothing and reaches no other address', async ( {
	browser,
} ) => {
	const page = await memberPage( browser, 'carl', { baseURL: SITE } );
	const sent: string[] = [];
	page.on( 'request', ( request ) => {
		if ( request.method() === 'POST' ) {
			sent.push( request.url() );
		}
	} );
	await page.goto( '/offers/' );
	const uid = await page
		.locator( 'article.coop-credentials-offer' )
		.first()
		.evaluate( ( card ) => {
			const json = card.getAttribute( 'data-wp-context' ) ?? '{}';
			return String( JSON.parse( json ).uid );
		} );
	expect( uid ).toMatch( /^[0-9A-Z]{26}$/ );
	const store = 'coop-credentials/offers';
	const event = 'data-wp-on-window--scroll="actions.claim"';
	for ( const target of [ uid, '../../../wp/v2/users?username=x&y=' ] ) {
		const more = { uid: target, get: 'x', is: {} };
		await writeForMember( page, trap( store, more, event ) );
		await page.mouse.wheel( 0, 800 );
		await page.waitForFunction( () => window.scrollY > 0 );
		await nextFrame( page );
		await page.unrouteAll();
	}
	const click = 'data-wp-on--click="actions.claim"';
	const more = { uid: '../../../wp/v2/users?x=', get: 'x', is: {} };
	await writeForMember( page, trap( store, more, click ) );
	await page.locator( '#trap' ).click();
	await nextFrame( page );
	expect( sent ).toEqual( [] );
	await page.context().close();
} );

test.describe( 'with two providers', () => {
	test.beforeAll( () => void setProviders( 'on' ) );

	test.afterAll( () => void setProviders( 'off' ) );

	test( 'an element of a page does not tell the search where to go', async ( {
		page,
	} ) => {
		const chooser = page.locator( '.coop-credentials-chooser' );
		await page.goto( '/sign-in-card/' );
		const id = String( await chooser.getAttribute( 'id' ) );
		const context = {
			id,
			option: { id: 'x', start: 'javascript:void(document.title="ran")' },
			options: [],
		};
		const store = 'coop-credentials/sign-in-chooser';
		const click = 'data-wp-on--click="actions.choose"';
		await write( page, '/sign-in-card/', trap( store, context, click ) );
		await expect( page.locator( '#trap' ) ).toHaveAttribute( 'title', id );
		await expect( chooser ).toHaveAttribute( 'id', id );
		await page.locator( '#trap' ).click();
		await nextFrame( page );
		await expect( page ).toHaveURL( /\/sign-in-card\// );
		await expect( page ).not.toHaveTitle( 'ran' );
	} );
} );

test( 'the back button shows no code after signing out', async ( {}, info ) => {
	const options = info.project.use.launchOptions ?? {};
	// Playwright turns the back/forward cache off; browsers of people have it.
	const browser = await chromium.launch( {
		...options,
		ignoreDefaultArgs: [ '--disable-back-forward-cache' ],
	} );
	const page = await browser.newPage( { baseURL: SITE } );
	const card = page
		.locator( 'article.coop-credentials-offer' )
		.filter( { hasText: '10 % off' } );
	await page.goto( '/offers/' );
	await card.getByRole( 'button', { name: 'Get coupon' } ).click();
	await logInAtProvider( page, 'wanda' );
	await page.waitForURL( /\/offers\// );
	// The page that a cache may keep, not the private one a visitor comes back to.
	await page.goto( '/offers/' );
	// Not the button of a stranger, which stands there until the scripts know who is here.
	await card
		.locator(
			'[data-wp-text="context.label"], [data-wp-on--click="actions.claim"]'
		)
		.filter( { hasText: /Get coupon|Show code/, visible: true } )
		.first()
		.click();
	const code = card.locator(
		'.coop-credentials-coupon .coop-credentials-code'
	);
	await expect( code ).toHaveText( /^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/ );
	const told = await code.innerText();
	await page.goto( '/' );
	await page.getByRole( 'button', { name: 'Sign out' } ).first().click();
	await expect(
		page.getByRole( 'button', { name: 'Sign out' } ).first()
	).toBeHidden();
	await expect( async () => {
		await page.goBack();
		expect( page.url() ).toMatch( /\/offers\// );
	} ).toPass();
	await expect(
		card.getByRole( 'button', { name: 'Get coupon' } )
	).toBeVisible();
	expect( await page.content() ).not.toContain( told );
	await browser.close();
} );
