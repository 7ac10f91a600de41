/**
 * Pages out of a cache, two browsers, two web processes: nobody is told that a sign-in is no longer valid, nobody sees
 * what is another's, and the cache answers strangers alone.
 */
import { readFileSync } from 'node:fs';
import {
	expect,
	test,
	type APIResponse,
	type Browser,
	type Page,
} from '@playwright/test';

/** How the cache answered. */
function cache( answer: APIResponse | null ): string {
	return answer?.headers()[ 'x-page-cache' ] ?? '';
}

/** Requests PHP has seen so far. */
function phpRequests(): number {
	return ( process.env.COOP_E2E_LOGS ?? '' )
		.split( ':' )
		.map(
			( file ) =>
				readFileSync( file, 'utf8' ).match( /\[200\]|\[30\d\]/g )
					?.length ?? 0
		)
		.reduce( ( sum, count ) => sum + count, 0 );
}

const button = ( page: Page ) =>
	page
		.locator(
			'.wp-block-coop-credentials-sign-in form button[type="submit"]'
		)
		.first();

async function logIn( page: Page, who: string ): Promise< void > {
	await page.locator( '#login' ).fill( who );
	await page.getByRole( 'button', { name: 'Log in', exact: true } ).click();
}

async function visitor( browser: Browser ): Promise< Page > {
	const context = await browser.newContext();
	return context.newPage();
}

async function organisations( page: Page ): Promise< string[] > {
	const answer = await page.request.get( '/wp-json/coop-credentials/v1/me', {
		headers: { 'X-Coop-Credentials': '1' },
	} );
	expect( cache( answer ) ).not.toBe( 'HIT' );
	const { signed_in: signedIn, memberships } = ( await answer.json() ) as {
		signed_in: boolean;
		memberships?: Array< { organisation_name: string } >;
	};
	return signedIn
		? ( memberships ?? [] ).map(
				( membership ) => membership.organisation_name
			)
		: [ 'nobody' ];
}

test( 'two browsers sign in from one cached page, ten times', async ( {
	browser,
	page: stranger,
} ) => {
	await stranger.goto( '/' );
	const kept = await stranger.request.get( '/' );
	expect( cache( kept ) ).toBe( 'HIT' );
	const html = await kept.text();

	for ( let round = 0; round < 5; round++ ) {
		const people = [ 'wanda', 'carl' ];
		const pages = [ await visitor( browser ), await visitor( browser ) ];
		// Both stand at the provider at the same time; the second comes back first.
		for ( const page of pages ) {
			expect( cache( ( await page.goto( '/' ) ) as never ) ).toBe(
				'HIT'
			);
			await button( page ).click();
			await page.locator( '#login' ).waitFor();
		}
		for ( const at of [ 1, 0 ] ) {
			const page = pages[ at ]!;
			await logIn( page, people[ at ]! );
			await page.waitForURL( ( url ) => url.pathname === '/' );
			await expect(
				page.getByRole( 'button', { name: 'Sign out' } ).first()
			).toBeVisible();
		}
		const known = [
			await organisations( pages[ 0 ]! ),
			await organisations( pages[ 1 ]! ),
		];
		expect( known[ 0 ] ).toHaveLength( 1 );
		expect( known[ 1 ] ).toHaveLength( 1 );
		expect( known[ 0 ] ).not.toEqual( known[ 1 ] );
		await Promise.all( pages.map( ( page ) => page.context().close() ) );
	}

	const after = await stranger.request.get( '/' );
	expect( cache( after ) ).toBe( 'HIT' );
	expect( await after.text() ).toBe( html );
	expect( await organisations( stranger ) ).toEqual( [ 'nobody' ] );
} );

test( 'tabs, a step back and a late press', async ( { page, context } ) => {
	await page.goto( '/' );
	const second = await context.newPage();
	await second.goto( '/offers/' );
	await button( page ).click();
	await page.locator( '#login' ).waitFor();
	await page.goBack();
	await button( page ).click();
	await page.locator( '#login' ).waitFor();
	// The other tab is older than both starts.
	await second
		.locator( 'article.coop-credentials-offer' )
		.getByRole( 'button', { name: 'Get coupon' } )
		.first()
		.click();
	await logIn( second, 'wanda' );
	await second.waitForURL( '**/offers/**' );
	await logIn( page, 'wanda' );
	await page.waitForURL( ( url ) => url.pathname === '/' );
	await expect(
		page.getByRole( 'button', { name: 'Sign out' } ).first()
	).toBeVisible();
} );

test( 'what is private is never kept', async ( { page } ) => {
	await page.goto( '/' );
	await button( page ).click();
	await logIn( page, 'wanda' );
	await page.waitForURL( ( url ) => url.pathname === '/' );
	for ( const path of [
		'/my-coupons/',
		'/coop-credentials/sign-in/demo',
		'/coop-credentials/sign-out',
		'/coop-credentials/callback/demo?state=x&code=y',
		'/wp-json/coop-credentials/v1/me',
	] ) {
		for ( let time = 0; time < 2; time++ ) {
			const answer = await page.request.get( path, {
				headers: { 'X-Coop-Credentials': '1' },
				maxRedirects: 0,
			} );
			expect( [ path, cache( answer ) ] ).not.toEqual( [ path, 'HIT' ] );
			expect( answer.headers()[ 'cache-control' ] ).toContain(
				'no-store'
			);
		}
	}
} );

test( 'strangers never reach PHP', async ( { page } ) => {
	for ( const path of [ '/', '/offers/' ] ) {
		await page.goto( path );
	}
	const before = phpRequests();
	expect( before ).toBeGreaterThan( 0 );
	for ( let view = 0; view < 50; view++ ) {
		for ( const path of [ '/', '/offers/' ] ) {
			expect( cache( await page.request.get( path ) ) ).toBe( 'HIT' );
		}
	}
	await page.goto( '/' );
	await page.waitForLoadState( 'networkidle' );
	expect( phpRequests() ).toBe( before );
} );
