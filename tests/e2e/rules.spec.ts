/**
 * Rules in the admin app: from a ready-made one to a stored one, tried before it is saved.
 */
import { expect, test, type Page } from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';
import { SHOTS } from './support/site';

const RULES = '/wp-admin/admin.php?page=coop-credentials-sign-in&screen=rules';

async function check( page: Page ): Promise< void > {
	const found = await new AxeBuilder( { page: page as never } )
		.include( '#coop-credentials-admin' )
		.withTags( [ 'wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa' ] )
		.analyze();
	expect(
		found.violations.map( ( { id, nodes } ) => [ id, nodes[ 0 ]?.html ] )
	).toEqual( [] );
}

test( 'a rule is made from a ready-made one, tried, saved and listed', async ( {
	page,
} ) => {
	await page.goto( '/wp-login.php' );
	await page.locator( '#user_login' ).fill( 'admin' );
	await page.locator( '#user_pass' ).fill( 'admin' );
	await page.locator( '#wp-submit' ).click();
	await page.goto( RULES );
	await page.getByRole( 'link', { name: 'Add rule' } ).click();
	await page
		.getByRole( 'button', { name: /^Start from “Board members/ } )
		.click();
	await page.getByLabel( 'Name', { exact: true } ).fill( 'Board of weavers' );
	await page.getByRole( 'button', { name: 'Add condition' } ).click();
	const added = page.getByRole( 'group', { name: /^Condition 3/ } );
	await added
		.getByLabel( 'What is looked at' )
		.selectOption( 'membership class' );
	await added.getByLabel( 'Value' ).fill( 'worker' );
	await expect( page.getByText( /^Lets in: .*worker/ ) ).toBeVisible();

	await page.getByRole( 'button', { name: 'Try the rule' } ).click();
	await expect( page.getByText( /^(Yes|No): / ).first() ).toBeVisible();
	await check( page );
	await page.screenshot( { path: `${ SHOTS }/rule.png`, fullPage: true } );
	await page.setViewportSize( { width: 360, height: 780 } );
	expect(
		await page.evaluate(
			() =>
				document.documentElement.scrollWidth <=
				document.documentElement.clientWidth
		)
	).toBe( true );
	await page.screenshot( {
		path: `${ SHOTS }/rule-360.png`,
		fullPage: true,
	} );
	await page.setViewportSize( { width: 1280, height: 900 } );
	await page.evaluate( () => {
		document.documentElement.dir = 'rtl';
	} );
	await page.screenshot( {
		path: `${ SHOTS }/rule-rtl.png`,
		fullPage: true,
	} );
	await page.evaluate( () => {
		document.documentElement.dir = 'ltr';
	} );

	await page.getByRole( 'button', { name: 'Save rule' } ).click();
	await expect( page.getByText( 'Saved.' ).first() ).toBeVisible();
	await page.getByRole( 'link', { name: 'All rules' } ).click();
	await expect(
		page.getByRole( 'heading', { name: 'Board of weavers' } )
	).toBeVisible();
	await check( page );
	await page.screenshot( { path: `${ SHOTS }/rules.png`, fullPage: true } );
} );
