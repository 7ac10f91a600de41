/**
 * The sign-in block in its three forms, the chooser, the log-in page, and a visitor's own records.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';
import { SHOTS } from './support/site';

const LOAD = join( process.env.COOP_E2E_FOLDER ?? '', 'www/wp-load.php' );

const providers = ( state: 'on' | 'off' ) =>
	execFileSync( 'php', [
		join( __dirname, 'sign-in-block.php' ),
		LOAD,
		state,
	] );

async function logInAtProvider( page: Page, who: string ): Promise< void > {
	await page.locator( '#login' ).fill( who );
	await page.getByRole( 'button', { name: 'Log in', exact: true } ).click();
}

async function expectAccessible( page: Page, part: string ): Promise< void > {
	// The types of the package know another copy of Playwright.
	const found = await new AxeBuilder( { page: page as never } )
		.include( part )
		.withTags( [ 'wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa' ] )
		.analyze();
	expect(
		found.violations.map( ( { id, nodes } ) => [ id, nodes[ 0 ]?.html ] )
	).toEqual( [] );
}

const dark =
	':root{--wp--preset--color--base:#1b1b1b!important;--wp--preset--color--contrast:#f0f0f0!important}';

/** Desktop, phone, right to left, dark: one picture each; nothing may stick out. */
async function picture( page: Page, name: string ): Promise< void > {
	const shoot = async ( suffix: string ) => {
		await page.screenshot( {
			path: `${ SHOTS }/${ name }${ suffix }.png`,
			fullPage: true,
		} );
		expect(
			await page.evaluate(
				() =>
					document.documentElement.scrollWidth -
					document.documentElement.clientWidth
			)
		).toBeLessThanOrEqual( 0 );
	};
	await page.setViewportSize( { width: 1280, height: 900 } );
	await shoot( '' );
	await page.setViewportSize( { width: 360, height: 780 } );
	await shoot( '-360' );
	await page.evaluate( () => {
		document.documentElement.dir = 'rtl';
	} );
	await shoot( '-rtl' );
	await page.evaluate( () => {
		document.documentElement.dir = 'ltr';
	} );
	await page.setViewportSize( { width: 1280, height: 900 } );
	const style = await page.addStyleTag( { content: dark } );
	await shoot( '-dark' );
	await style.evaluate( ( element ) => ( element as Element ).remove() );
}

