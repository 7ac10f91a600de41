/**
 * A rule is tried before it counts: on a person and on a pasted token.
 */
import { expect, test, type Page } from '@playwright/test';
import { expectAccessible, expectRoom, watch } from './support/checks';
import { person, ownerPage } from './support/people';
import { firstValue, makeRule, openRule } from './support/rules';
import { inSite, SHOTS } from './support/site';

let page: Page;
let expectQuiet: ReturnType< typeof watch >;

test.beforeAll( async ( { browser, baseURL } ) => {
	page = await ownerPage( browser, baseURL );
	expectQuiet = watch( page );
} );

test.afterAll( () => page.context().close() );

const SCREEN = '.coop-credentials-screen';
const button = ( name: string ) =>
	page.getByRole( 'button', { name, exact: true } );

test( 'a rule is tried on a person', async () => {
	person( 'olga', 'subscriber' );
	inSite(
		'linked',
		'olga',
		JSON.stringify( {
			organisation_id: 'https://weavers.example/',
			class: 'worker',
			status: 'active',
			member: true,
		} )
	);
	const rule = await makeRule( page, 'Tried on people' );
	await openRule( page, rule );
	await page
		.getByLabel( 'Try it with' )
		.selectOption( 'a person who signed in' );
	await expect( button( 'Try the rule' ) ).toHaveAttribute(
		'aria-disabled',
		'true'
	);
	const who = page.getByRole( 'combobox', { name: 'Person' } );
	await who.fill( 'olga' );
	await page.getByRole( 'option', { name: /^olga · / } ).click();
	await button( 'Try the rule' ).click();
	const verdict = page.locator( '.coop-credentials-verdict' );
	await expect( verdict ).toContainText( 'Yes: let in.' );
	await expect(
		page.getByText( /^Decided on memberships as the provider said them/ )
	).toBeVisible();
	await expect( page.getByText( 'This one fits.' ) ).toBeVisible();
	await expect( who ).toHaveValue( /^olga · / );
	await expectAccessible( page, [ SCREEN ] );
	await page.screenshot( {
		path: `${ SHOTS }/rule-person.png`,
		fullPage: true,
	} );
	await firstValue( page ).fill( 'producer' );
	await expect( verdict ).toBeHidden();
	await button( 'Try the rule' ).click();
	await expect( verdict ).toContainText( 'No: not let in.' );
	await expect( verdict ).toContainText( 'A condition is not true.' );
	await firstValue( page ).fill( 'worker' );
	expectQuiet();
} );

test( 'a rule is tried on a pasted token, whose signature stays in the browser', async () => {
	const part = ( content: object ) =>
		Buffer.from( JSON.stringify( content ) ).toString( 'base64url' );
	const signature = 'c2lnbmF0dXJlLW9mLW5vYm9keQ';
	const token = [
		part( { alg: 'RS256', kid: 'k1' } ),
		part( {
			sub: 'wanda',
			coop_id: 'https://weavers.example/',
			coop_class: 'worker',
			coop_status: 'active',
			shift: 'early',
		} ),
		signature,
	].join( '.' );
	const rule = await makeRule( page, 'Tried on tokens' );
	await openRule( page, rule );
	await page.getByLabel( 'Try it with' ).selectOption( 'a pasted token' );
	const field = page.getByLabel( 'Token or claims' );
	await expect(
		page.getByText( /is not verified and grants nothing/ ).first()
	).toBeVisible();
	for ( const [ wrong, told ] of [
		[ `${ token }.x.y`, /^This token is encrypted/ ],
		[ '{ "sub": ', /^This is no readable JSON/ ],
		[ 'nonsense', /^This is neither a token/ ],
	] as const ) {
		await field.fill( wrong );
		await expect( page.getByText( told ) ).toBeVisible();
		await expect( button( 'Try the rule' ) ).toHaveAttribute(
			'aria-disabled',
			'true'
		);
	}
	await field.fill( token );
	const asked = page.waitForRequest( /rules\/evaluate/ );
	await button( 'Try the rule' ).click();
	const sent = ( await asked ).postData() ?? '';
	expect( sent ).toContain( 'early' );
	expect( sent ).not.toContain( signature );
	const verdict = page.locator( '.coop-credentials-verdict' );
	await expect( verdict ).toContainText( 'Yes: let in.' );

	await page.getByText( 'Claims', { exact: true } ).first().click();
	await page.getByRole( 'button', { name: /early/ } ).click();
	await page.getByRole( 'button', { name: /^Ask for/ } ).click();
	await expect(
		page.getByRole( 'group', { name: /^Condition 2/ } )
	).toBeVisible();
	await expect( page.getByText( /^Lets in: .*early/ ).first() ).toBeVisible();
	await button( 'Try the rule' ).click();
	await expect( verdict ).toContainText( 'Yes: let in.' );
	await expectAccessible( page, [ SCREEN ] );
	await page.screenshot( {
		path: `${ SHOTS }/rule-token.png`,
		fullPage: true,
	} );
	await page.setViewportSize( { width: 360, height: 780 } );
	await expectRoom( page, SCREEN );
	await page.setViewportSize( { width: 1280, height: 900 } );
	await openRule( page, rule );
	await page.getByLabel( 'Try it with' ).selectOption( 'a pasted token' );
	await expect( field ).toHaveValue( '' );
	expectQuiet();
} );