test.describe( 'with two providers', () => {
	test.beforeAll( () => void providers( 'on' ) );

	test.afterAll( () => void providers( 'off' ) );

	test( 'a visitor types the name of a co-op and goes to its provider', async ( {
		page,
	} ) => {
		await page.goto( '/sign-in-card/' );
		await expect(
			page.getByRole( 'heading', { name: /Which co-.?op are you/ } )
		).toBeVisible();
		const field = page.getByRole( 'combobox', { name: /Find your co-/ } );
		await picture( page, 'sign-in-card-several' );
		await field.fill( 'bakers' );
		await expect( page.getByRole( 'option' ).first() ).toContainText(
			'Example Bakers'
		);
		await expect( field ).toHaveAttribute( 'aria-expanded', 'true' );
		await expect( field ).toHaveValue( 'bakers' );
		await field.press( 'ArrowDown' );
		await expect(
			page.getByRole( 'option', { selected: true } )
		).toHaveCount( 1 );
		await picture( page, 'sign-in-chooser-open' );
		await expectAccessible( page, '.wp-block-coop-credentials-sign-in' );
		await field.press( 'Escape' );
		await expect( field ).toHaveAttribute( 'aria-expanded', 'false' );
		await field.fill( 'weavers' );
		await expect( page.getByRole( 'option' ) ).toHaveCount( 1 );
		await field.press( 'ArrowDown' );
		await field.press( 'Enter' );
		await logInAtProvider( page, 'wanda' );
		await page.waitForURL( /\/sign-in-card\// );
		await expect(
			page.getByText( /Signed in with Example Federation/ )
		).toBeVisible();
		await picture( page, 'sign-in-card-signed-in' );
	} );

	test( 'the menu opens by keyboard, closes with Escape and leads to what is mine', async ( {
		page,
	} ) => {
		await page.goto( '/sign-in-menu/' );
		const menu = page.locator( '.coop-credentials-menu:visible' );
		await menu.locator( 'summary' ).press( 'Enter' );
		await expect(
			menu.getByRole( 'button', { name: /Example Federation/ } )
		).toBeVisible();
		await picture( page, 'sign-in-menu' );
		await menu.locator( 'summary' ).press( 'Escape' );
		await expect( menu ).not.toHaveAttribute( 'open' );
		await menu.locator( 'summary' ).press( 'Enter' );
		await menu
			.getByRole( 'button', { name: /Example Federation/ } )
			.click();
		await logInAtProvider( page, 'wanda' );
		await page.waitForURL( /\/sign-in-menu\// );
		await expect( menu.locator( 'summary' ) ).toContainText(
			/Member of Example Weavers/
		);
		await menu.locator( 'summary' ).press( 'Enter' );
		for ( const name of [
			'What I can get',
			'My coupons',
			'My credentials',
		] ) {
			await expect( menu.getByRole( 'link', { name } ) ).toBeVisible();
		}
		await picture( page, 'sign-in-menu-signed-in' );
		await menu.getByRole( 'button', { name: 'Sign out' } ).click();
		await page.waitForURL( /\/sign-in-menu\/|logout|end/ );
	} );

	test( 'the log-in page keeps its form and adds buttons', async ( {
		page,
	} ) => {
		await page.goto( '/wp-login.php' );
		await expect( page.locator( '#user_pass' ) ).toBeVisible();
		await expect(
			page.getByRole( 'button', { name: /Example Federation/ } )
		).toBeVisible();
		await page.screenshot( { path: `${ SHOTS }/wp-login.png` } );
		await expectAccessible( page, '.coop-credentials-login' );
	} );

	test.describe( 'without JavaScript', () => {
		test.use( { javaScriptEnabled: false } );

		test( 'the search is a form and its answer is buttons', async ( {
			page,
		} ) => {
			await page.goto( '/sign-in-card/' );
			await page.getByRole( 'searchbox' ).fill( 'weavers' );
			await page.getByRole( 'button', { name: 'Search' } ).click();
			await expect( page ).toHaveURL( /coop_member=weavers/ );
			await page.screenshot( {
				path: `${ SHOTS }/sign-in-search-no-script.png`,
				fullPage: true,
			} );
			await page
				.getByRole( 'button', { name: /Example Weavers/ } )
				.click();
			await logInAtProvider( page, 'wanda' );
			await page.waitForURL( /\/sign-in-card\/$/ );
		} );
	} );
} );

test( 'a sign-in that did not end well says why and has the focus', async ( {
	page,
} ) => {
	for ( const reason of [
		'provider_denied',
		'provider_unavailable',
		'step_up_required',
		'id_token_iss',
		'no_membership',
	] ) {
		await page.goto(
			`/?coop_reason=${ reason }&coop_request=01KC9N3Q8F3K21QD7T5V9W2X4Y`
		);
		const alert = page.getByRole( 'alert' ).first();
		await expect( alert ).toBeVisible();
		await expect( alert ).toBeFocused();
		await alert.screenshot( {
			path: `${ SHOTS }/sign-in-${ reason }.png`,
		} );
	}
	await expectAccessible( page, '.wp-block-coop-credentials-sign-in' );
	await page.goto(
		'/coop-credentials/sign-in/demo?reason=token_unreachable'
	);
	const alert = page.getByRole( 'alert' ).first();
	await expect( alert ).toBeFocused();
	await expect( alert ).toContainText( 'Please try again in a few minutes' );
	await page.screenshot( { path: `${ SHOTS }/sign-in-page.png` } );
} );

for ( const script of [ true, false ] ) {
	test.describe( `script: ${ script }`, () => {
		test.use( { javaScriptEnabled: script } );

		test( 'a visitor reads, downloads and removes what is known', async ( {
			page,
		} ) => {
			const who = script ? 'wanda' : 'carl';
			await page.goto( '/my-credentials/' );
			await page
				.locator(
					'.wp-block-coop-credentials-my-credentials button[type="submit"]'
				)
				.first()
				.click();
			await logInAtProvider( page, who );
			await page.waitForURL( /\/my-credentials\// );
			const block = page.locator(
				'.wp-block-coop-credentials-my-credentials'
			);
			await expect( block ).toContainText( 'Member, active' );
			await expect(
				block.getByRole( 'table', { name: /What happened/ } )
			).toContainText( 'Sign-in' );
			if ( script ) {
				await picture( page, 'my-credentials' );
				await expectAccessible(
					page,
					'.wp-block-coop-credentials-my-credentials'
				);
			}
			const [ file ] = await Promise.all( [
				page.waitForEvent( 'download' ),
				block
					.getByRole( 'button', { name: 'Download my records' } )
					.click(),
			] );
			const records = JSON.parse(
				readFileSync( await file.path(), 'utf8' )
			);
			expect( records.credentials ).toHaveLength( 1 );
			await block.getByRole( 'button', { name: 'Disconnect' } ).click();
			await expect(
				page.getByRole( 'button', { name: 'Yes, disconnect' } )
			).toBeVisible();
			await page.getByRole( 'link', { name: 'Go back' } ).click();
			await expect( block ).toContainText( 'Member, active' );
			await block.getByRole( 'button', { name: 'Forget me' } ).click();
			await page
				.getByRole( 'button', { name: 'Yes, forget me' } )
				.click();
			await expect( block.getByRole( 'status' ) ).toContainText(
				'Everything about you is removed'
			);
			await page.goto( '/my-credentials/' );
			await expect( block ).toContainText( 'You are not signed in' );
		} );
	} );
}
